"""Reading the visits at which people may renew their ROI."""

import uuid
from collections.abc import Collection

from handoff.consent.models import RenewalVisit
from handoff.participants.models import Person
from handoff.programs.models import Program


def find_visit(program: Program, public_id: uuid.UUID) -> RenewalVisit | None:
    """Return one renewal visit of the program."""
    rows = RenewalVisit.objects.filter(program=program, public_id=public_id)
    return rows.select_related("person", "program").first()


def planned_visits(people_ids: Collection[int]) -> dict[int, RenewalVisit]:
    """Return the planned visit of each of several people, in one query."""
    rows = RenewalVisit.objects.filter(person_id__in=people_ids, state=RenewalVisit.State.PLANNED)
    return {each.person_id: each for each in rows}


def person_of_visit(program_id: int, public_id: uuid.UUID) -> Person | None:
    """Return whom a renewal visit is planned with."""
    visit = RenewalVisit.objects.filter(public_id=public_id)
    return Person.objects.filter(program_id=program_id, pk__in=visit.values("person_id")).first()
