"""The time a referral took its officer."""

from datetime import datetime

from django.db import transaction

from handoff.access.actor import Actor
from handoff.referrals import policies
from handoff.referrals.models import Referral
from handoff.referrals.services import numbering, steps


@transaction.atomic
def correct_officer_time(*, actor: Actor, referral: Referral, minutes: int, at: datetime) -> Referral:
    """Correct the time a referral took its officer; what the application measured is kept beside it (R5)."""
    referral = numbering.lock_referral(referral)
    policies.check_can_correct_officer_time(actor, referral, minutes)
    referral.officer_seconds_corrected = minutes * 60
    referral.save(update_fields=["officer_seconds_corrected"])
    steps.write_event(
        actor=actor, referral=referral, what="time_corrected", occurred_at=at, at=at, minutes=minutes
    )
    return referral
