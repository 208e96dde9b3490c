"""Months, quarters and fiscal years (July to June), as local days with both ends included."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

FISCAL_YEAR_BEGINS = 7
"""July: the fiscal year of North Carolina and its local governments (N.C.G.S. 159-8)."""

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""The years that a code may name: those of every date that Handoff takes."""


class PeriodKind(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


MONTHS_OF = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.YEAR: 12}


@dataclass(frozen=True, order=True)
class Period:
    """A month, quarter or fiscal year, named by its first day; `last` is included."""

    first: date
    kind: PeriodKind = PeriodKind.MONTH

    def __post_init__(self) -> None:
        if self.first != first_day_of(self.kind, self.first):
            raise ValueError(f"No {self.kind} begins on {self.first}")

    @cached_property
    def last(self) -> date:
        return self.next.first - timedelta(days=1)

    @property
    def next(self) -> "Period":
        return Period(add_months(self.first, MONTHS_OF[self.kind]), self.kind)

    @property
    def previous(self) -> "Period":
        return Period(add_months(self.first, -MONTHS_OF[self.kind]), self.kind)

    @property
    def code(self) -> str:
        """`2026-07` for a month, `2026-Q3` for a quarter, `FY2027` for the fiscal year that ends in June 2027."""
        if self.kind is PeriodKind.QUARTER:
            return f"{self.first.year}-Q{(self.first.month + 2) // 3}"
        return f"FY{self.last.year}" if self.kind is PeriodKind.YEAR else f"{self.first:%Y-%m}"

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def add_months(day: date, months: int) -> date:
    """The first day of the month that many months later."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, 1)


def first_day_of(kind: PeriodKind, day: date) -> date:
    """The first day of the period of a kind in which a day lies.

    Months and quarters divide the fiscal year evenly, so all three are counted from its start.
    """
    length = MONTHS_OF[kind]
    months_in = (day.month - FISCAL_YEAR_BEGINS) % 12 % length
    return add_months(day, -months_in)


def period_of(day: date, kind: PeriodKind = PeriodKind.MONTH) -> Period:
    return Period(first_day_of(kind, day), kind)


def periods_between(first: date, last: date, kind: PeriodKind = PeriodKind.MONTH) -> list[Period]:
    """The periods that have a day between two days, oldest first; none if the last day is before the first."""
    found = []
    period = period_of(first, kind)
    while period.first <= last:
        found.append(period)
        period = period.next
    return found


def read_month(text: str) -> Period | None:
    """The month that a code such as 2026-07 names; None for anything else."""
    year, _dash, month = text.partition("-")
    if len(year) != 4 or len(month) != 2 or not (year + month).isascii() or not (year + month).isdigit():
        return None
    if not FIRST_YEAR <= int(year) <= LAST_YEAR or not 1 <= int(month) <= 12:
        return None
    return Period(date(int(year), int(month), 1))


def read_period(text: str) -> Period | None:
    """The period that a code names: 2026-07, 2026-Q3 or FY2027; None for anything else."""
    if text.startswith("FY"):
        month = read_month(f"{text[2:]}-06")
        return period_of(month.first, PeriodKind.YEAR) if month else None
    year, dash, quarter = text.partition("-Q")
    if dash:
        starts = {"1": "01", "2": "04", "3": "07", "4": "10"}
        month = read_month(f"{year}-{starts.get(quarter, '')}")
        return period_of(month.first, PeriodKind.QUARTER) if month else None
    return read_month(text)
