"""The handoffs that a 24-hour partner may see now, and those that wait for program staff."""

import uuid

from django.db.models import Exists, OuterRef, QuerySet

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.core.statements import Statement
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
            partner__is_active=True,
            partner__takes_handoffs_all_hours=True,
            taken_over_at__isnull=True,
            agreement_ended_at__isnull=True,
        )
        .select_related("referral__program", "referral__person", "partner")
        .order_by("occurred_at", "pk")
    )


OPEN_HANDOFF = Statement(
    lambda program_id, referral_id: open_handoffs(program_id).filter(referral_id=referral_id)
)


def open_handoff_of(referral: Referral) -> HandoffRecord | None:
    """The referral's open handoff; each step of staff's work on an intake asks for it."""
    return OPEN_HANDOFF.first(referral.program_id, referral.pk)


def handoffs_of(actor: Actor) -> QuerySet[HandoffRecord]:
    """The open handoffs to the organization that the actor meets people for."""
    partners = actor.agencies_with(Permission.HANDOFF_TAKE)
    return open_handoffs(actor.program_id).filter(partner_id__in=partners)


def find_handoff(actor: Actor, referral_id: uuid.UUID) -> HandoffRecord | None:
    """The actor's organization's open handoff of a referral; None for any other."""
    return handoffs_of(actor).filter(referral__public_id=referral_id).first()


def find_handoff_to_take_over(program: Program, referral_id: uuid.UUID) -> HandoffRecord | None:
    """The referral's open handoff to any 24-hour partner."""
    return open_handoffs(program.pk).filter(referral__public_id=referral_id).first()


def was_shared(program: Program, referral_id: uuid.UUID) -> bool:
    """True if a 24-hour partner saw the referral at any time."""
    referral = Referral.objects.filter(program=program, public_id=referral_id)
    return HandoffRecord.objects.filter(referral__in=referral, partner__isnull=False).exists()


def taken_over_from(actor: Actor) -> QuerySet[HandoffRecord]:
    """Handoffs of the actor's organization that staff took over, newest first. Only number and time are shown."""
    rows = HandoffRecord.objects.filter(
        referral__program_id=actor.program_id,
        partner_id__in=actor.agencies_with(Permission.HANDOFF_TAKE),
        taken_over_at__isnull=False,
    )
    return rows.select_related("referral").order_by("-taken_over_at", "-pk")
