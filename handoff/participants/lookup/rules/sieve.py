"""At most how well a person can answer a query, before a whole comparison.

Hundreds share a surname or a birthday with whoever is asked for; all but a few can be left aside because one half of
their name agrees in nothing. What a sieve leaves aside could neither be shown nor change what anyone else is worth.
"""

from typing import Final, NamedTuple

from handoff.participants.lookup.rules.dates import DateMatch
from handoff.participants.lookup.rules.keys import FullName, LookupQuery
from handoff.participants.lookup.rules.levels import BOUNDS, HALF_KNOWN, THE_SAME
from handoff.participants.lookup.rules.names import name_tokens
from handoff.participants.lookup.rules.nicknames import FOR_A_SUFFIX
from handoff.participants.lookup.rules.scoring import (
    HALF,
    NAME_WEIGHT,
    RecordedPerson,
    date_agreement,
    family_name_agreement,
    given_name_agreement,
    known_tokens,
)
from handoff.participants.lookup.rules.words import words_agreement

LEAST_THAT_COUNTS: Final = {match: bounds.both for match, bounds in BOUNDS.items()} | {
    DateMatch.SAME: HALF_KNOWN / 2
}
"""How alike both halves of a name must be on average for a level: born that day, one half is enough."""
ROUNDED: Final = 0.0001
"""Scores are rounded to four digits, so one that is a little lower may still be reached."""


class Outlook(NamedTuple):
    """The highest score that someone can have, and whether they may have a level or change that of others."""

    score: float
    may_count: bool


class HalfAgreement(NamedTuple):
    """How one half of a recorded name agrees with the first and the last name asked for, and with any word of both."""

    with_first: float
    with_last: float
    with_a_word: bool


class Sieve:
    """Looks at the people found for one query; names that many of them share are compared once."""

    def __init__(self, query: LookupQuery, shown_from: float) -> None:
        self._query = query
        self._shown_from = shown_from
        self._first, self._last = known_tokens(query.first), known_tokens(query.last)
        self._words = (*self._first, *self._last)
        # Of one word, or of a nickname for anyone's suffix, only the whole comparison can say what it is worth.
        self._is_open = not self._first or not self._last or self._first[0] in FOR_A_SUFFIX
        self._families: dict[str, HalfAgreement | None] = {}
        self._given_names: dict[tuple[str, str], HalfAgreement | None] = {}

    def outlook(self, person: RecordedPerson) -> Outlook | None:
        """At most what this person is worth; None if they can be left aside."""
        date_value, match, _reason = date_agreement(self._query, person.dob)
        if self._is_open:
            return Outlook(1.0, may_count=True)
        counts_from = LEAST_THAT_COUNTS.get(match, THE_SAME.both)
        date_part = (1 - NAME_WEIGHT) * date_value
        needed = min(counts_from, (self._shown_from - date_part) / NAME_WEIGHT) - ROUNDED
        most = max(self._most(name, person.middle, needed) for name in person.names)
        if most < needed:
            return None
        return Outlook(NAME_WEIGHT * most + date_part + ROUNDED, may_count=most >= counts_from - ROUNDED)

    def _most(self, name: FullName, middle: str, needed: float) -> float:
        """At most how well a name agrees on average of its halves, whichever stands first."""
        family = self._family(name.last)
        if family is None or not known_tokens(name.first):
            return 1.0
        if not family.with_a_word and (1 + max(family.with_first, family.with_last)) / 2 < needed:
            return 0.0
        first_names = self._given(name.first, middle)
        if first_names is None or (family.with_a_word and first_names.with_a_word):
            return 1.0
        return max(first_names.with_first + family.with_last, first_names.with_last + family.with_first) / 2

    def _family(self, name: str) -> HalfAgreement | None:
        if name not in self._families:
            self._families[name] = self._compare_family(name)
        return self._families[name]

    def _given(self, name: str, middle: str) -> HalfAgreement | None:
        if (name, middle) not in self._given_names:
            self._given_names[name, middle] = self._compare_given(name, middle)
        return self._given_names[name, middle]

    def _compare_family(self, name: str) -> HalfAgreement | None:
        """How a recorded surname agrees; None where none is known."""
        family = known_tokens(name)
        if not family:
            return None
        with_first = family_name_agreement(self._first, family, name)
        with_last = family_name_agreement(self._last, family, name)
        return HalfAgreement(with_first, with_last, self._has_a_word_of(family, with_first, with_last))

    def _compare_given(self, name: str, middle: str) -> HalfAgreement | None:
        """How recorded given names agree; None where none is known."""
        first_names, others = known_tokens(name), name_tokens(middle) if middle else ()
        if not first_names:
            return None
        with_first = given_name_agreement(self._first, first_names, others)
        with_last = given_name_agreement(self._last, first_names, others)
        return HalfAgreement(with_first, with_last, self._has_a_word_of(first_names, with_first, with_last))

    def _has_a_word_of(self, recorded: tuple[str, ...], with_first: float, with_last: float) -> bool:
        """Whether any single word may be this half: if there is one in each box, their agreement says so."""
        if max(with_first, with_last) >= HALF:
            return True
        return len(self._words) > 2 and any(
            words_agreement((word,), recorded) >= HALF for word in self._words
        )
