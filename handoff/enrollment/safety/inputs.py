"""What an entry about an overdose, a reversal or a death, and a review, say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class EventInput:
    """What happened, when, how it is known, and whether that is certain."""

    kind: str
    happened_on: date
    source: str
    is_confirmed: bool
    is_about: bool = False
    naloxone: str = ""
    cause: str = ""
    words: str = ""


@dataclass(frozen=True)
class ReviewInput:
    """Who looked back together, when, what helped, and what the team learned about its own work."""

    held_on: date
    attendees: Sequence[int]
    learned: str
    helped: str = ""
