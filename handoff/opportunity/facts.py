"""An arrest list as the analysis uses it: rows of text under headings, and which column holds which fact."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """A file's headings and its rows of text, each as long as the headings."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Columns:
    """The index of each fact's column."""

    places: dict[str, int]

    def cell(self, row: Sequence[str], fact: str) -> str:
        """The text of a fact in a row; '' when the file has no such column."""
        place = self.places.get(fact)
        return row[place].strip() if place is not None and place < len(row) else ""

    def has(self, fact: str) -> bool:
        return fact in self.places
