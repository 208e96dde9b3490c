"""Starting the server reads back the settings it depends on, and stops when one is wrong."""

import sqlite3
from contextlib import suppress
from types import SimpleNamespace

import pytest
from django.core.checks.registry import registry
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection

from handoff.config import checks, startup
from handoff.config.results import result
from handoff.config.settings.base import database
from handoff.config.sqlite import PRAGMAS, SAFE_VERSION, connection_options, find_wrong_pragmas
from handoff.config.startup import refuse_a_wrong_database


def test_the_sqlite_in_use_is_free_of_the_wal_bug():
    assert sqlite3.sqlite_version_info >= SAFE_VERSION


def test_transactions_take_the_write_lock_at_once_and_wait_twenty_seconds():
    options = connection_options()
    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] == 20


def test_postgresql_connections_are_kept_and_health_checked(monkeypatch):
    monkeypatch.setenv("HANDOFF_DATABASE_URL", "postgres://handoff@localhost/handoff")
    config = database()
    assert (config["CONN_MAX_AGE"], config["CONN_HEALTH_CHECKS"]) == (60, True)


@pytest.mark.django_db
def test_every_pragma_reads_back_as_it_was_set():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no pragmas")
    with connection.cursor() as cursor:
        assert find_wrong_pragmas(cursor) == []


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
            assert any(pragma in sentence for sentence in find_wrong_pragmas(cursor))
            with pytest.raises(SystemExit, match="pragmas"):
                refuse_a_wrong_database()
        finally:
            cursor.execute(f"PRAGMA {pragma}={PRAGMAS[pragma][0]}")


@pytest.mark.django_db
def test_a_new_connection_commits_synchronously_whatever_the_server_is_set_to():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite says it with a pragma")
    with connection.cursor() as cursor:
        for found, kept in (("off", "on"), ("remote_apply", "remote_apply")):
            cursor.execute("SELECT set_config('synchronous_commit', %s, false)", [found])
            connection.init_connection_state()
            cursor.execute("SHOW synchronous_commit")
            assert cursor.fetchone() == (kept,)


@pytest.mark.parametrize("off", [[], ["fsync"], ["full_page_writes", "synchronous_commit"]])
def test_a_database_server_that_may_lose_data_is_reported_and_stops_a_countys_start(
    monkeypatch, settings, off
):
    answers = SimpleNamespace(execute=lambda _sql: None, fetchall=lambda: [(name,) for name in off])
    message = startup.check_durability(answers)
    assert message.is_serious() is bool(off) and message.msg.endswith(", ".join(off))
    monkeypatch.setattr(startup, "check_database", lambda: [message])
    refuse_a_wrong_database()
    settings.ROW_SECURITY_NEEDED = True
    if not off:
        refuse_a_wrong_database()
        return
    with pytest.raises(SystemExit, match="PostgreSQL durability"):
        refuse_a_wrong_database()


@pytest.mark.django_db
def test_durability_settings_are_read_from_postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite says it with a pragma")
    with connection.cursor() as cursor:
        off = [name for name in ("fsync", "full_page_writes") if read_setting(cursor, name) == "off"]
        assert all(name in startup.check_durability(cursor).msg for name in off)
        cursor.execute("SELECT set_config('synchronous_commit', 'off', true)")
        assert "synchronous_commit" in startup.check_durability(cursor).msg


def read_setting(cursor, name):
    cursor.execute(f"SHOW {name}")
    return cursor.fetchone()[0]


@pytest.mark.django_db
def test_check_reports_the_database_in_use(capsys):
    with suppress(SystemCheckError):  # PostgreSQL's tests connect as a superuser
        call_command("check")
    said = capsys.readouterr().out
    assert "ok     SQLite: " in said or "ok     PostgreSQL: " in said
    for name in ("migrations", "disk", "debug pages", "clock"):
        assert f"ok     {name}: " in said


@pytest.mark.django_db
def test_a_tag_picks_one_group_of_checks(capsys):
    call_command("check", "--tag", "settings")
    said = capsys.readouterr().out
    assert "debug pages: off" in said and "clock" not in said and "migrations" not in said


def test_other_commands_do_not_run_the_checks_of_this_machine():
    ordinary = {check.__name__ for check in registry.get_checks()}
    assert not ordinary & {"report_settings", "report_database", "report_operations"}


@pytest.mark.django_db
def test_check_fails_with_a_sentence_when_something_is_wrong(monkeypatch):
    wrong = result("backup", good=False, found="too old")
    monkeypatch.setattr("handoff.config.checks.check_operations", lambda: [wrong])
    with pytest.raises(SystemCheckError, match="backup"):
        call_command("check")


def test_only_a_role_without_tables_and_bypass_passes():
    plain = {"superuser": False, "bypasses": False, "owner": False, "granted": True}
    assert not startup.check_role(**plain).is_serious()
    for power, held in plain.items():
        message = startup.check_role(**{**plain, power: not held})
        assert message.is_serious() and "grant-role" in message.msg


def test_only_a_countys_server_refuses_to_start_without_row_level_security(monkeypatch, settings):
    wrong = result("row-level security", good=False, found="not on participants_person")
    monkeypatch.setattr(startup, "check_database", lambda: [wrong])
    refuse_a_wrong_database()
    settings.ROW_SECURITY_NEEDED = True
    with pytest.raises(SystemExit, match="row-level security"):
        refuse_a_wrong_database()


def test_before_migrate_the_check_says_only_to_run_it(monkeypatch):
    """An empty database has no tables: that they can't be read says nothing more."""
    broken = [
        result(each, False, "cannot be read (OperationalError)") for each in ("clock", "jobs", "stored files")
    ]
    monkeypatch.setattr(checks, "check_operations", lambda: [*broken, result("mail", False, "no answer")])
    monkeypatch.setattr(checks, "check_programs", lambda: [result("programs", False, "can't be read")])
    monkeypatch.setattr(checks, "check_migrations", lambda: result("migrations", False, "52 waiting"))
    found = [*checks.report_operations(), *checks.report_programs()]
    assert [each.obj for each in found] == ["mail"]
    monkeypatch.setattr(checks, "check_migrations", lambda: result("migrations", True, "all applied"))
    assert len([*checks.report_operations(), *checks.report_programs()]) == 5
