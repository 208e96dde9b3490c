"""How often a match like this one is right: measured shares by how alike name and birth date are (ADR 0074)."""

from handoff.participants.lookup.rules.levels import ALIKE, NEARLY_THE_SAME
from handoff.participants.lookup.rules.scoring import Score


def name_band(score: Score) -> str:
    """How alike the names are: the same, one slip apart, alike, or only in part."""
    first, last = score.name.first, score.name.last or 0.0
    if score.name.is_same:
        return "same"
    if NEARLY_THE_SAME.hold(first, last):
        return "near"
    return "alike" if ALIKE.hold(first, last) else "part"


def cell_of(score: Score, shown: int) -> str:
    """The kind of a match: its date, its name, and whether anyone else is shown beside it."""
    return f"{score.date}:{name_band(score)}:{'alone' if shown == 1 else 'beside'}"
