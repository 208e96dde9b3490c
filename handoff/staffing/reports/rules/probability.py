"""How often a match like this one is right, measured by how alike name and birth date are (ADR 0074)."""

from enum import StrEnum

from handoff.participants.lookup.rules.levels import ALIKE, NEARLY_THE_SAME
from handoff.participants.lookup.rules.scoring import Reason, Score

SAME_FIRST_NAME = 0.99
SURE = 0.995
"""The least share of right matches of its kind with which a match is confirmed together with others."""


class MiddleNames(StrEnum):
    """What the middle names on both sides add to a match."""

    WHOLE = "whole"
    INITIAL = "initial"
    OTHER = "other"
    NEITHER = "neither"
    SILENT = ""
    """Only one side has one, or an initial that says nothing under another first name."""


CORROBORATED: dict[str, frozenset[MiddleNames]] = {
    "same:near": frozenset({MiddleNames.WHOLE, MiddleNames.INITIAL}),
    "same:surname": frozenset({MiddleNames.OTHER}),
    "near:same": frozenset({MiddleNames.WHOLE, MiddleNames.INITIAL}),
    "close:same": frozenset({MiddleNames.WHOLE, MiddleNames.INITIAL, MiddleNames.OTHER, MiddleNames.NEITHER}),
}
"""Of these, what middle names add makes other kinds: twins, sons and strangers have middle names of their own."""
SAFE = frozenset(
    {
        "same:same",
        "same:surname",
        "turned:same",
        "same:near+initial",
        "same:near+whole",
        "near:same+whole",
        "close:same+whole",
        "close:same+neither",
    }
)
"""Kinds that may be confirmed together at all: with a full birth date, and nothing left that a relative may share."""

NAMED_SLIPS = {Reason.DAY_MONTH: "turned", Reason.CLOSE_YEAR: "close"}
"""Slips in a birth date that are kinds of their own: of the others some may be a relative's date."""

MEASURED: dict[str, tuple[int, int]] = {
    "close:alike": (16, 0),
    "close:near": (387, 386),
    "close:same+initial": (7, 7),
    "close:same+neither": (870, 870),
    "close:same+whole": (959, 959),
    "close:surname": (2, 0),
    "near:alike": (127, 8),
    "near:near": (450, 416),
    "near:same": (562, 562),
    "near:same+initial": (4, 4),
    "near:same+whole": (630, 630),
    "near:surname": (108, 103),
    "not_recorded:near": (63, 0),
    "not_recorded:same": (26, 0),
    "not_recorded:surname": (5, 0),
    "part:near": (119, 43),
    "part:same": (185, 181),
    "part:surname": (25, 0),
    "placeholder:alike": (3, 2),
    "placeholder:near": (118, 118),
    "placeholder:same": (349, 349),
    "placeholder:surname": (30, 29),
    "same:alike": (221, 202),
    "same:near": (1954, 1951),
    "same:near+initial": (4783, 4783),
    "same:near+whole": (1782, 1782),
    "same:part": (104, 6),
    "same:same": (21966, 21966),
    "same:surname": (2121, 2121),
    "turned:alike": (6, 0),
    "turned:near": (155, 155),
    "turned:same": (747, 747),
    "turned:surname": (1, 0),
    "year:near": (52, 9),
    "year:same": (35, 27),
    "year:surname": (2, 0),
}
"""For each kind of match: how many rows were of it, and of how many the participant was the right one.

Made by `tests/bench/calibrate_matching.py`, the sum of its seeds 74 to 81; `bench_charges.py` measures with another.
"""


def name_band(score: Score) -> str:
    """How alike the names are: the same, a slip only in the surname, a slip, alike, or only in part.

    A slip in the first name is a kind of its own: twins share the surname and the birth date.
    """
    first, last = score.name.first, score.name.last or 0.0
    if score.name.is_same:
        return "same"
    if NEARLY_THE_SAME.hold(first, last):
        return "surname" if first >= SAME_FIRST_NAME else "near"
    return "alike" if ALIKE.hold(first, last) else "part"


def kind_of_match(score: Score, middle: MiddleNames = MiddleNames.SILENT) -> str:
    """How birth dates and names agree and, where it decides, what the middle names add (`middle_agreement`)."""
    dates = next((name for reason, name in NAMED_SLIPS.items() if reason in score.reasons), score.date.value)
    kind = f"{dates}:{name_band(score)}"
    return f"{kind}+{middle}" if middle in CORROBORATED.get(kind, ()) else kind


def probability_of(score: Score, middle: MiddleNames = MiddleNames.SILENT) -> float:
    """The share of right matches among those of this kind; one of which few were seen is never near 1."""
    rows, right = MEASURED.get(kind_of_match(score, middle), (0, 0))
    return (right + 0.5) / (rows + 1)


def is_sure(score: Score, middle: MiddleNames = MiddleNames.SILENT) -> bool:
    """Whether a match may be confirmed with others.

    A slip in the first name, or in one digit of the birth date, needs the whole middle name beside it, however often
    it is right without: it may be a twin, or a parent and child of one name. A year of birth 1 or 10 off, on the same
    day under the very same name, is no parent's; it's sure too where neither has a middle name that could tell.
    """
    return kind_of_match(score, middle) in SAFE and probability_of(score, middle) >= SURE
