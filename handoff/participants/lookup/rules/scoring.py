"""How well a person on record answers a query, from 0 to 1, and why: pure, and quick enough for hundreds a query."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

from handoff.core.text import mark_for_translation
from handoff.participants.lookup.rules.dates import DateMatch, differ_by_a_slip, is_close_year, match_dates
from handoff.participants.lookup.rules.keys import FullName, LookupQuery
from handoff.participants.lookup.rules.names import (
    bare_tokens,
    is_placeholder,
    name_tokens,
    normalize_name,
    suffix_of,
)
from handoff.participants.lookup.rules.nicknames import (
    FOR_A_SUFFIX,
    is_only_nickname,
    possible_given_names,
)
from handoff.participants.lookup.rules.words import EXTRA_WORD, words_agreement

NAME_WEIGHT: Final = 0.6

_SWAPPED_NAMES: Final = 0.98
_OTHER_GIVEN_NAME: Final = 0.97
_MISSING_HALF: Final = 0.85
_SUFFIX_NAME: Final = 0.9
HALF: Final = 0.86
"""How well each half of a name, and the whole, must agree for words in one box to be that name."""


class Reason(StrEnum):
    """Why a candidate's names or date were taken to agree although they differ."""

    SPELLING = "spelling"
    SWAPPED_NAMES = "swapped_names"
    NICKNAME = "nickname"
    OTHER_NAME = "other_name"
    SUFFIX = "suffix"
    PLACEHOLDER = "placeholder"
    DAY_MONTH = "day_month"
    ONE_DIGIT = "one_digit"
    CLOSE_YEAR = "close_year"
    PART_OF_DATE = "part_of_date"
    OTHER_DATE = "other_date"
    NO_DATE = "no_date"


SENTENCES: Final[dict[Reason, str]] = {
    Reason.SPELLING: mark_for_translation("The name is spelled differently."),
    Reason.SWAPPED_NAMES: mark_for_translation("First and last name are switched."),
    Reason.NICKNAME: mark_for_translation("One name may be short for the other."),
    Reason.OTHER_NAME: mark_for_translation("This is another name the person goes by."),
    Reason.SUFFIX: mark_for_translation("The suffix (such as Jr. or III) is different."),
    Reason.PLACEHOLDER: mark_for_translation(
        "The name or the date is often written when the real one isn't known."
    ),
    Reason.DAY_MONTH: mark_for_translation("Day and month of birth are switched."),
    Reason.ONE_DIGIT: mark_for_translation("One digit of the date of birth is different."),
    Reason.CLOSE_YEAR: mark_for_translation("The year of birth is 1 or 10 years off."),
    Reason.PART_OF_DATE: mark_for_translation("Only part of the date of birth matches."),
    Reason.OTHER_DATE: mark_for_translation("The date of birth is different."),
    Reason.NO_DATE: mark_for_translation("No date of birth to compare."),
}


@dataclass(frozen=True, slots=True)
class RecordedPerson:
    """What is on record of a person, as far as the lookup compares it. The first name is the legal one."""

    names: tuple[FullName, ...]
    dob: date | None
    middle: str = ""
    suffix: str = ""


class NameMatch(NamedTuple):
    """How well a name agrees: its halves, the whole, and what differs.

    `last` is None for a query of one word, which may be any part of the name. `is_same` means that nothing differs
    but order, accents, joined words, one of two surnames, or a nickname that leaves no doubt.
    """

    value: float
    first: float
    last: float | None
    is_same: bool
    reasons: tuple[Reason, ...] = ()


NO_MATCH: Final = NameMatch(0.0, 0.0, 0.0, is_same=False)


@dataclass(frozen=True, slots=True)
class Score:
    """How well a person fits, and the reasons (SENTENCES) why it is not simply the same."""

    value: float
    reasons: tuple[Reason, ...]
    name: NameMatch = NO_MATCH
    date: DateMatch = DateMatch.NOT_ASKED


def score_person(query: LookupQuery, person: RecordedPerson) -> Score:
    """Compare a query with one person."""
    name = match_names(query, person)
    date_value, date_match, date_reason = date_agreement(query, person.dob)
    value = NAME_WEIGHT * name.value + (1 - NAME_WEIGHT) * date_value
    reasons = name.reasons if date_reason is None else (*name.reasons, date_reason)
    return Score(round(value, 4), reasons, name, date_match)


def match_names(query: LookupQuery, person: RecordedPerson) -> NameMatch:
    """The best agreement of the query's names with any name of the person, either way round."""
    best = NO_MATCH
    for place, name in enumerate(person.names):
        found = _match_name(query, name, person)
        if place:
            value = found.value * EXTRA_WORD if found.value < 1.0 else found.value
            found = found._replace(value=value, reasons=(*found.reasons, Reason.OTHER_NAME))
        if found.value > best.value:
            best = found
    return _compare_suffixes(query, person, best)


def _compare_suffixes(query: LookupQuery, person: RecordedPerson, match: NameMatch) -> NameMatch:
    """Father and son have one name: two suffixes that differ are two people until someone says otherwise."""
    asked = suffix_of(query.first, query.last)
    if asked and person.suffix and asked != person.suffix:
        return match._replace(is_same=False, value=match.value * 0.9, reasons=(*match.reasons, Reason.SUFFIX))
    return match


def count_slips(query: LookupQuery, person: RecordedPerson) -> int:
    """By how many letters the names asked for differ from the nearest of the person's, whichever stands first."""
    first, last = normalize_name(query.first), normalize_name(query.last)
    typed = f"{first} {last}".strip()
    swapped = f"{last} {first}".strip()
    recorded = (normalize_name(f"{name.first} {name.last}") for name in person.names)
    return min(min(OSA.distance(typed, name), OSA.distance(swapped, name)) for name in recorded)


def _match_name(query: LookupQuery, name: FullName, person: RecordedPerson) -> NameMatch:
    first, last = known_tokens(query.first), known_tokens(query.last)
    given_names, family = known_tokens(name.first), known_tokens(name.last)
    middle = name_tokens(person.middle) if person.middle else ()
    if not first or not last:
        return _match_words(first or last, given_names, family, middle)
    if not given_names or not family:
        return _match_words(tuple(dict.fromkeys((*first, *last))), given_names, family, middle)
    straight = _halves(first, last, given_names, family, name.last, middle)
    value = (straight.first + (straight.last or 0.0)) / 2
    if straight.first < 0.9 and first[0] in FOR_A_SUFFIX and FOR_A_SUFFIX[first[0]] == person.suffix:
        straight = straight._replace(first=_SUFFIX_NAME, reasons=(Reason.NICKNAME,))
        value = (_SUFFIX_NAME + (straight.last or 0.0)) / 2
    best = straight._replace(value=value)
    # For most names half of the swapped ones decides: the other half at its best wouldn't be enough.
    if (given_name_agreement(last, given_names, middle) + 1.0) / 2 * _SWAPPED_NAMES > value:
        swapped = _halves(last, first, given_names, family, name.last, middle)
        turned = (swapped.first + (swapped.last or 0.0)) / 2 * _SWAPPED_NAMES
        if turned > value:
            best = swapped._replace(value=turned, reasons=(*swapped.reasons, Reason.SWAPPED_NAMES))
    # As one box a name is never worth more than this, so a better match needs no second look.
    if best.value >= _SWAPPED_NAMES:
        return best
    whole = _match_both_halves((*first, *last), given_names, family, middle)
    return whole if whole is not None and whole.value > best.value else best


@lru_cache(maxsize=100_000)
def known_tokens(name: str) -> tuple[str, ...]:
    """The words of a name, none where it only marks that no name is known."""
    return () if is_placeholder(name) else name_tokens(name)


def _halves(
    first: tuple[str, ...],
    last: tuple[str, ...],
    given_names: tuple[str, ...],
    family: tuple[str, ...],
    family_name: str,
    middle: tuple[str, ...],
) -> NameMatch:
    first_value = given_name_agreement(first, given_names, middle)
    last_value = family_name_agreement(last, family, family_name)
    is_same = _are_same_given_names(first, given_names, middle) and (
        _is_plainly(last, family) or _is_plainly(last, (*family, *bare_tokens(family_name)))
    )
    # With the middle name beside the first one nothing is spelled differently, though it counts for a little less.
    is_spelled_alike = first_value == 1.0 or first == (*given_names, *middle)
    reasons = () if is_spelled_alike and last_value == 1.0 else _spelling_reasons(first, given_names)
    return NameMatch(0.0, first_value, last_value, is_same, reasons)


def _match_words(
    words: tuple[str, ...], given_names: tuple[str, ...], family: tuple[str, ...], middle: tuple[str, ...]
) -> NameMatch:
    """A query in one box, or in the wrong ones: with words for both halves it is as good as a full name."""
    whole = _match_both_halves(words, given_names, family, middle)
    if whole is not None:
        return whole
    everything = (*given_names, *middle, *family)
    value = max(
        words_agreement(words, given_names),
        words_agreement(words, family),
        words_agreement(words, everything),
    )
    reasons = () if value >= 1.0 else _spelling_reasons(words, everything)
    return NameMatch(value * _MISSING_HALF, value, None, is_same=False, reasons=reasons)


def _match_both_halves(
    words: tuple[str, ...], given_names: tuple[str, ...], family: tuple[str, ...], middle: tuple[str, ...]
) -> NameMatch | None:
    """Words of which some are the given name and some the family name, whatever their order; None if not."""
    if len(words) < 2 or not given_names or not family:
        return None
    # One half is enough to tell nearly all names apart; what follows is for those that are alike.
    last_value = max(words_agreement((word,), family) for word in words)
    if last_value < HALF:
        return None
    first_value = max(words_agreement((word,), given_names) for word in words)
    everything = (*given_names, *middle, *family)
    value = words_agreement(words, everything) if first_value >= HALF else 0.0
    if value < HALF:
        return None
    is_same = set(given_names) <= set(words) and all(word in everything for word in words)
    reasons = _spelling_reasons(words, given_names)
    return NameMatch(value * _SWAPPED_NAMES, first_value, last_value, is_same, reasons)


def _are_same_given_names(
    words: tuple[str, ...], given_names: tuple[str, ...], middle: tuple[str, ...]
) -> bool:
    """Whether no given name is missing or different: José alone may be José Luis or his twin José Miguel."""
    if "".join(words) in ("".join(given_names), "".join((*given_names, *middle))):
        return True
    return len(words) == len(given_names) == 1 and (
        is_only_nickname(words[0], given_names[0]) or is_only_nickname(given_names[0], words[0])
    )


def _is_plainly(words: tuple[str, ...], recorded: tuple[str, ...]) -> bool:
    """Whether every word stands in the surname, joined or split; one of two surnames is enough."""
    joined = "".join(words)
    return joined == "".join(recorded) or joined in recorded or all(word in recorded for word in words)


def _spelling_reasons(words: tuple[str, ...], given_names: tuple[str, ...]) -> tuple[Reason, ...]:
    if (
        words
        and given_names
        and words[0] != given_names[0]
        and possible_given_names(words[0]) & possible_given_names(given_names[0])
    ):
        return (Reason.NICKNAME,)
    return (Reason.SPELLING,)


def given_name_agreement(
    words: tuple[str, ...], given_names: tuple[str, ...], middle: tuple[str, ...]
) -> float:
    """How well words agree with the given names, with the middle name beside them or without."""
    if words == given_names:
        return 1.0
    value = words_agreement(words, given_names)
    if middle and value < _OTHER_GIVEN_NAME:
        value = max(value, words_agreement(words, (*given_names, *middle)) * _OTHER_GIVEN_NAME)
    return value


def family_name_agreement(words: tuple[str, ...], family: tuple[str, ...], name: str) -> float:
    """How well words agree with the surname, its particles (de la Cruz) heard or not."""
    if words == family:
        return 1.0
    bare, value = bare_tokens(name), words_agreement(words, family)
    return value if bare == family else max(value, words_agreement(words, bare) * EXTRA_WORD)


def date_agreement(query: LookupQuery, dob: date | None) -> tuple[float, DateMatch, Reason | None]:
    """How well the date of birth agrees; an unknown one neither helps nor hurts."""
    if dob is None or not query.years:
        match = DateMatch.NOT_RECORDED if query.years else DateMatch.NOT_ASKED
        return 0.5, match, Reason.NO_DATE
    if query.dob is None:
        if dob.year not in query.years:
            return 0.0, DateMatch.DIFFERENT, Reason.OTHER_DATE
        return (0.9 if dob.year == query.years[0] else 0.75), DateMatch.YEAR, Reason.PART_OF_DATE
    found = match_dates(query.dob, dob)
    if found is DateMatch.NEAR:
        return _near_dates(query.dob, dob)
    values: dict[DateMatch, tuple[float, Reason | None]] = {
        DateMatch.SAME: (1.0, None),
        DateMatch.PLACEHOLDER: (0.8, Reason.PLACEHOLDER),
        DateMatch.PART: (0.7, Reason.PART_OF_DATE),
        DateMatch.YEAR: (0.4, Reason.PART_OF_DATE),
        DateMatch.DIFFERENT: (0.0, Reason.OTHER_DATE),
    }
    value, reason = values[found]
    return value, found, reason


def _near_dates(asked: date, dob: date) -> tuple[float, DateMatch, Reason]:
    if (asked.year, asked.month, asked.day) == (dob.year, dob.day, dob.month):
        return 0.95, DateMatch.NEAR, Reason.DAY_MONTH
    if differ_by_a_slip(asked, dob):
        return 0.9, DateMatch.NEAR, Reason.CLOSE_YEAR if is_close_year(asked, dob) else Reason.ONE_DIGIT
    return 0.7, DateMatch.NEAR, Reason.PART_OF_DATE
