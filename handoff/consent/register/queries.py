"""Reading the disclosure log."""

import uuid
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet

from handoff.consent.models import Disclosure
from handoff.core.sorting import by_name
from handoff.participants.models import Person
from handoff.programs.models import Agency, Program
from handoff.programs.queries import time_zone_of


def disclosures_in(
    program: Program,
    *,
    first: date | None = None,
    last: date | None = None,
    agency_id: int | None = None,
    person_id: uuid.UUID | None = None,
) -> QuerySet[Disclosure]:
    """Part of the program's log, newest first: by days in its time zone (both included), agency and person."""
    rows = Disclosure.objects.filter(program=program)
    if first is not None:
        rows = rows.filter(disclosed_at__gte=datetime.combine(first, time(), time_zone_of(program)))
    if last is not None:
        rows = rows.filter(
            disclosed_at__lt=datetime.combine(last + timedelta(days=1), time(), time_zone_of(program))
        )
    if agency_id is not None:
        rows = rows.filter(agency_id=agency_id)
    if person_id is not None:
        rows = rows.filter(person__public_id=person_id)
    named = rows.select_related("agency", "person", "release__program").defer("release__signature")
    return named.order_by("-disclosed_at", "-pk")


def disclosures_within(person: Person, first: date, last: date) -> QuerySet[Disclosure]:
    """What was disclosed about a person in a period, oldest first, as an accounting lists it."""
    rows = disclosures_in(person.program, first=first, last=last, person_id=person.public_id)
    return rows.order_by("disclosed_at", "pk")


def agencies_of(program: Program) -> QuerySet[Agency]:
    """Every agency of the program, including those that left: the log still names them."""
    return Agency.objects.filter(program=program).order_by(*by_name("name"))
