# mypy: disable-error-code="union-attr"
"""An exception: asked for, decided by the DA, and what is left of it (E4)."""

from datetime import timedelta

import pytest

from handoff.core.refusals import Refused
from handoff.notifications.models import Notice
from handoff.referrals import queries, services
from handoff.referrals.models import Referral, ReferralDraft
from handoff.referrals.services import EligibilityCheckInput
from handoff.testing.programs import AT, make_actor, make_member
from handoff.testing.referrals import (
    clear_facts,
    make_community_referral,
    make_exception,
    make_ready_program,
)

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=3)
SOCIAL = "social"


@pytest.fixture
def program():
    return make_ready_program()


@pytest.fixture
def staff(program):
    return make_actor(program, "peer_support")


@pytest.fixture
def officer(program):
    return make_actor(program, "officer")


def check(decision=SOCIAL, reason=""):
    return EligibilityCheckInput(
        facts=clear_facts(pathway="officer_social"), decision=decision, reason=reason
    )


def test_an_exception_holds_no_name_and_no_charge_until_the_yes(program, officer):
    make_member(program, "district_attorney")
    asked = make_exception(program, officer)
    assert (asked.referral.state, asked.referral.person, asked.referral.encounter) == (
        "exception_requested",
        None,
        None,
    )
    assert Notice.objects.filter(kind="exception_waiting").exists()
    assert queries.officer_view(asked.referral, officer, AT).state == "exception_waiting"


@pytest.mark.parametrize(
    ("approved", "state", "view"),
    [(True, "submitted", "exception_approved"), (False, "ineligible", "exception_not_approved")],
)
def test_decide_exception_moves_the_referral_and_tells_the_officer(program, officer, approved, state, view):
    da = make_actor(program, "district_attorney")
    asked = make_exception(program, officer)
    services.decide_exception(actor=da, exception=asked, approved=approved, reason="Reviewed.", at=LATER)
    referral = Referral.objects.get()
    assert referral.state == state
    assert queries.officer_view(referral, officer, LATER).state == view
    assert Notice.objects.filter(kind="exception_decided", recipient_user_id=officer.user_id).exists()
    with pytest.raises(Refused, match="already"):
        services.decide_exception(actor=da, exception=asked, approved=approved, reason="Again.", at=LATER)


def test_decide_exception_refuses_everyone_but_the_da_and_a_missing_reason(program, officer):
    asked = make_exception(program, officer)
    for role in ("officer", "law_leader", "program_manager"):
        with pytest.raises(Refused, match="district attorney"):
            services.decide_exception(
                actor=make_actor(program, role), exception=asked, approved=True, reason="Yes.", at=LATER
            )
    with pytest.raises(Refused, match="reason"):
        services.decide_exception(
            actor=make_actor(program, "district_attorney"),
            exception=asked,
            approved=True,
            reason=" ",
            at=LATER,
        )


def test_a_check_with_an_exception_asked_for_goes_to_the_da_and_then_to_outreach(program, staff, officer):
    referral = make_community_referral(program, staff)
    services.request_exception_for_referral(
        actor=officer,
        referral=referral,
        check=check("ask_exception", "Good fit."),
        recommendation="Good fit.",
        at=AT,
    )
    with pytest.raises(Refused):
        services.accept_referral(actor=staff, referral=referral, occurred_at=AT, at=AT)
    services.decide_exception(
        actor=make_actor(program, "district_attorney"),
        exception=referral.exception_requests.get(),
        approved=True,
        reason="Reviewed.",
        at=LATER,
    )
    assert (
        services.accept_referral(actor=staff, referral=referral, occurred_at=LATER, at=LATER).state
        == "accepted"
    )


@pytest.mark.parametrize("ending", ["hasn't approved", "withdrawn"])
def test_an_exception_that_ends_without_a_yes_erases_who_it_was_from_the_draft(program, officer, ending):
    referral = make_exception(program, officer).referral
    draft = ReferralDraft.objects.create(
        program=program,
        owner_id=officer.user_id,
        answers={"who": {"first_name": ["Jordan"]}},
        started_at=AT,
        saved_at=AT,
        referral=referral,
    )
    if ending == "withdrawn":
        services.withdraw_referral(actor=officer, referral=referral, reason="By mistake.", at=LATER)
    else:
        services.decide_exception(
            actor=make_actor(program, "district_attorney"),
            exception=referral.exception_requests.get(),
            approved=False,
            reason="Reviewed.",
            at=LATER,
        )
    draft.refresh_from_db()
    assert (draft.answers, draft.sent_at) == ({}, LATER)
    assert not queries.open_drafts(program, officer)
