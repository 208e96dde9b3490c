"""What the pages of the improvement log hand to its services."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Figure:
    """A measure as it was read for a month: a count, and what it is out of if it is a share."""

    measure: str
    month: date
    count: int
    whole: int | None
