"""Reading renewal visits."""

import uuid
from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet

from handoff.consent.models import RenewalVisit
from handoff.participants.models import Person
from handoff.programs.models import Program


def find_visit(program: Program, public_id: uuid.UUID) -> RenewalVisit | None:
    rows = RenewalVisit.objects.filter(program=program, public_id=public_id)
    return rows.select_related("person", "program").first()


def planned_visits(people_ids: Collection[int]) -> dict[int, RenewalVisit]:
    """The planned visit of each of several people, in one query."""
    rows = RenewalVisit.objects.filter(person_id__in=people_ids, state=RenewalVisit.State.PLANNED)
    return {each.person_id: each for each in rows}


def planned_between(program: Program, first: date, last: date) -> QuerySet[RenewalVisit]:
    """The visits planned from one day to another, both included."""
    planned = RenewalVisit.objects.filter(program=program, state=RenewalVisit.State.PLANNED)
    # Nothing is planned for someone who has died (C-F08).
    died = planned.filter(
        person__enrollments__status_periods__ends_at__isnull=True,
        person__enrollments__status_periods__reason="deceased",
    )
    return (
        planned.filter(planned_on__range=(first, last))
        .exclude(pk__in=died.values("pk"))
        .select_related("person")
        .order_by("planned_on", "pk")
    )


def visits_of_worker(program: Program, user_id: int, first: date, last: date) -> QuerySet[RenewalVisit]:
    """A worker's own planned visits from one day to another."""
    return planned_between(program, first, last).filter(worker_id=user_id)


def person_of_visit(program_id: int, public_id: uuid.UUID) -> Person | None:
    visit = RenewalVisit.objects.filter(public_id=public_id)
    return Person.objects.filter(program_id=program_id, pk__in=visit.values("person_id")).first()
