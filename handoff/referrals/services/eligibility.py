"""Law enforcement's check of a community referral."""

from datetime import datetime, timedelta

from django.db import transaction

from handoff.access.actor import Actor
from handoff.eligibility.models import EligibilityDecision
from handoff.eligibility.services import record_decision
from handoff.participants.models import Person
from handoff.programs.models import Program
from handoff.programs.queries import local_date
from handoff.referrals import policies
from handoff.referrals.inputs import EligibilityCheckInput
from handoff.referrals.models import Referral, ReferralEvent
from handoff.referrals.services import notices, numbering, transitions
from handoff.referrals.supervision import services as supervision
from handoff.referrals.supervision.policies import check_answer_counts


def store_eligibility_check(
    *, actor: Actor, program: Program, check: EligibilityCheckInput, person: Person | None, at: datetime
) -> EligibilityDecision:
    """Store the check with the current criteria, the decision, and the supervising officer's answer it rests on."""
    reply = check.facts.supervising_officer_agrees
    check_answer_counts(reply, check.supervision)
    stored = record_decision(
        actor=actor,
        program=program,
        facts=check.facts,
        decision=check.decision,
        decision_reason=check.reason,
        person=person,
        at=at,
    )
    supervision.keep_answer(actor=actor, check=stored, reply=reply, source=check.supervision, at=at)
    return stored


@transaction.atomic
def record_eligibility(
    *, actor: Actor, referral: Referral, check: EligibilityCheckInput, at: datetime
) -> Referral:
    """Record law enforcement's check of a community referral. Outreach may then offer the program (R2)."""
    referral = numbering.lock_referral(referral)
    policies.check_can_record_eligibility(actor, referral)
    referral.eligibility = store_eligibility_check(
        actor=actor, program=referral.program, check=check, person=referral.person, at=at
    )
    supervision.withdraw_questions_of_referral(referral_id=referral.pk, at=at)
    if check.decision == EligibilityDecision.Decision.NO_OFFER:
        kept = timedelta(days=referral.policy.declined_kept_days)
        referral.keep_until = local_date(referral.program, at) + kept
        transitions.apply_transition(referral, "find_ineligible", "eligibility", "keep_until")
    else:
        policies.check_offer_is_open(referral.eligibility.advice, exception_approved=False)
        referral.save(update_fields=["eligibility"])
        notices.notify_outreach(referral, at)
    transitions.record_event(
        actor=actor,
        referral=referral,
        event=ReferralEvent.Kind.ELIGIBILITY_RECORDED,
        occurred_at=at,
        at=at,
        advice=referral.eligibility.advice,
        decision=check.decision,
    )
    return referral
