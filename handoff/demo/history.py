"""Two years of a program as one list of acts in the order in which they happened. Pure and decided by the seed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count
from random import Random

from handoff.demo.cast import Cast
from handoff.demo.names import Invented, invented_people
from handoff.demo.story import Act, Story
from handoff.demo.story_kinds import AGAIN, KINDS, Kind
from handoff.demo.times import HISTORY_DAYS, Days

REASONS = ("moved", "deceased", "incarcerated", "out_of_touch", "stable", "achieved_goals", "no_longer_wants")
FATES = (
    *REASONS,
    *("out_of_touch+back", "no_longer_wants+back", "stable+back", "incarcerated+back", "moved+back"),
)
FATE_WEIGHTS = (6, 2, 5, 13, 10, 8, 7, 4, 3, 2, 2, 1)
CHARGE_FATES = (
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
"""Only who was referred so many days ago may have left and come back by now."""


@dataclass(frozen=True)
class History:
    """The stories, and all their acts by time."""

    stories: tuple[Story, ...]
    acts: tuple[Act, ...]


def write_history(
    *, seed: int, slug: str, days: Days, cast: Cast, size: float, kinds: tuple[Kind, ...] = KINDS
) -> History:
    """Decide everything that happens in a program of a part of the full size."""
    rng = Random(f"{seed}:{slug}")
    people = invented_people(rng, days.today)
    numbers = count(1)
    stories = [
        opened(f"{seed}:{slug}", next(numbers), kind, next(people), rng, days, cast)
        for kind in kinds
        for _each in range(kind.how_many(size))
    ]
    draw_fates(stories, rng)
    stories += [
        opened(f"{seed}:{slug}", next(numbers), AGAIN, earlier.person, rng, days, cast, earlier.number)
        for earlier in inactive_long_ago(stories)[: AGAIN.how_many(size) if kinds == KINDS else 0]
    ]
    for story in stories:
        kind_of(story).tell(story)
    acts = sorted(
        (act for story in stories for act in story.acts), key=lambda act: (act.at, act.story, act.number)
    )
    return History(tuple(stories), tuple(acts))


def opened(
    seed: str,
    number: int,
    kind: Kind,
    person: Invented,
    rng: Random,
    days: Days,
    cast: Cast,
    again: int | None = None,
) -> Story:
    """Open one story on its day; a program grows, so later days see more."""
    own = Random(f"{seed}:{number}")
    ago = kind.newest + round((kind.oldest - kind.newest) * rng.random() ** 1.15)
    story = Story(number, kind.name, person, own, days, cast, days.ago(min(ago, HISTORY_DAYS - 2)))
    story.again = again
    return story


def draw_fates(stories: list[Story], rng: Random) -> None:
    """Give each reason and each return to somebody, then deal out the rest by weight; likewise charges and ROIs."""
    settled = [story for story in stories if "_enrolled" in story.kind]
    settled.sort(key=lambda story: (story.began_on, story.number))
    old = [story for story in settled if (story.days.today - story.began_on).days > ROOM_FOR_CHANGE]
    rng.shuffle(old)
    for story, fate in zip(old, FATES, strict=False):
        story.fate = fate
    for story in old[len(FATES) :]:
        if rng.randrange(100) < 42:
            story.fate = rng.choices(FATES, FATE_WEIGHTS)[0]
    active = [story for story in settled if story.fate == "active" and "without_roi" not in story.kind]
    rng.shuffle(active)
    wanted = max(5, round(len(settled) * 0.09))
    revoking = max(1, round(len(settled) * 0.03))
    for story in active[:revoking]:
        story.roi_fate = "revoked"
    for story, fate in zip(active[revoking:], deal(CHARGE_FATES, wanted), strict=False):
        story.fate_charge = fate


def deal(cards: tuple[str, ...], number: int) -> Iterator[str]:
    """Deal the cards out in turn."""
    for place in range(number):
        yield cards[place % len(cards)]


def inactive_long_ago(stories: list[Story]) -> list[Story]:
    """Return the stories of people who went away in time to be referred again."""
    long_ago: date = stories[0].days.ago(400)
    gone = {"out_of_touch", "no_longer_wants", "moved", "stable", "incarcerated", "achieved_goals"}
    return [story for story in stories if story.fate in gone and story.began_on < long_ago]


def kind_of(story: Story) -> Kind:
    """Return the kind that a story is of."""
    return BY_NAME[story.kind]


BY_NAME = {kind.name: kind for kind in (*KINDS, AGAIN)}
