"""A referral as the measures count it: plain values, no name."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Outcome(StrEnum):
    """What came of a referral first: a person who said no and later yes said no first."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    INELIGIBLE = "ineligible"
    WAITING = "waiting"
    WITHDRAWN = "withdrawn"
    """Entered by mistake or twice: no referral at all."""


@dataclass(frozen=True, slots=True)
class ReferralFact:
    """One referral. Its days are local days; `person` is None where no identity was kept."""

    referral: int
    number: int
    person: int | None
    occurred_on: date
    recorded_on: date
    pathway: str
    referrer: str
    agency: int | None
    officer: int | None
    outcome: str
    answered_on: date | None
    decline_reason: str
    later_no_on: date | None
    later_no_reason: str
    screened_on: date | None
    intake_by: date | None
    encounter: int | None
    age: int | None
    age_band: str
    gender: str
    races: tuple[str, ...]
