"""The audit trail: one row per act, chained within its program; edits, deletions and cut tails show."""

import pytest
from django.db import transaction

from handoff.access.actor import system_actor
from handoff.audit.models import AuditChain, AuditEvent
from handoff.audit.queries import verify_chain
from handoff.audit.services import AuditNotWritten, record, record_read
from handoff.testing.programs import AT

pytestmark = pytest.mark.django_db


def record_times(program_id: int = 1, times: int = 5) -> None:
    for number in range(times):
        record(actor=system_actor(program_id), at=AT, action="referral.submitted", subject=f"id-{number}")


def test_rows_are_numbered_and_chained_within_a_program():
    record_times(1, 3)
    record_times(2, 2)
    rows = AuditEvent.objects.order_by("pk").filter(program_id=1)
    assert list(rows.values_list("number", flat=True)) == [1, 2, 3]
    assert verify_chain(1).broken_at is None
    assert verify_chain(2).rows == 2


def test_a_look_says_seen():
    assert record_read(actor=system_actor(1), at=AT, action="person.opened", subject="id").outcome == "seen"


@pytest.mark.parametrize("field", ["action", "subject", "reason", "username"])
def test_an_edited_row_is_found(field):
    record_times()
    AuditEvent.objects.filter(program_id=1, number=3).update(**{field: "changed"})
    assert verify_chain(1).broken_at == 3


def test_a_deleted_row_is_found():
    record_times()
    AuditEvent.objects.filter(program_id=1, number=2).delete()
    assert verify_chain(1).broken_at == 2


def test_a_cut_tail_is_found():
    record_times()
    AuditEvent.objects.filter(program_id=1, number__gt=3).delete()
    assert verify_chain(1).broken_at == 4


def test_two_rows_never_share_a_number():
    record_times(1, 1)
    AuditChain.objects.filter(program_id=1).update(length=0, head="")
    with pytest.raises(AuditNotWritten), transaction.atomic():
        record_times(1, 1)


def test_nothing_is_kept_of_what_fails_after_the_row():
    def failing_action() -> None:
        with transaction.atomic():
            record_times(1, 1)
            raise RuntimeError("the action failed")

    with pytest.raises(RuntimeError):
        failing_action()
    assert not AuditEvent.objects.exists()
