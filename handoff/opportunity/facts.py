"""An arrest list as the analysis reads it: rows of text under headings, and which column holds which fact."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """A file's headings and its rows of text, each as long as the headings."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Columns:
    """Which column holds which fact, by its place in the row."""

    places: dict[str, int]

    def cell(self, row: Sequence[str], fact: str) -> str:
        """Return the text of a fact in a row, empty when the file has no such column."""
        place = self.places.get(fact)
        return row[place].strip() if place is not None and place < len(row) else ""

    def has(self, fact: str) -> bool:
        """Whether the file has a column for the fact."""
        return fact in self.places
