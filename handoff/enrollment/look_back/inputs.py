"""What a look into a source found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class LookBackInput:
    """One kind of event, from when to when a source was looked through, and the days on which it happened."""

    kind: str
    first_on: date
    last_on: date
    days: Sequence[date]
    source: str
