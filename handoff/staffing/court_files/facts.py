"""A row of a court's calendar as Handoff reads it."""

from dataclasses import dataclass, field
from datetime import date, time

from handoff.spreadsheets.facts import RefusedRow
from handoff.staffing.reports.facts import NamedPerson


@dataclass(frozen=True)
class ListedCase:
    """One case of a calendar with its date. `when` is how exactly the court says it; a week begins on its Monday."""

    line: int
    person: NamedPerson
    number: str
    court: str
    room: str
    when: str
    on: date
    starts: time | None = None


@dataclass
class CourtFile:
    """What a calendar says: its cases, the rows that aren't taken, and how many rows it has."""

    lines: int = 0
    cases: list[ListedCase] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)


@dataclass(frozen=True)
class Room:
    """A courtroom as the program's court table has it."""

    drop_in: bool
    opens: time
