"""Figures from outside as they are entered, from the form or from a file."""

from dataclasses import dataclass

from handoff.measures.rules.periods import Period


@dataclass(frozen=True)
class MonthFigures:
    """What was counted in a month, by kind; a kind that isn't there wasn't entered."""

    month: Period
    counts: dict[str, int]
