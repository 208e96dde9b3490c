"""The demo's calendar: when officers meet people and when program staff work. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("America/New_York")
HISTORY_DAYS = 730
"""How long the program has taken referrals."""
SETUP_DAYS = 75
"""Setup time before the first referral."""
POLICY_CHANGED_AGO = 300
"""When intakes came due sooner."""
AGREEMENT_CHANGED_AGO = 210
INTAKE_DAYS_BEFORE, INTAKE_DAYS_NOW = 21, 14

SATURDAY = 5

HOURS = (
    (7, 3),
    (8, 5),
    (9, 7),
    (10, 8),
    (11, 8),
    (12, 7),
    (13, 8),
    (14, 9),
    (15, 9),
    (16, 8),
    (17, 7),
    (18, 6),
    (19, 6),
    (20, 6),
    (21, 5),
    (22, 5),
    (23, 4),
    (0, 3),
    (1, 3),
    (2, 3),
    (3, 2),
    (4, 1),
    (5, 1),
    (6, 2),
)
"""How often officers meet people at each hour of the day."""


@dataclass(frozen=True)
class DemoCalendar:
    """The history ends at the first instant of `program_today`; nothing happens later."""

    today: date
    closed: Collection[date] = ()

    @property
    def ends(self) -> datetime:
        return at(self.today, 0, 0)

    @property
    def begins_on(self) -> date:
        return self.ago(HISTORY_DAYS)

    @property
    def policy_changed_on(self) -> date:
        return self.ago(POLICY_CHANGED_AGO)

    def ago(self, days: int) -> date:
        return self.today - timedelta(days=days)

    def intake_days(self, day: date) -> int:
        """How many days the intake of a referral made that day may take."""
        return INTAKE_DAYS_NOW if day >= self.policy_changed_on else INTAKE_DAYS_BEFORE

    def is_working(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.closed

    def working_day(self, day: date) -> date:
        """The day itself, or the next working day."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def working_day_before(self, day: date) -> date:
        """The day itself, or the last working day before it."""
        while not self.is_working(day):
            day -= timedelta(days=1)
        return day

    def staff_moment(self, rng: Random, day: date) -> datetime:
        """A time on that day, or on the next working day."""
        return at(self.working_day(day), rng.randint(8, 15), rng.randrange(60))

    def officer_moment(self, rng: Random, day: date) -> datetime:
        hour = rng.choices([hour for hour, _ in HOURS], [weight for _, weight in HOURS])[0]
        return at(day, hour, rng.randrange(60))

    def soon_after(self, rng: Random, moment: datetime, least_hours: int, most_hours: int) -> datetime:
        """A time in working hours that many hours later, or on the next working day."""
        later = moment + timedelta(minutes=rng.randint(least_hours * 60, most_hours * 60))
        local = later.astimezone(ZONE)
        if self.is_working(local.date()) and 8 <= local.hour < 16:
            return later
        day = local.date() if local.hour < 8 else local.date() + timedelta(days=1)
        return self.staff_moment(rng, day)


def at(day: date, hour: int, minute: int) -> datetime:
    """Local time in the county, in UTC."""
    return datetime.combine(day, time(hour, minute), ZONE).astimezone(UTC)


def local_day(moment: datetime) -> date:
    return moment.astimezone(ZONE).date()


def court_day(day: date) -> date:
    """The day itself, or the Monday after: courts are closed on weekends."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= SATURDAY else day
