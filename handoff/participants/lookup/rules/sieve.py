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


class Sieve:
    """Looks at the people found for one query; names that many of them share are compared once."""

    def __init__(self, query: LookupQuery, shown_from: float) -> None:
        self._query = query
        self._shown_from = shown_from
        self._first, self._last = known_tokens(query.first), known_tokens(query.last)
        self._words = (*self._first, *self._last)
        # Of one word, or of a nickname for anyone's suffix, only the whole comparison can say what it is worth.
        self._is_open = not self._first or not self._last or self._first[0] in FOR_A_SUFFIX
        self._families: dict[str, tuple[float, float, bool]] = {}
        self._given_names: dict[tuple[tuple[str, ...], str, str], float] = {}
        self._words_of: dict[str, bool] = {}

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
        if not known_tokens(name.last) or not known_tokens(name.first):
            return 1.0
        straight, swapped, has_a_word = self._family(name.last)
        if has_a_word and self._has_a_word_of(name.first):
            return 1.0
        most = 0.0
        if (1 + straight) / 2 >= needed:
            most = (self._given(self._first, name.first, middle) + straight) / 2
        if (1 + swapped) / 2 >= needed:
            most = max(most, (self._given(self._last, name.first, middle) + swapped) / 2)
        return most

    def _family(self, name: str) -> tuple[float, float, bool]:
        """How a recorded surname agrees with the last name, with the first, and whether with any one word."""
        if name not in self._families:
            family = known_tokens(name)
            straight = family_name_agreement(self._last, family, name)
            swapped = family_name_agreement(self._first, family, name)
            has_a_word = max(straight, swapped) >= HALF or self._agrees_in_a_word(family)
            self._families[name] = straight, swapped, has_a_word
        return self._families[name]

    def _given(self, words: tuple[str, ...], name: str, middle: str) -> float:
        """How recorded given names agree with the first or the last name."""
        key = words, name, middle
        if key not in self._given_names:
            others = name_tokens(middle) if middle else ()
            self._given_names[key] = given_name_agreement(words, known_tokens(name), others)
        return self._given_names[key]

    def _has_a_word_of(self, name: str) -> bool:
        """Whether any single word may be the given name."""
        if name not in self._words_of:
            recorded = known_tokens(name)
            whole = max(words_agreement(self._first, recorded), words_agreement(self._last, recorded))
            self._words_of[name] = whole >= HALF or self._agrees_in_a_word(recorded)
        return self._words_of[name]

    def _agrees_in_a_word(self, recorded: tuple[str, ...]) -> bool:
        """Whether one of several words agrees alone; with one in each box it has been compared already."""
        return len(self._words) > 2 and any(
            words_agreement((word,), recorded) >= HALF for word in self._words
        )
