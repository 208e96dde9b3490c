"""A program at a moment: its current policy, whether it is open, who is on call, which handoff is possible."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays
from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from handoff.core.instructions import InstructionKey
from handoff.core.refusals import Refused
from handoff.core.sorting import by_name
from handoff.core.statements import Statement
from handoff.programs.models import (
    Agency,
    AgencyAgreement,
    AgencyContact,
    AgencyService,
    Closure,
    FieldInstruction,
    IntakeQuestion,
    OnCallShift,
    OpenHours,
    PolicyVersion,
    Program,
    Script,
)

LOOK_AHEAD_DAYS = 60
LEAST_OPEN_TIME = timedelta(hours=2)
"""A contact deadline leaves the outreach team at least this much of its open hours."""
ROSTER_AHEAD = timedelta(days=14)
"""How far ahead a manager is warned of open hours without anyone on call."""


def program_ids() -> list[int]:
    """The id of every program, for jobs that run in each of them in turn."""
    return list(Program.objects.order_by("pk").values_list("pk", flat=True))


def place_names() -> list[str]:
    """Name and jurisdiction of every program: words that are too easily guessed for a password."""
    return [name for row in Program.objects.values_list("name", "jurisdiction") for name in row]


def time_zone_of(program: Program) -> ZoneInfo:
    return ZoneInfo(program.time_zone)


def local_date(program: Program, at: datetime) -> date:
    """The day in the program's own time zone. The UTC day is tomorrow's from 7 or 8 PM in North Carolina."""
    return at.astimezone(time_zone_of(program)).date()


HOURS = Statement(lambda program_id: OpenHours.objects.filter(program_id=program_id))
CLOSURES = Statement(lambda program_id: Closure.objects.filter(program_id=program_id))
INSTRUCTIONS = Statement(lambda program, at: instructions_of(program).filter(effective_at__lte=at))
POLICIES = Statement(
    lambda program_id: PolicyVersion.objects.filter(program_id=program_id).order_by(
        "-effective_on", "-number"
    )
)


def policy_at(program: Program, on: date) -> PolicyVersion:
    """The policy that applies on a day: the newest that has taken effect (P4). Raises `Refused` when there is none."""
    # A day can't be part of a statement that is kept; a program has few versions.
    policy = next((each for each in POLICIES.rows(program.pk) if each.effective_on <= on), None)
    if policy is None:
        raise Refused(
            "This program has no policy settings yet. A program manager can add them under Program."
        )
    return policy


OFFICES_STAY_OPEN: dict[str, tuple[str, ...]] = {"NC": ("Washington's Birthday", "Juneteenth")}
"""Public holidays on which a state's own offices are open.

North Carolina: G.S. 126-4(5) allows twelve paid days, and the State Human Resources Commission's schedule (OSHR, 2026)
has neither of these. `holidays` lists them, as G.S. 103-4 and federal law do. Compared on Nov 28, 2026.
"""


@lru_cache(maxsize=64)
def state_holidays(state: str, year: int) -> dict[date, str]:
    """The days of a year on which the state's offices are closed (finding-I9); a program sets its own beside them."""
    found = holidays.country_holidays("US", subdiv=state, years=year)
    left_out = OFFICES_STAY_OPEN.get(state, ())
    return {day: name for day, name in found.items() if not (left_out and name.startswith(left_out))}


@dataclass(frozen=True)
class Calendar:
    """A program's open hours and days off, read once for many days."""

    hours: dict[int, tuple[time, time]]
    closures: dict[date, bool]
    state: str
    zone: ZoneInfo

    def hours_on(self, day: date) -> tuple[datetime, datetime] | None:
        """When the program opens and closes on a day; None when it stays closed."""
        open_anyway = self.closures.get(day)
        if open_anyway is False or (open_anyway is None and day in state_holidays(self.state, day.year)):
            return None
        if day.weekday() not in self.hours:
            return None
        opens, closes = self.hours[day.weekday()]
        return datetime.combine(day, opens, self.zone), datetime.combine(day, closes, self.zone)

    def is_open(self, at: datetime) -> bool:
        """True within the open hours (half-open)."""
        hours = self.hours_on(at.astimezone(self.zone).date())
        return hours is not None and hours[0] <= at < hours[1]

    def next_opening(self, at: datetime) -> datetime | None:
        """When staff can next be reached: now, or the next opening; None if none is set within 60 days (finding-I9)."""
        if self.is_open(at):
            return at
        day = at.astimezone(self.zone).date()
        for ahead in range(LOOK_AHEAD_DAYS):
            hours = self.hours_on(day + timedelta(days=ahead))
            if hours is not None and hours[0] > at:
                return hours[0]
        return None

    def open_spans(self, since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The open hours between two instants, in order."""
        day, last = since.astimezone(self.zone).date(), until.astimezone(self.zone).date()
        while day <= last:
            hours = self.hours_on(day)
            day += timedelta(days=1)
            if hours is not None and hours[0] < until and since < hours[1]:
                yield max(hours[0], since), min(hours[1], until)

    def open_moment_by(self, since: datetime, until: datetime) -> datetime:
        """The last open moment up to `until`, but never before some open time has passed since `since`.

        `until` itself for a program that is never open within 60 days, such as one that has not set its hours.
        """
        latest, open_time = None, timedelta()
        for opens, closes in self.open_spans(since, since + timedelta(days=LOOK_AHEAD_DAYS)):
            if opens >= until and latest is not None and open_time >= LEAST_OPEN_TIME:
                break
            missing = max(LEAST_OPEN_TIME - open_time, timedelta())
            latest = min(closes, max(until, opens + missing))
            open_time += closes - opens
        return latest or until


def program_calendar(program: Program) -> Calendar:
    return Calendar(
        hours={row.weekday: (row.opens_at, row.closes_at) for row in HOURS.rows(program.pk)},
        closures={row.day: row.is_open for row in CLOSURES.rows(program.pk)},
        state=program.state,
        zone=time_zone_of(program),
    )


def is_open(program: Program, at: datetime) -> bool:
    """True while program staff can be reached (H1)."""
    return program_calendar(program).is_open(at)


def next_opening(program: Program, at: datetime) -> datetime | None:
    """When program staff can next be reached (H1); None while no opening is set."""
    return program_calendar(program).next_opening(at)


def on_call_shifts(program: Program, at: datetime) -> list[OnCallShift]:
    """The shifts of those who answer the phone now."""
    return list(
        OnCallShift.objects.filter(program=program, starts_at__lte=at, ends_at__gt=at).order_by(
            "starts_at", "name"
        )
    )


@dataclass(frozen=True)
class HandoffNumber:
    """A number an officer can call now. `key` names it in a form; `kind` is the handoff that calling it makes.

    `partner` is the 24-hour partner that answers it.
    """

    key: str
    kind: str
    name: str
    phone: str
    partner: Agency | None = None


@dataclass(frozen=True)
class HandoffOptions:
    """The possible handoffs: the numbers to call now, best first; without any, the card. `opens_at` is None if open."""

    numbers: tuple[HandoffNumber, ...] = ()
    opens_at: datetime | None = None

    @property
    def kind(self) -> str:
        return self.numbers[0].kind if self.numbers else "card"

    def find_number(self, key: str) -> HandoffNumber | None:
        return next((each for each in self.numbers if each.key == key), None)


def handoff_options(program: Program, at: datetime) -> HandoffOptions:
    """The handoffs that are possible now, by open hours and on-call roster (handbook 3c).

    In open hours the program's own number comes first: someone answers it whoever is on the roster.
    """
    calendar = program_calendar(program)
    opened = calendar.is_open(at)
    numbers = [
        HandoffNumber(f"shift-{shift.pk}", "warm", shift.name, shift.phone)
        for shift in on_call_shifts(program, at)
    ]
    if opened and program.phone:
        numbers.insert(0, HandoffNumber("program", "warm", program.name, program.phone))
    partners = Agency.objects.filter(program=program, takes_handoffs_all_hours=True, is_active=True)
    numbers += [
        HandoffNumber(f"partner-{partner.pk}", "all_hours_partner", partner.name, partner.phone, partner)
        for partner in partners.order_by(*by_name("name"))
        if partner.phone
    ]
    return HandoffOptions(tuple(numbers), None if opened else calendar.next_opening(at))


@dataclass(frozen=True)
class RosterGap:
    """Open hours in which no one is on call."""

    starts_at: datetime
    ends_at: datetime


def roster_gaps(program: Program, at: datetime) -> list[RosterGap]:
    """Open hours of the next two weeks in which no one is on call, in order (H1)."""
    until = at + ROSTER_AHEAD
    shifts = list(
        OnCallShift.objects.filter(program=program, ends_at__gt=at, starts_at__lt=until).order_by("starts_at")
    )
    gaps = []
    for opens, closes in program_calendar(program).open_spans(at, until):
        covered_to = opens
        for shift in shifts:
            if shift.ends_at <= covered_to or shift.starts_at >= closes:
                continue
            if shift.starts_at > covered_to:
                gaps.append(RosterGap(covered_to, shift.starts_at))
            covered_to = shift.ends_at
        if covered_to < closes:
            gaps.append(RosterGap(covered_to, closes))
    return gaps


def contact_due_at(program: Program, at: datetime) -> datetime:
    """When first contact is due: within the policy's hours (handbook 3c: 48), and while the program is open.

    A deadline at 2 AM is moved back to the last closing before it. Where that leaves less than two open hours, as after
    a referral on Friday evening, it is moved forward to two hours after the next opening.
    """
    due = at + policy_at(program, local_date(program, at)).contact_due
    return program_calendar(program).open_moment_by(at, due)


def current_script(program: Program, language: str, at: datetime) -> Script | None:
    """The current script in a language; the English one where there is none."""
    newest = Script.objects.filter(program=program, effective_at__lte=at).order_by("-effective_at")
    return newest.filter(language=language).first() or newest.filter(language="en").first()


def partner_agencies(program: Program) -> QuerySet[Agency]:
    """Active partner organizations, by name."""
    return Agency.objects.filter(program=program, is_active=True).order_by(*by_name("name"))


def police_agencies(program: Program) -> QuerySet[Agency]:
    """The program's current law enforcement agencies, by name."""
    return partner_agencies(program).filter(kind=Agency.Kind.LAW_ENFORCEMENT)


def all_agencies(program: Program) -> QuerySet[Agency]:
    """Every partner with its agreements, by name, those that left the program too."""
    return Agency.objects.filter(program=program).prefetch_related("agreements").order_by(*by_name("name"))


def find_agency(program: Program, public_id: uuid.UUID) -> Agency | None:
    return all_agencies(program).prefetch_related("contacts", "services").filter(public_id=public_id).first()


def find_contact(agency: Agency, number: str) -> AgencyContact | None:
    return AgencyContact.objects.filter(agency=agency, pk=int(number)).first() if number.isdecimal() else None


def find_service(agency: Agency, number: str) -> AgencyService | None:
    return AgencyService.objects.filter(agency=agency, pk=int(number)).first() if number.isdecimal() else None


def find_agreement(agency: Agency, public_id: uuid.UUID) -> AgencyAgreement | None:
    """An agreement that has its signed paper on file."""
    return AgencyAgreement.objects.filter(agency=agency, public_id=public_id, document__isnull=False).first()


def policy_versions(program: Program) -> QuerySet[PolicyVersion]:
    """Every version of the policy, the latest effective date first."""
    return PolicyVersion.objects.filter(program=program).order_by("-effective_on", "-number")


def scripts_of(program: Program, language: str) -> QuerySet[Script]:
    """Every script in a language, newest first."""
    return Script.objects.filter(program=program, language=language).order_by("-effective_at")


def writer_names(user_ids: Iterable[int | None]) -> dict[int, str]:
    """The names of whoever wrote something. Users stand above this app, so Django names their model."""
    users = get_user_model().objects.filter(pk__in=[each for each in user_ids if each is not None])
    return dict(users.values_list("pk", "full_name"))


def instructions_of(program: Program) -> QuerySet[FieldInstruction]:
    """Every instruction the program wrote at a field, newest first, blank ones too."""
    return FieldInstruction.objects.filter(program=program).order_by("-effective_at", "-pk")


def current_instructions_of(program: Program, at: datetime) -> dict[InstructionKey, str]:
    """The instructions that apply, by form, field and language; where the default is back there is none (X2)."""
    texts: dict[InstructionKey, str] = {}
    for each in INSTRUCTIONS.rows(program.pk, at):
        texts.setdefault((each.form, each.field, each.language), each.text)
    return {key: text for key, text in texts.items() if text}


def questions_of(program: Program) -> QuerySet[IntakeQuestion]:
    """The questions the program adds to its intake, those no longer asked too."""
    return IntakeQuestion.objects.filter(program=program).order_by("section", "position")


def find_question(program: Program, public_id: uuid.UUID) -> IntakeQuestion | None:
    return questions_of(program).select_related("program").filter(public_id=public_id).first()


def coming_shifts(program: Program, at: datetime) -> QuerySet[OnCallShift]:
    """Current and future on-call shifts, in order."""
    return OnCallShift.objects.filter(program=program, ends_at__gt=at).order_by("starts_at", *by_name("name"))


def approving_agencies(program: Program) -> list[Agency]:
    """The partners that must approve criteria, by name (P7)."""
    return [each for each in partner_agencies(program).order_by(*by_name("name")) if each.must_approve]


def find_shift(program: Program, number: str) -> OnCallShift | None:
    shifts = OnCallShift.objects.filter(program=program).select_related("program")
    return shifts.filter(pk=int(number)).first() if number.isdecimal() else None


def weekly_hours(program: Program) -> dict[int, tuple[time, time]]:
    """Opening and closing time by weekday (0 is Monday)."""
    return program_calendar(program).hours


@dataclass(frozen=True)
class SpecialDay:
    """A day that differs from the week: a state holiday, or one the program set itself."""

    day: date
    name: str
    is_open: bool
    is_holiday: bool
    is_set: bool


def special_days(program: Program, at: datetime) -> list[SpecialDay]:
    """Holidays and days off of the next twelve months, in order."""
    today = local_date(program, at)
    until = today + timedelta(days=366)
    holiday_names = {
        day: name
        for year in (today.year, today.year + 1)
        for day, name in state_holidays(program.state, year).items()
        if today <= day < until
    }
    own = {row.day: row for row in Closure.objects.filter(program=program, day__gte=today, day__lt=until)}
    return [
        SpecialDay(
            day=day,
            name=own[day].name if day in own else holiday_names[day],
            is_open=day in own and own[day].is_open,
            is_holiday=day in holiday_names,
            is_set=day in own,
        )
        for day in sorted({*holiday_names, *own})
    ]
