"""A participant's goals with their next steps, and whose goal an identifier names."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from handoff.casework.models import Goal, GoalStep, GoalStepVersion, GoalVersion
from handoff.core.statements import Statement
from handoff.enrollment.models import StatusPeriod
from handoff.participants.models import Person
from handoff.programs.models import Program

GOALS = Statement(
    lambda person_id: (
        Goal.objects.filter(person_id=person_id)
        .order_by("position", "pk")
        .prefetch_related("versions", "steps__versions")
    )
)


def goals_of(person: Person) -> list[Goal]:
    """A participant's goals in their order, with every version and step. Four queries."""
    return GOALS.rows(person.pk)


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


def steps_of_worker(program: Program, user_id: int, first: date, last: date) -> QuerySet[GoalStepVersion]:
    """The steps that a worker is to do from one day to another, both included: each by its newest version.

    Not those of someone who is inactive or has died: what was agreed stays on their page (C-F08).
    """
    newest = GoalStepVersion.objects.filter(step=OuterRef("step")).order_by("-number")
    goal = GoalVersion.objects.filter(goal=OuterRef("step__goal")).order_by("-number")
    away = StatusPeriod.objects.filter(
        enrollment__person=OuterRef("step__goal__person"),
        ends_at__isnull=True,
        status=StatusPeriod.Status.INACTIVE,
    )
    found = GoalStepVersion.objects.filter(
        pk=Subquery(newest.values("pk")[:1]),
        step__goal__program=program,
        step__goal__person__merged_into__isnull=True,
        worker_id=user_id,
        due_on__range=(first, last),
    )
    return (
        found.exclude(what__in=GoalStepVersion.CLOSED)
        .annotate(goal_stands=Subquery(goal.values("what")[:1]))
        .exclude(goal_stands__in=GoalVersion.ENDED)
        .exclude(Exists(away))
        .select_related("step__goal__person")
        .order_by("due_on", "pk")
    )


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
