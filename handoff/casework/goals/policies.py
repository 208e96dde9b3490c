"""Who may write down goals and steps. No one approves them, and nothing about them is a condition (G3)."""

from datetime import date

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.accounts.queries import users_with_permission
from handoff.casework.models import Goal, GoalStep, GoalStepVersion, GoalVersion
from handoff.casework.policies import check_is_care_team
from handoff.core.refusals import Refused
from handoff.programs.models import Program


def check_can_change_goal(actor: Actor, goal: Goal) -> None:
    """The care team writes down what the participant says."""
    check_is_care_team(actor, goal.person)


def check_is_open_goal(actor: Actor, goal: Goal) -> None:
    """Only a goal that hasn't ended is reworded, moved, ended, or given steps."""
    check_can_change_goal(actor, goal)
    if not goal.current.is_open:
        raise Refused(_("This goal has ended. Take it up again first."))


def check_can_end_goal(actor: Actor, goal: Goal, what: str) -> None:
    """A goal ends as reached, or as set aside, by the participant's word alone and without a reason (G2, G3)."""
    check_is_open_goal(actor, goal)
    if what not in GoalVersion.ENDED:
        raise Refused(_("Choose whether they reached the goal or set it aside."))


def check_words(words: str) -> None:
    if not words.strip():
        raise Refused(_("Enter it in the participant's own words."))


def check_step(
    actor: Actor, program: Program, words: str, owner: str, worker_id: int | None, today: date
) -> None:
    """A step says what is to be done, and whether the participant or a named worker does it."""
    if not words.strip():
        raise Refused(_("Enter what is to be done next."))
    if owner not in GoalStepVersion.Owner.values:
        raise Refused(_("Choose who does this step."))
    if owner == GoalStepVersion.Owner.WORKER and worker_id != actor.user_id:
        workers = users_with_permission(program, Permission.OUTREACH_DO, today)
        if not workers.filter(pk=worker_id or 0).exists():
            raise Refused(_("Choose someone from the care team."))


def check_can_mark_step(actor: Actor, step: GoalStep, what: str) -> None:
    """An open step is marked as done or no longer needed; a closed one can be opened again."""
    check_is_open_goal(actor, step.goal)
    allowed = GoalStepVersion.CLOSED if step.current.is_open else (GoalStepVersion.What.REOPENED,)
    if what not in allowed:
        raise Refused(_("This step was changed meanwhile. Check it and try again."))
