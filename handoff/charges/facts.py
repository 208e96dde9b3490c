"""A charge that an officer set aside, as the measures count it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ChargeFact:
    """One charge set aside. It belongs to the referral that names the same encounter."""

    charge: int
    encounter: int
    person: int
    offense: str
    title: str
    set_aside_on: date
    state: str


@dataclass(frozen=True, slots=True)
class NewChargeFact:
    """One charge reported after a referral, and how it came about."""

    charge: int
    person: int
    offense: str
    occurred_on: date
    how: str
