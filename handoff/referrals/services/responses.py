"""The person's answer to the offer, and withdrawn referrals."""

from datetime import datetime, timedelta

from django.db import transaction

from handoff.access.actor import Actor
from handoff.programs.queries import local_date
from handoff.referrals import policies
from handoff.referrals.inputs import Demographics
from handoff.referrals.models import Referral, ReferralEvent
from handoff.referrals.services import drafts, numbering, transitions


@transaction.atomic
def accept_referral(*, actor: Actor, referral: Referral, occurred_at: datetime, at: datetime) -> Referral:
    """Record a yes given to program staff, also after an earlier 'not now'."""
    referral = numbering.lock_referral(referral)
    policies.check_can_accept_referral(actor, referral)
    policies.check_occurred(occurred_at, at)
    referral.answered_at, referral.decline_reason, referral.keep_until = occurred_at, "", None
    transitions.apply_transition(referral, "accept", "answered_at", "decline_reason", "keep_until")
    transitions.record_event(
        actor=actor, referral=referral, event=ReferralEvent.Kind.ACCEPTED, occurred_at=occurred_at, at=at
    )
    return referral


@transaction.atomic
def decline_referral(
    *,
    actor: Actor,
    referral: Referral,
    at: datetime,
    reason: str = "",
    demographics: Demographics | None = None,
    occurred_at: datetime | None = None,
) -> Referral:
    """Record a 'not now'. A reason is never required, and the record is kept for a shorter time (R4, G2)."""
    referral = numbering.lock_referral(referral)
    policies.check_can_decline_referral(actor, referral)
    said_at = occurred_at or at
    policies.check_occurred(said_at, at)
    referral.answered_at, referral.decline_reason = said_at, reason
    referral.demographics = demographics or referral.demographics
    referral.keep_until = local_date(referral.program, at) + timedelta(
        days=referral.policy.declined_kept_days
    )
    transitions.apply_transition(
        referral, "decline", "answered_at", "decline_reason", "demographics", "keep_until"
    )
    transitions.record_event(
        actor=actor,
        referral=referral,
        event=ReferralEvent.Kind.DECLINED,
        occurred_at=said_at,
        at=at,
        reason=reason,
    )
    return referral


@transaction.atomic
def withdraw_referral(*, actor: Actor, referral: Referral, reason: str, at: datetime) -> Referral:
    """Withdraw a referral made by mistake or twice. Charges already set aside keep their deadline."""
    referral = numbering.lock_referral(referral)
    policies.check_can_withdraw_referral(actor, referral)
    if actor.on_care_side and referral.referrer_kind == Referral.ReferrerKind.OFFICER:
        referral.care_withdraw_reason = reason.strip()
    else:
        referral.withdraw_reason = reason.strip()
    transitions.apply_transition(referral, "withdraw", "withdraw_reason", "care_withdraw_reason")
    drafts.empty_waiting_draft(referral, at)
    transitions.record_event(
        actor=actor, referral=referral, event=ReferralEvent.Kind.WITHDRAWN, occurred_at=at, at=at
    )
    return referral
