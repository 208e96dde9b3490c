"""Adding a row to a chain: the one moment in which all writers wait for each other (ADR 0019)."""

from django.db import connection, transaction

from handoff.audit.models import AuditChain, AuditEvent
from handoff.audit.rules import COVERED_FIELDS, row_hash, split_around_number
from handoff.core.statements import Statement

CHAIN_FIELDS = ("number", "previous", "hash")
"""The fields that a row gets from its place in the chain."""

APPEND = """
WITH locked AS (SELECT program_id, length, head FROM {chain} WHERE program_id = %s FOR UPDATE),
next_row AS (
    SELECT program_id, length + 1 AS number, head AS previous,
        encode(sha256(convert_to(%s || (length + 1) || %s || head || %s, 'UTF8')), 'hex') AS hash
    FROM locked
),
advanced AS (
    UPDATE {chain} SET length = next_row.number, head = next_row.hash
    FROM next_row WHERE {chain}.program_id = next_row.program_id
)
INSERT INTO {event} ({columns}, number, previous, hash)
SELECT {values}, number, previous, hash FROM next_row
RETURNING id, number, previous, hash
"""
"""One statement: the chain is locked only while PostgreSQL works, never while it waits for this process."""


CHAIN = Statement(lambda program_id: AuditChain.objects.filter(program_id=program_id))
INSERT = "INSERT INTO {event} ({columns}) VALUES ({values})"
ADVANCE = "UPDATE {chain} SET length = %s, head = %s WHERE program_id = %s"


def append_to_chain(event: AuditEvent) -> AuditEvent:
    """Give a row its number and hash, and make it the head of its chain, all or nothing."""
    return (
        append_in_one_statement(event)
        if connection.vendor == "postgresql"
        else append_under_write_lock(event)
    )


@transaction.atomic
def append_under_write_lock(event: AuditEvent) -> AuditEvent:
    """Append on SQLite, where one writer at a time locks the whole database anyway.

    Django would take longer over the words of these three statements than SQLite over the row.
    """
    chain = CHAIN.first(event.program_id) or AuditChain.objects.get_or_create(program_id=event.program_id)[0]
    event.number, event.previous = chain.length + 1, chain.head
    event.hash = row_hash(event)
    fields = [each for each in AuditEvent._meta.concrete_fields if each.name != "id"]
    quoted = connection.ops.quote_name
    names = {"chain": quoted(AuditChain._meta.db_table), "event": quoted(AuditEvent._meta.db_table)}
    columns = ", ".join(quoted(str(each.column)) for each in fields)
    values = [each.get_db_prep_save(getattr(event, each.attname), connection) for each in fields]
    with connection.cursor() as cursor:
        cursor.execute(
            INSERT.format(columns=columns, values=", ".join(["%s"] * len(fields)), **names), values
        )
        event.pk = cursor.lastrowid
        cursor.execute(ADVANCE.format(**names), [event.number, event.hash, event.program_id])
    event._state.adding = False
    return event


def append_in_one_statement(event: AuditEvent) -> AuditEvent:
    """Let PostgreSQL number, hash and write a row; a program's first row creates its chain."""
    appended = execute_append(event)
    # Only a program's first row finds no chain; get_or_create makes two first rows at once share one.
    if appended is None:
        AuditChain.objects.get_or_create(program_id=event.program_id)
        appended = execute_append(event)
        assert appended is not None, "the chain that was just created is gone"
    event.pk, event.number, event.previous, event.hash = appended
    event._state.adding = False
    return event


def execute_append(event: AuditEvent) -> tuple[int, int, str, str] | None:
    """Run the statement; returns what the row became, or None where the program has no chain yet."""
    fields = [each for each in AuditEvent._meta.concrete_fields if each.name not in ("id", *CHAIN_FIELDS)]
    quoted = connection.ops.quote_name
    statement = APPEND.format(
        chain=quoted(AuditChain._meta.db_table),
        event=quoted(AuditEvent._meta.db_table),
        columns=", ".join(quoted(str(each.column)) for each in fields),
        values=", ".join(["%s"] * len(fields)),
    )
    own = {name: getattr(event, name) for name in COVERED_FIELDS if name not in CHAIN_FIELDS}
    values = [each.get_db_prep_save(getattr(event, each.attname), connection) for each in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, [event.program_id, *split_around_number(own), *values])
        row: tuple[int, int, str, str] | None = cursor.fetchone()
    return row
