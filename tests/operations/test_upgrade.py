"""A database of every earlier release becomes one of this release: every row is kept, every chain still holds."""

import gzip
import json
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing

import psycopg
import pytest
from django.db import connection

from handoff.config.databases import postgresql_program
from tests.operations.places import ROOT, Place, new_place

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
if connection.vendor == "sqlite":
    # PostgreSQL is the stricter of the two with types, constraints and triggers: a commit upgrades it alone.
    pytestmark.append(pytest.mark.nightly)
KEPT = ROOT / "tests" / "data" / "releases"
RELEASES = sorted(path.stem for path in KEPT.glob("*.json"))
RENAMED_MODELS = {"staffing.ChargeView": "staffing.TeamRecommendation"}
"""Models of an earlier release, and what they are called now."""
ADDED_TO_BY_MIGRATIONS = {
    "participants.LookupKey": "keys are made anew when names are compared in new ways",
    "referrals.ReferralEvent": "a completed intake is a step of its referral, also where it was completed earlier",
}
MOST_BYTES = 400_000


def load(release: str, place: Place) -> None:
    """Put the kept database where the installation looks for it."""
    if connection.vendor == "sqlite":
        with gzip.open(KEPT / f"{release}.sqlite3.gz") as kept, place.database.open("wb") as target:
            shutil.copyfileobj(kept, target)
        return
    run_sql(place, gzip.decompress((KEPT / f"{release}.sql.gz").read_bytes()))


def run_sql(place: Place, statements: bytes) -> None:
    """Change a database as it was kept, before it is migrated."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(place.database)) as database, database:
            database.executescript(statements.decode())
        return
    command = [postgresql_program("psql"), "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction"]
    command += ["--output=/dev/null", place.environment["HANDOFF_DATABASE_URL"]]
    subprocess.run(command, input=statements, check=True)


def counts(place: Place) -> dict[str, int]:
    command = [sys.executable, "-m", "scripts.frozen", "counts"]
    done = subprocess.run(
        command, env=place.environment, cwd=ROOT, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def test_a_release_is_kept_and_is_small():
    assert "0.1.0" in RELEASES
    assert all(path.stat().st_size < MOST_BYTES for path in KEPT.iterdir())


APPROVED_OTHERWISE = (
    b"UPDATE eligibility_criteriaapproval SET approved_by_id = 3 WHERE id = 3;"
    b"UPDATE eligibility_criteriaapproval SET approved_by_id = 999 WHERE id = 4;"
    b"UPDATE programs_agency SET is_active = false WHERE id = 3;"
)
"""Approval 3 is given by Linden's chief, not the first agency's; number 4 by an account that has no role any more."""


@pytest.fixture(scope="module", params=RELEASES)
def upgraded(request, tmp_path_factory, django_db_setup, django_db_blocker):
    """A database of an earlier release, brought up to this one."""
    with django_db_blocker.unblock(), new_place(tmp_path_factory.mktemp("upgraded") / "old") as place:
        load(request.param, place)
        if request.param == "0.1.0":
            run_sql(place, APPROVED_OTHERWISE)
        place.run("migrate", "--verbosity=0", "--no-input")
        yield request.param, place


def test_a_database_of_an_earlier_release_is_brought_up_to_this_one(upgraded):
    release, place = upgraded
    before = json.loads((KEPT / f"{release}.json").read_text())
    after = counts(place)
    found = {label: after.get(RENAMED_MODELS.get(label, label), 0) for label in before}
    more = {label for label in before if found[label] > before[label]}
    assert more <= ADDED_TO_BY_MIGRATIONS.keys()
    assert not {label for label in before if found[label] < before[label]}
    verified = place.ask("verify")
    assert verified["broken"] == [] and verified["rows"] == before["audit.AuditEvent"] > 100
    assert "ok     migrations: all applied" in place.run("check", check=False).stdout


TABLES = """
SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default, is_identity
FROM information_schema.columns WHERE table_schema = 'public'
"""
# Without parentheses and casts: a dump writes more of them.
CONSTRAINTS = r"""
SELECT conrelid::regclass::text, contype,
    regexp_replace(pg_get_constraintdef(oid), '[()]|::(text|character varying)(\[\])?', '', 'g')
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
"""
# Without the index's own name: Django derives it from those of the columns, as they were when it was made.
INDEXES = """
SELECT tablename, regexp_replace(indexdef, ' INDEX .* ON ', ' ON ') FROM pg_indexes WHERE schemaname = 'public'
"""


@pytest.mark.skipif(connection.vendor == "sqlite", reason="PostgreSQL says what its tables are")
@pytest.mark.parametrize("asked", [TABLES, CONSTRAINTS, INDEXES], ids=["columns", "constraints", "indexes"])
def test_a_database_brought_up_has_the_tables_of_a_new_one(upgraded, asked):
    """An empty database makes all tables of an app at once (ADR 0073)."""
    _release, place = upgraded
    with psycopg.connect(place.environment["HANDOFF_DATABASE_URL"]) as old, connection.cursor() as new:
        new.execute(asked)
        assert Counter(old.execute(asked).fetchall()) == Counter(new.fetchall())


def test_earlier_approvals_count_for_the_partner_of_the_person_who_gave_them(upgraded):
    """N23: one approval stood for all of law enforcement; now each partner's own is needed."""
    release, place = upgraded
    if release != "0.1.0":
        pytest.skip("later releases record each partner's approval")
    found = place.ask("approvals")
    sheriff, linden = "Alder County Sheriff's Office", "Linden Police Department"
    alder_da = "Office of the District Attorney, Alder County"
    birch = ["Birch Falls Police Department", "Office of the District Attorney, Birch District"]
    assert found["approved"] == {
        "1": [sheriff, 2],
        "2": [alder_da, 4],
        "3": [linden, 3],
        "4": [birch[0], 999],
        "5": [birch[1], 58],
        "6": [birch[0], 57],
    }
    # A version that is active asks no one; one that waits asks each current partner.
    assert found["asked"] == {"1": [], "2": [sheriff, linden, alder_da], "3": [], "4": birch}
