"""Who plans a handover, who records introductions, and when a plan may be closed (K5)."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.accounts.queries import users_with_permission
from handoff.casework.models import HandoverPlan
from handoff.casework.turnover.queries import HandoverRow, is_involved, open_plans
from handoff.core.refusals import Refused
from handoff.programs.models import Program

MOST_DAYS = 366


def check_can_plan(actor: Actor, program: Program) -> None:
    if actor.program_id != program.pk or not actor.can(Permission.CASELOADS_MANAGE):
        raise Refused(_("Only the program manager can plan a handover."))


def check_plan(
    program: Program,
    user_id: int,
    kind: str,
    days: tuple[date, date],
    stand_in_id: int | None,
    today: date,
) -> None:
    """One open plan per worker; its days are in order and not all over; who takes over is a colleague on the team."""
    if kind not in HandoverPlan.Kind.values:
        raise Refused(_("Choose whether they leave for good or come back."), "kind")
    check_days(*days, today)
    if open_plans(program).filter(user_id=user_id).exists():
        raise Refused(
            _("There's already an open plan for this worker. Finish and close that one first."), "worker"
        )
    check_colleague(program, user_id, stand_in_id, today)


def check_days(starts_on: date, ends_on: date, today: date) -> None:
    if ends_on < starts_on:
        raise Refused(_("The last day must not be before the first day."), "ends_on")
    if ends_on < today:
        raise Refused(_("These days have passed. Check the dates."), "ends_on")
    if (ends_on - starts_on).days > MOST_DAYS:
        raise Refused(_("A plan can last at most a year."), "ends_on")


def check_colleague(program: Program, user_id: int, colleague_id: int | None, today: date) -> None:
    """Who takes over, or covers, is someone else on the care team."""
    if colleague_id is None:
        return
    team = users_with_permission(program, Permission.OUTREACH_DO, today)
    if colleague_id == user_id or not team.filter(pk=colleague_id).exists():
        raise Refused(_("Choose a colleague who is on the care team."), "stand_in")


def check_is_open(plan: HandoverPlan) -> None:
    if plan.closed_at is not None:
        raise Refused(_("This plan is closed."))


def check_can_record(actor: Actor, plan: HandoverPlan) -> None:
    """The manager, whoever leaves, and those who take over record introductions and what to know."""
    if actor.program_id != plan.program_id or not actor.can(Permission.OUTREACH_DO):
        raise Refused(_("Only the care team can write in this record."))
    if not is_involved(actor, plan):
        raise Refused(_("Only those who hand over or take over can change this plan."))
    check_is_open(plan)


def may_choose_worker(actor: Actor, plan: HandoverPlan) -> bool:
    """True for the manager and whoever is replaced. Whoever takes over chooses no one: no one adds themself (C8)."""
    return actor.can(Permission.CASELOADS_MANAGE) or actor.user_id == plan.user_id


def check_can_choose_worker(
    actor: Actor, plan: HandoverPlan, before_id: int | None, chosen_id: int | None
) -> None:
    if chosen_id != before_id and not may_choose_worker(actor, plan):
        raise Refused(
            _("Only the program manager, or the worker who leaves or is away, can choose who takes over.")
        )


def check_introduced_on(introduced_on: date | None, today: date) -> None:
    if introduced_on is not None and introduced_on > today:
        raise Refused(_("That day is in the future. Check the date."))


def check_can_move(plan: HandoverPlan, rows: Iterable[HandoverRow]) -> None:
    """Participants move for good only from someone who leaves, and each to a named colleague."""
    if plan.is_leave:
        raise Refused(_("Cover during a leave ends by itself. No one's worker changes."))
    if any(each.to_worker_id is None for each in rows):
        raise Refused(_("Choose who takes over each participant first."))


def check_can_close(plan: HandoverPlan, unassigned: int) -> None:
    """A plan is done when no one is left without a worker; the end of a leave leaves no one behind."""
    check_is_open(plan)
    if not plan.is_leave and unassigned:
        words = ngettext(
            "%(count)d participant still has no other worker. Hand them over first.",
            "%(count)d participants still have no other worker. Hand them over first.",
            unassigned,
        )
        raise Refused(words % {"count": unassigned})


def check_can_cover_role(actor: Actor, plan: HandoverPlan) -> None:
    """The manager lets whoever covers a leave hold the supervisor's role for its days."""
    check_can_plan(actor, plan.program)
    check_is_open(plan)
    if not plan.is_leave or plan.stand_in_id is None:
        raise Refused(_("Choose who covers during the leave first."))
