"""Plans on paper of the fictional county: agreed on, looked at again, with a copy or still without."""

from datetime import timedelta

from handoff.accounts.models import User
from handoff.casework.goals.queries import goals_of, open_goals
from handoff.casework.plans import services as plans
from handoff.casework.plans.presenters import language_of
from handoff.demo.dates import local_day
from handoff.demo.program import DemoProgram
from handoff.enrollment.models import Enrollment, StatusPeriod

WITH_A_PLAN = 9


def agree_on_plans(demo: DemoProgram) -> None:
    """A plan for those enrolled last who have goals, in every state of its copy."""
    active = Enrollment.objects.filter(
        program=demo.program,
        status_periods__ends_at__isnull=True,
        status_periods__status=StatusPeriod.Status.ACTIVE,
        primary_worker_id__isnull=False,
        person__goals__isnull=False,
        enrolled_at__lt=demo.days.ends - timedelta(days=20),
    ).distinct()
    recent = active.select_related("person").order_by("-enrolled_at", "-pk")
    for number, enrollment in enumerate(recent[:WITH_A_PLAN]):
        agree_on_demo_plan(demo, enrollment, number)


def agree_on_demo_plan(demo: DemoProgram, enrollment: Enrollment, number: int) -> None:
    # Before the steps of the next days are planned: what a plan points at was written earlier.
    at = demo.days.ends - timedelta(hours=5)
    agreed_on = local_day(at) - timedelta(days=2 + number)
    wanted = open_goals(goals_of(enrollment.person))
    if not wanted:
        return
    worker = User.objects.get(pk=enrollment.primary_worker_id or 0)
    actor = demo.actor(worker.username, at)
    plan = plans.agree_plan(
        actor=actor,
        person=enrollment.person,
        plan_input=plans.PlanInput(
            goals=[each.public_id for each in wanted],
            agreed_on=agreed_on,
            review_on=agreed_on + timedelta(days=14 + number * 7),
            language=language_of(enrollment.person),
            words="Thursdays at the library, and a text the evening before." if number % 3 == 0 else "",
        ),
        key=demo.key(f"plan-{number}"),
        at=at,
    )
    if number % 3 != 1:
        what = "copy_given" if number % 3 == 0 else "copy_declined"
        plans.record_copy(actor=actor, plan=plan, what=what, at=at + timedelta(minutes=15))
    if number % 4 == 0:
        plans.review_plan(
            actor=actor,
            plan=plan,
            on=local_day(at),
            review_on=local_day(at) + timedelta(days=28),
            at=at + timedelta(minutes=30),
        )
