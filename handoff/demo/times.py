"""The calendar of the fictional county: when officers meet people, when program staff work. Knows no database."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("America/New_York")
HISTORY_DAYS = 730
"""The program has taken referrals for two years."""
SETUP_DAYS = 75
"""It was prepared for so many days before the first one."""
POLICY_CHANGED_AGO = 300
"""So many days ago the intake window became shorter."""
AGREEMENT_CHANGED_AGO = 210
WINDOW_BEFORE, WINDOW_NOW = 21, 14

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
"""How often officers meet somebody at each hour of the day."""


@dataclass(frozen=True)
class Days:
    """The days of one world: it ends at the first instant of `program_today`, and nothing in it happens later."""

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

    def window(self, day: date) -> int:
        """Return how many days an intake window had that was opened on a day."""
        return WINDOW_NOW if day >= self.policy_changed_on else WINDOW_BEFORE

    def is_working(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.closed

    def working_day(self, day: date) -> date:
        """Return the day, or the next one on which staff work."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def working_day_before(self, day: date) -> date:
        """Return the day, or the last one before it on which staff work."""
        while not self.is_working(day):
            day -= timedelta(days=1)
        return day

    def staff_moment(self, rng: Random, day: date) -> datetime:
        """Return a moment of a working day, the given one or the next."""
        return at(self.working_day(day), rng.randint(8, 15), rng.randrange(60))

    def officer_moment(self, rng: Random, day: date) -> datetime:
        """Return a moment at which an officer meets somebody, at any hour."""
        hour = rng.choices([hour for hour, _ in HOURS], [weight for _, weight in HOURS])[0]
        return at(day, hour, rng.randrange(60))

    def soon_after(self, rng: Random, moment: datetime, least_hours: int, most_hours: int) -> datetime:
        """Return a working moment so many hours later, or the next working day's."""
        later = moment + timedelta(minutes=rng.randint(least_hours * 60, most_hours * 60))
        local = later.astimezone(ZONE)
        if self.is_working(local.date()) and 8 <= local.hour < 16:
            return later
        day = local.date() if local.hour < 8 else local.date() + timedelta(days=1)
        return self.staff_moment(rng, day)


def at(day: date, hour: int, minute: int) -> datetime:
    """Return the instant of a wall-clock time in the county."""
    return datetime.combine(day, time(hour, minute), ZONE).astimezone(UTC)


def local_day(moment: datetime) -> date:
    """Return the county's day of an instant."""
    return moment.astimezone(ZONE).date()
