"""A participant's goals with their next steps, and whose goal an identifier names."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from handoff.casework.models import Goal, GoalStep, GoalStepVersion
from handoff.participants.models import Person
from handoff.programs.models import Program


def goals_of(person: Person) -> list[Goal]:
    """A participant's goals in their order, with every version and step. Four queries."""
    goals = Goal.objects.filter(person=person).order_by("position", "pk")
    return list(goals.prefetch_related("versions", "steps__versions"))


def open_goals(goals: Iterable[Goal]) -> list[Goal]:
    return [each for each in goals if each.current.is_open]


@dataclass(frozen=True)
class OpenStep:
    """A step that is still to be done."""

    step: GoalStep
    goal: Goal
    version: GoalStepVersion


def open_steps(goals: Iterable[Goal]) -> list[OpenStep]:
    """The steps still to be done for open goals, the earliest date first and those without a date last."""
    found = [
        OpenStep(step, goal, step.current)
        for goal in open_goals(goals)
        for step in goal.steps.all()
        if step.current.is_open
    ]
    return sorted(found, key=lambda each: (each.version.due_on is None, str(each.version.due_on)))


def find_goal(program: Program, public_id: uuid.UUID) -> Goal | None:
    goals = Goal.objects.filter(program=program, public_id=public_id).select_related("person")
    return goals.prefetch_related("versions", "steps__versions").first()


def find_step(program: Program, public_id: uuid.UUID) -> GoalStep | None:
    steps = GoalStep.objects.filter(goal__program=program, public_id=public_id)
    return steps.select_related("goal__person").prefetch_related("versions", "goal__versions").first()


def person_of_goal(program_id: int, public_id: uuid.UUID) -> Person | None:
    """The participant whose goal this is."""
    goals = Goal.objects.filter(program_id=program_id, public_id=public_id)
    return Person.objects.filter(pk__in=goals.values("person_id")).first()


def person_of_step(program_id: int, public_id: uuid.UUID) -> Person | None:
    """The participant toward whose goal this step leads."""
    steps = GoalStep.objects.filter(goal__program_id=program_id, public_id=public_id)
    return Person.objects.filter(pk__in=steps.values("goal__person_id")).first()
