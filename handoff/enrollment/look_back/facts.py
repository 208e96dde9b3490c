"""What was looked up about a participant before and after their referral, as the measures count it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class LookBackFact:
    """One look into a source: which days it covers, both ends included, and on which the event happened."""

    person: int
    kind: str
    first_on: date
    last_on: date
    days: tuple[date, ...]
