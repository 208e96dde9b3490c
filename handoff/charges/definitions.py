"""The offense catalog as dated, sourced data: what each offense is, and whether its kind is diverted.

`data/north_carolina_offenses.csv` is every program's starting point; people are meant to read and change it. Counsel
has confirmed no entry: `reviewed_by` is empty until someone signs for it.
"""

import csv
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
OFFENSES = DATA / "north_carolina_offenses.csv"


class Divertible(StrEnum):
    """Whether the handbook's list of common charges covers the offense."""

    YES = "yes"
    NO = "no"
    NEVER = "never"


@dataclass(frozen=True)
class OffenseDefinition:
    """An offense as the law read between two dates."""

    key: str
    title: str
    plain_title: str
    spanish_title: str
    statute: str
    offense_class: str
    felony: bool
    grade_depends_on: str
    kind: str
    divertible: Divertible
    has_victim: bool
    asks_for_drug: bool
    asks_for_value: bool
    is_common: bool
    effective_from: date | None
    effective_to: date | None
    source: str
    reviewed_by: str
    note: str

    def holds_on(self, day: date) -> bool:
        return (self.effective_from is None or self.effective_from <= day) and (
            self.effective_to is None or day <= self.effective_to
        )


def read_offenses(path: Path) -> tuple[OffenseDefinition, ...]:
    """The entries of a catalog file, in its order."""
    with path.open(encoding="utf-8", newline="") as lines:
        return tuple(_offense(row) for row in csv.DictReader(lines))


def _offense(row: dict[str, str]) -> OffenseDefinition:
    return OffenseDefinition(
        key=row["key"],
        title=row["title"],
        plain_title=row["plain_title"],
        spanish_title=row["spanish_title"],
        statute=row["statute"],
        offense_class=row["offense_class"],
        felony=row["felony"] == "yes",
        grade_depends_on=row["grade_depends_on"],
        kind=row["kind"],
        divertible=Divertible(row["divertible"]),
        has_victim=row["has_victim"] == "yes",
        asks_for_drug=row["asks_for_drug"] == "yes",
        asks_for_value=row["asks_for_value"] == "yes",
        is_common=row["is_common"] == "yes",
        effective_from=date.fromisoformat(row["effective_from"]) if row["effective_from"] else None,
        effective_to=date.fromisoformat(row["effective_to"]) if row["effective_to"] else None,
        source=row["source"],
        reviewed_by=row["reviewed_by"],
        note=row["note"],
    )


@cache
def north_carolina_offenses() -> tuple[OffenseDefinition, ...]:
    return read_offenses(OFFENSES)


@cache
def _by_key() -> dict[str, tuple[OffenseDefinition, ...]]:
    found: dict[str, tuple[OffenseDefinition, ...]] = {}
    for offense in north_carolina_offenses():
        found[offense.key] = (*found.get(offense.key, ()), offense)
    return found


def offense_on(key: str, day: date | None = None) -> OffenseDefinition | None:
    """The entry for a key as of a day, or the newest entry without a day."""
    entries = _by_key().get(key, ())
    if day is not None:
        entries = tuple(entry for entry in entries if entry.holds_on(day))
    return max(entries, key=lambda entry: entry.effective_from or date.min, default=None)


def title_in(key: str, title: str, language: str) -> str:
    """The offense's title in a language. A title that the program changed stays as it wrote it."""
    if language != "es":
        return title
    translated = (entry.spanish_title for entry in _by_key().get(key, ()) if entry.title == title)
    return next(translated, "") or title


def everyday_title(offense: OffenseDefinition, language: str) -> str:
    """The title in plain words: the Spanish title has only one form."""
    return (offense.spanish_title if language == "es" else "") or offense.plain_title
