"""Handover plans: each participant of a worker who leaves or is away, and what is still to do (K5)."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.access.roles import ROLES
from handoff.accounts.models import Membership, User
from handoff.accounts.queries import current_memberships, memberships_on
from handoff.casework.appointments.queries import care_team_ids
from handoff.casework.models import HandoverItem, HandoverPlan
from handoff.casework.queries import active_enrollments
from handoff.enrollment.models import Enrollment
from handoff.enrollment.queries import died
from handoff.participants.models import Person
from handoff.programs.models import OnCallShift, Program
from handoff.programs.queries import time_zone_of

LAST_MOMENT = timedelta(microseconds=1)
"""A cover ends at midnight; its last day is the one before."""


@dataclass(frozen=True)
class HandoverRow:
    """One participant of a plan: what is planned for them, and who their worker is now."""

    enrollment: Enrollment
    item: HandoverItem | None
    to_worker_id: int | None
    is_moved: bool
    is_assigned: bool
    """True if someone on the care team, other than whoever leaves, is their worker; or covers them, during a leave."""

    @property
    def person(self) -> Person:
        return self.enrollment.person

    @property
    def is_introduced(self) -> bool:
        return self.item is not None and self.item.introduced_on is not None


def open_plans(program: Program) -> QuerySet[HandoverPlan]:
    return HandoverPlan.objects.filter(program=program, closed_at__isnull=True)


def find_plan(program: Program, public_id: uuid.UUID) -> HandoverPlan | None:
    found = HandoverPlan.objects.filter(program=program, public_id=public_id)
    return found.select_related("program").first()


def is_involved(actor: Actor, plan: HandoverPlan) -> bool:
    """True for the manager, whoever leaves, and those who take over, cover or introduce."""
    if actor.can(Permission.CASELOADS_MANAGE) or actor.user_id in {plan.user_id, plan.stand_in_id}:
        return True
    own = Q(to_worker_id=actor.user_id) | Q(introduced_by_id=actor.user_id)
    return actor.user_id is not None and plan.items.filter(own).exists()


def enrollments_of(plan: HandoverPlan) -> QuerySet[Enrollment]:
    """The worker's active participants, and those who were in the plan before they moved.

    Someone inactive who comes back later stands under *Without a worker* of the caseloads then.
    """
    planned = HandoverItem.objects.filter(plan=plan, person=OuterRef("person"))
    found = active_enrollments(plan.program).filter(Q(primary_worker_id=plan.user_id) | Exists(planned))
    return found.order_by("person__last_name", "person__first_name", "pk")


def rows_of(plan: HandoverPlan, at: datetime) -> list[HandoverRow]:
    """Each participant of a plan. The number of queries doesn't grow with them."""
    items = {each.person_id: each for each in HandoverItem.objects.filter(plan=plan)}
    working = care_team_ids(plan.program, at)
    return [
        row_of(plan, each, items.get(each.person_id), working - {plan.user_id})
        for each in enrollments_of(plan)
    ]


def row_of(
    plan: HandoverPlan, enrollment: Enrollment, item: HandoverItem | None, others: set[int]
) -> HandoverRow:
    to_worker_id = item.to_worker_id if item is not None else plan.stand_in_id
    worker_id = enrollment.primary_worker_id
    is_moved = worker_id != plan.user_id
    return HandoverRow(
        enrollment=enrollment,
        item=item,
        to_worker_id=to_worker_id,
        is_moved=is_moved,
        is_assigned=worker_id in others or (plan.is_leave and item is not None and to_worker_id in others),
    )


def unassigned_rows(rows: Iterable[HandoverRow]) -> list[HandoverRow]:
    return [each for each in rows if not each.is_assigned]


def find_row(plan: HandoverPlan, person: Person, at: datetime) -> HandoverRow | None:
    return next((each for each in rows_of(plan, at) if each.person == person), None)


def find_user(user_id: int | None) -> User | None:
    return User.objects.filter(pk=user_id or 0).first()


def span_of(plan: HandoverPlan) -> tuple[datetime, datetime]:
    """The half-open span of the plan's days, in the program's zone."""
    zone = time_zone_of(plan.program)
    starts = datetime.combine(plan.starts_on, time.min, zone)
    return starts, datetime.combine(plan.ends_on + timedelta(days=1), time.min, zone)


def introductions_of(program: Program, user_id: int) -> QuerySet[HandoverItem]:
    """The introductions still to make by or to a worker, the earliest first and those without a day last."""
    items = HandoverItem.objects.filter(
        Q(introduced_by_id=user_id) | Q(to_worker_id=user_id),
        plan__program=program,
        plan__closed_at__isnull=True,
        plan__kind=HandoverPlan.Kind.LEAVING,
        introduced_on__isnull=True,
        person__merged_into__isnull=True,
    )
    return items.exclude(Exists(died())).select_related("person", "plan").order_by("introduce_on", "pk")


SUPERVISING = frozenset(
    name for name, role in ROLES.items() if Permission.CASELOADS_MANAGE in role.permissions
)
"""The roles whose holder supervises workers: while they are away, someone else has to be able to (K5)."""


@dataclass(frozen=True)
class CoveredRole:
    """A supervisor's role of someone who is away: who covers it, and who else holds it on the days of the leave."""

    membership: Membership
    cover: Membership | None
    others: list[User]
    last_day: date

    @property
    def reaches_last_day(self) -> bool:
        """True if a colleague has the role, or will once it is confirmed, through the last day."""
        if self.cover is None or self.cover.ends_on is None:
            return False
        return self.cover.ends_on > self.last_day

    def first_day_left(self, first: date) -> date:
        """The first day of the leave that the cover so far leaves open."""
        return first if self.cover is None or self.cover.ends_on is None else max(first, self.cover.ends_on)

    @property
    def is_covered(self) -> bool:
        confirmed = self.cover is not None and not self.cover.waits_for_confirmation
        return (confirmed and self.reaches_last_day) or bool(self.others)


def covers_of(plan: HandoverPlan) -> QuerySet[Membership]:
    """The roles that colleagues hold for whoever is away, on days of the plan, and that haven't been given back."""
    found = Membership.objects.filter(
        program=plan.program,
        covers_id=plan.user_id,
        starts_on__lte=plan.ends_on,
        ends_on__gt=plan.starts_on,
    )
    return found.select_related("user").order_by("-pk")


def roles_to_cover(plan: HandoverPlan) -> list[CoveredRole]:
    """The supervisor's roles that whoever is away holds on the first day; none of someone who leaves for good."""
    if not plan.is_leave:
        return []
    own = memberships_on(plan.starts_on).filter(
        program=plan.program, user_id=plan.user_id, role__in=SUPERVISING, covers_id__isnull=True
    )
    covers = {each.role: each for each in covers_of(plan).reverse() if each.ends_on != each.starts_on}
    return [
        CoveredRole(each, covers.get(each.role), holders_through(plan, each.role), plan.ends_on)
        for each in own.select_related("user", "program", "agency")
    ]


def holders_through(plan: HandoverPlan, role: str) -> list[User]:
    """The others who hold a role anyway, from the first to the last day of a plan."""
    held = current_memberships(plan.starts_on) & current_memberships(plan.ends_on)
    held = held.filter(program=plan.program, role=role, covers_id__isnull=True).exclude(user_id=plan.user_id)
    return [each.user for each in held.select_related("user").order_by("user__full_name", "pk")]


def shifts_during(plan: HandoverPlan) -> int:
    """The on-call shifts that fall on days of a plan."""
    starts_at, ends_at = span_of(plan)
    shifts = OnCallShift.objects.filter(program=plan.program, user_id=plan.user_id)
    return shifts.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).count()
