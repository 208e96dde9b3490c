"""Goals and their steps as pages show them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from handoff.casework.models import Goal, GoalStep, GoalStepVersion, GoalVersion
from handoff.core.ui import TimelineEntry


@dataclass(frozen=True)
class StepCard:
    """One step: what, who does it, until when, and whether it is still to be done."""

    step: GoalStep
    words: str
    owner: str
    due_on: date | None
    is_open: bool
    state: str


@dataclass(frozen=True)
class GoalCard:
    """One goal in the participant's order, with its open steps first and everything written about it."""

    goal: Goal
    words: str
    state: str
    is_open: bool
    steps: list[StepCard]
    history: list[TimelineEntry]
    may_move_up: bool
    may_move_down: bool


def goal_cards(goals: Sequence[Goal], names: dict[int, str]) -> list[GoalCard]:
    """The cards of some goals, in their order."""
    last = len(goals) - 1
    return [
        GoalCard(
            goal=goal,
            words=goal.current.words,
            state=str(goal.current.get_what_display()),
            is_open=goal.current.is_open,
            steps=sorted(
                (step_card(step, names) for step in goal.steps.all()), key=lambda each: not each.is_open
            ),
            history=sorted(goal_entries(goal, names), key=lambda each: each.at, reverse=True),
            may_move_up=place > 0,
            may_move_down=place < last,
        )
        for place, goal in enumerate(goals)
    ]


def step_card(step: GoalStep, names: dict[int, str]) -> StepCard:
    version = step.current
    return StepCard(
        step=step,
        words=version.words,
        owner=owner_name(version, names),
        due_on=version.due_on,
        is_open=version.is_open,
        state=str(version.get_what_display()),
    )


def owner_name(version: GoalStepVersion, names: dict[int, str]) -> str:
    """Who does a step: the participant, or the worker by name."""
    if version.owner == GoalStepVersion.Owner.PARTICIPANT:
        return str(version.get_owner_display())
    return names.get(version.worker_id or 0, _("A former worker"))


def goal_entries(goal: Goal, names: dict[int, str], url: str = "") -> Iterator[TimelineEntry]:
    """Everything written about a goal and its steps, as entries of a timeline."""
    for version in goal.versions.all():
        yield entry_of(version, names, url)
    for step in goal.steps.all():
        for step_version in step.versions.all():
            yield entry_of(step_version, names, url)


def entry_of(version: GoalVersion | GoalStepVersion, names: dict[int, str], url: str) -> TimelineEntry:
    return TimelineEntry(
        at=version.written_at,
        title=str(version.get_what_display()),
        by=names.get(version.written_by_id or 0, ""),
        text=version.words,
        url=url,
    )


def user_ids(goals: Sequence[Goal]) -> set[int | None]:
    """Everyone who wrote something about some goals or does one of their steps."""
    steps = [version for goal in goals for step in goal.steps.all() for version in step.versions.all()]
    writers = {version.written_by_id for goal in goals for version in goal.versions.all()}
    return writers | {each.written_by_id for each in steps} | {each.worker_id for each in steps}
