"""What the pages of meetings hand to the services."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True)
class SeriesInput:
    """A rhythm with its time and place, and the ids of the users who come."""

    rhythm: str
    weekday: int
    weeks: tuple[int, ...]
    starts_on: date
    starts_at: time
    minutes: int
    place: str
    attendees: Collection[int]


@dataclass(frozen=True)
class MeetingInput:
    """One meeting: day, time, length in minutes, place, and a note for the invitation.

    `is_correction` says that the place was only spelled wrong, so that no one is asked to answer again.
    """

    on: date
    starts_at: time
    minutes: int
    place: str
    note: str = ""
    is_correction: bool = False
