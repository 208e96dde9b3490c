"""A month's figures as they are stored when it is closed, and what has changed since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypedDict

from handoff.measures.definitions.measure import Line, Measure, Result, Table, Unit
from handoff.measures.rules.periods import Period


class StoredLine(TypedDict):
    code: str
    count: int
    whole: int | None
    records: list[int]
    """Empty but in months closed before their referrals were kept on their own (ADR 0081)."""
    baseline: float | None


class StoredTable(TypedDict):
    key: str
    unit: str
    lines: list[StoredLine]


class StoredMeasure(TypedDict):
    id: str
    headline: StoredLine
    tables: list[StoredTable]
    notes: dict[str, int]


StoredRecords = Mapping[str, Mapping[str, Mapping[str, list[int]]]]
"""The referrals of lines: by the measure's definition, the table ("" for the headline) and the line."""


def store_result(measure: Measure, result: Result) -> StoredMeasure:
    """A result as plain JSON: only numbers."""
    return {
        "id": measure.id,
        "headline": _store_line(result.headline),
        "tables": [
            {
                "key": table.key,
                "unit": table.unit.value,
                "lines": [_store_line(line) for line in table.lines],
            }
            for table in result.tables
        ],
        "notes": dict(result.notes),
    }


def _store_line(line: Line) -> StoredLine:
    return {
        "code": line.code,
        "count": line.count,
        "whole": line.whole,
        "records": [],
        "baseline": line.baseline,
    }


def store_records(measure: Measure, result: Result) -> dict[str, dict[str, list[int]]]:
    """The referrals behind a result's lines. Whoever else is counted leaves no id: it would outlive an erasure."""
    headline = Table("", measure.unit, (result.headline,))
    return {
        table.key: {line.code: sorted(line.records) for line in table.lines if line.records}
        for table in (headline, *result.tables)
        if table.unit is Unit.REFERRALS
    }


def read_result(stored: StoredMeasure, period: Period, records: StoredRecords | None = None) -> Result:
    """A stored result with its numbers and, where its records are handed over, the ids of referrals."""
    named = (records or {}).get(stored["id"], {})
    return Result(
        period,
        _read_line(stored["headline"], named.get("", {})),
        tuple(
            Table(
                table["key"],
                Unit(table["unit"]),
                tuple(_read_line(line, named.get(table["key"], {})) for line in table["lines"]),
            )
            for table in stored["tables"]
        ),
        stored["notes"],
    )


def _read_line(line: StoredLine, named: Mapping[str, list[int]]) -> Line:
    return Line(
        line["code"],
        tuple(named.get(line["code"], line["records"])),
        size=line["whole"],
        counted=line["count"],
        baseline=line["baseline"],
    )


@dataclass(frozen=True)
class Difference:
    """One line that reads differently now. `added` and `removed` are referrals; one of each leaves the number as is."""

    table: str
    code: str
    before: int
    now: int
    before_of: int | None
    now_of: int | None
    added: tuple[int, ...] = ()
    removed: tuple[int, ...] = ()


def find_differences(closed: Result, now: Result) -> list[Difference]:
    """The lines of a closed month that read differently now, the headline first."""
    then, since = _lines_of(closed), _lines_of(now)
    found = []
    for key in [*then, *(each for each in since if each not in then)]:
        one, two = then.get(key, Line(key[1], ())), since.get(key, Line(key[1], ()))
        # Numbers of people are kept without their ids: nothing to compare but the numbers.
        kept = bool(one.records) or one.count == 0
        added = (
            tuple(sorted(set(two.records) - set(one.records))) if kept and key[2] is Unit.REFERRALS else ()
        )
        removed = tuple(sorted(set(one.records) - set(two.records))) if key[2] is Unit.REFERRALS else ()
        if added or removed or (one.count, one.whole or 0) != (two.count, two.whole or 0):
            found.append(
                Difference(key[0], key[1], one.count, two.count, one.whole, two.whole, added, removed)
            )
    return found


def _lines_of(result: Result) -> Mapping[tuple[str, str, Unit], Line]:
    unit = next((table.unit for table in result.tables), Unit.PEOPLE)
    lines: dict[tuple[str, str, Unit], Line] = {("", result.headline.code, unit): result.headline}
    for table in result.tables:
        lines |= {(table.key, line.code, table.unit): line for line in table.lines}
    return lines


def referrals_named(differences: Iterable[Difference]) -> set[int]:
    return {each for one in differences for each in (*one.added, *one.removed)}
