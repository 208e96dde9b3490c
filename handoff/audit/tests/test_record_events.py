"""The audit log: one row per act, chained within its program; edits, deletions and cut tails show."""

from datetime import timedelta

import pytest
from django.db import transaction

from handoff.access.actor import Actor, system_actor
from handoff.access.roles import RoleName
from handoff.audit import policies
from handoff.audit.journal import services as journal
from handoff.audit.models import AuditChain, AuditEvent
from handoff.audit.queries import is_clock_behind, verify_chain
from handoff.audit.services import AuditNotWritten, accept_clock, record, record_read
from handoff.core.refusals import Refused
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


def test_a_row_dated_ahead_stops_decisions_until_an_operator_accepts_the_corrected_clock():
    """T10: the row that accepts the clock is itself in the chain, so that the trail shows who did it and when."""
    record(actor=system_actor(1), at=AT + timedelta(days=900), action="referral.submitted")
    assert is_clock_behind(1, AT)
    row = accept_clock(actor=system_actor(1), at=AT)
    assert not is_clock_behind(1, AT)
    assert (row.action, row.number, verify_chain(1).broken_at) == ("clock.accepted", 2, None)


def test_the_access_review_is_signed_by_those_who_may_read_the_trail():
    officer = Actor(user_id=7, program_id=1, username="user", roles=frozenset({RoleName.OFFICER}))
    with pytest.raises(Refused, match="Only a program manager or site administrator can sign"):
        policies.check_can_sign_review(officer, AT.date(), AT, AT)


def test_a_journal_line_that_a_crash_cut_off_is_skipped_and_the_others_are_read(settings, tmp_path):
    path = tmp_path / "journal.jsonl"
    settings.JOURNAL_FILE = str(path)
    journal.append_event(journal.JournalEvent.PERSON_ERASED, program_id=1, subject="id-1", at=AT)
    whole = path.read_text()
    path.write_text(f'{whole[:40]}\n{{"at": "2026"}}\n[]\n{whole}{whole[:60]}')
    assert [(each.event, each.subject) for each in journal.read_events(path)] == [("person.erased", "id-1")]
