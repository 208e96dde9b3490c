"""A program's own measures: rows of one table that meet some conditions, out of those that meet others (M10).

A condition is a column with one value, or that it is filled in, or that it isn't. Values of one column are
alternatives; conditions on several columns have to hold together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from handoff.measures.definitions.measure import (
    ALL,
    Line,
    Measure,
    Result,
    Table,
    Unit,
    tables_by_agency_and_pathway,
)
from handoff.measures.facts import Facts
from handoff.measures.rules.periods import Period

FILLED, EMPTY = "*", "-"
Condition = tuple[str, str]
"""A column and a value, `FILLED` or `EMPTY`."""


class Row(Protocol):
    """A row of facts of any app."""


@dataclass(frozen=True)
class SourceTable:
    """A table that own measures may count: what a row is, its own number, and the day by which it falls in a period."""

    key: str
    unit: Unit
    number: str
    day: str


SOURCES: dict[str, SourceTable] = {
    each.key: each
    for each in (
        SourceTable("referral", Unit.REFERRALS, "referral", "occurred_on"),
        SourceTable("enrollment", Unit.PEOPLE, "person", "enrolled_on"),
        SourceTable("charge", Unit.CHARGES, "charge", "set_aside_on"),
        SourceTable("new_charge", Unit.NEW_CHARGES, "charge", "occurred_on"),
    )
}


@dataclass(frozen=True)
class OwnDefinition:
    """What a program's measure counts: its number and version, the table, and the conditions."""

    number: int
    version: int
    title: str
    sentence: str
    table: str
    base: tuple[Condition, ...]
    counted: tuple[Condition, ...]

    @property
    def key(self) -> str:
        return f"own-{self.number}"


def meets(row: Row, conditions: Iterable[Condition]) -> bool:
    """True if for each column named the row holds one of its values."""
    wanted: dict[str, set[str]] = {}
    for column, value in conditions:
        wanted.setdefault(column, set()).add(value)
    return all(_holds(getattr(row, column), values) for column, values in wanted.items())


def _holds(cell: object, values: set[str]) -> bool:
    found = {str(each) for each in cell} if isinstance(cell, tuple) else {"" if cell is None else str(cell)}
    is_filled = bool(found - {""})
    return bool(found & values) or (FILLED in values and is_filled) or (EMPTY in values and not is_filled)


def rows_in(facts: Facts, table: str, period: Period) -> Sequence[Row]:
    """The rows of a table whose day falls in a period. Referrals entered by mistake or twice are none."""
    if table == "referral":
        return facts.referrals_in(period)
    rows: dict[str, Sequence[Row]] = {
        "enrollment": facts.enrollments,
        "charge": facts.charges,
        "new_charge": facts.new_charges,
    }
    day = SOURCES[table].day
    return [each for each in rows[table] if _day_of(each, day) in period]


def _day_of(row: Row, name: str) -> date:
    found: date = getattr(row, name)
    return found


def count_own(definition: OwnDefinition, facts: Facts, period: Period) -> Result:
    source = SOURCES[definition.table]
    rows = rows_in(facts, definition.table, period)
    whole = [each for each in rows if meets(each, definition.base)]
    counted = [each for each in whole if meets(each, definition.counted)]
    tables: tuple[Table, ...] = ()
    if definition.table == "referral":
        referrals = [each for each in facts.referrals_in(period) if meets(each, definition.base)]
        accepted = [each for each in referrals if meets(each, definition.counted)]
        tables = tables_by_agency_and_pathway(accepted, referrals)
    return Result(period, Line(ALL, _numbers(counted, source), _numbers(whole, source)), tables)


def _numbers(rows: Iterable[Row], source: SourceTable) -> tuple[int, ...]:
    return tuple(getattr(each, source.number) for each in rows)


def own_measure(
    definition: OwnDefinition, numerator: str, denominator: str, exclusions: tuple[str, ...] = ()
) -> Measure:
    """The definition as a measure like any other. The words are made from the columns, by who knows them."""
    return Measure(
        code=f"Own {definition.number}",
        key=definition.key,
        version=definition.version,
        title=definition.title,
        sentence=definition.sentence,
        numerator=numerator,
        denominator=denominator,
        exclusions=exclusions,
        section="",
        unit=SOURCES[definition.table].unit,
        count=lambda facts, period: count_own(definition, facts, period),
        is_own=True,
    )
