"""Backup and restore as a county runs them on PostgreSQL: one role owns the tables, another serves, no superuser."""

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import psycopg
import pytest
from django.db import connection

from tests.operations.places import Place, address, kept_elsewhere, new_place, server

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no roles"),
]
WORDS = "replace what is there"


@contextmanager
def two_roles() -> Iterator[SimpleNamespace]:
    """Give the two roles of docs/how-to/run-on-a-server.md, under names of this run's own."""
    ending = uuid.uuid4().hex[:8]
    names = SimpleNamespace(owner=f"owner_{ending}", app=f"app_{ending}")
    with server() as maintenance:
        maintenance.execute(f"CREATE ROLE {names.owner} LOGIN BYPASSRLS".encode())
        maintenance.execute(f"CREATE ROLE {names.app} LOGIN".encode())
    try:
        yield names
    finally:
        with server() as maintenance:
            maintenance.execute(f"DROP ROLE {names.owner}, {names.app}".encode())


GIVE_ALL_TO = """
DO $$ DECLARE each record; BEGIN
  FOR each IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('ALTER TABLE public.%I OWNER TO {owner}', each.tablename);
  END LOOP;
  FOR each IN SELECT oid::regprocedure::text AS name FROM pg_proc WHERE pronamespace = 'public'::regnamespace LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO {owner}', each.name);
  END LOOP;
END $$
"""
"""What the owner's own `handoff migrate` leaves behind; docs/how-to/run-on-a-server.md runs that one."""


@contextmanager
def countys_place(folder, roles, *, migrated=False, **shared) -> Iterator[tuple[Place, Place]]:
    """An installation on a new database of the owner's: as its commands find it, and as the owner alone does."""
    with new_place(folder, migrated=migrated, **shared) as place:
        whole = place.environment["HANDOFF_DATABASE_URL"]
        name = whole.rpartition("/")[2]
        with server() as maintenance:
            maintenance.execute(f"ALTER DATABASE {name} OWNER TO {roles.owner}".encode())
        if migrated:
            with psycopg.connect(whole, autocommit=True) as filled:
                filled.execute(GIVE_ALL_TO.replace("{owner}", roles.owner).encode())
        user = f"//{connection.settings_dict['USER']}"
        as_owner = address(name).replace(user, f"//{roles.owner}")
        place.environment["HANDOFF_DATABASE_URL"] = address(name).replace(user, f"//{roles.app}")
        place.environment["HANDOFF_OWNER_DATABASE_URL"] = as_owner
        yield place, Place(folder, {**place.environment, "HANDOFF_DATABASE_URL": as_owner})


@pytest.fixture(scope="module")
def drill(tmp_path_factory, django_db_setup):
    """Backup as the serving role finds it, revoke, restore into an empty database and over what is there."""
    base = tmp_path_factory.mktemp("two-roles")
    shared = kept_elsewhere(base)
    with (
        two_roles() as roles,
        countys_place(base / "one", roles, migrated=True, **shared) as (one, owner_of_one),
        countys_place(base / "two", roles, **shared) as (two, owner_of_two),
    ):
        one.run("grant-role", roles.app)
        before = owner_of_one.ask("build")
        one.run("backup")
        [file] = (base / "backups").iterdir()
        owner_of_one.ask("leave")
        for name in ("file-keys", "backup-key"):
            shutil.copy(one.folder / name, two.folder / name)
        ungranted = two.run("restore", str(file)) and two.run("check", check=False)
        two.run("grant-role", roles.app)
        after, verified = owner_of_two.ask_all("state", "verify")
        yield SimpleNamespace(
            roles=roles, one=one, two=two, owner=owner_of_two, file=file, before=before, ungranted=ungranted,
            after=after, verified=verified,
        )  # fmt: skip


def test_every_program_is_in_the_backup_and_comes_back_without_what_was_erased(drill):
    for denied in ("release_live", "officer_active", "worker_has_role", "person_known"):
        assert drill.before[denied] is True and drill.after[denied] is False
    assert drill.after["scan"] and drill.verified["broken"] == []


def test_until_the_serving_role_is_granted_anew_it_reads_nothing_and_check_says_so(drill):
    assert "can't read the tables: run handoff grant-role" in drill.ungranted.stderr


def test_the_restored_database_has_row_level_security_and_the_serving_role_owns_nothing(drill):
    said = drill.two.run("check", check=False).stdout
    assert "owns no tables and is bound by row-level security" in said
    assert "on every table of a program" in said and "all applied" in said
    missed = drill.two.run("audit", "verify", check=False)
    assert "broken" not in missed.stdout and "rows" in missed.stdout


def test_the_restored_database_has_counted_its_tables(drill):
    counted = (
        "SELECT count(*) FROM pg_stats WHERE tablename = 'participants_person' AND attname = 'program_id'"
    )
    with psycopg.connect(drill.owner.environment["HANDOFF_DATABASE_URL"]) as asking:
        assert asking.execute(counted).fetchall() == [(1,)]  # a dump brings none along


@pytest.mark.nightly
def test_it_is_put_back_once_more_over_what_is_there(drill):
    drill.two.run("restore", str(drill.file), "--replace", "--yes", WORDS)
    drill.two.run("grant-role", drill.roles.app)
    assert drill.owner.ask("state")["release_live"] is False
    assert "on every table of a program" in drill.two.run("check", check=False).stdout


def test_a_role_that_sees_one_program_only_takes_no_backup(drill, tmp_path):
    without = {**drill.two.environment}
    without.pop("HANDOFF_OWNER_DATABASE_URL")
    done = Place(drill.two.folder, without).run("backup", "--to", str(tmp_path), check=False)
    assert done.returncode and "row-level security" in done.stderr and not list(tmp_path.iterdir())
