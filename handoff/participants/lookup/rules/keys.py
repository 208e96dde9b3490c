"""The short keys under which a person is kept in the lookup table, and the keys a query asks for.

Two people share a key when they agree on enough to be worth comparing (scoring.py does the comparing). Each kind of
key forgives a different mistake, so that agreeing on one key is enough (day and month may be swapped):

    D  date of birth, first letter of one name                forgives everything else in the names, one wholly wrong
    M  day and month, both names' first letters               forgives the year, names misspelled after their beginning
    E  day and month, both names' last letters                the same, names misspelled before their end
    Y  year, sound of one name, first letter of the other     forgives day and month, one name misspelled
    Z  year, sound of one name, last letter of the other      the same
    F  year, first and last letters of both names             the same, both names misspelled inside
    N  sound of both names, in either order                   forgives any date, or none
    I  sound of one name, first two letters of the other      the same, one name misspelled
    J  sound of one name, last two letters of the other       the same
    T  sound of one name                                      for a query of one word

The sound code is our own, not a library's: keys are stored, so a new version of a library must not change them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import Final, NamedTuple

from handoff.participants.lookup.rules.names import name_forms
from handoff.participants.lookup.rules.nicknames import (
    is_full_name,
    possible_given_names,
    usual_given_names,
)

KEY_WEIGHTS: Final = {"D": 3, "M": 2, "E": 2, "Y": 2, "Z": 2, "F": 2, "N": 2, "I": 1, "J": 1, "T": 0}
"""The weight of a shared key. It ranks the people to compare when too many share a key with the query.

One word weighs nothing: hundreds share a surname, and whoever agrees in more must not be crowded out by them.
"""
NO_YEAR: Final = 0
LONGEST_KEY: Final = 24
_LONGEST_SOUND: Final = 5
_MOST_FORMS: Final = 4
_MOST_MEANINGS: Final = 9

_REWRITES: Final = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"^(?:kn|gn|pn)", "n"),
        (r"^wr", "r"),
        (r"^wh", "w"),
        (r"^x", "s"),
        (r"ph", "f"),
        (r"gh(?=[^aeiouy]|$)", ""),
        (r"tch|sch|ch|sh", "j"),
        (r"ck|qu|q", "k"),
        (r"mp(?=[st])", "m"),
        (r"c(?=[eiy])", "s"),
        (r"g(?=[eiy])", "j"),
        (r"h", ""),
        (r"[aeiouyw]+", "a"),
    )
)
_CLASSES: Final = str.maketrans({"c": "k", "g": "k", "z": "s", "x": "s", "v": "b", "d": "t", "m": "n"})
_INITIALS: Final = str.maketrans({"c": "k", "q": "k", "g": "j", "z": "s", "x": "s", "v": "b", "y": "i"})
_DOUBLED: Final = re.compile(r"(.)\1+")


class FullName(NamedTuple):
    """A name that a person has or had."""

    first: str
    last: str


@dataclass(frozen=True, slots=True)
class LookupQuery:
    """What a user knows about the person they look for; any part may be missing, wrong, or in the wrong field."""

    first: str = ""
    last: str = ""
    dob: date | None = None
    year: int | None = None

    @property
    def years(self) -> tuple[int, ...]:
        """The years of birth to look under: an age given on the roadside may be a year off either way."""
        if self.dob is not None:
            return (self.dob.year,)
        return () if self.year is None else (self.year, self.year - 1, self.year + 1)


@lru_cache(maxsize=50_000)
def sound_key(token: str) -> str:
    """A rough English-and-Spanish sound: Hernández and Ernandes agree, Vázquez and Basquez, Katherine and Cathryn.

    Letters of other alphabets stay as they are.
    """
    for pattern, replacement in _REWRITES:
        token = pattern.sub(replacement, token)
    token = _DOUBLED.sub(r"\1", token.translate(_CLASSES))
    head, tail = token[:1], token[1:].replace("a", "")
    return (_DOUBLED.sub(r"\1", head + tail) or "a")[:_LONGEST_SOUND]


def initial_key(token: str) -> str:
    """The first letter; letters often confused are the same: C and K, S and Z, H before a vowel."""
    if token[:1] == "h" and token[1:2] in ("a", "e", "i", "o", "u"):
        token = token[1:]
    return token[:1].translate(_INITIALS)


def day_month_key(on: date) -> str:
    """Day and month in the order of their size, so that 04/05 and 05/04 agree."""
    return f"{min(on.day, on.month):02}{max(on.day, on.month):02}"


def keys_for(names: Iterable[FullName], dob: date | None) -> frozenset[str]:
    """The keys that a person with these names and this date of birth is stored under: about ten."""
    keys: set[str] = set()
    year = NO_YEAR if dob is None else dob.year
    for name in names:
        firsts, lasts = name_forms(name.first)[:_MOST_FORMS], name_forms(name.last)[:_MOST_FORMS]
        keys.update(_date_keys((*firsts, *lasts), dob))
        keys.update(f"T{sound_key(token)}" for token in (*firsts, *lasts))
        for place, (first, last) in enumerate(_name_pairs(firsts, lasts)):
            keys.update(_dated_keys(first, last, dob))
            keys.update(_year_keys(first, last, year))
            keys.add(_names_key(first, last))
            keys.update(_loose_keys(first, last) if place == 0 or last != lasts[0] else ())
            for meaning in _meanings_kept(first):
                keys.update(_year_keys(meaning, last, year)[:2])
                keys.add(_names_key(meaning, last))
    return frozenset(keys)


def query_keys(query: LookupQuery) -> tuple[str, ...]:
    """The keys to look under, the most selective first."""
    firsts, lasts = name_forms(query.first)[:_MOST_FORMS], name_forms(query.last)[:_MOST_FORMS]
    keys: list[str] = _date_keys((*firsts, *lasts), query.dob)
    typed = tuple(_name_pairs(firsts, lasts))
    for first, last in typed:
        keys.extend(_dated_keys(first, last, query.dob))
        for year in (*query.years, *((NO_YEAR,) if query.years else ())):
            keys.extend(_year_keys(first, last, year))
        keys.append(_names_key(first, last))
        if query.dob is None:
            keys.extend(_loose_keys(first, last))
    for first, last in chain.from_iterable(_meanings_asked(*pair) for pair in typed):
        keys.extend((*_date_keys((first, last), query.dob), *_dated_keys(first, last, query.dob)))
        keys.append(_names_key(first, last))
        for year in query.years:
            keys.extend(_year_keys(first, last, year)[:2])
    if not typed:
        keys.extend(_single_word_keys((*firsts, *lasts)))
    elif query.dob is None:
        # Initials and nicknames that anyone may have (TJ, Junior) leave only the other name to look under.
        keys.extend(_single_word_keys(lasts))
    return tuple(dict.fromkeys(keys))


def _name_pairs(firsts: tuple[str, ...], lasts: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """First names with last names: every last name with the first given name, every given name with the first last."""
    for last in lasts:
        for first in firsts[:1]:
            yield first, last
    for first in firsts[1:]:
        for last in lasts[:1]:
            yield first, last


def _meanings_kept(first: str) -> tuple[str, ...]:
    """What a recorded given name may also mean. A full name means itself: the query does the widening for it."""
    if is_full_name(first):
        return ()
    return tuple(sorted(usual_given_names(first) - {first}))[:_MOST_MEANINGS]


def _meanings_asked(first: str, last: str) -> Iterator[tuple[str, str]]:
    """The pair with either word read as a nickname, as the two may be in each other's place, or both as misheard."""
    of_first, of_last = _other_meanings(first), _other_meanings(last)
    for meaning in of_first:
        yield meaning, last
    for meaning in of_last:
        yield first, meaning
    if of_first and of_last:
        yield of_first[0], of_last[0]


@lru_cache(maxsize=50_000)
def _other_meanings(word: str) -> tuple[str, ...]:
    """What a word may stand for besides itself; our own tables first, as they hold the more usual names."""
    usual = sorted(usual_given_names(word) - {word})
    return (*usual, *sorted(possible_given_names(word) - {word, *usual}))[:_MOST_MEANINGS]


def _date_keys(words: Iterable[str], dob: date | None) -> list[str]:
    return [] if dob is None else [f"D{dob.year:04}{day_month_key(dob)}{initial_key(word)}" for word in words]


def _dated_keys(first: str, last: str, dob: date | None) -> tuple[str, ...]:
    if dob is None:
        return ()
    day, a, b = day_month_key(dob), initial_key(first) + initial_key(last), first[-1:] + last[-1:]
    return f"M{day}{_sorted(a)}", f"E{day}{_sorted(b)}"


def _year_keys(first: str, last: str, year: int) -> tuple[str, ...]:
    ends = sorted((initial_key(first) + first[-1:], initial_key(last) + last[-1:]))
    return (
        f"Y{year:04}{sound_key(last)}:{initial_key(first)}",
        f"Y{year:04}{sound_key(first)}:{initial_key(last)}",
        f"Z{year:04}{sound_key(last)}:{first[-1:]}",
        f"Z{year:04}{sound_key(first)}:{last[-1:]}",
        f"F{year:04}{''.join(ends)}",
    )


def _names_key(first: str, last: str) -> str:
    return "N" + ":".join(sorted((sound_key(first), sound_key(last))))


def _loose_keys(first: str, last: str) -> tuple[str, ...]:
    return (
        f"I{sound_key(last)}:{first[:2]}",
        f"I{sound_key(first)}:{last[:2]}",
        f"J{sound_key(last)}:{first[-2:]}",
        f"J{sound_key(first)}:{last[-2:]}",
    )


def _sorted(letters: str) -> str:
    return "".join(sorted(letters))


def _single_word_keys(words: tuple[str, ...]) -> Iterator[str]:
    """One word alone, by its sound and by the sound of what it may be short for."""
    for word in words:
        for meaning in (word, *sorted(possible_given_names(word) - {word})):
            yield f"T{sound_key(meaning)}"
