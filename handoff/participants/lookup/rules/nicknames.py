"""Which given names a short or pet name may stand for, in English and in the Spanish of Mexico and Central America.

One nickname may stand for several names (Beto: Alberto, Roberto, Humberto ...), and one name has many nicknames.
The tables beside this module (data/nicknames_*.txt) are written by hand, a name and its nicknames to a line, in
normalised spelling (names.normalise_name). Packages on PyPI know Bill and William but not Paco and Francisco.
"""

from functools import lru_cache
from importlib.resources import files
from typing import Final

TABLES: Final = ("nicknames_english.txt", "nicknames_spanish.txt")


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, frozenset[str]], frozenset[str]]:
    """What each known word may stand for, itself included; and the words that are full names."""
    meanings: dict[str, set[str]] = {}
    full: set[str] = set()
    for table in TABLES:
        text = (files("handoff.participants") / "data" / table).read_text(encoding="utf-8")
        for line in text.splitlines():
            name, _, nicknames = line.partition(" = ")
            full.add(name)
            for word in (name, *nicknames.split()):
                meanings.setdefault(word, {word}).add(name)
    return {word: frozenset(names) for word, names in meanings.items()}, frozenset(full)


def may_mean(token: str) -> frozenset[str]:
    """The given names this word may stand for, itself first of all: beto may be Alberto, Roberto, ... or just Beto."""
    return _tables()[0].get(token) or frozenset((token,))


def is_full_name(token: str) -> bool:
    """Whether the tables hold this word as a name of its own (John), not only as a nickname (Beto)."""
    return token in _tables()[1]


def nicknames_of(name: str) -> frozenset[str]:
    """The words, other than itself, that may stand for this given name."""
    return frozenset(word for word, names in _tables()[0].items() if name in names and word != name)


def known_words() -> frozenset[str]:
    """Every word of the tables."""
    return frozenset(_tables()[0])
