"""What a lookup may answer: nothing, a possible match that a human should call about, or a certain one."""

from collections.abc import Sequence
from enum import IntEnum
from typing import Final

from handoff.participants.lookup.rules.dates import DateMatch
from handoff.participants.lookup.rules.scoring import Score

_ONE_HALF_KNOWN: Final = 0.86
_BOTH_HALVES_ALIKE: Final = 0.72
_NAME_ALIKE: Final = 0.84
_NAME_NEARLY_THE_SAME: Final = 0.93
_WEAKER_HALF: Final = 0.7
_THE_WORD_ITSELF: Final = 0.98
MOST_OF_ONE_WORD: Final = 3
"""A single word without a date of birth says something only if so few people have it."""


class MatchLevel(IntEnum):
    """How much a match is worth."""

    NOTHING = 0
    POSSIBLE = 1
    CERTAIN = 2


def level_alone(score: Score) -> MatchLevel:
    """What a person is worth as an answer when no one else is looked at.

    Possible, with the same full date of birth: one half of the name agrees or sounds alike. With a date that a slip may
    explain, or none: the whole name. With the year alone: nearly the same name. Another birthday is another person.
    """
    if score.name.is_same and score.date is DateMatch.SAME:
        return MatchLevel.CERTAIN
    return MatchLevel.POSSIBLE if is_possible(score) else MatchLevel.NOTHING


def is_possible(score: Score) -> bool:
    """Whether a human should be asked to call."""
    if score.name.family is None:
        return _is_possible_by_one_word(score)
    weaker, stronger = sorted((score.name.given, score.name.family))
    both = (weaker + stronger) / 2
    if score.date is DateMatch.SAME:
        return stronger >= _ONE_HALF_KNOWN or both >= _BOTH_HALVES_ALIKE
    if score.date in (DateMatch.NEAR, DateMatch.PLACEHOLDER, DateMatch.UNKNOWN):
        return both >= _NAME_ALIKE and weaker >= _WEAKER_HALF
    return score.date is DateMatch.YEAR and both >= _NAME_NEARLY_THE_SAME and weaker >= _ONE_HALF_KNOWN


def _is_possible_by_one_word(score: Score) -> bool:
    if score.date is DateMatch.SAME:
        return score.name.given >= _ONE_HALF_KNOWN
    return score.date is not DateMatch.DIFFERENT and score.name.given >= _THE_WORD_ITSELF


def levels_of(scores: Sequence[Score]) -> list[MatchLevel]:
    """What each of the people found is worth beside the others.

    No one is certain while someone else of that birthday, such as a twin, is a possible answer too; and a single word
    is a possible answer only if few people have it.
    """
    alone = [level_alone(score) for score in scores]
    on_that_day = sum(
        level is not MatchLevel.NOTHING
        and score.date in (DateMatch.SAME, DateMatch.UNKNOWN)
        and _is_alike(score)
        for level, score in zip(alone, scores, strict=True)
    )
    by_one_word = sum(
        level is not MatchLevel.NOTHING and score.name.family is None and score.date is not DateMatch.SAME
        for level, score in zip(alone, scores, strict=True)
    )
    return [
        MatchLevel.POSSIBLE
        if level is MatchLevel.CERTAIN and on_that_day > 1
        else MatchLevel.NOTHING
        if score.name.family is None and score.date is not DateMatch.SAME and by_one_word > MOST_OF_ONE_WORD
        else level
        for level, score in zip(alone, scores, strict=True)
    ]


def _is_alike(score: Score) -> bool:
    """Whether both halves of the name fit: a twin called Carlos isn't mistaken for María."""
    return min(score.name.given, score.name.family or 0.0) >= _WEAKER_HALF
