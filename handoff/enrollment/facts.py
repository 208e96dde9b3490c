"""Enrollments and the periods of being active or inactive, as the measures count them."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class EnrollmentFact:
    """One participant: the referral that their completed intake belongs to, and the day they enrolled."""

    person: int
    referral: int
    intake_completed_on: date
    enrolled_on: date


@dataclass(frozen=True, slots=True)
class StatusFact:
    """A period of one participant. `ends_on` is the first day on which it no longer holds; None while it lasts."""

    person: int
    status: str
    reason: str
    starts_on: date
    ends_on: date | None

    def holds_at_end_of(self, day: date) -> bool:
        """True if this was the participant's status when the day ended."""
        return self.starts_on <= day and (self.ends_on is None or self.ends_on > day)
