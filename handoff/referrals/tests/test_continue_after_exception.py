"""What an officer sends after the DA approved an exception continues the same referral, however often it is sent."""

from datetime import timedelta

import pytest

from handoff.accounts.models import User
from handoff.charges.models import SetAsideCharge
from handoff.notifications.models import Notice
from handoff.referrals import services
from handoff.referrals.models import Referral, ReferralDraft
from handoff.referrals.services import DraftLink, EligibilityCheckInput, ExceptionInput
from handoff.testing.programs import AT, make_actor
from handoff.testing.referrals import (
    clear_facts,
    make_exception,
    make_not_now_input,
    make_ready_program,
    make_referral_input,
)

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=3)


@pytest.fixture
def program():
    return make_ready_program()


@pytest.fixture
def officer(program):
    return make_actor(program, "officer")


def decide(program, exception, *, approved=True):
    da = make_actor(program, "district_attorney")
    services.decide_exception(actor=da, exception=exception, approved=approved, reason="Reviewed.", at=LATER)


@pytest.fixture
def draft(program, officer):
    """The officer's draft, whose exception the DA approved."""
    exception = make_exception(program, officer)
    decide(program, exception)
    return ReferralDraft.objects.create(
        program=program, owner_id=officer.user_id, started_at=AT, saved_at=AT, referral=exception.referral
    )


def test_the_yes_is_written_to_the_approved_referral_once(program, officer, draft):
    sent = make_referral_input(source=DraftLink(draft))
    both = [
        services.submit_referral(actor=officer, program=program, referral_input=sent, key=key, at=LATER)
        for key in ("one", "two")
    ]
    assert both == [draft.referral] * 2 and Referral.objects.count() == 1
    assert SetAsideCharge.objects.count() == 1


def test_a_no_is_written_to_the_approved_referral_with_the_check_that_the_da_saw(program, officer, draft):
    sent, seen = make_not_now_input(source=DraftLink(draft)), draft.referral.eligibility
    answer = services.submit_not_now(actor=officer, program=program, not_now_input=sent, key="one", at=LATER)
    assert (answer, answer.state, answer.eligibility) == (draft.referral, Referral.State.DECLINED, seen)
    assert Referral.objects.count() == 1 and not SetAsideCharge.objects.exists()


def test_a_no_that_is_sent_twice_is_one_no(program, officer, draft):
    sent = make_not_now_input(source=DraftLink(draft))
    first, second = (
        services.submit_not_now(actor=officer, program=program, not_now_input=sent, key=key, at=LATER)
        for key in ("one", "two")
    )
    assert first == second
    assert list(first.events.filter(what="declined").values_list("occurred_at", flat=True)) == [AT]


def test_an_exception_that_is_sent_twice_is_asked_once(program, officer):
    check = EligibilityCheckInput(facts=clear_facts(), decision="ask_exception", reason="Doing well.")
    sent = ExceptionInput(occurred_at=AT, check=check, recommendation="Doing well.")
    first, second = (
        services.request_exception(actor=officer, program=program, exception_input=sent, key="one", at=AT)
        for _time in range(2)
    )
    assert first == second and first.exception_requests.count() == 1


def test_an_officer_who_left_gets_no_notice_of_the_das_decision(program, officer):
    exception = make_exception(program, officer)
    User.objects.filter(pk=officer.user_id).update(is_active=False)
    decide(program, exception, approved=False)
    exception.refresh_from_db()
    assert exception.decided_at == LATER
    assert not Notice.objects.filter(kind="exception_decided").exists()
