"""Who is refused what on a referral, and with which sentence; no database is needed to say no."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from handoff.access.actor import Actor
from handoff.access.roles import RoleName
from handoff.core.refusals import Refused
from handoff.referrals import policies
from handoff.referrals.models import ExceptionRequest, Pathway, Referral
from handoff.referrals.services.notices import worker_of
from handoff.referrals.states import State
from handoff.testing.programs import AT

OFFICER, STAFF, ATTORNEY = RoleName.OFFICER, RoleName.PEER_SUPPORT, RoleName.DISTRICT_ATTORNEY


def actor(role, program_id=1):
    return Actor(
        user_id=7, program_id=program_id, username="user", roles=frozenset({role}), agreement_signed=True
    )


def make_referral(state=State.SUBMITTED, **changes):
    values = {
        "program_id": 1,
        "state": state,
        "person_id": 3,
        "eligibility_id": None,
        "checking_agency_id": None,
        "eligibility": None,
        "referrer_user_id": 8,
        "agency_id": None,
        "referrer_kind": Referral.ReferrerKind.OFFICER,
        "pathway": Pathway.ARREST_DIVERSION,
    }
    return SimpleNamespace(**(values | changes))


def make_draft(**changes):
    return SimpleNamespace(
        **({"owner_id": 7, "program_id": 1, "sent_at": None, "discarded_at": None} | changes)
    )


def make_exception(outcome=ExceptionRequest.Outcome.WAITING, state=State.EXCEPTION_REQUESTED):
    return SimpleNamespace(referral=make_referral(state), outcome=outcome)


def make_message(**changes):
    return SimpleNamespace(**({"program_id": 1, "referral_id": None, "set_aside_at": None} | changes))


@pytest.mark.parametrize(
    ("check", "role", "arguments"),
    [
        (policies.check_can_make_referral, STAFF, (1,)),
        (policies.check_can_record_eligibility, OFFICER, (make_referral(),)),
        (policies.check_can_accept_referral, STAFF, (make_referral(),)),
        (policies.check_can_decline_referral, STAFF, (make_referral(),)),
        (policies.check_can_withdraw_referral, STAFF, (make_referral(),)),
        (policies.check_can_complete_screening, STAFF, (make_referral(),)),
        (policies.check_can_record_handoff, STAFF, (make_referral(),)),
        (policies.check_can_request_exception, OFFICER, (1, "Because.")),
        (policies.check_can_decide_exception, ATTORNEY, (make_exception(), "Because.")),
        (policies.check_can_correct_officer_time, OFFICER, (make_referral(), 5)),
        (policies.check_can_choose_charge_outcome, OFFICER, (make_referral(), True, AT)),
        (policies.check_can_handle_message, STAFF, (make_message(),)),
    ],
)
def test_another_programs_referrals_are_refused_to_every_role(check, role, arguments):
    with pytest.raises(Refused, match="This referral belongs to another program"):
        check(actor(role, program_id=2), *arguments)


@pytest.mark.parametrize(
    ("check", "role", "arguments", "sentence"),
    [
        (policies.check_can_make_referral, ATTORNEY, (1,), "Your role can't make referrals"),
        (policies.check_can_divert, STAFF, (1,), "Only an officer can set a charge aside"),
        (policies.check_can_submit_referral, OFFICER, (1, ["x"], "overdose"), "The law protects the person"),
        (policies.check_can_submit_referral, OFFICER, (1, [], "none"), "Choose at least one offense"),
        (policies.check_can_record_eligibility, STAFF, (make_referral(),), "Only law enforcement can record"),
        (
            policies.check_can_record_eligibility,
            OFFICER,
            (make_referral(eligibility_id=4),),
            "Eligibility was already recorded",
        ),
        (policies.check_can_accept_referral, OFFICER, (make_referral(),), "Only program staff can record"),
        (
            policies.check_can_accept_referral,
            STAFF,
            (make_referral(person_id=None),),
            "We don't keep this person's name",
        ),
        (policies.check_can_accept_referral, STAFF, (make_referral(),), "hasn't checked eligibility yet"),
        (policies.check_can_decline_referral, OFFICER, (make_referral(),), "Only program staff can record"),
        (policies.check_can_withdraw_referral, OFFICER, (make_referral(),), "can withdraw a referral"),
        (
            policies.check_can_withdraw_referral,
            OFFICER,
            (make_referral(State.ACCEPTED, referrer_user_id=7),),
            "can withdraw a referral",
        ),
        (
            policies.check_can_complete_screening,
            OFFICER,
            (make_referral(),),
            "Only program staff can complete",
        ),
        (
            policies.check_can_complete_screening,
            STAFF,
            (make_referral(person_id=None),),
            "This referral has ended",
        ),
        (
            policies.check_can_record_handoff,
            OFFICER,
            (make_referral(State.ACCEPTED),),
            "Only the referring officer or program staff",
        ),
        (policies.check_can_request_exception, STAFF, (1, "Because."), "Only law enforcement can recommend"),
        (policies.check_can_request_exception, OFFICER, (1, " "), "why you recommend an exception"),
        (
            policies.check_can_decide_exception,
            OFFICER,
            (make_exception(), "Because."),
            "Only the district attorney's office",
        ),
        (
            policies.check_can_decide_exception,
            ATTORNEY,
            (make_exception(ExceptionRequest.Outcome.APPROVED), "Because."),
            "This exception was already decided",
        ),
        (policies.check_can_decide_exception, ATTORNEY, (make_exception(), " "), "Enter the reason"),
        (policies.check_can_correct_officer_time, OFFICER, (make_referral(), 5), "who made the referral"),
        (
            policies.check_can_correct_officer_time,
            OFFICER,
            (make_referral(referrer_user_id=7), 24 * 60 + 1),
            "Enter the minutes you spent",
        ),
        (
            policies.check_can_choose_charge_outcome,
            OFFICER,
            (make_referral(), True, AT),
            "who set the charge aside",
        ),
        (
            policies.check_can_choose_charge_outcome,
            OFFICER,
            (make_referral(referrer_user_id=7), False, AT),
            "The charge is still set aside",
        ),
        (policies.check_can_handle_message, OFFICER, (make_message(),), "Only program staff can answer"),
        (policies.check_can_handle_message, STAFF, (make_message(referral_id=4),), "is already a referral"),
        (policies.check_can_handle_message, STAFF, (make_message(set_aside_at=AT),), "was archived"),
        (policies.check_can_see_draft, OFFICER, (make_draft(owner_id=8),), "belongs to someone else"),
        (policies.check_can_save_draft, OFFICER, (make_draft(sent_at=AT),), "was already sent"),
        (policies.check_can_save_draft, OFFICER, (make_draft(discarded_at=AT),), "This draft was deleted"),
    ],
)
def test_each_refusal_names_its_own_reason(check, role, arguments, sentence):
    with pytest.raises(Refused, match=sentence):
        check(actor(role), *arguments)


def test_an_encounter_may_be_now_but_not_in_the_future():
    policies.check_occurred(AT, AT)
    with pytest.raises(Refused, match="The encounter is in the future"):
        policies.check_occurred(AT + timedelta(minutes=1), AT)


@pytest.mark.parametrize("advice", ["eligible_by_exception", "not_eligible"])
def test_outside_the_criteria_the_offer_opens_only_with_the_das_approval(advice):
    policies.check_offer_is_open(advice, exception_approved=True)
    with pytest.raises(Refused, match="The criteria aren't met"):
        policies.check_offer_is_open(advice, exception_approved=False)


def test_a_referral_that_has_ended_is_not_declined_again():
    with pytest.raises(Refused):
        policies.check_can_decline_referral(actor(STAFF), make_referral(State.DECLINED))


def test_a_referral_whose_person_is_not_kept_belongs_to_no_worker():
    assert worker_of(Referral(program_id=1)) is None
