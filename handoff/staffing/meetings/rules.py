"""The dates of a rhythm such as "the 2nd and 4th Thursday" (S1, C-F19)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

LAST = 5
"""Stands for the last such weekday of a month, whether it is the fourth or the fifth."""
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Rhythm:
    """A weekday, and either every so many weeks or certain weeks of each month (1 to 4, and 5 for the last)."""

    weekday: int
    every_weeks: int = 0
    weeks: tuple[int, ...] = ()


def dates_of(rhythm: Rhythm, first: date, until: date) -> Iterator[date]:
    """The dates of a rhythm from one day on, up to and with another. Every two weeks counts from the first date."""
    day = first + timedelta(days=(rhythm.weekday - first.weekday()) % 7)
    while day <= until:
        if rhythm.every_weeks or is_in_weeks(day, rhythm.weeks):
            yield day
        day += WEEK * (rhythm.every_weeks or 1)


def is_in_weeks(day: date, weeks: Collection[int]) -> bool:
    """Whether a day is the first, second … or last of its weekday in its month."""
    number = (day.day - 1) // 7 + 1
    is_last = (day + WEEK).month != day.month
    return (number < LAST and number in weeks) or (is_last and LAST in weeks)
