"""An arrest list as the analysis uses it: rows of text under headings, and which column holds which fact."""

from collections.abc import Sequence
from dataclasses import dataclass, field

CHARGE_FACTS = ("statute", "description", "grade", "arrest_type")
"""Facts that a list may give again for a second and third charge of one row."""


@dataclass(frozen=True)
class Table:
    """A file's headings and its rows of text, each as long as the headings."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Columns:
    """The index of each fact's column, and of the columns of a row's second, third and further charges."""

    places: dict[str, int]
    further: tuple[dict[str, int], ...] = field(default=())

    def cell(self, row: Sequence[str], fact: str) -> str:
        """The text of a fact in a row; '' when the file has no such column."""
        return cell_at(row, self.places.get(fact))

    def has(self, fact: str) -> bool:
        return fact in self.places

    def charge_places(self) -> tuple[dict[str, int], ...]:
        """The columns of each charge of a row: Charge 1, Charge 2, and so on."""
        first = {fact: self.places[fact] for fact in CHARGE_FACTS if fact in self.places}
        return (first, *self.further)

    def taken(self, headings: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """The headings that each fact is read from."""
        names: dict[str, tuple[str, ...]] = {fact: (headings[place],) for fact, place in self.places.items()}
        for places in self.further:
            for fact, place in places.items():
                names[fact] = (*names.get(fact, ()), headings[place])
        return names

    def left_over(self, headings: Sequence[str]) -> tuple[str, ...]:
        """The headings that no fact is read from."""
        used = {*self.places.values(), *(place for places in self.further for place in places.values())}
        return tuple(name for place, name in enumerate(headings) if place not in used and name.strip())


def cell_at(row: Sequence[str], place: int | None) -> str:
    """The text of a cell without the blanks around it; '' where there is no such cell."""
    return row[place].strip() if place is not None and place < len(row) else ""
