"""How well a person on record answers a query, from 0 to 1, and why: pure, and quick enough for hundreds a query."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA, JaroWinkler

from handoff.core.text import mark_for_translation
from handoff.participants.lookup.rules.keys import FullName, LookupQuery
from handoff.participants.lookup.rules.names import bare_tokens, name_tokens
from handoff.participants.lookup.rules.nicknames import possible_given_names

NAME_WEIGHT: Final = 0.6
DATE_UNKNOWN: Final = 0.5
CERTAIN: Final = 0.96
"""From here on, with the same full date of birth, the name agrees but for its order, accents or a nickname."""
LIKELY: Final = 0.85
"""From here on the person found is probably the one meant."""
POSSIBLE: Final = 0.6
"""No one with a lower score is shown."""

_NICKNAME: Final = 0.96
_SWAPPED_NAMES: Final = 0.98
_EXTRA_WORD: Final = 0.985
_OTHER_GIVEN_NAME: Final = 0.97
_MISSING_HALF: Final = 0.85
_UNRELATED: Final = 0.7


class Reason(StrEnum):
    """Why a candidate's names or date were taken to agree although they differ."""

    SPELLING = "spelling"
    SWAPPED_NAMES = "swapped_names"
    NICKNAME = "nickname"
    OTHER_NAME = "other_name"
    DAY_MONTH = "day_month"
    ONE_DIGIT = "one_digit"
    PART_OF_DATE = "part_of_date"
    OTHER_DATE = "other_date"
    NO_DATE = "no_date"


SENTENCES: Final[dict[Reason, str]] = {
    Reason.SPELLING: mark_for_translation("The name is spelled differently."),
    Reason.SWAPPED_NAMES: mark_for_translation("First and last name are switched."),
    Reason.NICKNAME: mark_for_translation("One name may be short for the other."),
    Reason.OTHER_NAME: mark_for_translation("This is another name the person goes by."),
    Reason.DAY_MONTH: mark_for_translation("Day and month of birth are switched."),
    Reason.ONE_DIGIT: mark_for_translation("One digit of the date of birth is different."),
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


@dataclass(frozen=True, slots=True)
class Score:
    """How well a person fits, and the reasons (SENTENCES) why it is not simply the same."""

    value: float
    reasons: tuple[Reason, ...]


def score_person(query: LookupQuery, person: RecordedPerson) -> Score:
    """Compare a query with one person."""
    name, name_reasons = name_agreement(query, person)
    date_value, date_reason = date_agreement(query, person.dob)
    value = NAME_WEIGHT * name + (1 - NAME_WEIGHT) * date_value if query.first or query.last else date_value
    reasons = name_reasons if date_reason is None else (*name_reasons, date_reason)
    return Score(value=round(value, 4), reasons=reasons)


def name_agreement(query: LookupQuery, person: RecordedPerson) -> tuple[float, tuple[Reason, ...]]:
    """The best agreement of the query's names with any name of the person, either way round."""
    best, reasons = 0.0, ()  # type: tuple[float, tuple[Reason, ...]]
    for place, name in enumerate(person.names):
        value, found = _one_name(query, name, person.middle)
        if place and value < 1.0:
            value *= _EXTRA_WORD
        if value > best:
            best, reasons = value, (*found, Reason.OTHER_NAME) if place else found
    return best, reasons


def _one_name(query: LookupQuery, name: FullName, middle: str) -> tuple[float, tuple[Reason, ...]]:
    first, last = name_tokens(query.first), name_tokens(query.last)
    given_names, family = name_tokens(name.first), name_tokens(name.last)
    others = name_tokens(middle) if middle else ()
    if not first or not last:
        words = first or last
        value = max(
            _words_agreement(words, given_names),
            _words_agreement(words, family),
            _words_agreement(words, (*given_names, *family)),
        )
        return value * _MISSING_HALF, _spelling_reasons(value, words, (*given_names, *family))
    straight = (
        _given_name_agreement(first, given_names, others) + _family_name_agreement(last, family, name.last)
    ) / 2
    swapped = (
        (_given_name_agreement(last, given_names, others) + _family_name_agreement(first, family, name.last))
        / 2
        * _SWAPPED_NAMES
    )
    if swapped > straight:
        return swapped, (
            *_spelling_reasons(swapped / _SWAPPED_NAMES, last, given_names),
            Reason.SWAPPED_NAMES,
        )
    return straight, _spelling_reasons(straight, first, given_names)


def _spelling_reasons(
    value: float, words: tuple[str, ...], given_names: tuple[str, ...]
) -> tuple[Reason, ...]:
    if value >= 1.0:
        return ()
    if (
        words
        and given_names
        and words[0] != given_names[0]
        and possible_given_names(words[0]) & possible_given_names(given_names[0])
    ):
        return (Reason.NICKNAME,)
    return (Reason.SPELLING,)


def _given_name_agreement(
    words: tuple[str, ...], given_names: tuple[str, ...], middle: tuple[str, ...]
) -> float:
    if words == given_names:
        return 1.0
    value = _words_agreement(words, given_names)
    if middle and value < _OTHER_GIVEN_NAME:
        value = max(value, _words_agreement(words, (*given_names, *middle)) * _OTHER_GIVEN_NAME)
    return value


def _family_name_agreement(words: tuple[str, ...], family: tuple[str, ...], name: str) -> float:
    if words == family:
        return 1.0
    bare, value = bare_tokens(name), _words_agreement(words, family)
    return value if bare == family else max(value, _words_agreement(words, bare) * _EXTRA_WORD)


def _words_agreement(words: tuple[str, ...], recorded: tuple[str, ...]) -> float:
    """How well words agree with recorded words, whatever their order and whichever of them are left out."""
    if not words or not recorded:
        return 0.0
    if words == recorded:
        return 1.0
    if len(words) == len(recorded) == 1:
        return _word_agreement(words[0], recorded[0])
    fewer, more = (words, recorded) if len(words) <= len(recorded) else (recorded, words)
    value = sum(max(_word_agreement(word, other) for other in more) for word in fewer) / len(fewer)
    if len(fewer) < len(more):
        value *= _EXTRA_WORD
    return max(value, _word_agreement("".join(words), "".join(recorded)))


@lru_cache(maxsize=50_000)
def _word_agreement(word: str, recorded: str) -> float:
    """Two words: 1 for the same, nearly 1 for a nickname, else how close the spelling is; 0 for unrelated ones."""
    if word == recorded:
        return 1.0
    if possible_given_names(word) & possible_given_names(recorded):
        return _NICKNAME
    close = (JaroWinkler.similarity(word, recorded) + OSA.normalized_similarity(word, recorded)) / 2
    return 0.0 if close < _UNRELATED else close


def date_agreement(query: LookupQuery, dob: date | None) -> tuple[float, Reason | None]:
    """How well the date of birth agrees; an unknown one neither helps nor hurts."""
    if dob is None or not query.years:
        return DATE_UNKNOWN, Reason.NO_DATE
    if query.dob is None:
        asked = query.years[0]
        if asked == dob.year:
            return 0.9, Reason.PART_OF_DATE
        return (0.75, Reason.PART_OF_DATE) if dob.year in query.years else (0.0, Reason.OTHER_DATE)
    return _dates(query.dob, dob)


def _dates(asked: date, dob: date) -> tuple[float, Reason | None]:
    if asked == dob:
        return 1.0, None
    if (asked.year, asked.month, asked.day) == (dob.year, dob.day, dob.month):
        return 0.95, Reason.DAY_MONTH
    changes = OSA.distance(asked.strftime("%Y%m%d"), dob.strftime("%Y%m%d"), score_cutoff=1)
    if changes == 1:
        return 0.9, Reason.ONE_DIGIT
    same = (asked.year == dob.year) + (asked.month == dob.month) + (asked.day == dob.day)
    if same == 2:
        return 0.6, Reason.PART_OF_DATE
    if same == 1 and asked.year == dob.year:
        return 0.3, Reason.PART_OF_DATE
    return 0.0, Reason.OTHER_DATE
