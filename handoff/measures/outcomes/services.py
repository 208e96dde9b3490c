"""The program's own figure of the booking process, beside which officer time is shown (M8)."""

from datetime import date, datetime

from django.db import transaction

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.measures.models import BookingTime
from handoff.measures.outcomes import policies
from handoff.programs.models import Program
from handoff.programs.queries import local_date


@transaction.atomic
def record_booking_time(
    *, actor: Actor, program: Program, minutes: int, source: str, found_on: date, at: datetime
) -> BookingTime:
    """Record how many minutes a booking takes an officer from a day on; earlier periods keep what they had."""
    policies.check_can_record_booking(actor, program.pk, minutes, found_on, local_date(program, at))
    booking = BookingTime.objects.create(
        program=program,
        minutes=minutes,
        source=source.strip(),
        found_on=found_on,
        recorded_at=at,
        recorded_by_id=actor.user_id,
    )
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.BOOKING_TIME_RECORDED,
        subject=booking.public_id,
        details={"minutes": minutes, "found_on": found_on.isoformat()},
    )
    return booking
