"""What holds in a program at a moment: its policy, whether it is open, who answers, what the officer is offered."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays
from django.db.models import QuerySet

from handoff.core.refusals import Refused
from handoff.programs.models import Agency, Closure, OnCallShift, OpenHours, PolicyVersion, Program, Script

LOOK_AHEAD_DAYS = 60


def zone(program: Program) -> ZoneInfo:
    """Return the program's time zone."""
    return ZoneInfo(program.time_zone)


def local_date(program: Program, at: datetime) -> date:
    """Return the day it is in the program's own time zone."""
    return at.astimezone(zone(program)).date()


def policy_at(program: Program, on: date) -> PolicyVersion:
    """Return the policy in force on a day: the newest that has taken effect (P4)."""
    policy = (
        PolicyVersion.objects.filter(program=program, effective_on__lte=on).order_by("-effective_on", "-number").first()
    )
    if policy is None:
        raise Refused("This program has no policy settings yet. A program manager can add them under Program.")
    return policy


@lru_cache(maxsize=64)
def state_holidays(state: str, year: int) -> dict[date, str]:
    """Return the state's public holidays of a year, by day."""
    return dict(holidays.country_holidays("US", subdiv=state, years=year))


@dataclass(frozen=True)
class Calendar:
    """A program's week and its days off, read once for a stretch of days."""

    hours: dict[int, tuple[time, time]]
    closures: dict[date, bool]
    state: str
    zone: ZoneInfo

    def hours_on(self, day: date) -> tuple[datetime, datetime] | None:
        """Return when the program opens and closes on a day, or None when it stays closed."""
        open_anyway = self.closures.get(day)
        if open_anyway is False or (open_anyway is None and day in state_holidays(self.state, day.year)):
            return None
        if day.weekday() not in self.hours:
            return None
        opens, closes = self.hours[day.weekday()]
        return datetime.combine(day, opens, self.zone), datetime.combine(day, closes, self.zone)

    def is_open(self, at: datetime) -> bool:
        """Say whether an instant lies within the open hours (half-open)."""
        hours = self.hours_on(at.astimezone(self.zone).date())
        return hours is not None and hours[0] <= at < hours[1]

    def next_opening(self, at: datetime) -> datetime:
        """Return the instant from which staff can be reached: now, or the next time the doors open."""
        if self.is_open(at):
            return at
        day = at.astimezone(self.zone).date()
        for ahead in range(LOOK_AHEAD_DAYS):
            hours = self.hours_on(day + timedelta(days=ahead))
            if hours is not None and hours[0] > at:
                return hours[0]
        return at + timedelta(days=1)


def calendar(program: Program) -> Calendar:
    """Read a program's hours and closures."""
    return Calendar(
        hours={row.weekday: (row.opens_at, row.closes_at) for row in OpenHours.objects.filter(program=program)},
        closures={row.day: row.is_open for row in Closure.objects.filter(program=program)},
        state=program.state,
        zone=zone(program),
    )


def is_open(program: Program, at: datetime) -> bool:
    """Say whether program staff can be reached now (H1)."""
    return calendar(program).is_open(at)


def next_opening(program: Program, at: datetime) -> datetime:
    """Return when staff can next be reached (H1)."""
    return calendar(program).next_opening(at)


def on_call(program: Program, at: datetime) -> list[OnCallShift]:
    """Return who answers the phone now."""
    return list(
        OnCallShift.objects.filter(program=program, starts_at__lte=at, ends_at__gt=at).order_by("starts_at", "name")
    )


@dataclass(frozen=True)
class HandoffOptions:
    """What the officer is offered: call somebody now, a 24-hour partner, or the card and a next-business-day task."""

    kind: str
    people: list[OnCallShift] = field(default_factory=list)
    partner: Agency | None = None
    next_opening: datetime | None = None


def handoff_options(program: Program, at: datetime) -> HandoffOptions:
    """Decide from hours and on-call roster what handoff is possible now (handbook 3c)."""
    opening = next_opening(program, at)
    people = on_call(program, at)
    partner = Agency.objects.filter(program=program, takes_handoffs_all_hours=True, is_active=True).first()
    if people:
        return HandoffOptions(kind="warm", people=people, partner=partner, next_opening=opening)
    if partner is not None:
        return HandoffOptions(kind="all_hours_partner", partner=partner, next_opening=opening)
    return HandoffOptions(kind="card", next_opening=opening)


def contact_due_at(program: Program, at: datetime) -> datetime:
    """Return when first contact is due: within the policy's hours of the referral (handbook 3c: 48 hours)."""
    return at + policy_at(program, local_date(program, at)).contact_due


def script(program: Program, language: str, at: datetime) -> Script | None:
    """Return the words to read aloud in a language, the newest in force; English where there are none."""
    newest = Script.objects.filter(program=program, effective_at__lte=at).order_by("-effective_at")
    return newest.filter(language=language).first() or newest.filter(language="en").first()


def partner_agencies(program: Program) -> QuerySet[Agency]:
    """Return the organisations at the program's table, by name."""
    return Agency.objects.filter(program=program, is_active=True).order_by("name")
