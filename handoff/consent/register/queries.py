"""Reading the register of disclosures."""

import uuid
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet

from handoff.consent.models import Disclosure
from handoff.participants.models import Person
from handoff.programs.models import Agency, Program
from handoff.programs.queries import zone


def disclosures_in(
    program: Program,
    *,
    first: date | None = None,
    last: date | None = None,
    agency_id: int | None = None,
    person_id: uuid.UUID | None = None,
) -> QuerySet[Disclosure]:
    """Return a part of the program's register, newest first: by days in its zone (both included), agency, person."""
    rows = Disclosure.objects.filter(program=program)
    if first is not None:
        rows = rows.filter(disclosed_at__gte=datetime.combine(first, time(), zone(program)))
    if last is not None:
        rows = rows.filter(disclosed_at__lt=datetime.combine(last + timedelta(days=1), time(), zone(program)))
    if agency_id is not None:
        rows = rows.filter(agency_id=agency_id)
    if person_id is not None:
        rows = rows.filter(person__public_id=person_id)
    named = rows.select_related("agency", "person", "release__program").defer("release__signature")
    return named.order_by("-disclosed_at", "-pk")


def disclosures_within(person: Person, first: date, last: date) -> QuerySet[Disclosure]:
    """Return what was disclosed of a person in a period, oldest first, as an accounting lists it."""
    rows = disclosures_in(person.program, first=first, last=last, person_id=person.public_id)
    return rows.order_by("disclosed_at", "pk")


def agencies_of(program: Program) -> QuerySet[Agency]:
    """Return every agency of the program, also those that left: the register still names them."""
    return Agency.objects.filter(program=program).order_by("name")
