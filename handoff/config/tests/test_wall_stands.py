"""Every table of a program is walled in, also the next one; and the server's role can do what it must and no more."""

import sys
from io import StringIO

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection

from handoff.accounts.models import User
from handoff.config import cli, wall
from handoff.config.settings import base
from handoff.config.startup import check_database, check_migrations
from handoff.config.wall_roles import granted_roles, role_exists
from handoff.core.labels import Label, labels
from handoff.core.wall import behind_wall
from handoff.programs.models import Program

NOT_HERE = "PostgreSQL durability"
"""What is wrong with the throw-away server of the tests alone: it may lose what was saved."""


def wrong_findings() -> list[str]:
    return [str(each.obj) for each in check_database() if each.is_serious() and each.obj != NOT_HERE]


on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no second wall")


def rows(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def wall_is_missing_on():
    with connection.cursor() as cursor:
        return wall.tables_without_wall(cursor)


def with_facts():
    """Return the tables that hold facts about people, read from the labels alone."""
    for model in apps.get_models():
        declared = model.__dict__.get("LABELS")
        if declared and set(declared.fields.values()) != {Label.PLAIN}:
            yield model._meta.db_table


@on_postgresql
@pytest.mark.django_db
def test_no_table_with_facts_about_people_is_without_a_forced_wall():
    forced = {
        name for (name,) in rows("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
    }
    policed = {
        name for (name,) in rows("SELECT tablename FROM pg_policies WHERE policyname = 'handoff_wall'")
    }
    missing = set(with_facts()) - (forced & policed)
    assert not missing, f"run handoff migrate, or lead them to a program: {missing}"
    assert wall_is_missing_on() == []


def test_facts_that_lead_to_no_program_are_refused(monkeypatch):
    monkeypatch.setattr(User, "LABELS", labels(origin="program", identity="full_name"))
    with pytest.raises(ImproperlyConfigured, match=r"accounts\.User"):
        wall.walled_models()


def test_every_open_table_says_why_and_holds_no_facts():
    for label, reason in wall.OPEN.items():
        assert len(reason) > 20
        assert not wall.holds_facts(apps.get_model(label))
    assert not wall.is_walled(Program)


@on_postgresql
@pytest.mark.django_db
def test_migrate_puts_back_what_was_taken_down():
    rows_before = rows("SELECT count(*) FROM pg_policies")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE participants_person NO FORCE ROW LEVEL SECURITY")
        cursor.execute("DROP POLICY handoff_wall ON staffing_chargeview")
    assert wall_is_missing_on() == ["participants_person", "staffing_chargeview"]
    assert wrong_findings() == ["PostgreSQL role", "second wall"]
    call_command("migrate", verbosity=0)
    assert wall_is_missing_on() == []
    assert rows("SELECT count(*) FROM pg_policies") == rows_before


@on_postgresql
@pytest.mark.django_db
def test_while_tables_change_their_owner_stands_outside_and_nobody_else():
    state = "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE relname = 'participants_person'"
    wall.force_wall(on_owner=False)
    assert rows(state) == [(True, False)]
    wall.force_wall(on_owner=True)
    assert rows(state) == [(True, True)]


@on_postgresql
@pytest.mark.django_db
def test_a_table_that_is_opened_loses_its_wall(monkeypatch):
    monkeypatch.setitem(wall.OPEN, "programs.Closure", "opened in a test, for as long as it takes")
    wall.raise_wall()
    assert rows("SELECT relrowsecurity FROM pg_class WHERE relname = 'programs_closure'") == [(False,)]
    assert wall_is_missing_on() == []


@on_postgresql
@pytest.mark.django_db
def test_grant_role_makes_a_role_that_serves_and_can_do_nothing_else():
    out = StringIO()
    call_command("grant_role", "handoff_granted", stdout=out)
    assert "It is new" in out.getvalue()
    ((superuser, bypasses),) = rows(
        "SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = 'handoff_granted'"
    )
    assert (superuser, bypasses) == (False, False)
    may = "SELECT has_table_privilege('handoff_granted', %s, %s)"
    assert rows(may, "participants_person", "DELETE") == [(True,)]
    assert rows(may, "audit_auditevent", "INSERT") == [(True,)]
    for table, right in (
        ("audit_auditevent", "UPDATE"),
        ("audit_auditevent", "DELETE"),
        ("audit_auditchain", "DELETE"),
        ("participants_person", "TRUNCATE"),
        ("django_migrations", "INSERT"),
    ):
        assert rows(may, table, right) == [(False,)], f"{right} on {table}"
    with connection.cursor() as cursor:
        assert "handoff_granted" in granted_roles(cursor)
    call_command("grant_role", "handoff_granted", stdout=StringIO())


@on_postgresql
@pytest.mark.django_db
def test_who_does_not_own_the_tables_grants_nothing_and_migrates_nothing():
    with behind_wall(None):
        with pytest.raises(CommandError, match="OWNER_DATABASE_URL"):
            call_command("grant_role", "handoff_other")
        call_command("migrate", verbosity=0)
        assert wrong_findings() == []
        assert not check_migrations().is_serious()
    with connection.cursor() as cursor:
        assert not role_exists(cursor, "handoff_other")


@pytest.mark.django_db
def test_grant_role_says_that_sqlite_has_none():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has roles")
    with pytest.raises(CommandError, match="SQLite"):
        call_command("grant_role", "handoff_app")


@pytest.mark.parametrize(("verb", "as_owner"), [("migrate", "1"), ("grant-role", "1"), ("serve", None)])
def test_only_what_changes_tables_is_done_as_their_owner(monkeypatch, verb, as_owner):
    monkeypatch.setenv("HANDOFF_AS_OWNER", "0")
    monkeypatch.delenv("HANDOFF_AS_OWNER")
    monkeypatch.setattr(sys, "argv", ["handoff", verb])
    monkeypatch.setattr(cli, "execute_from_command_line", lambda arguments: None)
    cli.main()
    assert cli.os.environ.get("HANDOFF_AS_OWNER") == as_owner


def test_the_owners_address_is_used_for_the_owners_verbs_alone(monkeypatch):
    monkeypatch.setenv("HANDOFF_DATABASE_URL", "postgresql://app@localhost/handoff")
    monkeypatch.setenv("HANDOFF_OWNER_DATABASE_URL", "postgresql://owner@localhost/handoff")
    monkeypatch.delenv("HANDOFF_AS_OWNER", raising=False)
    assert base.database()["USER"] == "app"
    monkeypatch.setenv("HANDOFF_AS_OWNER", "1")
    assert base.database()["USER"] == "owner"
    monkeypatch.delenv("HANDOFF_OWNER_DATABASE_URL")
    assert base.database()["USER"] == "app"
    assert base.database()["ENGINE"] == "handoff.config.postgresql"
