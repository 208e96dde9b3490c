"""The plans of a participant, whether their goals changed since, and whose plan an identifier names."""

import uuid
from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from handoff.casework.goals.queries import open_goals
from handoff.casework.models import AgreedPlan, AgreedPlanEvent, Goal
from handoff.core.statements import Statement
from handoff.participants.models import Person
from handoff.programs.models import Program

What = AgreedPlanEvent.What


def plans_with_contents() -> QuerySet[AgreedPlan]:
    return AgreedPlan.objects.select_related("person", "program").prefetch_related(
        "events", "goals__version__goal", "goals__steps__version__step"
    )


def plans_of(person: Person) -> list[AgreedPlan]:
    """A participant's plans, the newest first. A fixed number of queries."""
    return list(plans_with_contents().filter(person=person).order_by("-added_at", "-pk"))


PLANS = Statement(
    lambda person_id: (
        AgreedPlan.objects.filter(person_id=person_id).prefetch_related("events").order_by("-added_at", "-pk")
    )
)


def plans_without_contents(person: Person) -> list[AgreedPlan]:
    """A participant's plans with what happened with them, the newest first. Two queries."""
    return PLANS.rows(person.pk)


def newest_plan(person: Person) -> AgreedPlan | None:
    """The plan that applies."""
    return next(iter(plans_without_contents(person)), None)


def next_review(plan: AgreedPlan) -> date | None:
    """When to look at the plan together next: as said at the last look, or when it was agreed on."""
    reviews = [each for each in plan.events.all() if each.what == What.REVIEWED]
    return reviews[-1].review_on if reviews else plan.review_on


def last_review(plan: AgreedPlan) -> date | None:
    reviews = [each.occurred_on for each in plan.events.all() if each.what == What.REVIEWED]
    return reviews[-1] if reviews else None


def copy_state(plan: AgreedPlan) -> AgreedPlanEvent | None:
    """The newest word on the person's copy; None where nothing is recorded yet."""
    found = [each for each in plan.events.all() if each.what in AgreedPlanEvent.COPY]
    return found[-1] if found else None


def steps_to_do(goal: Goal) -> set[int]:
    return {step.current.pk for step in goal.steps.all() if step.current.is_open}


def has_changed(plan: AgreedPlan, goals: Iterable[Goal]) -> bool:
    """True if a goal of the plan or its steps changed since, or a goal was added after it."""
    now = {each.pk: each for each in open_goals(goals)}
    agreed = {each.version.goal_id: each for each in plan.goals.all()}
    if any(pk not in agreed and goal.added_at > plan.added_at for pk, goal in now.items()):
        return True
    for pk, then in agreed.items():
        if pk not in now or now[pk].current.pk != then.version_id:
            return True
        if steps_to_do(now[pk]) != {each.version_id for each in then.steps.all()}:
            return True
    return False


def find_plan(program: Program, public_id: uuid.UUID) -> AgreedPlan | None:
    return plans_with_contents().filter(program=program, public_id=public_id).first()


def person_of_plan(program_id: int, public_id: uuid.UUID) -> Person | None:
    """The participant whose plan this is."""
    plans = AgreedPlan.objects.filter(program_id=program_id, public_id=public_id)
    return Person.objects.filter(pk__in=plans.values("person_id")).first()
