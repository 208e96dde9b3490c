"""A check is stored with its criteria, findings and decision; the advice never decides (E5, G8)."""

from dataclasses import replace
from datetime import date
from unittest.mock import patch

import pytest

from handoff.audit.models import AuditEvent
from handoff.core.refusals import Refused
from handoff.eligibility.engine.facts import (
    Conviction,
    ConvictionFact,
    EligibilityPathway,
    Facts,
    Immunity,
    OffenseFact,
    Reply,
    Supervision,
)
from handoff.eligibility.engine.findings import Advice
from handoff.eligibility.models import EligibilityDecision
from handoff.eligibility.services import assess_facts, record_decision
from handoff.testing.criteria import make_criteria
from handoff.testing.programs import AT, make_actor, make_program

pytestmark = pytest.mark.django_db
Decision = EligibilityDecision.Decision

ELIGIBLE = Facts(
    pathway=EligibilityPathway.ARREST_DIVERSION,
    on=date(2026, 3, 2),
    age=34,
    resident=Reply.YES,
    substance_use=Reply.YES,
    amenable=Reply.YES,
    exploits_minors=Reply.NO,
    offenses=(OffenseFact("possess-paraphernalia", "paraphernalia", felony=False, has_victim=False),),
    convictions={each: ConvictionFact(Reply.NO) for each in Conviction},
    supervision=Supervision.NONE,
    victim_agrees=Reply.YES,
    no_contact_order=Reply.NO,
    immunity=Immunity.NONE,
)
YOUNG = replace(ELIGIBLE, age=17)


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def officer(program):
    return make_actor(program, "officer")


def check(officer, program, *, facts=ELIGIBLE, decision=Decision.OFFER, reason=""):
    return record_decision(
        actor=officer,
        program=program,
        facts=facts,
        decision=decision,
        decision_reason=reason,
        person=None,
        at=AT,
    )


def test_no_one_is_checked_without_current_criteria(program, officer):
    make_criteria(program, approved_at=None)
    with pytest.raises(Refused, match="No criteria are active yet"):
        assess_facts(program=program, facts=ELIGIBLE, at=AT)
    with pytest.raises(Refused, match="No criteria are active yet"):
        check(officer, program)


def test_a_check_is_stored_as_it_was_seen(program, officer):
    version = make_criteria(program)
    stored = check(officer, program)
    assert (stored.version, stored.advice, stored.decided_by_id) == (version, "eligible", officer.user_id)
    assert Facts.from_plain(stored.facts) == ELIGIBLE
    codes = {finding["code"] for finding in stored.findings}
    assert {"age", "offense", "convictions", "supervision"} <= codes
    row = AuditEvent.objects.get()
    assert (row.action, row.details["advice"], row.details["criteria"]) == (
        "eligibility.decided",
        "eligible",
        1,
    )


def test_the_officer_may_depart_from_the_advice_and_says_why(program, officer):
    make_criteria(program)
    with pytest.raises(Refused, match="Enter the reason"):
        check(officer, program, decision=Decision.NO_OFFER, reason="  ")
    stored = check(officer, program, decision=Decision.NO_OFFER, reason="In a hurry to get to hospital")
    assert stored.decision_reason == "In a hurry to get to hospital"


def test_a_social_referral_needs_no_reason_whatever_the_advice(program, officer):
    make_criteria(program)
    immune = replace(ELIGIBLE, immunity=Immunity.OVERDOSE_CALL)
    for facts, advice in ((YOUNG, Advice.NOT_ELIGIBLE), (immune, Advice.IMMUNITY)):
        assert check(officer, program, facts=facts, decision=Decision.SOCIAL).advice == advice


def test_only_law_enforcement_of_the_program_decides(program, officer):
    make_criteria(program)
    for actor in (make_actor(program, "case_manager"), make_actor(make_program(), "officer")):
        with pytest.raises(Refused):
            check(actor, program)
    with pytest.raises(Refused, match="Choose your decision"):
        check(officer, program, decision="arrest")
    assert not EligibilityDecision.objects.exists()


def test_nothing_is_stored_when_the_audit_row_fails(program, officer):
    make_criteria(program)
    with (
        patch("handoff.audit.services.append_to_chain", side_effect=RuntimeError),
        pytest.raises(RuntimeError),
    ):
        check(officer, program)
    assert not EligibilityDecision.objects.exists()
