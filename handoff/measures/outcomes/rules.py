"""How long referrals took officers: the middle one, and the middle half."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True)
class Times:
    """The minutes of the referrals that have a time, out of how many referrals."""

    minutes: Sequence[float]
    referrals: int

    @property
    def middle(self) -> float | None:
        """The median in minutes: one night of waiting doesn't move it."""
        return median(self.minutes) if self.minutes else None

    @property
    def middle_half(self) -> tuple[float, float] | None:
        """The lower and the upper quartile; None of fewer than four, of which they would say nothing."""
        if len(self.minutes) < 4:
            return None
        low, _middle, high = quantiles(self.minutes, n=4, method="inclusive")
        return low, high
