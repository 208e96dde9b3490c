"""The roster, and people who haven't finished intake."""

from collections.abc import Iterable
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from handoff.accounts.models import User
from handoff.casework.queries import last_reached
from handoff.consent.queries import RoiState, roi_states
from handoff.core.templatetags.handoff import birthday, day, local_day
from handoff.core.ui import Cell, Column
from handoff.desk.people.queries import workers_of
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
    workers = workers_of(enrollments)
    days = format_days([*(each.enrolled_on for each in enrollments), *reached.values()], program)
    return [roster_row(program, each, reached, states, workers, days) for each in enrollments]


def format_days(values: Iterable[date | datetime], program: Program) -> dict[date | datetime, str]:
    """Map dates and instants to formatted days in the program's time zone; each day is formatted once."""
    local = {value: local_day(value, program) for value in values}
    words = {each: day(each) for each in set(local.values())}
    return {value: words[each] for value, each in local.items()}


def roster_row(
    program: Program,
    enrollment: Enrollment,
    reached: dict[int, datetime],
    states: dict[int, RoiState],
    workers: dict[int, User],
    days: dict[date | datetime, str],
) -> list[Cell]:
    person = enrollment.person
    worker = workers.get(enrollment.primary_worker_id or 0)
    status = getattr(enrollment, "status", "")
    return [
        *person_cells(program, person),
        Cell(
            text=StatusPeriod.Status(status).label if status else "",
            kind="done" if status == "active" else "info",
        ),
        Cell(text=days[enrollment.enrolled_on]),
        Cell(text=days[reached[person.pk]] if person.pk in reached else _("Not yet")),
        Cell(text=states[person.pk].words, kind=states[person.pk].tag)
        if person.pk in states
        else Cell(text=_("None")),
        Cell(text=worker.full_name if worker else _("Not assigned")),
    ]


def person_cells(program: Program, person: Person) -> list[Cell]:
    """Name and birth date, which tells namesakes apart; the age where no date is known."""
    born = _("Not known")
    if person.date_of_birth is not None:
        born = birthday(person.date_of_birth)
    elif person.approximate_age is not None:
        born = _("About %(age)s years old") % {"age": person.approximate_age}
    link = reverse("people:person", args=[program.slug, person.public_id])
    return [Cell(text=person.full_name, url=link), Cell(text=born)]


def referred_columns() -> list[Column]:
    return [Column(label=name) for name in (_("Name"), _("Born"), _("Added"))]


def referred_rows(program: Program, people: list[Person]) -> list[list[Cell]]:
    """People who were referred and haven't finished intake."""
    return [
        [*person_cells(program, person), Cell(text=day(local_day(person.added_at, program)))]
        for person in people
    ]
