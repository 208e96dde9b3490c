"""Where a free phone for a participant stands, and everything that happened with it (K6)."""

import uuid

from django.db.models import QuerySet

from handoff.casework.models import PhoneStep
from handoff.core.statements import Statement
from handoff.participants.models import ContactPoint, Person
from handoff.programs.models import Program

PHONE_STEPS = Statement(
    lambda person_id: PhoneStep.objects.filter(person_id=person_id, withdrawn_at__isnull=True).select_related(
        "contact_point"
    )
)


def phone_steps_of(person: Person) -> list[PhoneStep]:
    """What happened with a free phone, oldest first, without what was withdrawn. One query."""
    return PHONE_STEPS.rows(person.pk)


def phones_of(person: Person) -> QuerySet[ContactPoint]:
    """The phone numbers of a person, the newest first."""
    found = person.contact_points.filter(kind=ContactPoint.Kind.PHONE, ended_at__isnull=True)
    return found.order_by("-added_at", "-pk")


def find_phone_step(program: Program, public_id: uuid.UUID) -> PhoneStep | None:
    found = PhoneStep.objects.filter(program=program, public_id=public_id)
    return found.select_related("person").first()


def person_of_phone_step(program_id: int, public_id: uuid.UUID) -> Person | None:
    """The person whose free phone this entry is about."""
    found = PhoneStep.objects.filter(program_id=program_id, public_id=public_id)
    return Person.objects.filter(pk__in=found.values("person_id")).first()
