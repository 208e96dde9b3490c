"""R9, N14: staff's social referral of a participant is news to their worker and waits for no one's check."""

from datetime import timedelta

import pytest

from handoff.enrollment.models import Enrollment
from handoff.enrollment.services import complete_intake
from handoff.notifications.models import Notice
from handoff.referrals.presenters.sent import sent_context
from handoff.referrals.queries import awaiting_eligibility_check
from handoff.referrals.services import submit_social_referral
from handoff.testing.enrollment import make_intake, make_referral
from handoff.testing.programs import AT, actor_of, make_actor, make_agency, make_member, make_person
from handoff.testing.referrals import make_ready_program, make_social_referral_input

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=30)


@pytest.fixture
def program():
    return make_ready_program()


@pytest.fixture
def staff(program):
    return make_actor(program, "peer_support")


@pytest.fixture
def worker(program):
    return make_member(program, "case_manager")


@pytest.fixture
def enrolled(program, worker):
    """A participant with a worker, and the referral that led there."""
    actor = actor_of(worker, program)
    first = make_referral(program, make_person(program), agency=make_agency(program))
    complete_intake(actor=actor, intake=make_intake(first, actor), at=AT)
    return first


def refer(program, actor, person, **fields):
    return submit_social_referral(
        actor=actor,
        program=program,
        referral_input=make_social_referral_input(checked=False, existing=person.public_id, **fields),
        key="again",
        at=LATER,
    )


def checkers(program):
    return list(awaiting_eligibility_check(program, make_actor(program, "officer")))


def test_it_uses_the_check_of_the_referral_that_led_to_the_program(program, staff, worker, enrolled):
    referral = refer(program, staff, enrolled.person)
    assert referral.eligibility == enrolled.eligibility
    assert checkers(program) == []
    assert {(each.kind, each.recipient_user_id) for each in Notice.objects.filter(queued_at=LATER)} == {
        ("participant_referred", worker.pk)
    }
    lead = sent_context(referral, staff, LATER)["lead"]
    assert (
        lead
        == f"They're already a participant. Their worker, {worker.full_name}, sees this referral as news."
    )


def test_someone_without_a_worker_or_never_enrolled_still_waits_for_the_check(program, staff, enrolled):
    Enrollment.objects.update(primary_worker_id=None)
    referral = refer(program, staff, enrolled.person)
    assert referral.eligibility is None and checkers(program) == [referral]
    assert "law enforcement checks eligibility" in str(sent_context(referral, staff, LATER)["lead"])


def test_a_participant_by_exception_is_checked_again(program, staff, enrolled):
    type(enrolled.eligibility).objects.update(decision="ask_exception")
    assert refer(program, staff, enrolled.person).eligibility is None


def test_a_partners_referral_is_checked_as_ever_so_that_it_tells_nothing(program, enrolled):
    partner = make_actor(program, "community_partner")
    referral = refer(program, partner, enrolled.person, referrer_kind="partner")
    assert referral.eligibility is None and checkers(program) == [referral]
    assert "participant" not in str(sent_context(referral, partner, LATER)["lead"])
