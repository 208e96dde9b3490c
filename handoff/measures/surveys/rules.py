"""The scales of survey questions, and what a distribution of answers says."""

from collections.abc import Mapping
from dataclasses import dataclass

from handoff.measures.rules.holding_back import is_enough
from handoff.measures.rules.intervals import Share, share_of
from handoff.measures.rules.suppression import FigureSet, Sum, suppress

WORDS = "words"
VALUES: Mapping[str, tuple[int, ...]] = {
    "agree": (1, 2, 3, 4, 5),
    "well": (1, 2, 3, 4, 5),
    "change": (1, 2, 3, 4, 5),
    "often": (1, 2, 3, 4, 5),
    "yes_no": (1, 2),
    WORDS: (),
}
"""The values of each scale, from the worst to the best."""

GOOD: Mapping[str, frozenset[int]] = {
    **{scale: frozenset({4, 5}) for scale in ("agree", "well", "change", "often")},
    "yes_no": frozenset({2}),
    WORDS: frozenset(),
}
"""The values that a summary counts together: the upper two of five, or yes."""


@dataclass(frozen=True)
class Distribution:
    """How many gave each answer to a question."""

    scale: str
    counts: Mapping[int, int]
    least: int

    @property
    def answered(self) -> int:
        return sum(self.counts.values())

    @property
    def is_shown(self) -> bool:
        """False where too few answered this question, however many answered others."""
        return is_enough(self.answered, self.least)

    @property
    def good(self) -> int:
        return sum(count for value, count in self.counts.items() if value in GOOD[self.scale])

    @property
    def share(self) -> Share | None:
        return share_of(self.good, self.answered)


def figures_of(result: Distribution) -> FigureSet:
    """The numbers of one question that others may see, and how they add up: answers, the good ones, and the rest.

    How many answered the whole survey isn't among them: with it a question that few skipped would say how few.
    """
    by_value = {str(value): result.counts.get(value, 0) for value in VALUES[result.scale]}
    good = tuple(each for each in by_value if int(each) in GOOD[result.scale])
    rest = tuple(each for each in by_value if each not in good)
    values = {
        **by_value,
        "good": result.good,
        "rest": result.answered - result.good,
        "answered": result.answered,
    }
    sums = (Sum("answered", ("good", "rest")), Sum("good", good), Sum("rest", rest))
    return FigureSet(values, sums, implied=frozenset({"rest"}))


def hidden_answers(result: Distribution) -> frozenset[str] | None:
    """What is hidden from others by the one rule of ADR 0069; None where nothing can be shown."""
    found = suppress(figures_of(result))
    return None if found.exposed else frozenset(found.hidden)
