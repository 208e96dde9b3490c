"""Handoffs to program staff (handbook 3c)."""

from datetime import datetime

from django.db import transaction

from handoff.access.actor import Actor
from handoff.referrals import policies, queries
from handoff.referrals.inputs import HandoffInput
from handoff.referrals.models import HandoffRecord, Referral, ReferralEvent
from handoff.referrals.services import numbering, transitions


def write_handoff(
    *, actor: Actor, referral: Referral, handoff_input: HandoffInput, occurred_at: datetime, at: datetime
) -> HandoffRecord:
    called = handoff_input.reached is not None
    record = HandoffRecord.objects.create(
        referral=referral,
        kind=handoff_input.kind,
        called_name=handoff_input.called_name,
        called_phone=handoff_input.called_phone,
        reached=handoff_input.reached,
        scene=handoff_input.scene,
        partner=handoff_input.partner,
        called_at=occurred_at if called else None,
        answered_at=occurred_at if handoff_input.reached else None,
        occurred_at=occurred_at,
        recorded_at=at,
        recorded_by_id=actor.user_id,
    )
    transitions.apply_transition(referral, "hand_off")
    transitions.record_event(
        actor=actor,
        referral=referral,
        event=ReferralEvent.Kind.HANDED_OFF,
        occurred_at=occurred_at,
        at=at,
        kind=handoff_input.kind,
        reached=handoff_input.reached,
    )
    return record


@transaction.atomic
def record_handoff(
    *, actor: Actor, referral: Referral, handoff_input: HandoffInput, occurred_at: datetime, at: datetime
) -> HandoffRecord:
    """Record a handoff, or another attempt at one (handbook 3c)."""
    referral = numbering.lock_referral(referral)
    policies.check_can_record_handoff(actor, referral)
    policies.check_occurred(occurred_at, at)
    return write_handoff(
        actor=actor, referral=referral, handoff_input=handoff_input, occurred_at=occurred_at, at=at
    )


@transaction.atomic
def record_arrival(*, actor: Actor, referral: Referral, at: datetime) -> HandoffRecord:
    """Record that the help the officer called has arrived. A second tap changes nothing (R10)."""
    referral = numbering.lock_referral(referral)
    policies.check_can_record_arrival(actor, referral, at)
    handoff = queries.latest_call(referral)
    assert handoff is not None
    if handoff.arrived_at is not None:
        return handoff
    handoff.arrived_at = at
    handoff.save(update_fields=["arrived_at"])
    transitions.record_event(
        actor=actor, referral=referral, event=ReferralEvent.Kind.HELP_ARRIVED, occurred_at=at, at=at
    )
    return handoff
