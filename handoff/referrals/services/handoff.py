"""How a person is passed on to the program (handbook 3c)."""

from datetime import datetime

from django.db import transaction

from handoff.access.actor import Actor
from handoff.referrals import policies
from handoff.referrals.inputs import HandoffGiven
from handoff.referrals.models import HandoffRecord, Referral
from handoff.referrals.services import numbering, steps


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
    steps.move(referral, "hand_off")
    steps.write_event(
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
    referral = numbering.lock_referral(referral)
    policies.check_can_record_handoff(actor, referral)
    policies.check_occurred(occurred_at, at)
    return write_handoff(actor=actor, referral=referral, given=given, occurred_at=occurred_at, at=at)
