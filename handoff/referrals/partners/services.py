"""Arrival, contact, and the change from a 24-hour partner to program staff."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.referrals.models import HandoffRecord, Referral, ReferralEvent
from handoff.referrals.partners import policies, queries
from handoff.referrals.services import numbering
from handoff.referrals.services.notices import queue_notices
from handoff.referrals.services.transitions import record_event

Kind = ReferralEvent.Kind


def lock_handoff(handoff: HandoffRecord) -> HandoffRecord:
    """Read a handoff again under its referral's lock, so that a take-over and a save can't cross."""
    numbering.lock_referral(handoff.referral)
    return HandoffRecord.objects.select_related("referral__program", "partner").get(pk=handoff.pk)


def record(actor: Actor, handoff: HandoffRecord, event: Kind, at: datetime, *changed: str) -> None:
    handoff.save(update_fields=changed)
    record_event(actor=actor, referral=handoff.referral, event=event, occurred_at=at, at=at)


@transaction.atomic
def record_partner_arrival(*, actor: Actor, handoff: HandoffRecord, at: datetime) -> HandoffRecord:
    """The partner is at the scene. A second tap, or the officer's own before it, changes nothing (R10)."""
    handoff = lock_handoff(handoff)
    policies.check_can_work_on(actor, handoff)
    if handoff.arrived_at is None:
        handoff.arrived_at = at
        record(actor, handoff, Kind.PARTNER_ARRIVED, at, "arrived_at")
    return handoff


@transaction.atomic
def record_partner_contact(*, actor: Actor, handoff: HandoffRecord, at: datetime) -> HandoffRecord:
    """The partner talked with the person: program staff get a notice to take over. A second tap changes nothing."""
    handoff = lock_handoff(handoff)
    policies.check_can_work_on(actor, handoff)
    if handoff.partner_met_at is None:
        handoff.partner_met_at = at
        record(actor, handoff, Kind.PARTNER_MET, at, "partner_met_at")
        path = reverse(
            "enrollment:take_over", args=[handoff.referral.program.slug, handoff.referral.public_id]
        )
        queue_notices(handoff.referral, "partner_hands_over", Permission.INTAKE_DO, path, at)
    return handoff


@transaction.atomic
def take_over(*, actor: Actor, handoff: HandoffRecord, at: datetime) -> HandoffRecord:
    """Program staff take over: from now on the partner sees only that they did."""
    handoff = lock_handoff(handoff)
    policies.check_can_take_over(actor, handoff)
    handoff.taken_over_at, handoff.taken_over_by_id = at, actor.user_id
    record(actor, handoff, Kind.TAKEN_OVER, at, "taken_over_at", "taken_over_by_id")
    return handoff


def take_over_if_open(*, actor: Actor, referral: Referral, at: datetime) -> None:
    """Staff who work on the intake take over with that, so that the partner never reads what they write."""
    handoff = queries.open_handoff_of(referral)
    if handoff is not None:
        take_over(actor=actor, handoff=handoff, at=at)


@transaction.atomic
def stop_sharing(*, actor: Actor, handoff: HandoffRecord, at: datetime) -> HandoffRecord:
    """The person no longer wants the partner to see this: it closes at once, without a reason, and stays with staff."""
    handoff = lock_handoff(handoff)
    policies.check_can_work_on(actor, handoff)
    handoff.agreement_ended_at = at
    record(actor, handoff, Kind.PARTNER_STOPPED, at, "agreement_ended_at")
    return handoff
