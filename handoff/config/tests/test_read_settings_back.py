"""The start reads back what must hold, and refuses to go on when it does not."""

import sqlite3
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from handoff.config import startup
from handoff.config.finding import Finding
from handoff.config.settings.base import database
from handoff.config.sqlite import PRAGMAS, SAFE_VERSION, connection_options, wrong_pragmas
from handoff.config.startup import all_findings, database_findings, refuse_a_wrong_database


def test_the_sqlite_in_use_is_free_of_the_wal_bug():
    assert sqlite3.sqlite_version_info >= SAFE_VERSION


def test_transactions_take_the_write_lock_at_once_and_wait_twenty_seconds():
    options = connection_options()
    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] == 20


def test_postgresql_keeps_its_connections_and_looks_whether_they_live(monkeypatch):
    monkeypatch.setenv("HANDOFF_DATABASE_URL", "postgres://handoff@localhost/handoff")
    config = database()
    assert (config["CONN_MAX_AGE"], config["CONN_HEALTH_CHECKS"]) == (60, True)


@pytest.mark.django_db
def test_every_pragma_reads_back_as_it_was_set():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no pragmas")
    with connection.cursor() as cursor:
        assert wrong_pragmas(cursor) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("pragma", "wrong"), [("trusted_schema", "ON"), ("busy_timeout", "5000"), ("secure_delete", "OFF")]
)
def test_a_wrong_pragma_is_found_and_stops_the_start(pragma, wrong):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no pragmas")
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}={wrong}")
        try:
            assert any(pragma in sentence for sentence in wrong_pragmas(cursor))
            with pytest.raises(SystemExit, match="pragmas"):
                refuse_a_wrong_database()
        finally:
            cursor.execute(f"PRAGMA {pragma}={PRAGMAS[pragma][0]}")


@pytest.mark.django_db
def test_a_commit_reaches_postgresqls_log_whatever_the_server_is_set_to():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite says it with a pragma")
    with connection.cursor() as cursor:
        cursor.execute("SELECT setting, reset_val FROM pg_settings WHERE name = 'synchronous_commit'")
        assert cursor.fetchone() == ("on", "off")  # the throw-away server of the tests has it off


@pytest.mark.django_db
def test_a_server_that_may_lose_what_was_saved_is_found_and_a_countys_is_not_started(monkeypatch, settings):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite says it with a pragma")
    with connection.cursor() as cursor:
        finding = startup.durability_finding(cursor)
    assert not finding.good and finding.found.endswith("fsync, full_page_writes")
    monkeypatch.setattr(startup, "database_findings", lambda: [finding])
    refuse_a_wrong_database()
    settings.WALL_NEEDED = True
    with pytest.raises(SystemExit, match="PostgreSQL durability"):
        refuse_a_wrong_database()


def test_a_server_that_keeps_what_was_saved_is_good():
    answers = SimpleNamespace(execute=lambda _sql: None, fetchall=list)
    assert startup.durability_finding(answers).good


@pytest.mark.django_db
def test_check_says_what_is_in_use(capsys):
    findings = database_findings()
    assert any(finding.name in {"SQLite", "PostgreSQL"} for finding in findings)
    assert {"migrations", "disk", "debug pages"} <= {finding.name for finding in all_findings()}


@pytest.mark.django_db
def test_check_fails_with_a_sentence_when_something_is_wrong(monkeypatch):
    wrong = Finding("backup", good=False, found="too old")
    monkeypatch.setattr("handoff.config.management.commands.health.all_findings", lambda: [wrong])
    with pytest.raises(CommandError, match="backup"):
        call_command("health")


def test_only_a_role_that_owns_nothing_and_passes_no_wall_is_good():
    plain = {"superuser": False, "bypasses": False, "owner": False, "granted": True}
    assert startup.role_finding(**plain).good
    for power, held in plain.items():
        finding = startup.role_finding(**{**plain, power: not held})
        assert not finding.good and "grant-role" in finding.found


def test_a_countys_server_does_not_start_without_the_second_wall_and_a_laptop_does(monkeypatch, settings):
    wrong = Finding("second wall", good=False, found="not on participants_person")
    monkeypatch.setattr(startup, "database_findings", lambda: [wrong])
    refuse_a_wrong_database()
    settings.WALL_NEEDED = True
    with pytest.raises(SystemExit, match="second wall"):
        refuse_a_wrong_database()
