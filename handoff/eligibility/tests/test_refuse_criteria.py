"""Who is refused when criteria are written, approved, withdrawn or applied, and with which sentence."""

from datetime import timedelta

import pytest

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.access.roles import RoleName
from handoff.core.refusals import Refused
from handoff.eligibility import policies
from handoff.eligibility.engine.findings import Advice
from handoff.eligibility.models import CriteriaApproval, CriteriaVersion
from handoff.programs.models import Agency
from handoff.testing.programs import AT

POLICE, COURT = Agency(pk=1, kind="law_enforcement"), Agency(pk=2, kind="district_attorney")
TODAY = AT.date()
MANAGER, LEADER, OFFICER = RoleName.PROGRAM_MANAGER, RoleName.LAW_LEADER, RoleName.OFFICER


def actor(role, program_id=1):
    return Actor(
        user_id=7, program_id=program_id, username="user", roles=frozenset({role}), agreement_signed=True
    )


def make_version(**changes):
    return CriteriaVersion(**({"program_id": 1, "effective_on": TODAY} | changes))


def make_approval(agency, user_id):
    return CriteriaApproval(agency_id=agency.pk, approved_by_id=user_id)


PROPOSED = {"proposed_at": AT, "approvers": [1]}
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
            "Every partner has approved",
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


LEADS = {1: {Permission.CRITERIA_APPROVE_LAW}, 2: {Permission.CRITERIA_APPROVE_LAW}}


@pytest.mark.parametrize(
    ("role", "version", "approvals", "agency", "sentence"),
    [
        (LEADER, make_version(**PROPOSED), [], COURT, "Only someone whose role approves"),
        (OFFICER, make_version(**PROPOSED), [], POLICE, "Only someone whose role approves"),
        (
            LEADER,
            make_version(**PROPOSED),
            [],
            Agency(pk=3, kind="law_enforcement"),
            "Only someone whose role approves",
        ),
        (LEADER, make_version(**WITHDRAWN), [], POLICE, "This version was withdrawn"),
        (LEADER, make_version(), [], POLICE, "hasn't been proposed yet"),
        (LEADER, make_version(proposed_at=AT, approvers=[9]), [], POLICE, "isn't asked to approve"),
        (LEADER, make_version(**PROPOSED), [make_approval(POLICE, 8)], POLICE, "has already approved"),
        (LEADER, make_version(**PROPOSED), [make_approval(COURT, 7)], POLICE, "You approved these criteria"),
    ],
)
def test_each_partner_approves_a_proposed_version_once_and_no_one_for_two(
    role, version, approvals, agency, sentence
):
    with pytest.raises(Refused, match=sentence):
        policies.check_can_approve_criteria(actor(role), version, approvals, agency, LEADS)
