"""State changes and events of a referral."""

from datetime import datetime

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.referrals import states
from handoff.referrals.models import Referral, ReferralEvent


def apply_transition(referral: Referral, verb: str, *changed: str) -> None:
    referral.state = states.target_state(verb)
    referral.save(update_fields=["state", *changed])


def record_event(
    *,
    actor: Actor,
    referral: Referral,
    event: ReferralEvent.Kind,
    occurred_at: datetime,
    at: datetime,
    **details: object,
) -> ReferralEvent:
    """Record a dated event and its audit row. `details` hold codes and counts only, never names."""
    recorded = ReferralEvent.objects.create(
        referral=referral,
        what=event,
        occurred_at=occurred_at,
        recorded_at=at,
        recorded_by_id=actor.user_id,
        details=details,
    )
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction(f"referral.{event.value}"),
        subject=referral.public_id,
        details=details,
    )
    return recorded
