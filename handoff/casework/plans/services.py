"""Write down a plan as agreed, record that it was looked at again, and the person's copy of it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.casework.goals.queries import goals_of
from handoff.casework.models import AgreedPlan, AgreedPlanEvent, AgreedPlanGoal, AgreedPlanStep, Goal
from handoff.casework.plans import policies
from handoff.casework.plans.queries import copy_state, newest_plan
from handoff.casework.policies import check_is_care_team
from handoff.casework.services import check_same_person, lock_person
from handoff.core.refusals import check_says_the_same
from handoff.participants.models import Person
from handoff.programs.queries import local_date

What = AgreedPlanEvent.What


@dataclass(frozen=True)
class PlanInput:
    """Which goals the paper holds, when it was agreed on, when to look at it next, and its language."""

    goals: Sequence[uuid.UUID]
    agreed_on: date
    review_on: date | None = None
    language: str = "en"
    words: str = ""


def record(actor: Actor, plan: AgreedPlan, action: AuditAction, at: datetime) -> None:
    details = {"plan": str(plan.public_id)}
    audit.record(actor=actor, at=at, action=action, subject=plan.person.public_id, details=details)


@transaction.atomic
def agree_plan(*, actor: Actor, person: Person, plan_input: PlanInput, key: str, at: datetime) -> AgreedPlan:
    """Write the plan down with the goals and steps as they read now. A form sent twice makes one plan."""
    check_is_care_team(actor, person)
    person = lock_person(person)
    existing = AgreedPlan.objects.filter(key=key).select_related("person").first()
    if existing is not None:
        check_same_person(existing.person_id, person)
        check_says_the_same(
            (existing.agreed_on, plan_input.agreed_on),
            (existing.review_on, plan_input.review_on),
            (existing.language, plan_input.language),
            (existing.words, plan_input.words.strip()),
            (set(existing.goals.values_list("version__goal__public_id", flat=True)), set(plan_input.goals)),
        )
        return existing
    goals = [each for each in goals_of(person) if each.public_id in set(plan_input.goals)]
    policies.check_plan(
        goals,
        plan_input.language,
        plan_input.agreed_on,
        plan_input.review_on,
        local_date(person.program, at),
    )
    plan = AgreedPlan.objects.create(
        program_id=actor.program_id,
        person=person,
        agreed_on=plan_input.agreed_on,
        review_on=plan_input.review_on,
        language=plan_input.language,
        words=plan_input.words.strip(),
        added_at=at,
        added_by_id=actor.user_id,
        key=key,
    )
    keep_contents(plan, goals)
    record(actor, plan, AuditAction.PLAN_AGREED, at)
    return plan


def keep_contents(plan: AgreedPlan, goals: Sequence[Goal]) -> None:
    """Point at the versions of the goals and open steps that are the newest now."""
    for place, goal in enumerate(goals, start=1):
        line = AgreedPlanGoal.objects.create(plan=plan, position=place, version=goal.current)
        to_do = [each.current for each in goal.steps.all() if each.current.is_open]
        AgreedPlanStep.objects.bulk_create(
            AgreedPlanStep(goal=line, position=number, version=version)
            for number, version in enumerate(to_do, start=1)
        )


def lock_plan(actor: Actor, plan: AgreedPlan) -> AgreedPlan:
    """Lock the plan's person, and read the plan as it is now; only the newest one changes."""
    lock_person(plan.person)
    plan = AgreedPlan.objects.select_related("person", "program").get(pk=plan.pk)
    policies.check_is_newest(actor, plan, newest_plan(plan.person))
    return plan


@transaction.atomic
def review_plan(
    *, actor: Actor, plan: AgreedPlan, on: date, review_on: date | None, at: datetime
) -> AgreedPlanEvent:
    """Record that they looked at the plan together and it stays as it is. The same once more changes nothing."""
    plan = lock_plan(actor, plan)
    policies.check_days(on, review_on, local_date(plan.program, at))
    same = plan.events.filter(what=What.REVIEWED, occurred_on=on, review_on=review_on).first()
    return same or add_event(actor, plan, What.REVIEWED, on, at, review_on)


@transaction.atomic
def record_copy(*, actor: Actor, plan: AgreedPlan, what: str, at: datetime) -> AgreedPlanEvent:
    """Record that the person has a copy, or doesn't want one. A later word counts; both stay on record."""
    plan = lock_plan(actor, plan)
    policies.check_copy(what)
    newest = copy_state(plan)
    if newest is not None and newest.what == what:
        return newest
    return add_event(actor, plan, what, local_date(plan.program, at), at)


def add_event(
    actor: Actor, plan: AgreedPlan, what: str, on: date, at: datetime, review_on: date | None = None
) -> AgreedPlanEvent:
    event = AgreedPlanEvent.objects.create(
        plan=plan,
        what=what,
        occurred_on=on,
        review_on=review_on,
        recorded_at=at,
        recorded_by_id=actor.user_id,
    )
    record(actor, plan, AuditAction.PLAN_CHANGED, at)
    return event
