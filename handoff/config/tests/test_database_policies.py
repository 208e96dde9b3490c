"""Every table of a program has a policy, new ones too, and the server's role has only the rights it needs."""

import sys
from io import StringIO

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection

from handoff.accounts.models import User
from handoff.config import cli, row_level_security
from handoff.config.database_roles import granted_roles, role_exists
from handoff.config.settings import base
from handoff.config.startup import check_database, check_migrations
from handoff.core.labels import Label, labels
from handoff.core.tenancy import tenant_context
from handoff.programs.models import Program

NOT_HERE = "PostgreSQL durability"
"""What is wrong with the throw-away server of the tests only: it may lose what was saved."""


def wrong_findings() -> list[str]:
    return [str(each.obj) for each in check_database() if each.is_serious() and each.obj != NOT_HERE]


on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has no row-level security"
)


def query_rows(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def find_missing_policies():
    with connection.cursor() as cursor:
        return row_level_security.tables_missing_policy(cursor)


def tables_with_personal_data():
    """Return the tables that hold facts about people, read from the labels alone."""
    for model in apps.get_models():
        declared = model.__dict__.get("LABELS")
        if declared and set(declared.fields.values()) != {Label.PLAIN}:
            yield model._meta.db_table


@on_postgresql
@pytest.mark.django_db
def test_every_table_with_personal_data_has_a_forced_policy():
    forced = {
        name
        for (name,) in query_rows("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
    }
    policed = {
        name for (name,) in query_rows("SELECT tablename FROM pg_policies WHERE policyname = 'handoff_wall'")
    }
    missing = set(tables_with_personal_data()) - (forced & policed)
    assert not missing, f"run handoff migrate, or lead them to a program: {missing}"
    assert find_missing_policies() == []


def test_personal_data_that_leads_to_no_program_is_refused(monkeypatch):
    monkeypatch.setattr(User, "LABELS", labels(origin="program", identity="full_name"))
    with pytest.raises(ImproperlyConfigured, match=r"accounts\.User"):
        row_level_security.tenant_models()


def test_every_shared_table_has_a_reason_and_no_personal_data():
    for label, reason in row_level_security.SHARED_TABLES.items():
        assert len(reason) > 20
        assert not row_level_security.holds_personal_data(apps.get_model(label))
    assert not row_level_security.is_tenant_model(Program)


@on_postgresql
@pytest.mark.django_db
def test_migrate_restores_missing_policies():
    rows_before = query_rows("SELECT count(*) FROM pg_policies")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE participants_person NO FORCE ROW LEVEL SECURITY")
        cursor.execute("DROP POLICY handoff_wall ON staffing_teamrecommendation")
    assert find_missing_policies() == ["participants_person", "staffing_teamrecommendation"]
    assert wrong_findings() == ["PostgreSQL role", "row-level security"]
    call_command("migrate", verbosity=0)
    assert find_missing_policies() == []
    assert query_rows("SELECT count(*) FROM pg_policies") == rows_before


@on_postgresql
@pytest.mark.django_db
def test_only_the_owner_is_exempt_while_migrations_run():
    state = "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE relname = 'participants_person'"
    row_level_security.force_row_level_security(on_owner=False)
    assert query_rows(state) == [(True, False)]
    row_level_security.force_row_level_security(on_owner=True)
    assert query_rows(state) == [(True, True)]


@on_postgresql
@pytest.mark.django_db
def test_a_table_that_becomes_shared_loses_its_policy(monkeypatch):
    monkeypatch.setitem(
        row_level_security.SHARED_TABLES, "programs.Closure", "opened in a test, for as long as it takes"
    )
    row_level_security.apply_policies()
    assert query_rows("SELECT relrowsecurity FROM pg_class WHERE relname = 'programs_closure'") == [(False,)]
    assert find_missing_policies() == []


@on_postgresql
@pytest.mark.django_db
def test_grant_role_makes_a_role_that_serves_and_can_do_nothing_else():
    out = StringIO()
    call_command("grant_role", "handoff_granted", stdout=out)
    assert "New role: set its password" in out.getvalue()
    ((superuser, bypasses),) = query_rows(
        "SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = 'handoff_granted'"
    )
    assert (superuser, bypasses) == (False, False)
    may = "SELECT has_table_privilege('handoff_granted', %s, %s)"
    assert query_rows(may, "participants_person", "DELETE") == [(True,)]
    assert query_rows(may, "audit_auditevent", "INSERT") == [(True,)]
    for table, right in (
        ("audit_auditevent", "UPDATE"),
        ("audit_auditevent", "DELETE"),
        ("audit_auditchain", "DELETE"),
        ("participants_person", "TRUNCATE"),
        ("django_migrations", "INSERT"),
    ):
        assert query_rows(may, table, right) == [(False,)], f"{right} on {table}"
    with connection.cursor() as cursor:
        assert "handoff_granted" in granted_roles(cursor)
    call_command("grant_role", "handoff_granted", stdout=StringIO())


@on_postgresql
@pytest.mark.django_db
def test_a_role_that_does_not_own_the_tables_can_neither_grant_nor_migrate():
    with tenant_context(None):
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


def test_the_owners_url_is_used_for_the_owners_commands_only(monkeypatch):
    monkeypatch.setenv("HANDOFF_DATABASE_URL", "postgresql://app@localhost/handoff")
    monkeypatch.setenv("HANDOFF_OWNER_DATABASE_URL", "postgresql://owner@localhost/handoff")
    monkeypatch.delenv("HANDOFF_AS_OWNER", raising=False)
    assert base.database()["USER"] == "app"
    monkeypatch.setenv("HANDOFF_AS_OWNER", "1")
    assert base.database()["USER"] == "owner"
    monkeypatch.delenv("HANDOFF_OWNER_DATABASE_URL")
    assert base.database()["USER"] == "app"
    assert base.database()["ENGINE"] == "handoff.config.postgresql"
