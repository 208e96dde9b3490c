"""The handoffs that a 24-hour partner may see now, and those that wait for program staff."""

import uuid

from django.db.models import Exists, OuterRef, Q, QuerySet

from handoff.access.actor import Actor
from handoff.programs.models import Program
from handoff.referrals.models import HandoffRecord, Referral, ReferralEvent


def open_handoffs(program_id: int) -> QuerySet[HandoffRecord]:
    """Handoffs to a 24-hour partner that program staff haven't taken over, longest waiting first.

    A person who no longer agrees, a referral that ended, a completed intake, a later handoff and a partner that left
    or no longer takes handoffs at all hours each close them: this is computed at every request.
    """
    later = HandoffRecord.objects.filter(referral=OuterRef("referral"), pk__gt=OuterRef("pk"))
    completed = ReferralEvent.objects.filter(
        referral=OuterRef("referral"), what=ReferralEvent.Kind.INTAKE_COMPLETED
    )
    return (
        HandoffRecord.objects.filter(
            ~Exists(later),
            ~Exists(completed),
            referral__program_id=program_id,
            referral__state=Referral.State.HANDED_OFF,
            referral__person__isnull=False,
            partner__is_active=True,
            partner__takes_handoffs_all_hours=True,
            taken_over_at__isnull=True,
            agreement_ended_at__isnull=True,
        )
        .select_related("referral__program", "partner")
        .order_by("occurred_at", "pk")
    )


def handoffs_of(actor: Actor) -> QuerySet[HandoffRecord]:
    """The open handoffs to the actor's own organization."""
    return open_handoffs(actor.program_id).filter(partner_id__in=actor.agency_ids)


def find_handoff(actor: Actor, referral_id: uuid.UUID) -> HandoffRecord | None:
    """The actor's organization's open handoff of a referral; None for any other."""
    return handoffs_of(actor).filter(referral__public_id=referral_id).first()


def find_handoff_to_take_over(program: Program, referral_id: uuid.UUID) -> HandoffRecord | None:
    """The referral's open handoff to any 24-hour partner."""
    return open_handoffs(program.pk).filter(referral__public_id=referral_id).first()


def taken_over_from(actor: Actor) -> QuerySet[HandoffRecord]:
    """Handoffs of the actor's organization that staff took over, newest first. Only number and time are shown."""
    taken = Q(partner_id__in=actor.agency_ids, taken_over_at__isnull=False)
    rows = HandoffRecord.objects.filter(taken, referral__program_id=actor.program_id)
    return rows.select_related("referral").order_by("-taken_over_at", "-pk")
