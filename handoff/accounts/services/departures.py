"""Plan that someone leaves, and name who takes over (P9)."""

from datetime import date, datetime

from django.db import transaction

from handoff.access.actor import Actor
from handoff.accounts import policies
from handoff.accounts.models import Departure, User
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.programs.models import Program


@transaction.atomic
def plan_departure(
    *, actor: Actor, program: Program, user: User, leaves_on: date, stand_in: User | None, at: datetime
) -> Departure:
    """Record from which day someone is gone and who takes over; planning it again changes both."""
    policies.check_can_plan_departure(actor, program, user, stand_in)
    assert actor.user_id is not None
    departure, _created = Departure.objects.update_or_create(
        program=program,
        user=user,
        defaults={
            "leaves_on": leaves_on,
            "stand_in": stand_in,
            "planned_at": at,
            "planned_by_id": actor.user_id,
        },
    )
    audit.record(actor=actor, at=at, action=AuditAction.DEPARTURE_PLANNED, subject=user.public_id)
    return departure
