"""Who is refused when criteria are written, approved, withdrawn or applied, and with which sentence."""

from datetime import timedelta

import pytest

from handoff.access.actor import Actor
from handoff.access.roles import RoleName
from handoff.core.refusals import Refused
from handoff.eligibility import policies
from handoff.eligibility.engine.findings import Advice
from handoff.eligibility.models import CriteriaApproval, CriteriaVersion
from handoff.testing.programs import AT

LAW = CriteriaApproval.Side.LAW_ENFORCEMENT
TODAY = AT.date()
MANAGER, LEADER, OFFICER = RoleName.PROGRAM_MANAGER, RoleName.LAW_LEADER, RoleName.OFFICER


def actor(role, program_id=1):
    return Actor(
        user_id=7, program_id=program_id, username="user", roles=frozenset({role}), agreement_signed=True
    )


def make_version(**changes):
    return CriteriaVersion(**({"program_id": 1, "effective_on": TODAY} | changes))


def make_approval(side, user_id):
    return CriteriaApproval(side=side, approved_by_id=user_id)


DA = CriteriaApproval.Side.DISTRICT_ATTORNEY
PROPOSED = {"proposed_at": AT}
WITHDRAWN = {"withdrawn_at": AT}


@pytest.mark.parametrize(
    ("check", "acting", "arguments", "sentence"),
    [
        (policies.check_can_edit_criteria, actor(MANAGER, 2), (1,), "belong to another program"),
        (policies.check_can_edit_criteria, actor(LEADER), (1,), "Only a program manager can write"),
        (
            policies.check_can_change_draft,
            actor(MANAGER),
            (make_version(**WITHDRAWN),),
            "was withdrawn. Make",
        ),
        (policies.check_can_change_draft, actor(MANAGER), (make_version(**PROPOSED),), "was proposed, so"),
        (
            policies.check_can_propose_criteria,
            actor(MANAGER),
            (make_version(), make_version(**PROPOSED), TODAY),
            "Another version is waiting",
        ),
        (
            policies.check_can_propose_criteria,
            actor(MANAGER),
            (make_version(), None, TODAY + timedelta(days=1)),
            "The date these criteria start has passed",
        ),
        (
            policies.check_can_withdraw_criteria,
            actor(MANAGER),
            (make_version(**WITHDRAWN),),
            "already withdrawn",
        ),
        (
            policies.check_can_withdraw_criteria,
            actor(MANAGER),
            (make_version(approved_at=AT),),
            "Both sides have approved",
        ),
        (
            policies.check_can_decide,
            actor(MANAGER),
            (1, Advice.ELIGIBLE, "offer", ""),
            "Only law enforcement can record",
        ),
        (
            policies.check_can_decide,
            actor(OFFICER),
            (1, Advice.ELIGIBLE, "maybe", ""),
            "Choose your decision",
        ),
        (
            policies.check_can_decide,
            actor(OFFICER),
            (1, Advice.MORE_INFORMATION, "offer", " "),
            "Enter the reason for your decision",
        ),
    ],
)
def test_each_refusal_names_its_own_reason(check, acting, arguments, sentence):
    with pytest.raises(Refused, match=sentence):
        check(acting, *arguments)


@pytest.mark.parametrize(
    ("role", "version", "approvals", "side", "sentence"),
    [
        (LEADER, make_version(**PROPOSED), [], DA, "Only that side's leadership"),
        (LEADER, make_version(**PROPOSED), [], "public", "Only that side's leadership"),
        (LEADER, make_version(**WITHDRAWN), [], LAW, "This version was withdrawn"),
        (LEADER, make_version(), [], LAW, "hasn't been proposed yet"),
        (LEADER, make_version(**PROPOSED), [make_approval(LAW, 8)], LAW, "This side has already approved"),
        (
            LEADER,
            make_version(**PROPOSED),
            [make_approval(DA, 7)],
            LAW,
            "You approved these criteria for the",
        ),
    ],
)
def test_each_side_approves_a_proposed_version_once_and_no_one_for_both(
    role, version, approvals, side, sentence
):
    with pytest.raises(Refused, match=sentence):
        policies.check_can_approve_criteria(actor(role), version, approvals, side)
