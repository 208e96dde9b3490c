"""Adding a row to a chain: the one moment in which all writers wait for each other (ADR 0019)."""

from functools import cache
from typing import Any

from django.db import connection, transaction
from django.db.models import Field

from handoff.audit.models import AuditChain, AuditEvent
from handoff.audit.rules import COVERED_FIELDS, row_hash, split_around_number

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

HEAD = "SELECT length, head FROM {chain} WHERE program_id = %s"
INSERT = "INSERT INTO {event} ({columns}, number, previous, hash) VALUES ({values}, %s, %s, %s) RETURNING id"
ADVANCE = "UPDATE {chain} SET length = %s, head = %s WHERE program_id = %s"
"""The same for SQLite, within its one lock."""


def append_to_chain(event: AuditEvent) -> AuditEvent:
    """Give a row its number and hash, and make it the head of its chain, all or nothing."""
    return (
        append_in_one_statement(event)
        if connection.vendor == "postgresql"
        else append_under_write_lock(event)
    )


@transaction.atomic
def append_under_write_lock(event: AuditEvent) -> AuditEvent:
    """Append on SQLite, where one writer at a time locks the whole database anyway."""
    with connection.cursor() as cursor:
        cursor.execute(sql_of(HEAD), [event.program_id])
        length, head = cursor.fetchone() or start_chain(event.program_id)
        event.number, event.previous = length + 1, head
        event.hash = row_hash(event)
        places = [getattr(event, name) for name in CHAIN_FIELDS]
        cursor.execute(sql_of(INSERT), [*own_values(event), *places])
        (event.pk,) = cursor.fetchone()
        cursor.execute(sql_of(ADVANCE), [event.number, event.hash, event.program_id])
    event._state.adding = False
    return event


def start_chain(program_id: int) -> tuple[int, str]:
    """The head of a chain that may be new; `get_or_create` makes two first rows at once share one."""
    chain, _new = AuditChain.objects.get_or_create(program_id=program_id)
    return chain.length, chain.head


def append_in_one_statement(event: AuditEvent) -> AuditEvent:
    """Let PostgreSQL number, hash and write a row; a program's first row creates its chain."""
    appended = execute_append(event)
    # Only a program's first row finds no chain.
    if appended is None:
        start_chain(event.program_id)
        appended = execute_append(event)
        assert appended is not None, "the chain that was just created is gone"
    event.pk, event.number, event.previous, event.hash = appended
    event._state.adding = False
    return event


def execute_append(event: AuditEvent) -> tuple[int, int, str, str] | None:
    """Run the statement; returns what the row became, or None where the program has no chain yet."""
    own = {name: getattr(event, name) for name in COVERED_FIELDS if name not in CHAIN_FIELDS}
    asked = [event.program_id, *split_around_number(own), *own_values(event)]
    with connection.cursor() as cursor:
        cursor.execute(sql_of(APPEND), asked)
        row: tuple[int, int, str, str] | None = cursor.fetchone()
    return row


@cache
def own_fields() -> tuple["Field[Any, Any]", ...]:
    """The fields that a row doesn't get from its place in the chain."""
    fields = AuditEvent._meta.concrete_fields
    return tuple(each for each in fields if each.name not in ("id", *CHAIN_FIELDS))


def own_values(event: AuditEvent) -> list[Any]:
    """What a row holds of its own, as the database takes it."""
    return [each.get_db_prep_save(getattr(event, each.attname), connection) for each in own_fields()]


@cache
def sql_of(statement: str) -> str:
    """A statement with the names of the tables and columns."""
    quoted, fields = connection.ops.quote_name, own_fields()
    return statement.format(
        chain=quoted(AuditChain._meta.db_table),
        event=quoted(AuditEvent._meta.db_table),
        columns=", ".join(quoted(str(each.column)) for each in fields),
        values=", ".join(["%s"] * len(fields)),
    )
