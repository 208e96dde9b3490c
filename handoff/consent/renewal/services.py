"""Planning the visit at which somebody may renew their ROI, and saying how it went."""

from datetime import date, datetime

from django.db import transaction

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.consent.models import (
    RenewalVisit,
)
from handoff.consent.renewal import policies
from handoff.participants.models import Person
from handoff.programs.queries import local_date


@transaction.atomic
def plan_visit(*, actor: Actor, person: Person, planned_on: date, at: datetime) -> RenewalVisit:
    """Plan the meeting at which somebody may renew their ROI; the one who plans it goes (C3)."""
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
    audit.record(actor=actor, at=at, action="roi.visit_planned", subject=person.public_id)
    return visit


@transaction.atomic
def close_visit(*, actor: Actor, visit: RenewalVisit, outcome: str, at: datetime) -> RenewalVisit:
    """Say how the meeting went: they met, the person chose not to renew, or they did not meet."""
    visit = RenewalVisit.objects.select_for_update(of=("self",)).select_related("person").get(pk=visit.pk)
    policies.check_can_close_visit(actor, visit, outcome)
    visit.state, visit.closed_at, visit.closed_by_id = outcome, at, actor.user_id
    visit.save(update_fields=["state", "closed_at", "closed_by_id"])
    details = {"outcome": outcome}
    audit.record(
        actor=actor, at=at, action="roi.visit_closed", subject=visit.person.public_id, details=details
    )
    return visit
