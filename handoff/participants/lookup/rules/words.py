"""How well the words of two names agree: 1 for the same, 0 for unrelated ones."""

from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA, JaroWinkler

from handoff.participants.lookup.rules.nicknames import FOR_ANYONE, TWO_GIVEN_NAMES, may_mean_one_name
from handoff.participants.lookup.rules.sounds import bare_sounds_of, sounds_of

NICKNAME: Final = 0.96
EXTRA_WORD: Final = 0.985
_INITIALS: Final = 0.9
_SOUNDS_THE_SAME: Final = 0.93
_CONSONANTS_THE_SAME: Final = 0.86
_PART_OF_A_NAME: Final = 0.88
_ANYONES_NICKNAME: Final = 0.8
_UNRELATED: Final = 0.7
_SOUND_WEIGHT: Final = 0.95
_ALIKE_IN_SOUND: Final = _UNRELATED / _SOUND_WEIGHT


def words_agreement(words: tuple[str, ...], recorded: tuple[str, ...]) -> float:
    """How well words agree with recorded words, whatever their order and whichever of them are left out."""
    if not words or not recorded:
        return 0.0
    if words == recorded:
        return 1.0
    if len(words) == len(recorded) == 1:
        return word_agreement(words[0], recorded[0])
    fewer, more = (words, recorded) if len(words) <= len(recorded) else (recorded, words)
    value = sum(max(word_agreement(word, other) for other in more) for word in fewer) / len(fewer)
    if len(fewer) < len(more):
        value *= EXTRA_WORD
    return max(value, word_agreement("".join(words), "".join(recorded)), _short_for_several(fewer, more))


def _short_for_several(fewer: tuple[str, ...], more: tuple[str, ...]) -> float:
    """One short word for several: TJ for Timothy James, Maite for María Teresa."""
    if len(fewer) > 1:
        return 0.0
    word = fewer[0]
    if TWO_GIVEN_NAMES.get(word) == more[:2]:
        return NICKNAME
    return _INITIALS if len(word) > 1 and word == "".join(each[0] for each in more)[: len(word)] else 0.0


@lru_cache(maxsize=100_000)
def word_agreement(word: str, recorded: str) -> float:
    """Two words: 1 for the same, nearly 1 for a nickname, else how close spelling and sound are."""
    if word == recorded:
        return 1.0
    if may_mean_one_name(word, recorded):
        return NICKNAME
    if len(word) == 1 or len(recorded) == 1:
        return _INITIALS if word[:1] == recorded[:1] else 0.0
    best = max(likeness(word, recorded, _UNRELATED), sound_agreement(word, recorded))
    may_be_part = word[:2] == recorded[:2] or recorded[-1] in word[-4:] or word[-1] in recorded[-4:]
    if best < _PART_OF_A_NAME and may_be_part and (_is_part(word, recorded) or _is_part(recorded, word)):
        best = _PART_OF_A_NAME
    if word in FOR_ANYONE:
        best = max(best, _ANYONES_NICKNAME)
    return 0.0 if best < _UNRELATED else best


def likeness(word: str, other: str, least: float) -> float:
    """How alike two words are written, 0 where it can't be as much as the least that is wanted."""
    by_letters = OSA.normalized_similarity(word, other)
    # The other measure adds 1 at most.
    if (1 + by_letters) / 2 < least:
        return 0.0
    return (JaroWinkler.similarity(word, other) + by_letters) / 2


def sound_agreement(word: str, recorded: str) -> float:
    """How alike two words sound, by the closest of the ways in which each may be said; 0 if they are unrelated."""
    ones, others = sounds_of(word), sounds_of(recorded)
    if not ones.isdisjoint(others):
        return _SOUNDS_THE_SAME
    if not bare_sounds_of(word).isdisjoint(bare_sounds_of(recorded)):
        return _CONSONANTS_THE_SAME
    closest = 0.0
    for one in ones:
        for other in others:
            closest = max(closest, likeness(one, other, _ALIKE_IN_SOUND))
    return _SOUND_WEIGHT * closest


def _is_part(short: str, long: str) -> bool:
    """Whether one is how the other is shortened: Quan for Daquan, Ty for Tyrell, Kenny for Kendrick."""
    # Nearly every pair of names ends here: neither their starts nor their ends can be the same.
    if short[:2] != long[:2] and long[-1:] not in short[-4:]:
        return False
    stem = short[:-1] if len(short) > 4 and short[-1] == "y" else short.removesuffix("ie")
    if len(stem) > 3 and stem[-1] == stem[-2]:
        stem = stem[:-1]
    if len(stem) < 2 or len(stem) >= len(long):
        return False
    return long.startswith(stem) or (len(stem) > 2 and long.endswith(stem))
