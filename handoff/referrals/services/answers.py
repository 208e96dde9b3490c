"""What happens to a sent referral: the check, the answer, screening, handoff, withdrawal, the officer's time."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.charges import services as charges
from handoff.charges.models import Encounter
from handoff.eligibility.models import EligibilityDecision
from handoff.eligibility.services import decide
from handoff.participants.services import PersonGiven, correct_person
from handoff.programs.queries import local_date
from handoff.referrals import policies, queries
from handoff.referrals.models import HandoffRecord, Referral
from handoff.referrals.services import common
from handoff.referrals.services.given import CheckGiven, HandoffGiven, ScreeningGiven


@transaction.atomic
def record_eligibility(*, actor: Actor, referral: Referral, check: CheckGiven, at: datetime) -> Referral:
    """Record law enforcement's check of a community referral; outreach may then offer the program (R2)."""
    referral = common.lock_referral(referral)
    policies.check_can_record_eligibility(actor, referral)
    referral.eligibility = decide(
        actor=actor,
        program=referral.program,
        facts=check.facts,
        decision=check.decision,
        decision_reason=check.reason,
        person=referral.person,
        at=at,
    )
    if check.decision == EligibilityDecision.Decision.NO_OFFER:
        kept = timedelta(days=referral.policy.declined_kept_days)
        referral.keep_until = local_date(referral.program, at) + kept
        common.move(referral, "find_ineligible", "eligibility", "keep_until")
    else:
        policies.check_offer_is_open(referral.eligibility.advice, exception_approved=False)
        referral.save(update_fields=["eligibility"])
        common.tell(referral, "new_referral", Permission.OUTREACH_DO, common.path_to(referral), at)
    common.write_event(
        actor=actor,
        referral=referral,
        what="eligibility_recorded",
        occurred_at=at,
        at=at,
        advice=referral.eligibility.advice,
        decision=check.decision,
    )
    return referral


@transaction.atomic
def accept_referral(*, actor: Actor, referral: Referral, occurred_at: datetime, at: datetime) -> Referral:
    """Record that the person said yes to program staff, also after a not now."""
    referral = common.lock_referral(referral)
    policies.check_can_accept_referral(actor, referral)
    policies.check_occurred(occurred_at, at)
    referral.answered_at, referral.decline_reason, referral.keep_until = occurred_at, "", None
    common.move(referral, "accept", "answered_at", "decline_reason", "keep_until")
    common.write_event(actor=actor, referral=referral, what="accepted", occurred_at=occurred_at, at=at)
    return referral


@transaction.atomic
def decline_referral(
    *,
    actor: Actor,
    referral: Referral,
    at: datetime,
    reason: str = "",
    demographics: dict[str, Any] | None = None,
    occurred_at: datetime | None = None,
) -> Referral:
    """Record that the person said not now; a reason is never needed, and the record is kept for less long (R4, G2)."""
    referral = common.lock_referral(referral)
    policies.check_can_decline_referral(actor, referral)
    said_at = occurred_at or at
    policies.check_occurred(said_at, at)
    referral.answered_at, referral.decline_reason = said_at, reason
    referral.demographics = demographics or referral.demographics
    referral.keep_until = local_date(referral.program, at) + timedelta(
        days=referral.policy.declined_kept_days
    )
    common.move(referral, "decline", "answered_at", "decline_reason", "demographics", "keep_until")
    common.write_event(
        actor=actor, referral=referral, what="declined", occurred_at=said_at, at=at, reason=reason
    )
    return referral


@transaction.atomic
def withdraw_referral(*, actor: Actor, referral: Referral, reason: str, at: datetime) -> Referral:
    """Take back a referral made by mistake or twice. Charges set aside keep their clock."""
    referral = common.lock_referral(referral)
    policies.check_can_withdraw_referral(actor, referral)
    referral.withdraw_reason = reason.strip()
    common.move(referral, "withdraw", "withdraw_reason")
    common.empty_waiting_draft(referral, at)
    common.write_event(actor=actor, referral=referral, what="withdrawn", occurred_at=at, at=at)
    return referral


@transaction.atomic
def complete_screening(
    *, actor: Actor, referral: Referral, person: PersonGiven | None, given: ScreeningGiven, at: datetime
) -> Referral:
    """Complete or correct the short screening form afterwards; anyone on the program's staff may (R3)."""
    referral = common.lock_referral(referral)
    policies.check_can_complete_screening(actor, referral)
    assert referral.person is not None
    if person is not None and person != common.as_given(referral.person):
        correct_person(actor=actor, person=referral.person, given=person, at=at)
    common.add_contacts(actor=actor, person=referral.person, contacts=given.contacts, at=at)
    referral.services_wanted = list(given.services_wanted)
    referral.reason = given.reason
    referral.save(update_fields=["services_wanted", "reason"])
    common.write_event(actor=actor, referral=referral, what="screened", occurred_at=at, at=at)
    return referral


def write_handoff(
    *, actor: Actor, referral: Referral, given: HandoffGiven, occurred_at: datetime, at: datetime
) -> HandoffRecord:
    """Write how the person was passed on and move the referral."""
    record = HandoffRecord.objects.create(
        referral=referral,
        kind=given.kind,
        called_name=given.called_name,
        called_phone=given.called_phone,
        reached=given.reached,
        occurred_at=occurred_at,
        recorded_at=at,
        recorded_by_id=actor.user_id,
    )
    common.move(referral, "hand_off")
    common.write_event(
        actor=actor,
        referral=referral,
        what="handed_off",
        occurred_at=occurred_at,
        at=at,
        kind=given.kind,
        reached=given.reached,
    )
    return record


@transaction.atomic
def record_handoff(
    *, actor: Actor, referral: Referral, given: HandoffGiven, occurred_at: datetime, at: datetime
) -> HandoffRecord:
    """Record a handoff, or a further try at one (handbook 3c)."""
    referral = common.lock_referral(referral)
    policies.check_can_record_handoff(actor, referral)
    policies.check_occurred(occurred_at, at)
    return write_handoff(actor=actor, referral=referral, given=given, occurred_at=occurred_at, at=at)


@transaction.atomic
def correct_officer_time(*, actor: Actor, referral: Referral, minutes: int, at: datetime) -> Referral:
    """Correct the time a referral took its officer; what the application measured is kept beside it (R5)."""
    referral = common.lock_referral(referral)
    policies.check_can_correct_officer_time(actor, referral, minutes)
    referral.officer_seconds_corrected = minutes * 60
    referral.save(update_fields=["officer_seconds_corrected"])
    common.write_event(
        actor=actor, referral=referral, what="time_corrected", occurred_at=at, at=at, minutes=minutes
    )
    return referral


@transaction.atomic
def choose_charge(*, actor: Actor, referral: Referral, to_da: bool, at: datetime) -> Encounter:
    """Carry out the referring officer's own choice after the window: send the charge to the DA, or drop it."""
    referral = common.lock_referral(referral)
    policies.check_can_choose_charge(actor, referral, queries.officer_view(referral, actor, at).may_choose)
    assert referral.encounter is not None
    choose = charges.refer_to_da if to_da else charges.drop_charges
    choose(actor=actor, encounter=referral.encounter, at=at)
    what = "charge_sent_to_da" if to_da else "charge_dropped"
    common.write_event(actor=actor, referral=referral, what=what, occurred_at=at, at=at)
    return referral.encounter
