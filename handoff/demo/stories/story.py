"""One person's story as dated events. Pure: it plans what happens and when, and writes nothing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from handoff.demo.dates import ZONE, DemoCalendar
from handoff.demo.people import InventedPerson
from handoff.demo.staff import Staff

CHARGES = (
    ("possess-fentanyl", "fentanyl", "g", (1, 20), 22),
    ("possess-methamphetamine", "methamphetamine", "g", (2, 60), 24),
    ("possess-cocaine", "cocaine", "g", (2, 50), 14),
    ("possess-heroin", "heroin", "g", (1, 15), 5),
    ("possess-marijuana", "marijuana", "g", (20, 130), 4),
    ("possess-paraphernalia", "", "", (0, 0), 18),
    ("larceny", "", "", (80, 2400), 14),
    ("conceal-merchandise", "", "", (50, 900), 10),
    ("trespass-second-degree", "", "", (0, 0), 16),
    ("possess-stolen-goods", "", "", (100, 1500), 3),
    ("prostitution", "", "", (0, 0), 3),
)
"""Offense, drug, unit, range in tenths of the unit (theft: tenths of a dollar), weight."""

SERVICES = (
    ("housing", 55), ("food", 40), ("phone", 30), ("identity", 22), ("benefits", 25), ("work", 28), ("transport", 30),
    ("health", 20), ("mental_health", 26), ("substance_use", 42), ("harm_reduction", 15), ("legal", 18), ("safety", 6),
    ("family", 9),
)  # fmt: skip


BEFORE = datetime(1, 1, 1, tzinfo=UTC)
"""The time of a story without events: earlier than any of them."""


@dataclass(frozen=True)
class StoryEvent:
    """One action at one time. `number` orders events at the same time."""

    at: datetime
    story: int
    number: int
    action: str
    who: str
    details: dict[str, Any]

    @property
    def key(self) -> str:
        return f"{self.story}-{self.number}"


@dataclass
class Story:
    """The events of one referral. Nothing is planned past the end of the history."""

    number: int
    kind: str
    person: InventedPerson
    rng: Random
    days: DemoCalendar
    staff: Staff
    began_on: date
    outcome: str = "active"
    charge_outcome: str = ""
    roi_outcome: str = ""
    earlier_story: int | None = None
    events: list[StoryEvent] = field(default_factory=list)
    over: bool = False
    now: datetime = BEFORE

    def __post_init__(self) -> None:
        self.officer = self.staff.officer(self.rng)
        self.care_worker = self.staff.care_worker(self.rng, self.person.language)

    def add_event(self, moment: datetime, action: str, who: str, **details: Any) -> datetime | None:
        """Append an event after the last one; returns its time, or None if the history ends first."""
        if self.events and moment <= self.now:
            moment = self.now + timedelta(minutes=3)
        if self.over or moment >= self.days.ends:
            self.over = True
            return None
        self.events.append(StoryEvent(moment, self.number, len(self.events), action, who, details))
        self.now = moment
        return moment

    def later(self, least_hours: int, most_hours: int) -> datetime:
        return self.days.soon_after(self.rng, self.now, least_hours, most_hours)

    def chance(self, percent: int) -> bool:
        return self.rng.randrange(100) < percent

    @property
    def intake_due_on(self) -> date:
        return self.began_on + timedelta(days=self.days.intake_days(self.began_on))

    def draw_services(self) -> list[str]:
        return [name for name, percent in SERVICES if self.chance(percent)] or ["housing"]

    def draw_charges(self) -> list[dict[str, Any]]:
        weights = [row[4] for row in CHARGES]
        drawn = self.rng.choices(CHARGES, weights, k=1 if self.chance(75) else 2)
        found = {}
        for key, drug, unit, (low, high), _weight in drawn:
            tenths = self.rng.randint(low, high)
            found[key] = {
                "key": key,
                "drug": drug,
                "quantity": f"{tenths / 10:.1f}" if drug else None,
                "unit": unit,
                "value": f"{tenths / 10:.2f}" if not drug and high else None,
            }
        drugs = [row for row in found.values() if row["drug"]]
        return [row for row in found.values() if not row["drug"] or row is drugs[0]]

    def draw_seconds(self) -> int:
        """How long the officer took for the referral, in seconds: usually about a quarter of an hour."""
        return int(self.rng.triangular(260, 1900, 780))


StoryWriter = Callable[[Story], None]


def is_working_time(days: DemoCalendar, moment: datetime) -> bool:
    local = moment.astimezone(ZONE)
    return days.is_working(local.date()) and 8 <= local.hour < 17


def meeting_time(story: Story) -> datetime:
    return story.days.officer_moment(story.rng, story.began_on)
