"""Write down goals in the participant's words and order, and the steps toward them. Each change is a new version."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.casework.goals import policies
from handoff.casework.goals.queries import goals_of, open_goals, open_steps
from handoff.casework.models import Goal, GoalStep, GoalStepVersion, GoalVersion
from handoff.casework.policies import check_is_care_team
from handoff.casework.services import check_same_person, lock_person
from handoff.core.refusals import Refused
from handoff.participants.models import Person
from handoff.programs.queries import local_date

UP, DOWN = "up", "down"


@dataclass(frozen=True)
class StepInput:
    """What is to be done next, by the participant or by a named worker, and by when."""

    words: str
    owner: str = GoalStepVersion.Owner.PARTICIPANT
    worker_id: int | None = None
    due_on: date | None = None


def lock_goal(goal: Goal) -> Goal:
    """Lock the goal's person, and read the goal as it is now."""
    lock_person(goal.person)
    return Goal.objects.select_related("person").get(pk=goal.pk)


def write_version(actor: Actor, goal: Goal, what: str, words: str, at: datetime) -> GoalVersion:
    number = goal.versions.count() + 1
    return GoalVersion.objects.create(
        goal=goal, number=number, what=what, words=words.strip(), written_at=at, written_by_id=actor.user_id
    )


def record(actor: Actor, goal: Goal, action: AuditAction, at: datetime) -> None:
    details = {"goal": str(goal.public_id)}
    audit.record(actor=actor, at=at, action=action, subject=goal.person.public_id, details=details)


@transaction.atomic
def add_goal(*, actor: Actor, person: Person, words: str, key: str, at: datetime) -> Goal:
    """Write down a new goal, last in the participant's order.

    The same form sent twice makes one goal; sent again with other words, it rewords that goal (C-F03).
    """
    check_is_care_team(actor, person)
    policies.check_words(words)
    person = lock_person(person)
    existing = Goal.objects.filter(key=key).first()
    if existing is not None:
        check_same_person(existing.person_id, person)
        said = {each.words for each in existing.versions.all()}
        if words.strip() in said:
            return existing
        return reword_goal(actor=actor, goal=existing, words=words, at=at)
    last = Goal.objects.filter(person=person).aggregate(last=Max("position"))["last"] or 0
    goal = Goal.objects.create(
        program_id=actor.program_id,
        person=person,
        position=last + 1,
        added_at=at,
        added_by_id=actor.user_id,
        key=key,
    )
    write_version(actor, goal, GoalVersion.What.ADDED, words, at)
    record(actor, goal, AuditAction.GOAL_ADDED, at)
    return goal


@transaction.atomic
def reword_goal(*, actor: Actor, goal: Goal, words: str, at: datetime) -> Goal:
    """Write the goal in the words the participant uses now; the earlier words stay in its history."""
    goal = lock_goal(goal)
    policies.check_is_open_goal(actor, goal)
    policies.check_words(words)
    if words.strip() != goal.current.words:
        write_version(actor, goal, GoalVersion.What.REWORDED, words, at)
        record(actor, goal, AuditAction.GOAL_REWORDED, at)
    return goal


@transaction.atomic
def end_goal(*, actor: Actor, goal: Goal, what: str, at: datetime) -> Goal:
    """The participant says the goal is reached, or sets it aside. Ending it twice changes nothing."""
    goal = lock_goal(goal)
    if goal.current.what == what:
        return goal
    policies.check_can_end_goal(actor, goal, what)
    write_version(actor, goal, what, goal.current.words, at)
    record(actor, goal, AuditAction.GOAL_ENDED, at)
    return goal


@transaction.atomic
def take_up_goal(*, actor: Actor, goal: Goal, at: datetime) -> Goal:
    """The participant takes an ended goal up again, with everything written about it (G6)."""
    goal = lock_goal(goal)
    policies.check_can_change_goal(actor, goal)
    if not goal.current.is_open:
        write_version(actor, goal, GoalVersion.What.TAKEN_UP, goal.current.words, at)
        record(actor, goal, AuditAction.GOAL_TAKEN_UP, at)
    return goal


@transaction.atomic
def move_goal(*, actor: Actor, goal: Goal, direction: str, at: datetime) -> Goal:
    """Move an open goal one place up or down in the participant's order; the first can't go higher."""
    goal = lock_goal(goal)
    policies.check_is_open_goal(actor, goal)
    goals = goals_of(goal.person)
    shown = open_goals(goals)
    place = shown.index(goal)
    other = place - 1 if direction == UP else place + 1
    if not 0 <= other < len(shown):
        return goal
    first, second = goals.index(goal), goals.index(shown[other])
    goals[first], goals[second] = goals[second], goals[first]
    # Every place is written anew: after a merge of two records, two goals may have the same.
    for position, each in enumerate(goals, start=1):
        each.position = position
    Goal.objects.bulk_update(goals, ["position"])
    record(actor, goal, AuditAction.GOAL_MOVED, at)
    return goal


def write_step(
    actor: Actor, step: GoalStep, what: str, step_input: StepInput, at: datetime
) -> GoalStepVersion:
    return GoalStepVersion.objects.create(
        step=step,
        number=step.versions.count() + 1,
        what=what,
        words=step_input.words.strip(),
        owner=step_input.owner,
        worker_id=step_input.worker_id,
        due_on=step_input.due_on,
        written_at=at,
        written_by_id=actor.user_id,
    )


def input_of(version: GoalStepVersion) -> StepInput:
    return StepInput(version.words, version.owner, version.worker_id, version.due_on)


def clean_step(actor: Actor, goal: Goal, step_input: StepInput, at: datetime) -> StepInput:
    """Check a step, and drop the worker of a step that the participant does."""
    if step_input.owner != GoalStepVersion.Owner.WORKER:
        step_input = replace(step_input, worker_id=None)
    today = local_date(goal.program, at)
    policies.check_step(actor, goal.program, step_input.words, step_input.owner, step_input.worker_id, today)
    return replace(step_input, words=step_input.words.strip())


@transaction.atomic
def add_step(*, actor: Actor, goal: Goal, step_input: StepInput, key: str, at: datetime) -> GoalStep:
    """Add a next step toward a goal. The same form sent twice makes one; sent with other words, it changes that one."""
    goal = lock_goal(goal)
    policies.check_is_open_goal(actor, goal)
    step_input = clean_step(actor, goal, step_input, at)
    existing = GoalStep.objects.filter(key=key).first()
    if existing is not None:
        if existing.goal_id != goal.pk:
            raise Refused(_("This page is out of date. Reload it and try again."))
        if step_input in [input_of(each) for each in existing.versions.all()]:
            return existing
        return change_step(actor=actor, step=existing, step_input=step_input, at=at)
    step = GoalStep.objects.create(goal=goal, added_at=at, key=key)
    write_step(actor, step, GoalStepVersion.What.ADDED, step_input, at)
    record(actor, goal, AuditAction.GOAL_STEP_ADDED, at)
    return step


@transaction.atomic
def change_step(*, actor: Actor, step: GoalStep, step_input: StepInput, at: datetime) -> GoalStep:
    """Change what a step says, who does it, or until when; what it said before stays in its history."""
    goal = lock_goal(step.goal)
    step = GoalStep.objects.select_related("goal__person").get(pk=step.pk)
    policies.check_is_open_goal(actor, goal)
    step_input = clean_step(actor, goal, step_input, at)
    if step_input != input_of(step.current):
        write_step(actor, step, GoalStepVersion.What.CHANGED, step_input, at)
        record(actor, goal, AuditAction.GOAL_STEP_CHANGED, at)
    return step


def pass_on_steps(
    *, actor: Actor, person: Person, from_worker_id: int, to_worker_id: int, at: datetime
) -> int:
    """Give a worker's open steps for a participant to their new worker; returns how many (K5)."""
    found = [each for each in open_steps(goals_of(person)) if each.version.worker_id == from_worker_id]
    for each in found:
        write_step(
            actor,
            each.step,
            GoalStepVersion.What.CHANGED,
            replace(input_of(each.version), worker_id=to_worker_id),
            at,
        )
        record(actor, each.goal, AuditAction.GOAL_STEP_CHANGED, at)
    return len(found)


@transaction.atomic
def mark_step(*, actor: Actor, step: GoalStep, what: str, at: datetime) -> GoalStep:
    """Mark a step as done or no longer needed, or open it again. The same mark twice changes nothing."""
    goal = lock_goal(step.goal)
    step = GoalStep.objects.select_related("goal__person").get(pk=step.pk)
    if step.current.what == what:
        return step
    policies.check_can_mark_step(actor, step, what)
    write_step(actor, step, what, input_of(step.current), at)
    record(actor, goal, AuditAction.GOAL_STEP_CHANGED, at)
    return step
