"""Caseloads of the fictional county: working times, how often to be in touch, a move, and someone without a worker."""

from datetime import datetime, timedelta

from handoff.access.actor import Actor
from handoff.access.roles import RoleName
from handoff.accounts.services import confirm_role
from handoff.casework.caseloads import services
from handoff.casework.caseloads.queries import caseloads
from handoff.casework.models import HandoverPlan
from handoff.casework.turnover import services as turnover
from handoff.demo.dates import local_day
from handoff.demo.program import DemoProgram

PLANS = (("intensive", 7), ("regular", 14), ("light", 30), ("regular", 14))
WORKING_TIMES = (80, 50)


def manager_of(demo: DemoProgram, at: datetime) -> Actor:
    return demo.actor(demo.staff.first_with_role(RoleName.PROGRAM_MANAGER), at)


def balance_caseloads(demo: DemoProgram) -> None:
    """What a manager set in the last weeks: some work part-time, some participants get more support than others."""
    at = demo.days.ends - timedelta(days=6)
    manager = manager_of(demo, at)
    found = caseloads(demo.program, at)
    for caseload, percent in zip(found.workers[1:], WORKING_TIMES, strict=False):
        services.set_working_time(
            actor=manager, program=demo.program, user=caseload.user, percent=percent, at=at
        )
    for number, case in enumerate(each for caseload in found.workers for each in caseload.cases[:8]):
        intensity, days = PLANS[number % len(PLANS)]
        services.set_contact_plan(
            actor=manager,
            person=case.person,
            intensity=intensity,
            every_days=days,
            while_inactive=number % 7 == 0,
            at=at,
        )
    move_from_the_fullest(demo)
    plan_a_leave(demo)
    plan_a_managers_leave(demo)


def move_from_the_fullest(demo: DemoProgram) -> None:
    """Two participants moved from the fullest caseload to the emptiest."""
    at = demo.days.ends - timedelta(days=5)
    workers = sorted(caseloads(demo.program, at).workers, key=lambda each: each.load)
    emptiest, fullest = workers[0], workers[-1]
    if emptiest.user != fullest.user and len(fullest.cases) > 1:
        services.move_people(
            actor=manager_of(demo, at),
            program=demo.program,
            people=[each.enrollment for each in fullest.cases[:2]],
            from_worker_id=fullest.user.pk,
            to_worker_id=emptiest.user.pk,
            reason="",
            at=at,
        )


def plan_a_leave(demo: DemoProgram) -> None:
    """The worker with the most participants goes on leave, covered by the one with the fewest."""
    at = demo.days.ends - timedelta(hours=4)
    workers = sorted(caseloads(demo.program, at).workers, key=lambda each: each.load)
    emptiest, fullest = workers[0], workers[-1]
    if emptiest.user == fullest.user:
        return
    turnover.plan_handover(
        actor=manager_of(demo, at),
        program=demo.program,
        user=fullest.user,
        plan_input=turnover.PlanInput(
            kind=HandoverPlan.Kind.LEAVE,
            starts_on=local_day(at) + timedelta(days=2),
            ends_on=local_day(at) + timedelta(days=9),
            stand_in_id=emptiest.user.pk,
        ),
        at=at,
    )


def plan_a_managers_leave(demo: DemoProgram) -> None:
    """The manager is away for a week next month; the first case manager covers, and the site administrator confirms."""
    at = demo.days.ends - timedelta(hours=3)
    manager = demo.staff.first_with_role(RoleName.PROGRAM_MANAGER)
    case_manager = demo.staff.first_with_role(RoleName.CASE_MANAGER)
    starts_on = local_day(at) + timedelta(days=30)
    plan = turnover.plan_handover(
        actor=manager_of(demo, at),
        program=demo.program,
        user=demo.users[manager],
        plan_input=turnover.PlanInput(
            kind=HandoverPlan.Kind.LEAVE,
            starts_on=starts_on,
            ends_on=starts_on + timedelta(days=6),
            stand_in_id=demo.users[case_manager].pk,
        ),
        at=at,
    )
    second = demo.actor(demo.staff.first_with_role(RoleName.SITE_ADMINISTRATOR), at)
    for cover in turnover.cover_supervision(actor=manager_of(demo, at), plan=plan, at=at):
        confirm_role(actor=second, membership=cover, on=local_day(at), at=at)
