"""Which names a short, pet or misheard form may stand for, in English and in the Spanish of Mexico and Central America.

One nickname may stand for several names (Beto: Alberto, Roberto, Humberto ...), and one name has many nicknames.
The tables beside this module (data/*.txt) hold a name and its other forms to a line, in normalized spelling
(names.normalize_name). Ours are written by hand; nicknames_public.txt is a public list, with its source on top: it
knows more English names and no Spanish ones.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Final

OWN_TABLES: Final = ("nicknames_english.txt", "nicknames_spanish.txt", "sounds_alike.txt")
PUBLIC_TABLES: Final = ("nicknames_public.txt",)
NICKNAME_TABLES: Final = ("nicknames_english.txt", "nicknames_spanish.txt", "nicknames_public.txt")

TWO_GIVEN_NAMES: Final = {
    "maite": ("maria", "teresa"),
    "marisol": ("maria", "soledad"),
    "maribel": ("maria", "isabel"),
    "marilu": ("maria", "luisa"),
    "mayte": ("maria", "teresa"),
    "malena": ("maria", "elena"),
    "marijose": ("maria", "jose"),
    "josema": ("jose", "maria"),
    "chema": ("jose", "maria"),
    "juanma": ("juan", "manuel"),
    "juanjo": ("juan", "jose"),
}
"""Short forms of two given names together."""
FOR_ANYONE: Final = frozenset(
    "bo bubba bud buddy chip red shorty skip skipper slim sonny tiny junior chico chino flaco gordo guero nene "
    "papo".split()
)
"""Nicknames that may belong to anyone, whatever their name."""
FOR_A_SUFFIX: Final = {
    "trey": "iii", "tres": "iii", "trip": "iii", "tripp": "iii", "junior": "jr", "juni": "jr", "jr": "jr",
}  # fmt: skip
"""Nicknames that stand for the suffix of a name: Trey is someone the third."""


def _lines(tables: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    for table in tables:
        text = (files("handoff.participants") / "data" / table).read_text(encoding="utf-8")
        for line in text.splitlines():
            if not line.startswith("#"):
                name, _, nicknames = line.partition(" = ")
                yield name, nicknames.split()


def _meanings_in(tables: Iterable[str]) -> dict[str, frozenset[str]]:
    """What each known word may stand for, itself included."""
    meanings: dict[str, set[str]] = {}
    for name, nicknames in _lines(tables):
        for word in (name, *nicknames):
            meanings.setdefault(word, {word}).add(name)
    return {word: frozenset(names) for word, names in meanings.items()}


@lru_cache(maxsize=1)
def _own_groups() -> dict[str, frozenset[str]]:
    return _meanings_in(OWN_TABLES)


@lru_cache(maxsize=1)
def _all_groups() -> dict[str, frozenset[str]]:
    return _meanings_in((*OWN_TABLES, *PUBLIC_TABLES))


@lru_cache(maxsize=1)
def _nicknames() -> dict[str, frozenset[str]]:
    return _meanings_in(NICKNAME_TABLES)


@lru_cache(maxsize=1)
def _full_names() -> frozenset[str]:
    return frozenset(name for name, _nicknames in _lines(OWN_TABLES))


def possible_given_names(token: str) -> frozenset[str]:
    """The names this word may stand for, itself first of all: beto may be Alberto, Roberto, ... or just Beto."""
    return _all_groups().get(token) or frozenset((token,))


def may_mean_one_name(word: str, other: str) -> bool:
    """Whether two different words may stand for the same name."""
    groups = _all_groups()
    names, others = groups.get(word), groups.get(other)
    if names is None:
        return others is not None and word in others
    return other in names if others is None else not names.isdisjoint(others)


def usual_given_names(token: str) -> frozenset[str]:
    """The same by our own tables alone."""
    return _own_groups().get(token) or frozenset((token,))


def is_only_nickname(nickname: str, name: str) -> bool:
    """Whether a nickname leaves no doubt of the name: Chuy is Jesús, but Alex is Alexander or Alexandra.

    A name that only sounds alike is never meant.
    """
    return _nicknames().get(nickname, frozenset()) - {nickname} == {name}


def is_full_name(token: str) -> bool:
    """Whether our tables hold this word as a name of its own (John), not only as a nickname (Beto)."""
    return token in _full_names()


def nicknames_of(name: str) -> frozenset[str]:
    """The words, other than itself, that may stand for this given name."""
    return frozenset(word for word, names in _all_groups().items() if name in names and word != name)


def known_words() -> frozenset[str]:
    """Every word of the tables."""
    return frozenset(_all_groups())
