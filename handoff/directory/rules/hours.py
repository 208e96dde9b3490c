"""Whether a service is open at a moment, and when it opens next. Times are local to the program."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from handoff.directory.definitions import LAST, WEEKDAYS

DAYS_AHEAD = 120
"""How far ahead an opening is looked for: a winter shelter is listed in the fall."""
ALWAYS = timedelta(days=7)
ONE_DAY = timedelta(days=1)


class Openness(StrEnum):
    """What can be said about a service at a moment."""

    OPEN = "open"
    ALWAYS_OPEN = "always_open"
    HOLIDAY = "holiday"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Spell:
    """One spell of opening on weekdays; `weeks` limits it to some weeks of the month."""

    weekdays: frozenset[str]
    opens_at: time
    closes_at: time
    weeks: frozenset[str] = frozenset()
    valid_from: date | None = None
    valid_to: date | None = None

    def starts_on(self, day: date) -> bool:
        """True if the spell starts on this day."""
        if WEEKDAYS[day.weekday()] not in self.weekdays:
            return False
        if (self.valid_from and day < self.valid_from) or (self.valid_to and day > self.valid_to):
            return False
        return not self.weeks or bool(self.weeks & weeks_of_month(day))

    def span_on(self, day: date) -> tuple[datetime, datetime]:
        """From when to when it is open if it starts on this day; an end that isn't after the start is a day later."""
        last = day if self.closes_at > self.opens_at else day + ONE_DAY
        return datetime.combine(day, self.opens_at), datetime.combine(last, self.closes_at)


@dataclass(frozen=True)
class HoursState:
    """Open until when, or closed until when; no time where it isn't known."""

    openness: Openness
    until: datetime | None = None


def weeks_of_month(day: date) -> frozenset[str]:
    """Which of its month's weekdays a day is: {"2"} for a second Thursday, {"4", "L"} for a fourth and last."""
    number = str((day.day - 1) // 7 + 1)
    is_last = (day + 7 * ONE_DAY).month != day.month
    return frozenset({number, LAST}) if is_last else frozenset({number})


def hours_state(spells: Iterable[Spell], now: datetime, is_holiday: Callable[[date], bool]) -> HoursState:
    """Whether a service is open at a local time.

    On a holiday a service may keep other hours, so one calls first; not one that is open 24 hours.
    """
    spells = list(spells)
    if not spells:
        return HoursState(Openness.UNKNOWN)
    running = [
        (day, spell.span_on(day)[1])
        for day in (now.date() - ONE_DAY, now.date())
        for spell in spells
        if spell.starts_on(day) and spell.span_on(day)[0] <= now < spell.span_on(day)[1]
    ]
    if not running:
        return HoursState(Openness.CLOSED, next_opening(spells, now, is_holiday))
    if extend_over_adjoining(spells, max(end for _day, end in running), now + ALWAYS) >= now + ALWAYS:
        return HoursState(Openness.ALWAYS_OPEN)
    ends = [end for day, end in running if not is_holiday(day)]
    if not ends:
        return HoursState(Openness.HOLIDAY)
    return HoursState(Openness.OPEN, extend_over_adjoining(spells, max(ends), now + ALWAYS))


def extend_over_adjoining(spells: list[Spell], until: datetime, limit: datetime) -> datetime:
    """The end of opening when a spell that starts before or at that end lasts longer; looked at up to `limit`."""
    while until < limit:
        later = [
            end
            for day in (until.date() - ONE_DAY, until.date())
            for spell in spells
            if spell.starts_on(day)
            for start, end in [spell.span_on(day)]
            if start <= until < end
        ]
        if not later:
            break
        until = max(later)
    return until


def next_opening(spells: list[Spell], now: datetime, is_holiday: Callable[[date], bool]) -> datetime | None:
    """The next start of a spell that isn't on a holiday; None where there is none within some months."""
    for ahead in range(DAYS_AHEAD):
        day = now.date() + timedelta(days=ahead)
        starts = [spell.span_on(day)[0] for spell in spells if spell.starts_on(day)]
        coming = [start for start in starts if start > now]
        if coming and not is_holiday(day):
            return min(coming)
    return None
