"""Plan a handover or a cover, record introductions, hand participants over with their open work, and close (K5)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.accounts.models import Membership, User
from handoff.accounts.services import cover_role, end_cover
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.casework.caseloads.policies import check_chosen
from handoff.casework.caseloads.services import lock_program, move_people
from handoff.casework.models import HandoverItem, HandoverPlan, WorkerChange
from handoff.casework.turnover import policies, queries
from handoff.core.refusals import Refused
from handoff.notifications.services import queue_notice
from handoff.participants.models import Person
from handoff.participants.team import services as team
from handoff.programs.models import Program
from handoff.programs.queries import local_date


@dataclass(frozen=True)
class PlanInput:
    """Who leaves or is away, on which days, and who takes over or covers by default."""

    kind: str
    starts_on: date
    ends_on: date
    stand_in_id: int | None = None


@dataclass(frozen=True)
class ItemInput:
    """What is planned for one participant."""

    to_worker_id: int | None
    introduced_by_id: int | None = None
    introduce_on: date | None = None
    introduced_on: date | None = None
    must_know: str = ""


@transaction.atomic
def plan_handover(
    *, actor: Actor, program: Program, user: User | None, plan_input: PlanInput, at: datetime
) -> HandoverPlan:
    """Open a plan with a line for each participant of the worker; who takes over may open the records meanwhile."""
    policies.check_can_plan(actor, program)
    if user is None:
        raise Refused(_("Choose the worker."))
    lock_program(program)
    days = (plan_input.starts_on, plan_input.ends_on)
    today = local_date(program, at)
    policies.check_plan(program, user.pk, plan_input.kind, days, plan_input.stand_in_id, today)
    plan = HandoverPlan.objects.create(
        program=program,
        user_id=user.pk,
        kind=plan_input.kind,
        starts_on=plan_input.starts_on,
        ends_on=plan_input.ends_on,
        stand_in_id=plan_input.stand_in_id,
        made_at=at,
        made_by_id=actor.user_id,
    )
    for enrollment in queries.enrollments_of(plan):
        item_input = ItemInput(plan_input.stand_in_id, user.pk if not plan.is_leave else None)
        save_item(actor, plan, enrollment.person, item_input, at)
    audit.record(actor=actor, at=at, action=AuditAction.HANDOVER_PLANNED, subject=user.public_id)
    if plan_input.stand_in_id is not None:
        notify_colleague(plan, plan_input.stand_in_id, at)
    return plan


def notify_colleague(plan: HandoverPlan, colleague_id: int, at: datetime) -> None:
    """Let whoever takes over know that there is something to see. The notice names no one."""
    queue_notice(
        program_id=plan.program_id,
        user=User.objects.get(pk=colleague_id),
        kind="takeover_planned",
        path=reverse("home:home", args=[plan.program.slug]),
        key=f"{plan.public_id}:{colleague_id}",
        at=at,
    )


def save_item(
    actor: Actor, plan: HandoverPlan, person: Person, item_input: ItemInput, at: datetime
) -> HandoverItem:
    """Write one participant's line, and let their new worker open the record for the days of the plan."""
    before = HandoverItem.objects.filter(plan=plan, person=person).first()
    item, _is_new = HandoverItem.objects.update_or_create(
        plan=plan,
        person=person,
        defaults={
            "to_worker_id": item_input.to_worker_id,
            "introduced_by_id": item_input.introduced_by_id,
            "introduce_on": item_input.introduce_on,
            "introduced_on": item_input.introduced_on,
            "must_know": item_input.must_know.strip(),
            "changed_at": at,
            "changed_by_id": actor.user_id,
        },
    )
    if before is not None and before.to_worker_id not in {None, item.to_worker_id}:
        assert before.to_worker_id is not None
        team.end_cover(actor=actor, person=person, user_id=before.to_worker_id, at=at)
    if item.to_worker_id is not None:
        starts_at, ends_at = queries.span_of(plan)
        team.cover_person(
            actor=actor,
            person=person,
            user_id=item.to_worker_id,
            starts_at=starts_at,
            ends_at=ends_at,
            at=at,
        )
    audit.record(actor=actor, at=at, action=AuditAction.HANDOVER_CHANGED, subject=person.public_id)
    return item


@transaction.atomic
def record_item(
    *, actor: Actor, plan: HandoverPlan, person: Person, item_input: ItemInput, at: datetime
) -> HandoverItem:
    """Record who takes over a participant, who introduces them and when, and what to know first."""
    plan = lock_plan(plan)
    policies.check_can_record(actor, plan)
    row = queries.find_row(plan, person, at)
    if row is None:
        raise Refused(_("This participant isn't part of this plan."))
    before_id = row.item.to_worker_id if row.item is not None else None
    policies.check_can_choose_worker(actor, plan, before_id, item_input.to_worker_id)
    today = local_date(plan.program, at)
    policies.check_colleague(plan.program, plan.user_id, item_input.to_worker_id, today)
    policies.check_introduced_on(item_input.introduced_on, today)
    return save_item(actor, plan, person, item_input, at)


@transaction.atomic
def change_days(
    *, actor: Actor, plan: HandoverPlan, starts_on: date, ends_on: date, at: datetime
) -> HandoverPlan:
    """Give an open plan other days. Who takes over or covers may open the records on these days, and on no others.

    A supervisor's role that is covered ends with the new last day at the latest. A longer leave needs the cover of the
    days that are left: the plan's page offers it.
    """
    policies.check_can_plan(actor, plan.program)
    plan = lock_plan(plan)
    policies.check_is_open(plan)
    if (plan.starts_on, plan.ends_on) == (starts_on, ends_on):
        return plan
    policies.check_days(starts_on, ends_on, local_date(plan.program, at))
    covers = list(queries.covers_of(plan))
    plan.starts_on, plan.ends_on = starts_on, ends_on
    plan.save(update_fields=["starts_on", "ends_on"])
    for item in plan.items.filter(to_worker_id__isnull=False).select_related("person"):
        move_cover(actor, plan, item, at)
    for membership in covers:
        shorten_role(actor, plan, membership, at)
    audit.record(actor=actor, at=at, action=AuditAction.HANDOVER_CHANGED, subject=plan.public_id)
    return plan


def move_cover(actor: Actor, plan: HandoverPlan, item: HandoverItem, at: datetime) -> None:
    """Let whoever takes over or covers open the record on the plan's days, and no longer on the earlier ones."""
    assert item.to_worker_id is not None
    starts_at, ends_at = queries.span_of(plan)
    team.end_cover(actor=actor, person=item.person, user_id=item.to_worker_id, at=at)
    team.cover_person(
        actor=actor,
        person=item.person,
        user_id=item.to_worker_id,
        starts_at=max(starts_at, at),
        ends_at=ends_at,
        at=at,
    )


def shorten_role(actor: Actor, plan: HandoverPlan, membership: Membership, at: datetime) -> None:
    """End a covered role that would start before the plan's first day, or outlast its last one."""
    today, after = local_date(plan.program, at), plan.ends_on + timedelta(days=1)
    if membership.ends_on is None or membership.ends_on <= today:
        return
    if today < membership.starts_on < plan.starts_on:
        end_cover(actor=actor, membership=membership, on=today, at=at)
    elif membership.ends_on > after:
        end_cover(actor=actor, membership=membership, on=max(after, today), at=at)


def lock_plan(plan: HandoverPlan) -> HandoverPlan:
    lock_program(plan.program)
    return HandoverPlan.objects.select_related("program").get(pk=plan.pk)


@dataclass(frozen=True)
class HandedOver:
    """How many participants moved, how many a colleague had moved meanwhile, and how much open work went with them."""

    people: int
    elsewhere: int
    open_work: int


@transaction.atomic
def hand_over(
    *, actor: Actor, plan: HandoverPlan, people: Sequence[Person], reason: str, at: datetime
) -> HandedOver:
    """Give participants their new worker for good, with the steps, visits and appointments that were still to come."""
    policies.check_can_plan(actor, plan.program)
    plan = lock_plan(plan)
    policies.check_is_open(plan)
    wanted = {each.pk for each in people}
    check_chosen(len(wanted))
    rows = [each for each in queries.rows_of(plan, at) if each.person.pk in wanted and not each.is_moved]
    policies.check_can_move(plan, rows)
    groups = defaultdict(list)
    for row in rows:
        groups[row.to_worker_id].append(row.enrollment)
    moved = open_work = 0
    for to_worker_id, enrollments in groups.items():
        assert to_worker_id is not None
        result = move_people(
            actor=actor,
            program=plan.program,
            people=enrollments,
            from_worker_id=plan.user_id,
            to_worker_id=to_worker_id,
            reason=reason,
            at=at,
            why=WorkerChange.Why.HANDED_OVER,
            # Both work side by side until then, so the leaver keeps these appointments.
            appointments_from=queries.span_of(plan)[1],
        )
        moved += len(result.moved)
        open_work += result.open_work
    return HandedOver(moved, len(wanted) - moved, open_work)


@transaction.atomic
def close_plan(*, actor: Actor, plan: HandoverPlan, at: datetime) -> HandoverPlan:
    """Close a plan: everyone has another worker, or whoever was away is back and their participants with them."""
    policies.check_can_plan(actor, plan.program)
    plan = lock_plan(plan)
    if plan.closed_at is not None:
        return plan
    rows = queries.rows_of(plan, at)
    policies.check_can_close(plan, len(queries.unassigned_rows(rows)))
    plan.closed_at, plan.closed_by_id = at, actor.user_id
    plan.save(update_fields=["closed_at", "closed_by_id"])
    # Also for those who aren't active any longer: their rows aren't shown, and the cover would last to its last day.
    for item in plan.items.filter(to_worker_id__isnull=False).select_related("person"):
        assert item.to_worker_id is not None
        team.end_cover(actor=actor, person=item.person, user_id=item.to_worker_id, at=at)
    give_roles_back(actor, plan, at)
    audit.record(actor=actor, at=at, action=AuditAction.HANDOVER_CLOSED, subject=plan.public_id)
    return plan


@transaction.atomic
def cover_supervision(*, actor: Actor, plan: HandoverPlan, at: datetime) -> list[Membership]:
    """Let whoever covers a leave supervise in its days too: they hold the role until the day after the last (K5)."""
    plan = lock_plan(plan)
    policies.check_can_cover_role(actor, plan)
    stand_in = User.objects.get(pk=plan.stand_in_id or 0)
    after = plan.ends_on + timedelta(days=1)
    today = local_date(plan.program, at)
    return [
        cover_role(
            actor=actor,
            user=stand_in,
            covered=each.membership,
            days=(each.first_day_left(plan.starts_on), after),
            on=today,
            at=at,
        )
        for each in queries.roles_to_cover(plan)
        if not each.reaches_last_day
    ]


def give_roles_back(actor: Actor, plan: HandoverPlan, at: datetime) -> None:
    """Whoever was away is here again: no one holds their role for them any more."""
    today = local_date(plan.program, at)
    for each in queries.covers_of(plan).filter(ends_on__gt=today):
        end_cover(actor=actor, membership=each, on=today, at=at)
