"""Plan that someone leaves, and name who takes over (P9)."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from handoff.access.actor import Actor
from handoff.accounts import policies
from handoff.accounts.models import Departure, User
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.notifications import services as notifications
from handoff.programs.models import Program


@transaction.atomic
def plan_departure(
    *, actor: Actor, program: Program, user: User, leaves_on: date, stand_in: User | None, at: datetime
) -> Departure:
    """Record from which day someone is gone and who takes over; planning it again changes both."""
    policies.check_can_plan_departure(actor, program, user, stand_in)
    assert actor.user_id is not None
    before = Departure.objects.filter(program=program, user=user).first()
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
    if stand_in is not None and (before is None or before.stand_in != stand_in):
        notify_successor(departure, stand_in, at)
    return departure


def notify_successor(departure: Departure, successor: User, at: datetime) -> None:
    """Tell whoever takes over that there is something to see. The notice names no one; their home page does (H4)."""
    notifications.queue_notice(
        program_id=departure.program_id,
        user=successor,
        kind="takeover_planned",
        path=reverse("home:home", args=[departure.program.slug]),
        key=f"{departure.public_id}:{successor.pk}",
        at=at,
    )
