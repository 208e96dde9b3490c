"""What a table that people send can hold, and a table as it was read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

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

    @property
    def required(self) -> tuple[TableField, ...]:
        return tuple(each for each in self.fields if each.is_required)


@dataclass(frozen=True)
class Table:
    """The headings of a file and its rows, all as wide as the headings. `first_line` is the line of the first row."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    first_line: int = 2

    def samples(self, place: int, most: int = 3) -> list[str]:
        """The first different cells of a column, so that someone recognizes what it holds."""
        found = dict.fromkeys(row[place] for row in self.rows[:50] if row[place])
        return list(found)[:most]

    def cells(self, row: Sequence[str], columns: Columns) -> dict[str, str]:
        """A row's cells by fact."""
        return {fact: row[place] for fact, place in columns.items() if place < len(row)}
