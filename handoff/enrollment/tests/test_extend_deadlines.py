"""An intake window can be extended, with a reason, to at most thirty days after its original last day."""

from datetime import date, timedelta

import pytest

from handoff.audit.models import AuditEvent
from handoff.charges.models import SetAsideCharge
from handoff.core.refusals import Refused
from handoff.enrollment import services
from handoff.enrollment.jobs import queue_intake_reminders
from handoff.enrollment.policies import original_deadline
from handoff.enrollment.queries import awaiting_intake
from handoff.notifications.models import Notice
from handoff.participants.models import TeamMember
from handoff.programs.models import PolicyVersion
from handoff.referrals.models import Pathway, Referral, ReferralEvent
from handoff.testing.enrollment import make_intake, make_referral
from handoff.testing.programs import AT, make_actor, make_member, make_program

pytestmark = pytest.mark.django_db

FIRST_END = date(2026, 3, 16)


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def worker(program):
    return make_actor(program, "peer_support")


@pytest.fixture
def referral(program):
    return make_referral(program)


def extend_deadline(worker, referral, days=7, at=AT, reason="In hospital", **options):
    until = options.pop("until", FIRST_END + timedelta(days=days))
    return services.extend_intake_deadline(actor=worker, referral=referral, until=until, reason=reason, at=at)


def test_the_hold_moves_with_the_window(worker, referral):
    assert referral.intake_due_on == FIRST_END
    assert extend_deadline(worker, referral).intake_due_on == date(2026, 3, 23)
    assert SetAsideCharge.objects.get().lapses_on == date(2026, 3, 23)
    event = ReferralEvent.objects.get(what="window_extended")
    assert event.details == {"from": "2026-03-16", "to": "2026-03-23"}
    assert AuditEvent.objects.filter(action="referral.window_extended", subject=referral.public_id).exists()


def test_a_window_can_be_extended_by_thirty_days(worker, referral):
    assert extend_deadline(worker, referral, days=30).intake_due_on == date(2026, 4, 15)


def test_a_window_cannot_be_extended_by_thirty_one_days(worker, referral):
    with pytest.raises(Refused, match="at most 30 days"):
        extend_deadline(worker, referral, days=31)


def test_repeated_extensions_share_one_limit(worker, referral):
    extend_deadline(worker, referral, days=29)
    referral.refresh_from_db()
    assert original_deadline(referral) == FIRST_END
    extend_deadline(worker, referral, days=30)
    with pytest.raises(Refused, match="at most 30 days"):
        extend_deadline(worker, referral, days=31)


@pytest.mark.parametrize("days", [0, -1, -20])
def test_a_window_cannot_be_shortened(worker, referral, days):
    with pytest.raises(Refused, match="later than the current one"):
        extend_deadline(worker, referral, days=days)


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_reason_is_required(worker, referral, reason):
    with pytest.raises(Refused, match="why you're extending"):
        extend_deadline(worker, referral, reason=reason)


def test_a_window_can_be_extended_on_its_last_day(worker, referral):
    extend_deadline(worker, referral, at=AT + timedelta(days=14))
    referral.refresh_from_db()
    assert referral.intake_due_on == date(2026, 3, 23)


def test_a_window_that_has_passed_cannot_be_extended(worker, referral):
    with pytest.raises(Refused, match="officer decides about the charge"):
        extend_deadline(worker, referral, at=AT + timedelta(days=15), days=20)


@pytest.mark.parametrize("pathway", [Pathway.OFFICER_SOCIAL, Pathway.COMMUNITY])
def test_a_social_referral_has_no_window(program, worker, pathway):
    with pytest.raises(Refused, match="don't have an intake deadline"):
        extend_deadline(worker, make_referral(program, pathway=pathway))


def test_a_completed_intake_has_no_window_to_extend(worker, referral):
    services.complete_intake(
        actor=make_actor(referral.program, "case_manager"), intake=make_intake(referral), at=AT
    )
    with pytest.raises(Refused, match="already complete"):
        extend_deadline(worker, referral)


def test_an_ended_referral_has_no_window(worker, referral):
    Referral.objects.update(state="declined")
    with pytest.raises(Refused, match="has ended"):
        extend_deadline(worker, referral)


@pytest.mark.parametrize("role", ["officer", "law_leader", "district_attorney", "data_manager"])
def test_only_the_care_team_extends(program, referral, role):
    with pytest.raises(Refused, match="care team"):
        extend_deadline(make_actor(program, role), referral)


def test_another_programs_team_extends_nothing(referral):
    with pytest.raises(Refused, match="another program"):
        extend_deadline(make_actor(make_program(), "peer_support"), referral)


def test_nothing_moves_when_the_audit_row_cannot_be_written(worker, referral, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("handoff.enrollment.services.audit.record", fail)
    with pytest.raises(RuntimeError):
        extend_deadline(worker, referral)
    referral.refresh_from_db()
    assert referral.intake_due_on == SetAsideCharge.objects.get().lapses_on == FIRST_END
    assert not ReferralEvent.objects.exists()


def test_a_new_policy_does_not_move_a_window(program, worker, referral):
    PolicyVersion.objects.create(
        program=program, number=2, effective_on=date(2026, 3, 3), intake_window_days=28, made_at=AT
    )
    referral.refresh_from_db()
    assert referral.intake_due_on == original_deadline(referral) == FIRST_END
    with pytest.raises(Refused, match="at most 30 days"):
        extend_deadline(worker, referral, days=31, at=AT + timedelta(days=2))
    assert make_referral(program, at=AT + timedelta(days=2)).intake_due_on == date(2026, 4, 1)


def test_the_window_that_ends_first_is_on_top(program):
    social = make_referral(program, pathway=Pathway.COMMUNITY, at=AT - timedelta(days=30))
    late = make_referral(program, at=AT)
    early = make_referral(program, at=AT - timedelta(days=3))
    assert list(awaiting_intake(program)) == [early, late, social]


def test_the_team_is_reminded_once_before_a_window_closes(program, referral):
    make_member(program, "case_manager")
    assert queue_intake_reminders(program=program, at=AT + timedelta(days=10)) == 0
    near = AT + timedelta(days=11)
    assert queue_intake_reminders(program=program, at=near) == 1
    queue_intake_reminders(program=program, at=near)
    queue_intake_reminders(program=program, at=near + timedelta(days=1))
    assert Notice.objects.filter(kind="intake_due_soon").count() == 1


def test_a_reminder_goes_to_the_team_alone_and_covers_all_intakes_of_a_day(program, referral):  # W10
    worker, other = make_member(program, "case_manager"), make_member(program, "case_manager")
    second = make_referral(program)
    assert second.intake_due_on == referral.intake_due_on
    for each in (referral, second):
        TeamMember.objects.create(person=each.person, user_id=worker.pk, why="intake", starts_at=AT)
    assert queue_intake_reminders(program=program, at=AT + timedelta(days=11)) == 2
    assert [each.recipient_user_id for each in Notice.objects.all()] == [worker.pk]
    make_referral(program, at=AT + timedelta(days=1))
    queue_intake_reminders(program=program, at=AT + timedelta(days=12))
    assert Notice.objects.filter(recipient_user_id=other.pk).count() == 1


def test_an_extended_window_reminds_again_before_its_new_end(program, worker, referral):
    near = AT + timedelta(days=13)
    queue_intake_reminders(program=program, at=near)
    extend_deadline(worker, referral, at=near)
    queue_intake_reminders(program=program, at=near)
    assert Notice.objects.filter(kind="intake_due_soon").count() == 1
    queue_intake_reminders(program=program, at=near + timedelta(days=6))
    assert Notice.objects.filter(kind="intake_due_soon").count() == 2


def test_no_reminder_after_the_intake_or_for_a_social_referral(program, referral):
    make_referral(program, pathway=Pathway.COMMUNITY)
    worker = make_actor(program, "case_manager")
    services.complete_intake(actor=worker, intake=make_intake(referral, worker), at=AT)
    assert queue_intake_reminders(program=program, at=AT + timedelta(days=13)) == 0


def test_officers_are_not_reminded_of_intakes(program, referral):
    make_member(program, "officer")
    queue_intake_reminders(program=program, at=AT + timedelta(days=13))
    assert not Notice.objects.exists()
