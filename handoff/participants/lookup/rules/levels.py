"""What a lookup may answer: nothing, a possible match that a human should call about, or a certain one."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from handoff.participants.lookup.rules.dates import DateMatch
from handoff.participants.lookup.rules.scoring import Score


@dataclass(frozen=True, slots=True)
class Bounds:
    """How alike both halves of a name must be on average, and the less alike one at least."""

    both: float
    weaker: float

    def hold(self, first: float, last: float) -> bool:
        return (first + last) / 2 >= self.both and min(first, last) >= self.weaker


# Set so that of strangers asked for with a birth date at most one in a hundred is taken for one of 10,000 participants
# (docs/reference/bench-answers.md).
ALIKE: Final = Bounds(0.86, 0.75)
NEARLY_THE_SAME: Final = Bounds(0.93, 0.86)
THE_SAME: Final = Bounds(0.97, 0.95)
SAME_DAY: Final = Bounds(0.78, 0.0)
BOUNDS: Final = {
    DateMatch.SAME: SAME_DAY,
    DateMatch.NEAR: ALIKE,
    DateMatch.PLACEHOLDER: ALIKE,
    DateMatch.NOT_ASKED: ALIKE,
    DateMatch.PART: NEARLY_THE_SAME,
    DateMatch.YEAR: THE_SAME,
    DateMatch.NOT_RECORDED: THE_SAME,
}
HALF_KNOWN: Final = 0.93
_OTHER_HALF: Final = 0.5
_WORD_KNOWN: Final = 0.86
_THE_WORD_ITSELF: Final = 0.98
_TWIN: Final = 0.7
MOST_OF_ONE_WORD: Final = 3
"""A single word without a date of birth says something only if so few people have it."""


class MatchLevel(IntEnum):
    """How much a match is worth."""

    NOTHING = 0
    POSSIBLE = 1
    CERTAIN = 2


def level_alone(score: Score) -> MatchLevel:
    """What a person is worth as an answer when no one else is looked at."""
    if score.name.is_same and score.date is DateMatch.SAME:
        return MatchLevel.CERTAIN
    return MatchLevel.POSSIBLE if is_possible(score) else MatchLevel.NOTHING


def is_possible(score: Score) -> bool:
    """Whether a human should be asked to call.

    With the same full date of birth the surname is enough, or a given name if the surname is at all alike. With a date
    that a slip may explain, or without one, the whole name must be alike; the less of the date agrees, the more so.
    Another birthday is another person.
    """
    first, last = score.name.first, score.name.last
    if last is None:
        return _is_possible_by_one_word(score)
    if score.date is DateMatch.SAME and (last >= HALF_KNOWN or (first >= HALF_KNOWN and last >= _OTHER_HALF)):
        return True
    bounds = BOUNDS.get(score.date)
    return bounds is not None and bounds.hold(first, last)


def _is_possible_by_one_word(score: Score) -> bool:
    if score.date is DateMatch.SAME:
        return score.name.first >= _WORD_KNOWN
    return score.date is not DateMatch.DIFFERENT and score.name.first >= _THE_WORD_ITSELF


def levels_of(scores: Sequence[Score]) -> list[MatchLevel]:
    """What each of the people found is worth beside the others.

    No one is certain while someone else of that birthday, such as a twin, fits too. What many people share is worth
    nothing alone: a single word, or a full name whose birth date doesn't agree.
    """
    alone = [level_alone(score) for score in scores]
    some = [score for level, score in zip(alone, scores, strict=True) if level is not MatchLevel.NOTHING]
    twins = sum(map(_is_like_a_twin, some))
    by_one_word = sum(map(_rests_on_one_word, some))
    namesakes = sum(map(_has_the_name, scores))

    def level_among(level: MatchLevel, score: Score) -> MatchLevel:
        if _rests_on_one_word(score) and by_one_word > MOST_OF_ONE_WORD:
            return MatchLevel.NOTHING
        if score.date in (DateMatch.YEAR, DateMatch.NOT_RECORDED) and namesakes > 1:
            return MatchLevel.NOTHING
        return min(level, MatchLevel.POSSIBLE) if twins > 1 else level

    return [level_among(*each) for each in zip(alone, scores, strict=True)]


def _rests_on_one_word(score: Score) -> bool:
    return score.name.last is None and score.date is not DateMatch.SAME


def _is_like_a_twin(score: Score) -> bool:
    """Whether both halves of the name fit, and the birthday: a twin called Carlos isn't mistaken for María."""
    of_that_day = score.date in (DateMatch.SAME, DateMatch.NOT_RECORDED)
    return of_that_day and min(score.name.first, score.name.last or 0.0) >= _TWIN


def _has_the_name(score: Score) -> bool:
    return THE_SAME.hold(score.name.first, score.name.last or 0.0)
