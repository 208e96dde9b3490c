"""Adding a row to a chain: the one moment in which everybody who writes or looks waits for the others (ADR 0019)."""

from typing import Any

from django.db import connection, transaction

from handoff.audit.models import AuditChain, AuditEvent
from handoff.audit.rules import COVERED, around_its_place, row_hash

PLACED = ("number", "previous", "hash")
"""What a row gets from its place in the chain."""

APPEND = """
WITH held AS (SELECT program_id, length, head FROM {chain} WHERE program_id = %s FOR UPDATE),
placed AS (
    SELECT program_id, length + 1 AS number, head AS previous,
        encode(sha256(convert_to(%s || (length + 1) || %s || head || %s, 'UTF8')), 'hex') AS hash
    FROM held
),
moved AS (
    UPDATE {chain} SET length = placed.number, head = placed.hash
    FROM placed WHERE {chain}.program_id = placed.program_id
)
INSERT INTO {event} ({columns}, number, previous, hash)
SELECT {values}, number, previous, hash FROM placed
RETURNING id, number, previous, hash
"""
"""One message to PostgreSQL: the chain is held while the database works, and no client is waited for meanwhile."""


def add_to_chain(event: AuditEvent) -> AuditEvent:
    """Give a row its number and its hash, and make it the head of its chain, all or nothing."""
    return add_in_one_statement(event) if connection.vendor == "postgresql" else add_while_holding(event)


@transaction.atomic
def add_while_holding(event: AuditEvent) -> AuditEvent:
    """Add a row where one writer at a time holds the whole database anyway."""
    chain, _new = AuditChain.objects.get_or_create(program_id=event.program_id)
    event.number, event.previous = chain.length + 1, chain.head
    event.hash = row_hash(event)
    event.save(force_insert=True)
    chain.length, chain.head = event.number, event.hash
    chain.save(update_fields=["length", "head"])
    return event


def add_in_one_statement(event: AuditEvent) -> AuditEvent:
    """Let PostgreSQL number, hash and write a row; the first row of a program makes its chain."""
    placed = appended(event)
    if placed is None:
        AuditChain.objects.get_or_create(program_id=event.program_id)
        placed = appended(event)
    if placed is None:
        raise AuditChain.DoesNotExist(f"no chain for program {event.program_id}")
    event.pk, event.number, event.previous, event.hash = placed
    event._state.adding = False
    return event


def appended(event: AuditEvent) -> tuple[Any, ...] | None:
    """Send the statement; returns what the row became, or None where the program has no chain yet."""
    fields = [each for each in AuditEvent._meta.concrete_fields if each.name not in ("id", *PLACED)]
    quoted = connection.ops.quote_name
    statement = APPEND.format(
        chain=quoted(AuditChain._meta.db_table),
        event=quoted(AuditEvent._meta.db_table),
        columns=", ".join(quoted(str(each.column)) for each in fields),
        values=", ".join(["%s"] * len(fields)),
    )
    own = {name: getattr(event, name) for name in COVERED if name not in PLACED}
    values = [each.get_db_prep_save(getattr(event, each.attname), connection) for each in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, [event.program_id, *around_its_place(own), *values])
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row
