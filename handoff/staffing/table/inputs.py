"""What the pages of the table hand to the services."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class DiscussionInput:
    """What was said and planned about someone, and the status that closing the meeting sets."""

    said: str = ""
    plan: str = ""
    status: str = "keep"
    reason: str = ""
    died_on: date | None = None


@dataclass(frozen=True)
class ActionInput:
    """Who does what by when, and what it's about (an information kind of ROIs, or '' for the care team)."""

    words: str
    owner_id: int
    due_on: date
    about: str = ""
