"""Court cases as appearances, orders, and what a text may say; and what a worker is reminded of (J4)."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from handoff.casework.appointments.queries import looked_after_by, own_worker_of
from handoff.casework.models import CourtCase, CourtCaseEvent, CourtOrder, Courtroom, When
from handoff.core.statements import Statement
from handoff.enrollment.models import StatusPeriod
from handoff.participants.models import ContactPoint, Person
from handoff.participants.queries import number_of
from handoff.programs.models import Program
from handoff.programs.queries import local_date, time_zone_of

DAYS_AHEAD = 7
"""How many days before a court date the worker is asked to remind the participant."""
ORDER_DAYS_AHEAD = 14
"""How many days before a stay-away order ends the worker is reminded of it."""
NOON = time(12)
What = CourtCaseEvent.What


@dataclass(frozen=True)
class Appearance:
    """All cases of one person on one morning or afternoon at one court: one text, one line (C-F40)."""

    cases: tuple[CourtCase, ...]

    @property
    def first(self) -> CourtCase:
        return self.cases[0]

    @property
    def person(self) -> Person:
        return self.first.person

    @property
    def key(self) -> str:
        """The same whatever other cases join the appearance later."""
        return f"court-{self.first.public_id}"

    @property
    def numbers(self) -> list[str]:
        return [each.number for each in self.cases if each.number]

    @property
    def rooms(self) -> list[str]:
        return list(dict.fromkeys(each.room for each in self.cases if each.room))

    def starts_at(self, program: Program) -> datetime | None:
        """The instant, only where the court has said a time."""
        if self.first.when != When.TIME or self.first.on is None or self.first.time is None:
            return None
        return datetime.combine(self.first.on, self.first.time, time_zone_of(program))

    @property
    def last_day(self) -> date:
        """The day after which it's over: of a week, its last working day."""
        assert self.first.on is not None
        return self.first.on + timedelta(days=4 if self.first.when == When.WEEK else 0)

    @property
    def is_reminded(self) -> bool:
        """Whether someone reminded them of this very date for each case. Needs prefetched events."""
        return all(is_reminded(each) for each in self.cases)


def is_reminded(case: CourtCase) -> bool:
    reminders = [each for each in case.events.all() if each.what == What.REMINDED]
    return any((each.on, each.when, each.time) == (case.on, case.when, case.time) for each in reminders)


def half_day(case: CourtCase | CourtCaseEvent) -> str:
    """Morning or afternoon of a timed case; else what the court has said."""
    if case.when != When.TIME or case.time is None:
        return case.when
    return "morning" if case.time < NOON else "afternoon"


def appearances_of(cases: Iterable[CourtCase]) -> list[Appearance]:
    """The appearances that cases with a date make, the earliest first."""

    def place(case: CourtCase) -> tuple[date, int, str, str]:
        return (case.on or date.min, case.person_id, case.court, half_day(case))

    dated = sorted(
        (each for each in cases if each.on is not None),
        key=lambda each: (*place(each), each.time or time.min, each.pk),
    )
    found = [Appearance(tuple(group)) for _place, group in groupby(dated, key=place)]
    return sorted(found, key=lambda each: (each.first.on or date.min, each.first.time or time.min))


def open_cases(program: Program) -> QuerySet[CourtCase]:
    """Cases that aren't over, of people who aren't inactive: their reminders stop, nothing is deleted (C-F08)."""
    found = CourtCase.objects.filter(
        program=program, closed_at__isnull=True, person__merged_into__isnull=True
    )
    return found.exclude(is_away()).select_related("person").prefetch_related("events")


def open_orders(program: Program) -> QuerySet[CourtOrder]:
    """Warrants and orders that haven't ended, of people who aren't inactive."""
    found = CourtOrder.objects.filter(
        program=program, ended_on__isnull=True, person__merged_into__isnull=True
    )
    return found.exclude(is_away()).select_related("person")


def is_away() -> Exists:
    """Whether the outer row's person is inactive, or has died."""
    return Exists(
        StatusPeriod.objects.filter(
            enrollment__person=OuterRef("person"),
            ends_at__isnull=True,
            status=StatusPeriod.Status.INACTIVE,
        )
    )


def cases_of_worker(
    program: Program, user_id: int, at: datetime, team: Collection[int] | None = None
) -> QuerySet[CourtCase]:
    """The open cases that a worker looks after: their participants', and those of a leave that they cover.

    Without a worker it is whoever added the case.
    """
    in_charge = Coalesce(own_worker_of(program, at, team), F("added_by_id"))
    return open_cases(program).annotate(in_charge=in_charge).filter(looked_after_by(program, user_id, at))


def orders_of_worker(
    program: Program, user_id: int, at: datetime, team: Collection[int] | None = None
) -> list[CourtOrder]:
    """Warrants to clear, and stay-away orders that end within two weeks or ended without anyone saying so."""
    in_charge = Coalesce(own_worker_of(program, at, team), F("recorded_by_id"))
    until = local_date(program, at) + timedelta(days=ORDER_DAYS_AHEAD)
    due = Q(kind=CourtOrder.Kind.WARRANT) | Q(ends_on__lte=until)
    found = open_orders(program).annotate(in_charge=in_charge).filter(looked_after_by(program, user_id, at))
    return list(found.filter(due).order_by("starts_on", "pk"))


def appearances_between(
    program: Program, user_id: int, first: date, last: date, at: datetime
) -> list[Appearance]:
    """A worker's court dates from one day to another, both included. A week counts on its first day."""
    return appearances_of(cases_of_worker(program, user_id, at).filter(on__range=(first, last)))


@dataclass(frozen=True)
class AppearancesAround:
    """A worker's court dates around today, each part earliest first."""

    past: list[Appearance]
    """Over, without a word of what happened."""
    ahead: list[Appearance]
    """Today and in the next seven days, also this week's."""


def appearances_around(
    program: Program, user_id: int, at: datetime, team: Collection[int] | None = None
) -> AppearancesAround:
    """A worker's court dates up to a week from today. Two queries."""
    today = local_date(program, at)
    cases = cases_of_worker(program, user_id, at, team).filter(on__lte=today + timedelta(days=DAYS_AHEAD))
    found = appearances_of(cases)
    return AppearancesAround(
        past=[each for each in found if each.last_day < today],
        ahead=[each for each in found if each.last_day >= today],
    )


def news_of(
    program: Program, people: Collection[int], at: datetime
) -> tuple[list[Appearance], list[CourtOrder]]:
    """Some people's court dates of the next two weeks, the warrants to clear and the orders that end by then."""
    today = local_date(program, at)
    until = today + timedelta(days=ORDER_DAYS_AHEAD)
    dated = appearances_of(open_cases(program).filter(person_id__in=people, on__lte=until))
    due = Q(kind=CourtOrder.Kind.WARRANT) | Q(ends_on__lte=until)
    orders = open_orders(program).filter(due, person_id__in=people)
    return [each for each in dated if each.last_day >= today], list(orders)


def cases_of(person: Person) -> list[CourtCase]:
    """A participant's cases with everything that happened. Two queries."""
    return list(CourtCase.objects.filter(person=person).prefetch_related("events").select_related("person"))


OPEN_CASES = Statement(
    lambda person_id: CourtCase.objects.filter(person_id=person_id, closed_at__isnull=True)
)


def open_cases_of(person: Person) -> list[CourtCase]:
    """The cases that aren't over, whether or not they have a date. One query."""
    return OPEN_CASES.rows(person.pk)


def orders_of(person: Person) -> list[CourtOrder]:
    return list(CourtOrder.objects.filter(person=person))


def beside(case: CourtCase) -> list[CourtCase]:
    """The open cases of the same appearance, this one among them."""
    if case.on is None:
        return [case]
    together = appearances_of(each for each in cases_of(case.person) if each.closed_at is None)
    return next((list(each.cases) for each in together if case in each.cases), [case])


def courtrooms_of(program: Program) -> list[Courtroom]:
    return list(Courtroom.objects.filter(program=program))


def points_with_number(program: Program, number: str) -> list[ContactPoint]:
    """Every phone of the program's people that is the same number: several people may share one."""
    points = ContactPoint.objects.filter(
        person__program=program, kind=ContactPoint.Kind.PHONE, safe_to_text=True, ended_at__isnull=True
    ).select_related("person")
    return [each for each in points if number_of(each) == number]


def find_case(program: Program, public_id: uuid.UUID) -> CourtCase | None:
    found = CourtCase.objects.filter(program=program, public_id=public_id)
    return found.select_related("person__program", "program").first()


def find_order(program: Program, public_id: uuid.UUID) -> CourtOrder | None:
    found = CourtOrder.objects.filter(program=program, public_id=public_id)
    return found.select_related("person", "program").first()


def person_of_case(program_id: int, public_id: uuid.UUID) -> Person | None:
    """The participant whose court case this is."""
    found = CourtCase.objects.filter(program_id=program_id, public_id=public_id)
    return Person.objects.filter(pk__in=found.values("person_id")).first()


def person_of_order(program_id: int, public_id: uuid.UUID) -> Person | None:
    """The participant that a warrant or a stay-away order is about."""
    found = CourtOrder.objects.filter(program_id=program_id, public_id=public_id)
    return Person.objects.filter(pk__in=found.values("person_id")).first()
