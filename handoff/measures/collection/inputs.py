"""What is saved of a source of data."""

from dataclasses import dataclass
from datetime import date

from handoff.accounts.models import User
from handoff.measures.definitions.sources import Entry, Rhythm


@dataclass(frozen=True)
class SourceInput:
    """A line of the plan: who looks after it and who stands in, how often, where it is kept."""

    owner: User
    backup: User | None
    entry: Entry
    rhythm: Rhythm
    first_review_on: date
    stored: str
    name: str = ""
    holds: str = ""
