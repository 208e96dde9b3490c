"""The roster, and people who haven't finished intake."""

import uuid
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from handoff.casework.queries import last_reached
from handoff.consent.queries import RoiState, roi_states
from handoff.core.templatetags.handoff import birthday, day, local_day
from handoff.core.ui import Cell, Column
from handoff.desk.people.queries import member_names
from handoff.enrollment.models import Enrollment, StatusPeriod
from handoff.participants.models import Person
from handoff.programs.models import Program


def roster_columns() -> list[Column]:
    names = (
        _("Name"),
        _("Born"),
        _("Status"),
        _("Enrolled"),
        _("Last reached"),
        _("Release of information (ROI)"),
        _("Worker"),
    )
    return [Column(label=name) for name in names]


def roster_rows(program: Program, enrollments: list[Enrollment], at: datetime) -> list[list[Cell]]:
    """Build one page of the roster; the number of queries does not grow with the rows."""
    ids = [each.person_id for each in enrollments]
    reached = last_reached(ids)
    states = roi_states(ids, at)
    workers = member_names(program.pk)
    days = format_days([*(each.enrolled_on for each in enrollments), *reached.values()], program)
    cells = person_cells(program, [each.person for each in enrollments])
    return [
        [*about, *roster_row(each, reached, states, workers, days)]
        for about, each in zip(cells, enrollments, strict=True)
    ]


def format_days(values: Iterable[date | datetime], program: Program) -> dict[date | datetime, str]:
    """Map dates and instants to formatted days in the program's time zone; each day is formatted once."""
    local = {value: local_day(value, program) for value in values}
    words = {each: day(each) for each in set(local.values())}
    return {value: words[each] for value, each in local.items()}


def roster_row(
    enrollment: Enrollment,
    reached: dict[int, datetime],
    states: dict[int, RoiState],
    workers: dict[int, str],
    days: dict[date | datetime, str],
) -> list[Cell]:
    person = enrollment.person
    status = getattr(enrollment, "status", "")
    return [
        Cell(
            text=StatusPeriod.Status(status).label if status else "",
            kind="done" if status == "active" else "info",
        ),
        Cell(text=days[enrollment.enrolled_on]),
        Cell(text=days[reached[person.pk]] if person.pk in reached else _("Not yet")),
        Cell(text=states[person.pk].words, kind=states[person.pk].tag)
        if person.pk in states
        else Cell(text=_("None")),
        Cell(text=workers.get(enrollment.primary_worker_id or 0) or _("Not assigned")),
    ]


def person_cells(program: Program, people: Iterable[Person]) -> Iterator[list[Cell]]:
    """Name and birth date, which tells namesakes apart; the age where no date is known."""
    # To reverse the address of each of fifty people would take as long as all else of their rows.
    anyone = uuid.UUID(int=0)
    url = reverse("people:person", args=[program.slug, anyone])
    for person in people:
        link = url.replace(str(anyone), str(person.public_id))
        yield [Cell(text=person.full_name, url=link), Cell(text=born_on(person))]


def born_on(person: Person) -> str:
    if person.date_of_birth is not None:
        return birthday(person.date_of_birth)
    if person.approximate_age is not None:
        return _("About %(age)s years old") % {"age": person.approximate_age}
    return _("Not known")


def referred_columns() -> list[Column]:
    return [Column(label=name) for name in (_("Name"), _("Born"), _("Added"))]


def referred_rows(program: Program, people: list[Person]) -> list[list[Cell]]:
    """People who were referred and haven't finished intake."""
    return [
        [*about, Cell(text=day(local_day(person.added_at, program)))]
        for about, person in zip(person_cells(program, people), people, strict=True)
    ]
