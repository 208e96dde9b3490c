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
    "close:alike": (7, 0),
    "close:near": (103, 103),
    "close:same+initial": (1, 1),
    "close:same+neither": (214, 214),
    "close:same+whole": (245, 245),
    "near:alike": (32, 3),
    "near:near": (115, 107),
    "near:same": (133, 133),
    "near:same+initial": (2, 2),
    "near:same+whole": (149, 149),
    "near:surname": (29, 27),
    "not_recorded:near": (17, 0),
    "not_recorded:same": (14, 0),
    "not_recorded:surname": (2, 0),
    "part:near": (29, 12),
    "part:same": (46, 45),
    "part:surname": (8, 0),
    "placeholder:alike": (1, 0),
    "placeholder:near": (26, 26),
    "placeholder:same": (82, 82),
    "placeholder:surname": (6, 6),
    "same:alike": (59, 57),
    "same:near": (477, 477),
    "same:near+initial": (1205, 1205),
    "same:near+whole": (433, 433),
    "same:part": (22, 1),
    "same:same": (5473, 5473),
    "same:surname": (533, 533),
    "turned:alike": (1, 0),
    "turned:near": (47, 47),
    "turned:same": (206, 206),
    "year:near": (12, 3),
    "year:same": (9, 5),
    "year:surname": (1, 0),
}
"""For each kind of match: how many rows were of it, and of how many the participant was the right one.

Made by `tests/bench/calibrate_matching.py`, the sum of its seeds 74 and 75; `bench_charges.py` measures with another.
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
