"""Overdoses, reversals and deaths as the measures count them."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class SafetyFact:
    """One event of one participant. `naloxone` is blank except for an overdose survived, `cause` except for a death."""

    event: int
    person: int
    kind: str
    happened_on: date
    naloxone: str
    cause: str
