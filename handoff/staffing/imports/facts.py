"""A row of a records system's export as Handoff reads it: who, what, and when."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from handoff.spreadsheets.facts import RefusedRow
from handoff.staffing.reports.facts import NamedPerson


class Kind(StrEnum):
    """How someone was charged. A hold is no charge."""

    CITATION = "citation"
    ARREST = "arrest"
    WARRANT = "warrant"
    HOLD = "hold"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True)
class IncomingCharge:
    """One charge of a file. `identity` is the source's own numbers for it, else what it prints."""

    line: int
    person: NamedPerson
    identity: tuple[str, ...]
    kind: Kind
    statute: str
    words: str
    offense_key: str
    counts: int | None
    occurred_on: date
    occurred_at: datetime | None
    incident_number: str
    court_at: datetime | None = None
    court: str = ""
    """The court as the source prints it."""
    officer: str = ""
    """Who made the arrest, as the source prints it."""
    grade: str = ""

    @property
    def text(self) -> tuple[str, ...]:
        """What says which offense it is; a blank one says nothing."""
        return (self.statute, self.words, self.grade)

    @property
    def content(self) -> tuple[str, ...]:
        """What a corrected export may change without making it another charge. A blank one says nothing."""
        kind = "" if self.kind is Kind.NOT_KNOWN else self.kind.value
        moment = self.occurred_at.isoformat() if self.occurred_at else ""
        counts = str(self.counts) if self.counts is not None else ""
        return (*self.text, kind, counts, self.occurred_on.isoformat(), moment)


@dataclass
class ChargeFile:
    """What a file says: its charges, the rows that aren't taken, and rows that say nothing new."""

    lines: int = 0
    charges: list[IncomingCharge] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    printed_twice: list[int] = field(default_factory=list)
    without_spoiled: list[int] = field(default_factory=list)
    """Rows of which one number is left out, since a spreadsheet changed it and the others say enough (C-F34)."""
    without_charge: list[int] = field(default_factory=list)
    continued: list[int] = field(default_factory=list)
    """Rows that name only a charge: one of the row above."""

    @property
    def arrests(self) -> int:
        """Each person on each occasion."""
        return len({(each.person.identity, each.incident_number, each.occurred_on) for each in self.charges})
