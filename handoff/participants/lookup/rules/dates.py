"""How well a date of birth that is asked for agrees with the recorded one."""

from datetime import date
from enum import StrEnum
from typing import Final

from rapidfuzz.distance import OSA


class DateMatch(StrEnum):
    """How a date of birth agrees."""

    SAME = "same"
    PLACEHOLDER = "placeholder"
    """The same, but a day that is written where none is known."""
    NEAR = "near"
    """Turned, one digit off, or a neighboring day: a slip, not another birthday."""
    PART = "part"
    """Two of its three parts are the same."""
    YEAR = "year"
    """Only the year agrees, or an age leads to it."""
    NOT_ASKED = "not_asked"
    NOT_RECORDED = "not_recorded"
    DIFFERENT = "different"


_COMMON_PLACEHOLDERS: Final = frozenset({(1911, 11, 11), (1999, 9, 9), (1899, 12, 30), (1899, 12, 31)})

_CLOSE_YEARS: Final = frozenset({1, 10})


def is_placeholder_date(on: date) -> bool:
    """Whether a day is often written where the birthday isn't known: January 1 of any year, or before 1901.

    Many people with a refugee's or migrant's documents do have January 1 in them; so such a day proves little, but it
    doesn't contradict either.
    """
    return (
        (on.month, on.day) == (1, 1) or on.year <= 1900 or (on.year, on.month, on.day) in _COMMON_PLACEHOLDERS
    )


def match_dates(asked: date, recorded: date) -> DateMatch:
    """Compare two full dates."""
    if asked == recorded:
        return DateMatch.PLACEHOLDER if is_placeholder_date(asked) else DateMatch.SAME
    same = (asked.year == recorded.year, asked.month == recorded.month, asked.day == recorded.day)
    if not any(same) and abs((asked - recorded).days) > 1:
        # One slip changes two of the three parts at most.
        return _match_placeholders(asked, recorded)
    turned = (asked.year, asked.month, asked.day) == (recorded.year, recorded.day, recorded.month)
    if turned or differ_by_a_slip(asked, recorded) or abs((asked - recorded).days) <= 1:
        return DateMatch.NEAR
    if sum(same) == 2:
        return DateMatch.PART
    if asked.year == recorded.year:
        return DateMatch.YEAR
    return _match_placeholders(asked, recorded)


def _match_placeholders(asked: date, recorded: date) -> DateMatch:
    """What two dates are worth that agree in nothing."""
    if is_placeholder_date(asked) or is_placeholder_date(recorded):
        # January 1 stands for an estimated year, which may be off by one.
        return DateMatch.YEAR if abs(asked.year - recorded.year) <= 1 else DateMatch.DIFFERENT
    return DateMatch.DIFFERENT


def differ_by_a_slip(asked: date, recorded: date) -> bool:
    """Whether one digit is wrong or two neighboring ones are switched."""
    return OSA.distance(_digits(asked), _digits(recorded), score_cutoff=1) <= 1


def _digits(on: date) -> str:
    return on.isoformat().replace("-", "")


def is_close_year(asked: date, recorded: date) -> bool:
    """Whether the same day of the same month is 1 or 10 years off: too few years for a parent and a child."""
    same_day = (asked.month, asked.day) == (recorded.month, recorded.day)
    return same_day and abs(asked.year - recorded.year) in _CLOSE_YEARS
