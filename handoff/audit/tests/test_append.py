"""Adding a row: the database and the program agree on its hash, and many who write at once make one chain."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import connection, transaction

from handoff.access.actor import Actor, system_actor
from handoff.audit.models import AuditChain, AuditEvent
from handoff.audit.queries import verify_chain
from handoff.audit.rules import COVERED_FIELDS, hash_of, row_hash, split_around_number
from handoff.audit.services import record
from handoff.testing.programs import AT

ODD = 'ñ "quoted" \\ back %s %% \'; -- \u2028 😀 {"number":null,"previous":""}'


@pytest.mark.django_db
def test_a_row_hashes_the_same_where_it_is_written_and_where_it_is_checked():
    details = {"number": None, "previous": "x", "zz": [1, {"a": ODD}], "at": 2}
    record(actor=system_actor(1), at=AT, action="first")
    row = record(
        actor=system_actor(1),
        at=AT + timedelta(microseconds=7),
        action="odd",
        subject=ODD,
        reason=ODD,
        details=details,
    )
    stored = AuditEvent.objects.get(number=2)
    assert (stored.pk, stored.hash, stored.previous) == (row.pk, row.hash, row.previous)
    assert stored.hash == row_hash(stored) == row_hash(row)
    assert stored.details == details
    assert verify_chain(1).broken_at is None
    assert AuditChain.objects.get(program_id=1).head == stored.hash


def test_the_three_parts_of_a_row_are_what_its_hash_reads():
    values = dict.fromkeys(COVERED_FIELDS, ODD) | {"at": AT, "number": 12, "previous": "ab" * 32}
    before, between, after = split_around_number(values)
    whole = f"{before}{values['number']}{between}{values['previous']}{after}"
    assert sha256(whole.encode()).hexdigest() == hash_of(values)


@pytest.mark.django_db(transaction=True)
def test_many_who_write_at_once_make_one_chain():
    actors: list[Actor] = [system_actor(program) for program in (1, 2)]

    def write(number: int) -> None:
        try:
            for turn in range(10):
                record(actor=actors[turn % 2], at=AT, action="alone")
                with transaction.atomic():
                    record(actor=actors[0], at=AT, action="within")
                if turn % 5 == number % 5:
                    undo()
        finally:
            connection.close()

    def undo() -> None:
        with transaction.atomic():
            record(actor=actors[0], at=AT, action="undone")
            transaction.set_rollback(True)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write, range(6)))
    first, second = verify_chain(1), verify_chain(2)
    assert (first.broken_at, first.rows) == (None, 6 * 15)
    assert (second.broken_at, second.rows) == (None, 6 * 5)
    assert not AuditEvent.objects.filter(action="undone").exists()
