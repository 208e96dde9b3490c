"""Figures from outside as they are entered, from the form or from a file."""

from dataclasses import dataclass, field

from handoff.measures.rules.periods import Period


@dataclass(frozen=True)
class MonthFigures:
    """What was counted in a month, by kind; a kind that isn't there wasn't entered."""

    month: Period
    counts: dict[str, int]


@dataclass
class FileFigures:
    """What a file says of each month, and a sentence for each cell that can't be read."""

    months: list[MonthFigures] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class PlannedFigure:
    """A figure of a file beside the one that stands: new, another number, or the same."""

    month: Period
    kind: str
    count: int
    before: int | None

    @property
    def is_new(self) -> bool:
        return self.before is None

    @property
    def changes(self) -> bool:
        return self.before != self.count
