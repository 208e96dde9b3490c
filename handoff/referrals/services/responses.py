"""What the person answers to the offer, and taking a referral back."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from handoff.access.actor import Actor
from handoff.programs.queries import local_date
from handoff.referrals import policies
from handoff.referrals.models import Referral
from handoff.referrals.services import drafts, numbering, steps


@transaction.atomic
def accept_referral(*, actor: Actor, referral: Referral, occurred_at: datetime, at: datetime) -> Referral:
    """Record that the person said yes to program staff, also after a not now."""
    referral = numbering.lock_referral(referral)
    policies.check_can_accept_referral(actor, referral)
    policies.check_occurred(occurred_at, at)
    referral.answered_at, referral.decline_reason, referral.keep_until = occurred_at, "", None
    steps.move(referral, "accept", "answered_at", "decline_reason", "keep_until")
    steps.write_event(actor=actor, referral=referral, what="accepted", occurred_at=occurred_at, at=at)
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
    referral = numbering.lock_referral(referral)
    policies.check_can_decline_referral(actor, referral)
    said_at = occurred_at or at
    policies.check_occurred(said_at, at)
    referral.answered_at, referral.decline_reason = said_at, reason
    referral.demographics = demographics or referral.demographics
    referral.keep_until = local_date(referral.program, at) + timedelta(
        days=referral.policy.declined_kept_days
    )
    steps.move(referral, "decline", "answered_at", "decline_reason", "demographics", "keep_until")
    steps.write_event(
        actor=actor, referral=referral, what="declined", occurred_at=said_at, at=at, reason=reason
    )
    return referral


@transaction.atomic
def withdraw_referral(*, actor: Actor, referral: Referral, reason: str, at: datetime) -> Referral:
    """Take back a referral made by mistake or twice. Charges set aside keep their clock."""
    referral = numbering.lock_referral(referral)
    policies.check_can_withdraw_referral(actor, referral)
    referral.withdraw_reason = reason.strip()
    steps.move(referral, "withdraw", "withdraw_reason")
    drafts.empty_waiting_draft(referral, at)
    steps.write_event(actor=actor, referral=referral, what="withdrawn", occurred_at=at, at=at)
    return referral
