"""Assign and move participants, one or many at once, and set what caseloads are counted by (K4)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from handoff.access.actor import Actor
from handoff.accounts.models import User
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.casework.appointments.services import pass_on_appointments
from handoff.casework.caseloads import policies
from handoff.casework.caseloads.queries import Caseload, caseloads
from handoff.casework.caseloads.rules import Standing, standing_of
from handoff.casework.goals.services import pass_on_steps
from handoff.casework.models import CaseloadReason, ContactPlan, WorkerChange, WorkingTime
from handoff.consent.renewal.services import pass_on_visits
from handoff.enrollment.models import Enrollment
from handoff.enrollment.services import change_worker
from handoff.participants.models import Person
from handoff.programs.models import Program


@dataclass(frozen=True)
class MoveResult:
    """What became of a move of several participants.

    `elsewhere` are those that someone else had moved meanwhile: they stay with that worker. `open_work` is how many
    steps, visits and appointments moved along.
    """

    moved: list[Enrollment] = field(default_factory=list)
    elsewhere: list[Enrollment] = field(default_factory=list)
    open_work: int = 0
    load: int = 0
    standing: Standing = Standing.ROOM


def lock_program(program: Program) -> None:
    """Two managers who assign at once wait for each other: neither sees a caseload that the other is changing."""
    Program.objects.select_for_update(of=("self",)).get(pk=program.pk)


@transaction.atomic
def move_people(
    *,
    actor: Actor,
    program: Program,
    people: Sequence[Enrollment],
    from_worker_id: int | None,
    to_worker_id: int,
    reason: str,
    at: datetime,
    why: str = WorkerChange.Why.ASSIGNED,
    appointments_from: datetime | None = None,
) -> MoveResult:
    """Give participants another worker with their open work: those still with the worker that the page showed.

    `from_worker_id` is None for those without one, or with one who has left. Appointments move from `appointments_from`
    on, or from now.
    """
    policies.check_can_manage(actor, program)
    policies.check_chosen(len(people))
    lock_program(program)
    now = caseloads(program, at)
    target = now.of(to_worker_id)
    policies.check_is_on_team(target)
    assert target is not None
    source = now.of(from_worker_id)
    here = {each.enrollment.pk: each for each in (now.unassigned if source is None else source.cases)}
    moving = [here[each.pk] for each in people if each.pk in here]
    added = sum(each.weight for each in moving if each.enrollment.primary_worker_id != to_worker_id)
    load = target.load + added
    if added:
        policies.check_load(target, load, reason)
    since = appointments_from or at
    open_work = sum(move_one(actor, each.enrollment, to_worker_id, why, since, at) for each in moving)
    if added and standing_of(load, target.limits) == Standing.ABOVE_CEILING:
        save_reason(actor, program, target.user, reason, load, at)
    left = [each.pk for each in people if each.pk not in here]
    return MoveResult(
        moved=[each.enrollment for each in moving],
        elsewhere=list(Enrollment.objects.filter(pk__in=left).select_related("person")),
        open_work=open_work,
        load=load,
        standing=standing_of(load, target.limits),
    )


def move_one(
    actor: Actor, enrollment: Enrollment, worker_id: int, why: str, appointments_from: datetime, at: datetime
) -> int:
    """Change one participant's worker, and keep since when; returns how much open work moved along."""
    before = change_worker(actor=actor, enrollment=enrollment, worker_id=worker_id, at=at)
    if before == worker_id:
        return 0
    WorkerChange.objects.create(
        program_id=enrollment.program_id,
        person_id=enrollment.person_id,
        from_worker_id=before,
        to_worker_id=worker_id,
        why=why,
        changed_at=at,
        changed_by_id=actor.user_id,
    )
    if before is None:
        return 0
    return pass_on_open_work(actor, enrollment.person, before, worker_id, appointments_from, at)


def pass_on_open_work(
    actor: Actor,
    person: Person,
    from_worker_id: int,
    to_worker_id: int,
    appointments_from: datetime,
    at: datetime,
) -> int:
    """Without this the earlier worker, who can't open the record anymore, is the one reminded of an appointment."""
    return (
        pass_on_steps(
            actor=actor, person=person, from_worker_id=from_worker_id, to_worker_id=to_worker_id, at=at
        )
        + pass_on_visits(person=person, from_worker_id=from_worker_id, to_worker_id=to_worker_id)
        + pass_on_appointments(
            actor=actor,
            person=person,
            from_worker_id=from_worker_id,
            to_worker_id=to_worker_id,
            after=appointments_from,
            at=at,
        )
    )


def save_reason(
    actor: Actor, program: Program, user: User, reason: str, load: int, at: datetime
) -> CaseloadReason:
    audit.record(actor=actor, at=at, action=AuditAction.CASELOAD_REASON_RECORDED, subject=user.public_id)
    return CaseloadReason.objects.create(
        program=program,
        user_id=user.pk,
        reason=reason.strip(),
        load=load,
        recorded_at=at,
        recorded_by_id=actor.user_id,
    )


@transaction.atomic
def record_reason(
    *, actor: Actor, program: Program, caseload: Caseload, reason: str, at: datetime
) -> CaseloadReason:
    """Record why a caseload is above the ceiling, where an intake or a return made it so."""
    policies.check_can_manage(actor, program)
    policies.check_reason(caseload, reason)
    return save_reason(actor, program, caseload.user, reason, caseload.load, at)


@transaction.atomic
def set_working_time(
    *, actor: Actor, program: Program, user: User, percent: int, at: datetime
) -> WorkingTime:
    """Set how much of full time a worker works; their limits follow."""
    policies.check_can_manage(actor, program)
    policies.check_percent(percent)
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.WORKING_TIME_SET,
        subject=user.public_id,
        details={"percent": percent},
    )
    return WorkingTime.objects.create(
        program=program, user_id=user.pk, percent=percent, set_at=at, set_by_id=actor.user_id
    )


@transaction.atomic
def set_contact_plan(
    *,
    actor: Actor,
    person: Person,
    intensity: str,
    every_days: int,
    while_inactive: bool,
    at: datetime,
) -> ContactPlan:
    """Set how much support a participant gets and how often someone is in touch. The earlier plans stay on record."""
    policies.check_contact_plan(actor, person, intensity, every_days)
    audit.record(actor=actor, at=at, action=AuditAction.CONTACT_PLAN_SET, subject=person.public_id)
    return ContactPlan.objects.create(
        person=person,
        intensity=intensity,
        every_days=every_days,
        while_inactive=while_inactive,
        set_at=at,
        set_by_id=actor.user_id,
    )
