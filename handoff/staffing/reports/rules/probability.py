"""How often a match like this one is right, measured by how alike name and birth date are (ADR 0074)."""

from handoff.participants.lookup.rules.levels import ALIKE, NEARLY_THE_SAME
from handoff.participants.lookup.rules.scoring import Reason, Score

SAME_FIRST_NAME = 0.99
SURE = 0.995
"""The least share of right matches of its kind with which a match is confirmed together with others."""

CORROBORATED = frozenset({"same:near", "same:surname", "near:same", "close:same"})
"""Of these, what middle names add makes other kinds: twins, sons and strangers have middle names of their own."""
OWN = frozenset({"same:surname", "close:same"})
"""Of these, another middle name makes a kind of its own: it is nearly always another person."""
AGREES = frozenset({"whole", "initial"})
SAFE = frozenset(
    {"same:same", "same:surname", "turned:same", "close:same", "same:near+initial", "same:near+whole", "near:same+whole"}
)
"""Kinds that may be confirmed together at all: with a full birth date, and nothing left that a relative may share."""
NAMED_SLIPS = {Reason.DAY_MONTH: "turned", Reason.CLOSE_YEAR: "close"}
"""Slips in a birth date that are kinds of their own: of the others some may be a relative's date."""

MEASURED: dict[str, tuple[int, int]] = {
    "near:alike": (39, 0),
    "near:near": (104, 95),
    "near:same": (223, 223),
    "near:same+whole": (256, 256),
    "near:surname": (1, 0),
    "not_recorded:near": (20, 0),
    "not_recorded:same": (6, 0),
    "not_recorded:surname": (2, 0),
    "part:near": (31, 16),
    "part:same": (45, 45),
    "part:surname": (8, 0),
    "placeholder:alike": (2, 1),
    "placeholder:near": (26, 26),
    "placeholder:same": (76, 76),
    "placeholder:surname": (7, 7),
    "same:alike": (58, 56),
    "same:near": (503, 503),
    "same:near+initial": (1308, 1308),
    "same:near+whole": (455, 455),
    "same:part": (24, 1),
    "same:same": (5770, 5770),
    "same:surname": (545, 545),
    "turned:near": (42, 42),
    "turned:same": (187, 187),
    "year:near": (9, 0),
    "year:same": (2, 0),
    "year:surname": (1, 0),
}
"""For each kind of match: how many rows were of it, and of how many the participant was the right one.

Made by `tests/bench/calibrate_matching.py` from another seed than the one that `bench_charges.py` measures with.
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


def kind_of_match(score: Score, middle: str = "") -> str:
    """How birth dates and names agree and, where it decides, what the middle names add (`middle_agreement`)."""
    dates = next((name for reason, name in NAMED_SLIPS.items() if reason in score.reasons), score.date.value)
    kind = f"{dates}:{name_band(score)}"
    adds = middle == "other" if kind in OWN else middle in AGREES
    return f"{kind}+{middle}" if adds and kind in CORROBORATED else kind


def probability_of(score: Score, middle: str = "") -> float:
    """The share of right matches among those of this kind; one of which few were seen is never near 1."""
    rows, right = MEASURED.get(kind_of_match(score, middle), (0, 0))
    return (right + 0.5) / (rows + 1)


def is_sure(score: Score, middle: str = "") -> bool:
    """Whether a match may be confirmed with others.

    A slip in the first name, or in one digit of the birth date, needs the whole middle name beside it, however often
    it is right without: it may be a twin, or a parent and child of one name.
    """
    return kind_of_match(score, middle) in SAFE and probability_of(score, middle) >= SURE
