"""Shares with an interval that stays honest for small numbers."""

from dataclasses import dataclass
from math import sqrt

Z95 = 1.959963984540054
"""The standard normal quantile of 0.975."""


@dataclass(frozen=True)
class Share:
    """A part of a whole in percent, with the ends of its 95 % interval."""

    percent: float
    low: float
    high: float


def share_of(numerator: int, denominator: int) -> Share | None:
    """The share with its Wilson score interval; None of nothing, which is neither 0 nor 100 percent.

    E. B. Wilson, "Probable Inference", JASA 22 (1927), 209–212; recommended for small numbers by Brown, Cai and
    DasGupta, Statistical Science 16 (2001), 101–133. It never has width 0 and never leaves 0 to 100.
    """
    if denominator <= 0:
        return None
    if not 0 <= numerator <= denominator:
        raise ValueError(f"{numerator} of {denominator} is no share")
    n, p, z2 = denominator, numerator / denominator, Z95 * Z95
    center = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 * sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    # Rounding must not leave a hair above 100 percent, nor a hair beside an end that is exact.
    low = 0.0 if numerator == 0 else max(0.0, center - half)
    high = 1.0 if numerator == denominator else min(1.0, center + half)
    return Share(100 * p, 100 * low, 100 * high)


@dataclass(frozen=True)
class Disparity:
    """How a group's share compares with its share of the jurisdiction: 1 is the same, 2 is twice as much."""

    index: float
    low: float
    high: float


def disparity_of(count: int, known: int, baseline: float) -> Disparity | None:
    """The group's share of those whose group is known, divided by its share of the jurisdiction (`baseline`, 0 to 1).

    The interval is the share's Wilson interval divided by the baseline, whose own error is left out: a census count has
    none, and a survey's is small beside a program's few people.
    """
    share = share_of(count, known)
    if share is None or baseline <= 0:
        return None
    whole = 100 * baseline
    return Disparity(share.percent / whole, share.low / whole, share.high / whole)
