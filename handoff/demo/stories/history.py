"""Two years of a program as one list of events in time order. Pure; the seed decides everything."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count
from random import Random

from handoff.demo.dates import HISTORY_DAYS, DemoCalendar
from handoff.demo.people import InventedPerson, invented_people
from handoff.demo.staff import Staff
from handoff.demo.stories.kinds import AGAIN, KINDS, Kind
from handoff.demo.stories.story import Story, StoryEvent

REASONS = ("moved", "deceased", "incarcerated", "out_of_touch", "stable", "achieved_goals", "no_longer_wants")
OUTCOMES = (
    *REASONS,
    *("out_of_touch+back", "no_longer_wants+back", "stable+back", "incarcerated+back", "moved+back"),
)
OUTCOME_WEIGHTS = (6, 2, 5, 13, 10, 8, 7, 4, 3, 2, 2, 1)
CHARGE_OUTCOMES = (
    "new",
    "heard",
    "dismiss",
    "continue",
    "pursue",
    "new",
    "dismiss",
    "heard",
    "dismiss",
    "continue",
)
ROOM_FOR_CHANGE = 150
"""Days since the referral before someone may have left and come back."""


@dataclass(frozen=True)
class History:
    stories: tuple[Story, ...]
    events: tuple[StoryEvent, ...]


def write_history(
    *, seed: int, slug: str, days: DemoCalendar, staff: Staff, size: float, kinds: tuple[Kind, ...] = KINDS
) -> History:
    """Plan everything that happens. `size` is a share of the full county."""
    rng = Random(f"{seed}:{slug}")
    people = invented_people(rng, days.today)
    numbers = count(1)
    stories = [
        new_story(f"{seed}:{slug}", next(numbers), kind, next(people), rng, days, staff)
        for kind in kinds
        for _each in range(kind.how_many(size))
    ]
    assign_outcomes(stories, rng)
    stories += [
        new_story(f"{seed}:{slug}", next(numbers), AGAIN, earlier.person, rng, days, staff, earlier.number)
        for earlier in inactive_long_ago(stories)[: AGAIN.how_many(size) if kinds == KINDS else 0]
    ]
    for story in stories:
        kind_of(story).write(story)
    events = sorted(
        (event for story in stories for event in story.events),
        key=lambda event: (event.at, event.story, event.number),
    )
    return History(tuple(stories), tuple(events))


def new_story(
    seed: str,
    number: int,
    kind: Kind,
    person: InventedPerson,
    rng: Random,
    days: DemoCalendar,
    staff: Staff,
    earlier_story: int | None = None,
) -> Story:
    """A program grows, so later days get more stories."""
    own = Random(f"{seed}:{number}")
    ago = kind.newest + round((kind.oldest - kind.newest) * rng.random() ** 1.15)
    story = Story(number, kind.name, person, own, days, staff, days.ago(min(ago, HISTORY_DAYS - 2)))
    story.earlier_story = earlier_story
    return story


def assign_outcomes(stories: list[Story], rng: Random) -> None:
    """Use every reason and every return at least once, then draw by weight; likewise for new charges and ROIs."""
    settled = [story for story in stories if "_enrolled" in story.kind]
    settled.sort(key=lambda story: (story.began_on, story.number))
    old = [story for story in settled if (story.days.today - story.began_on).days > ROOM_FOR_CHANGE]
    rng.shuffle(old)
    for story, outcome in zip(old, OUTCOMES, strict=False):
        story.outcome = outcome
    for story in old[len(OUTCOMES) :]:
        if rng.randrange(100) < 42:
            story.outcome = rng.choices(OUTCOMES, OUTCOME_WEIGHTS)[0]
    active = [story for story in settled if story.outcome == "active" and "without_roi" not in story.kind]
    rng.shuffle(active)
    wanted = max(5, round(len(settled) * 0.09))
    revoking = max(1, round(len(settled) * 0.03))
    for story in active[:revoking]:
        story.roi_outcome = "revoked"
    for story, outcome in zip(active[revoking:], cycle_through(CHARGE_OUTCOMES, wanted), strict=False):
        story.charge_outcome = outcome


def cycle_through(cards: tuple[str, ...], number: int) -> Iterator[str]:
    for place in range(number):
        yield cards[place % len(cards)]


def inactive_long_ago(stories: list[Story]) -> list[Story]:
    long_ago: date = stories[0].days.ago(400)
    gone = {"out_of_touch", "no_longer_wants", "moved", "stable", "incarcerated", "achieved_goals"}
    return [story for story in stories if story.outcome in gone and story.began_on < long_ago]


def kind_of(story: Story) -> Kind:
    return BY_NAME[story.kind]


BY_NAME = {kind.name: kind for kind in (*KINDS, AGAIN)}
