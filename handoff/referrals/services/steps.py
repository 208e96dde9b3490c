"""Each step of a referral along its state table is dated and audited."""

from datetime import datetime
from typing import Any

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.referrals import states
from handoff.referrals.models import Referral, ReferralEvent


def move(referral: Referral, verb: str, *changed: str) -> None:
    """Lead a referral along its state table and store it."""
    referral.state = states.target(verb)
    referral.save(update_fields=["state", *changed])


def write_event(
    *, actor: Actor, referral: Referral, what: str, occurred_at: datetime, at: datetime, **details: Any
) -> ReferralEvent:
    """Date one step of a referral and put it in the audit trail; details are codes and counts only."""
    event = ReferralEvent.objects.create(
        referral=referral,
        what=what,
        occurred_at=occurred_at,
        recorded_at=at,
        recorded_by_id=actor.user_id,
        details=details,
    )
    audit.record(actor=actor, at=at, action=f"referral.{what}", subject=referral.public_id, details=details)
    return event
