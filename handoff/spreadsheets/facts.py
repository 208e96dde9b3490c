"""What a table that people send can hold, and a table as it was read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

Columns = Mapping[str, int]
"""The place of the column that holds each fact."""


@dataclass(frozen=True)
class TableField:
    """One fact that a row can state: its label, the headings it is found under, and whether a row needs it."""

    name: str
    label: str
    headings: tuple[str, ...]
    is_required: bool = False


@dataclass(frozen=True)
class TableShape:
    """What one kind of file holds. `kind` is stored with the columns that a program saved for a source."""

    kind: str
    fields: tuple[TableField, ...]
    one_of: tuple[tuple[str, ...], ...] = ()
    """Facts of which a row needs one: a name in one column or in two."""
    asked: tuple[str, ...] = ()
    """Facts that a row needs, under headings too varied to recognize a table by: someone names their columns."""
    never_kept: tuple[str, ...] = ()
    """Words in headings of columns whose cells are never kept, not even until someone chose the columns."""

    @property
    def required(self) -> tuple[TableField, ...]:
        return tuple(each for each in self.fields if each.is_required)


@dataclass(frozen=True)
class Table:
    """The headings of a file and its rows, all as wide as the headings. `lines` are the rows' lines in the file.

    Of a workbook: `marks` say of each row what its cells don't (hidden, a total), `sheet` is its sheet's name,
    `others` are the names of the sheets that weren't read, and `is_1904` says that its days count from January 1, 1904.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    lines: tuple[int, ...] = field(default=(), repr=False)
    marks: tuple[str, ...] = field(default=(), repr=False)
    sheet: str = ""
    is_1904: bool = False
    others: tuple[str, ...] = ()

    def samples(self, place: int, most: int = 3) -> list[str]:
        """The first different cells of a column, so that someone recognizes what it holds."""
        found = dict.fromkeys(row[place] for row in self.rows[:50] if row[place])
        return list(found)[:most]

    def cells(self, row: Sequence[str], columns: Columns) -> dict[str, str]:
        """A row's cells by fact."""
        return {fact: row[place] for fact, place in columns.items() if place < len(row)}


class RowOutcome(StrEnum):
    """What importing a row does. Each row of a file has exactly one outcome."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REVIEW = "review"
    """A person has to look at it first."""
    REFUSED = "refused"


@dataclass(frozen=True)
class RefusedRow:
    """A row that isn't taken, and the sentence that says why."""

    line: int
    reason: str


@dataclass(frozen=True)
class PreviewRow:
    """What importing a row of a file would do. `reason` is the sentence that says why it is refused, or what to see."""

    line: int
    outcome: RowOutcome
    reason: str = ""


@dataclass(frozen=True)
class Preview:
    """What importing a file would do, row by row."""

    rows: tuple[PreviewRow, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows have each outcome; together they are all rows."""
        return {outcome.value: len(self.of(outcome)) for outcome in RowOutcome}

    def of(self, outcome: RowOutcome) -> list[PreviewRow]:
        return [row for row in self.rows if row.outcome is outcome]


@dataclass(frozen=True)
class BatchChange:
    """A record that an import added or changed. `fingerprint` (rules.fingerprints) is of what the import wrote."""

    table: str
    record_id: str
    is_added: bool
    fingerprint: str
