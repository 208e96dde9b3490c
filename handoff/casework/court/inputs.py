"""A court date and an order as someone typed them."""

from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from handoff.casework.models import When


@dataclass(frozen=True)
class CourtInput:
    """When and where a case comes up. Only a day with a time has a time, and a week begins on its Monday."""

    court: str
    when: str
    on: date | None = None
    starts: time | None = None
    room: str = ""

    @property
    def cleaned(self) -> "CourtInput":
        on = None if self.when == When.NO_DATE else self.on
        if on is not None and self.when == When.WEEK:
            on -= timedelta(days=on.weekday())
        kept = self.starts if self.when == When.TIME else None
        return replace(self, on=on, starts=kept, room=self.room.strip())


@dataclass(frozen=True)
class OrderInput:
    """A warrant, or an order to stay away from a place or a person, with its days."""

    kind: str
    starts_on: date
    words: str = ""
    number: str = ""
    ends_on: date | None = None
