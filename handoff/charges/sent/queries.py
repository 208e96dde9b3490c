"""Charges that officers chose to pursue, as the DA's office sees them: police facts, and no one's identity (N2)."""

import uuid
from datetime import date

from django.db.models import Max, Q, QuerySet

from handoff.access.permissions import Permission
from handoff.accounts.queries import users_with_permission
from handoff.charges.models import Encounter, SetAsideCharge
from handoff.participants.models import Person
from handoff.programs.models import Agency, Program

RECEIVED = "received_by_da"
"""The step of a charge at which the DA's office says that it has it."""


def sent_encounters(program: Program) -> QuerySet[Encounter]:
    """Encounters whose charges an officer chose to pursue, with `sent_at` and `received_at`; the newest first."""
    when = "set_aside_charges__events__occurred_at"
    what = "set_aside_charges__events__what"
    return (
        Encounter.objects.filter(
            program=program, set_aside_charges__state=SetAsideCharge.State.REFERRED_TO_DA
        )
        .annotate(
            sent_at=Max(when, filter=Q(**{what: SetAsideCharge.State.REFERRED_TO_DA})),
            received_at=Max(when, filter=Q(**{what: RECEIVED})),
        )
        .select_related("agency", "person", "program")
        .prefetch_related("set_aside_charges")
        .order_by("-sent_at", "-pk")
    )


def is_received(encounter: Encounter) -> bool:
    """True if the DA's office said that it has the charges. Needs an encounter from `sent_encounters`."""
    return getattr(encounter, "received_at", None) is not None


def find_sent_encounter(program: Program, public_id: uuid.UUID) -> Encounter | None:
    return sent_encounters(program).filter(public_id=public_id).first()


def has_da_reader(program: Program, on: date) -> bool:
    """True if someone in the DA's office can open the list: only then may a page say that the DA has a charge."""
    offices = Agency.objects.filter(program=program, kind=Agency.Kind.DISTRICT_ATTORNEY, is_active=True)
    return offices.exists() and users_with_permission(program, Permission.NEW_CHARGE_DECIDE, on).exists()


def person_of_encounter(program_id: int, public_id: uuid.UUID) -> Person | None:
    return Person.objects.filter(program_id=program_id, encounters__public_id=public_id).first()
