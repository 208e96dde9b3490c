"""Planning the visit at which a person may renew their ROI, and recording its outcome."""

from datetime import date, datetime

from django.db import transaction

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.consent.models import (
    RenewalVisit,
)
from handoff.consent.renewal import policies
from handoff.participants.models import Person
from handoff.programs.queries import local_date


@transaction.atomic
def plan_visit(*, actor: Actor, person: Person, planned_on: date, at: datetime) -> RenewalVisit:
    """Plan the meeting at which a person may renew their ROI; whoever plans it goes (C3)."""
    person = (
        Person.objects.select_for_update(of=("self",), no_key=True)
        .select_related("program")
        .get(pk=person.pk)
    )
    policies.check_can_plan_visit(actor, person, planned_on, local_date(person.program, at))
    visit = RenewalVisit.objects.create(
        program_id=person.program_id,
        person=person,
        planned_on=planned_on,
        worker_id=actor.user_id,
        recorded_at=at,
        recorded_by_id=actor.user_id,
    )
    audit.record(actor=actor, at=at, action=AuditAction.ROI_VISIT_PLANNED, subject=person.public_id)
    return visit


@transaction.atomic
def pass_on_visits(*, person: Person, from_worker_id: int, to_worker_id: int) -> int:
    """Give a worker's planned visits to a participant to their new worker; returns how many (K5)."""
    planned = RenewalVisit.objects.filter(
        person=person, worker_id=from_worker_id, state=RenewalVisit.State.PLANNED
    )
    return planned.update(worker_id=to_worker_id)


@transaction.atomic
def close_visit(*, actor: Actor, visit: RenewalVisit, outcome: str, at: datetime) -> RenewalVisit:
    """Record the outcome: they met, the person chose not to renew, or they did not meet."""
    visit = RenewalVisit.objects.select_for_update(of=("self",)).select_related("person").get(pk=visit.pk)
    policies.check_can_close_visit(actor, visit, outcome)
    visit.state, visit.closed_at, visit.closed_by_id = outcome, at, actor.user_id
    visit.save(update_fields=["state", "closed_at", "closed_by_id"])
    details = {"outcome": outcome}
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.ROI_VISIT_CLOSED,
        subject=visit.person.public_id,
        details=details,
    )
    return visit
