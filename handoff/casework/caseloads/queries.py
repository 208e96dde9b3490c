"""Which participants each worker has, how much that is, who has no worker, and who hasn't been heard from (K4, K10)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from handoff.access.permissions import Permission
from handoff.accounts.models import User
from handoff.accounts.queries import users_with_permission
from handoff.casework.appointments.queries import leaves_covered_by
from handoff.casework.caseloads.rules import FULL_TIME, Limits, Standing, limits_of, standing_of
from handoff.casework.models import (
    CaseloadReason,
    ContactPlan,
    WorkerChange,
    WorkerWish,
    WorkingTime,
)
from handoff.casework.queries import active_contacts, active_enrollments, annotate_last_touch
from handoff.core.statements import Statement
from handoff.core.text import uuid_or_none
from handoff.enrollment.models import Enrollment, StatusPeriod
from handoff.participants.models import Person, TeamMember
from handoff.participants.queries import current_condition
from handoff.programs.models import PolicyVersion, Program
from handoff.programs.queries import local_date, policy_at

Intensity = ContactPlan.Intensity


@dataclass(frozen=True)
class Case:
    """One active participant in a caseload."""

    enrollment: Enrollment
    intensity: str
    weight: int
    last_touch: datetime
    is_silent: bool
    is_out_of_touch: bool

    @property
    def person(self) -> Person:
        return self.enrollment.person


@dataclass(frozen=True)
class Caseload:
    """A worker with their participants. Those out of touch are counted apart and weigh nothing."""

    user: User
    percent: int
    limits: Limits
    cases: list[Case]
    reason: CaseloadReason | None = None

    @property
    def load(self) -> int:
        return sum(each.weight for each in self.cases)

    @property
    def standing(self) -> Standing:
        return standing_of(self.load, self.limits)

    @property
    def reachable(self) -> int:
        return sum(not each.is_out_of_touch for each in self.cases)

    @property
    def out_of_touch(self) -> int:
        return sum(each.is_out_of_touch for each in self.cases)

    @property
    def current_reason(self) -> CaseloadReason | None:
        """The recorded reason, while the caseload is still above the limit."""
        above = self.standing in {Standing.ABOVE_LIMIT, Standing.ABOVE_CEILING}
        return self.reason if above else None

    @property
    def needs_reason(self) -> bool:
        """True above the ceiling, unless a reason was recorded for at least this load."""
        covered = self.reason is not None and self.reason.load >= self.load
        return self.standing == Standing.ABOVE_CEILING and not covered


@dataclass(frozen=True)
class Caseloads:
    """The whole team at one moment."""

    workers: list[Caseload]
    unassigned: list[Case] = field(default_factory=list)
    silent: list[Case] = field(default_factory=list)

    def of(self, user_id: int | None) -> Caseload | None:
        return next((each for each in self.workers if each.user.pk == user_id), None)


def care_team(program: Program, at: datetime) -> list[User]:
    """The workers of today, by name."""
    found = users_with_permission(program, Permission.OUTREACH_DO, local_date(program, at))
    return list(found.order_by("full_name", "pk"))


def contact_plans(program: Program) -> dict[int, ContactPlan]:
    """The newest contact plan of each person who has one, by the person's primary key. One query."""
    rows = ContactPlan.objects.filter(person__program=program)
    return {each.person_id: each for each in rows}


def working_times(program: Program) -> dict[int, int]:
    """The percentage of full time of each worker who has one. One query."""
    rows = WorkingTime.objects.filter(program=program).order_by("set_at", "pk")
    return dict(rows.values_list("user_id", "percent"))


def weight_of(intensity: str, policy: PolicyVersion) -> int:
    """What a participant counts in a caseload, in hundredths of a person."""
    weights = {Intensity.INTENSIVE: policy.weight_intensive, Intensity.LIGHT: policy.weight_light}
    return weights.get(Intensity(intensity), 100)


def case_of(enrollment: Enrollment, plan: ContactPlan | None, policy: PolicyVersion, at: datetime) -> Case:
    """Needs an enrollment with `last_touch`."""
    intensity = plan.intensity if plan is not None else Intensity.REGULAR
    last_touch: datetime = enrollment.last_touch  # type: ignore[attr-defined]
    out_of_touch = last_touch <= at - timedelta(days=policy.out_of_touch_days)
    return Case(
        enrollment=enrollment,
        intensity=intensity,
        weight=0 if out_of_touch else weight_of(intensity, policy),
        last_touch=last_touch,
        is_silent=last_touch <= at - timedelta(days=policy.silent_days),
        is_out_of_touch=out_of_touch,
    )


def caseloads(program: Program, at: datetime) -> Caseloads:
    """The caseloads of the whole team. The number of queries doesn't grow with people or workers."""
    policy = policy_at(program, local_date(program, at))
    plans, percents = contact_plans(program), working_times(program)
    reasons = {each.user_id: each for each in CaseloadReason.objects.filter(program=program)}
    people = annotate_last_touch(active_enrollments(program))
    people = people.order_by("person__last_name", "person__first_name", "pk")
    cases = [case_of(each, plans.get(each.person_id), policy, at) for each in people]
    by_worker: dict[int | None, list[Case]] = defaultdict(list)
    for case in cases:
        by_worker[case.enrollment.primary_worker_id].append(case)
    team = care_team(program, at)
    workers = [
        Caseload(
            user=user,
            percent=percents.get(user.pk, FULL_TIME),
            limits=limits_for(percents.get(user.pk, FULL_TIME), policy),
            cases=by_worker.get(user.pk, []),
            reason=reasons.get(user.pk),
        )
        for user in team
    ]
    working = {user.pk for user in team}
    return Caseloads(
        workers=workers,
        unassigned=[each for each in cases if each.enrollment.primary_worker_id not in working],
        silent=sorted((each for each in cases if each.is_silent), key=lambda each: each.last_touch),
    )


def limits_for(percent: int, policy: PolicyVersion) -> Limits:
    return limits_of(
        percent,
        full_time=policy.caseload_full_time,
        part_time=policy.caseload_part_time,
        ceiling=policy.caseload_ceiling,
    )


@dataclass(frozen=True)
class ContactDue:
    """When someone is to be in touch with a participant next."""

    enrollment: Enrollment
    plan: ContactPlan | None
    every_days: int
    due_on: date


def enrollments_to_contact(program_id: int) -> QuerySet[Enrollment]:
    """Enrollments with `last_touch`, and `is_active`; without anyone who has died (C-F08)."""
    current = StatusPeriod.objects.filter(enrollment=OuterRef("pk"), ends_at__isnull=True)
    active = current.filter(status=StatusPeriod.Status.ACTIVE)
    gone = current.filter(reason=StatusPeriod.InactiveReason.DECEASED)
    found = Enrollment.objects.filter(program_id=program_id, person__merged_into__isnull=True).exclude(
        Exists(gone)
    )
    return annotate_last_touch(found.annotate(is_active=Exists(active))).select_related("person")


def contacts_due(program: Program, user_id: int, at: datetime) -> list[ContactDue]:
    """When the worker's own participants are due for a contact, the earliest first (K10).

    Of inactive ones only those who wish to be asked now and then.
    """
    silent_days = policy_at(program, local_date(program, at)).silent_days
    plans = contact_plans(program)
    own = enrollments_to_contact(program.pk).filter(
        Q(primary_worker_id=user_id) | Q(person__in=covered_people(program, user_id, at).values("person"))
    )
    found = [contact_due(each, plans.get(each.person_id), silent_days, program) for each in own]
    return sorted(
        (each for each in found if each is not None), key=lambda each: (each.due_on, each.enrollment.pk)
    )


def covered_people(program: Program, user_id: int, at: datetime) -> QuerySet[TeamMember]:
    """The participants a worker covers for someone who is away today; the cover ends by itself."""
    away = leaves_covered_by(program, user_id, at).filter(person=OuterRef("person"))
    rows = TeamMember.objects.filter(
        Exists(away),
        current_condition(at),
        person__program=program,
        user_id=user_id,
        why=TeamMember.Why.COVER,
    )
    return rows.select_related("person").order_by("person__last_name", "person__first_name", "pk")


LAST_TOUCH = Statement(
    lambda program_id, person_id: (
        enrollments_to_contact(program_id)
        .filter(person_id=person_id)
        .select_related(None)
        .values_list("is_active", "last_touch")  # type: ignore[misc]
    )
)
CONTACT_PLAN = Statement(lambda person_id: ContactPlan.objects.filter(person_id=person_id).reverse()[:1])


def contact_of(enrollment: Enrollment | None, program: Program, at: datetime) -> ContactDue | None:
    """When someone is to be in touch with one participant; None if nothing is planned. Three queries."""
    if enrollment is None:
        return None
    # Only what the page hasn't read yet: reading the enrollment and its person again cost more than the question.
    found = LAST_TOUCH.first(program.pk, enrollment.person_id)
    if found is None:
        return None
    enrollment.is_active, enrollment.last_touch = found  # type: ignore[attr-defined]
    silent_days = policy_at(program, local_date(program, at)).silent_days
    return contact_due(enrollment, CONTACT_PLAN.first(enrollment.person_id), silent_days, program)


def contact_due(
    enrollment: Enrollment, plan: ContactPlan | None, silent_days: int, program: Program
) -> ContactDue | None:
    """The local day of the next contact: as often as planned, or before the program calls it silence (C-F04)."""
    if not enrollment.is_active and not wishes_check_in(plan):  # type: ignore[attr-defined]
        return None
    every = plan.every_days if plan is not None else silent_days
    last_touch: datetime = enrollment.last_touch  # type: ignore[attr-defined]
    return ContactDue(enrollment, plan, every, local_date(program, last_touch) + timedelta(days=every))


def wishes_check_in(plan: ContactPlan | None) -> bool:
    return plan is not None and plan.while_inactive


def plan_of(person: Person) -> ContactPlan | None:
    """The contact plan that applies to a person now."""
    return CONTACT_PLAN.first(person.pk)


NEW_FOR = timedelta(days=14)
"""How long a participant is listed as new to a worker who hasn't been in touch yet."""
MOVED_BACK_WITHIN = timedelta(days=1)


def current_changes(program: Program) -> QuerySet[WorkerChange]:
    """The newest change of each participant who is still with the worker it led to."""
    later = WorkerChange.objects.filter(person=OuterRef("person"), pk__gt=OuterRef("pk"))
    with_them = active_enrollments(program).filter(
        person=OuterRef("person"), primary_worker_id=OuterRef("to_worker_id")
    )
    found = WorkerChange.objects.filter(~Exists(later), Exists(with_them), program=program)
    return found.select_related("person")


def newly_assigned(program: Program, user_id: int, at: datetime) -> QuerySet[WorkerChange]:
    """Who a manager gave to a worker lately, until the worker first tries to reach them."""
    tried = active_contacts().filter(
        person=OuterRef("person"), recorded_by_id=user_id, occurred_at__gte=OuterRef("changed_at")
    )
    # A move that was undone makes no one new.
    theirs_before = WorkerChange.objects.filter(
        person=OuterRef("person"),
        from_worker_id=user_id,
        pk__lt=OuterRef("pk"),
        changed_at__gt=at - NEW_FOR,
    )
    return current_changes(program).filter(
        ~Exists(tried),
        ~Exists(theirs_before),
        to_worker_id=user_id,
        why=WorkerChange.Why.ASSIGNED,
        changed_at__gt=at - NEW_FOR,
    )


def latest_move(program: Program, manager_id: int, from_worker_id: int, at: datetime) -> list[WorkerChange]:
    """The participants that a manager moved from a worker last, all at once and within a day, to be moved back."""
    moves = current_changes(program).filter(
        changed_by_id=manager_id,
        from_worker_id=from_worker_id,
        why=WorkerChange.Why.ASSIGNED,
        changed_at__gt=at - MOVED_BACK_WITHIN,
    )
    newest = moves.last()
    return (
        list(moves.filter(changed_at=newest.changed_at, to_worker_id=newest.to_worker_id)) if newest else []
    )


CHANGES = Statement(lambda person_id: WorkerChange.objects.filter(person_id=person_id))


def changes_of(person: Person) -> list[WorkerChange]:
    return CHANGES.rows(person.pk)


def asks_for_another(wish: WorkerWish | None, changed_at: datetime | None) -> bool:
    """True until the worker changed after the wish."""
    if wish is None or not wish.another_worker:
        return False
    return changed_at is None or changed_at < wish.recorded_at


def asking_for_another(program: Program, found: Caseloads) -> list[Case]:
    """The participants who ask for another worker and didn't get one yet. Two queries."""
    wishes = {each.person_id: each for each in WorkerWish.objects.filter(program=program)}
    changes = (
        WorkerChange.objects.filter(program=program).values("person_id").annotate(last=Max("changed_at"))
    )
    changed = dict(changes.values_list("person_id", "last"))
    return [
        each
        for each in (*found.unassigned, *(case for worker in found.workers for case in worker.cases))
        if asks_for_another(wishes.get(each.person.pk), changed.get(each.person.pk))
    ]


def worker_at(enrollment: Enrollment, changes: Iterable[WorkerChange], at: datetime) -> int | None:
    """Who a participant's worker was at an instant (C-F06); None before the enrollment."""
    if at < enrollment.enrolled_at:
        return None
    ordered = sorted(changes, key=lambda each: (each.changed_at, each.pk))
    before = [each for each in ordered if each.changed_at <= at]
    if before:
        return before[-1].to_worker_id
    return ordered[0].from_worker_id if ordered else enrollment.primary_worker_id


def find_cases(program: Program, public_ids: Iterable[str]) -> list[Enrollment]:
    """The active participants with these public ids; what is no id at all names no one."""
    wanted = [found for each in public_ids if (found := uuid_or_none(each)) is not None]
    return list(active_enrollments(program).filter(person__public_id__in=wanted))
