"""Recommending an exception to the DA."""

from datetime import datetime

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.core.refusals import Refused
from handoff.referrals.models import ExceptionRequest, Referral
from handoff.referrals.services import notices, steps


def ask_da(actor: Actor, referral: Referral, recommendation: str, at: datetime) -> None:
    """Write the recommendation and tell the DA that one waits."""
    if actor.user_id is None:
        raise Refused("An exception is recommended by a person.")
    ExceptionRequest.objects.create(
        referral=referral,
        recommended_by_id=actor.user_id,
        recommended_at=at,
        recommendation=recommendation.strip(),
    )
    steps.write_event(actor=actor, referral=referral, what="exception_requested", occurred_at=at, at=at)
    path = f"/p/{referral.program.slug}/exceptions/"
    notices.tell(referral, "exception_waiting", Permission.EXCEPTION_DECIDE, path, at)
