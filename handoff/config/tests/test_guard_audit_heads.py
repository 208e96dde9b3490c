"""The server's role only adds to an audit chain (finding-S14); the log holds no statements (finding-S8)."""

import pytest
from django.db import ProgrammingError, connection, transaction

from handoff.access.actor import system_actor
from handoff.audit.definitions import AuditAction
from handoff.audit.models import AuditChain
from handoff.audit.services import record
from handoff.config import startup
from handoff.core.tenancy import tenant_context
from handoff.testing.programs import AT, make_program

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no roles"),
]


@pytest.fixture
def chain():
    """A chain of three rows, written as the server's role does."""
    program = make_program()
    with tenant_context(program.pk):
        for _each in range(3):
            record(actor=system_actor(program.pk), at=AT, action=AuditAction.BACKUP_TAKEN)
        yield AuditChain.objects.get(program_id=program.pk)


@pytest.mark.parametrize(
    "change",
    [
        "length = length - 1",
        "length = length + 1",
        "length = 0, head = ''",
        "head = repeat('a', 64)",
        "length = length + 1, head = repeat('a', 64)",
        "program_id = program_id + 1",
    ],
)
def test_the_servers_role_moves_no_head(chain, change):
    sql = f"UPDATE audit_auditchain SET {change} WHERE program_id = %s"  # noqa: S608
    refused = pytest.raises(ProgrammingError, match=r"audit chain|row-level security")
    with connection.cursor() as cursor, refused, transaction.atomic():
        cursor.execute(sql, [chain.program_id])
    chain.refresh_from_db()
    assert chain.length == 3


def test_a_new_chain_starts_empty(chain):
    other = chain.program_id + 1000
    with (
        tenant_context(other),
        pytest.raises(ProgrammingError, match="starts empty"),
        transaction.atomic(),
    ):
        AuditChain.objects.create(program_id=other, length=5, head="a" * 64)


def test_rows_are_still_added(chain):
    record(actor=system_actor(chain.program_id), at=AT, action=AuditAction.BACKUP_TAKEN)
    chain.refresh_from_db()
    assert chain.length == 4


def test_check_sees_a_trigger_that_was_dropped():
    with connection.cursor() as cursor:
        messages = {str(each.obj): each for each in startup.check_postgresql(cursor)}
        assert not messages["audit heads"].is_serious()
        cursor.execute("DROP TRIGGER handoff_audit_head ON audit_auditchain")
        messages = {str(each.obj): each for each in startup.check_postgresql(cursor)}
        assert messages["audit heads"].is_serious()


def test_check_reads_what_the_servers_log_keeps_of_statements(settings):
    """finding-S8"""
    settings.PRODUCTION = True
    with connection.cursor() as cursor:
        assert startup.check_statement_log(cursor).is_serious()
        for name, value in (("log_min_error_statement", "panic"), ("log_error_verbosity", "terse")):
            cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
        assert not startup.check_statement_log(cursor).is_serious()
        cursor.execute("SELECT set_config('log_min_duration_statement', '100', true)")
        assert "log_min_duration_statement is 100" in startup.check_statement_log(cursor).msg
