"""Recommendations of an exception to the DA."""

from datetime import datetime

from django.urls import reverse

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.referrals.models import ExceptionRequest, Referral, ReferralEvent
from handoff.referrals.services import notices, transitions


def store_recommendation(
    actor: Actor,
    referral: Referral,
    recommendation: str,
    at: datetime,
    side: str = ExceptionRequest.Side.LAW_ENFORCEMENT,
) -> ExceptionRequest:
    """Store the recommendation and notify the DA."""
    assert actor.user_id is not None
    stored = ExceptionRequest.objects.create(
        referral=referral,
        side=side,
        recommended_by_id=actor.user_id,
        recommended_at=at,
        recommendation=recommendation.strip(),
    )
    transitions.record_event(
        actor=actor, referral=referral, event=ReferralEvent.Kind.EXCEPTION_REQUESTED, occurred_at=at, at=at
    )
    path = reverse("referrals:exceptions", args=[referral.program.slug])
    notices.queue_notices(referral, "exception_waiting", Permission.EXCEPTION_DECIDE, path, at)
    return stored
