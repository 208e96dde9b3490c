"""Weekly hours, days off, and the on-call roster."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.core.refusals import Refused
from handoff.programs import policies
from handoff.programs.models import Closure, OnCallShift, OpenHours, Program
from handoff.programs.queries import time_zone_of
from handoff.programs.rules.shifts import NonexistentTime, shift_instants

MOST_DAYS_AT_ONCE = 31


@transaction.atomic
def set_open_hours(
    *, actor: Actor, program: Program, hours: Mapping[int, tuple[time, time]], at: datetime
) -> list[OpenHours]:
    """Replace the weekly hours: weekday (0 is Monday) to opening and closing time; a weekday left out is closed."""
    policies.check_can_set_up(actor, program)
    policies.check_hours(hours)
    OpenHours.objects.filter(program=program).delete()
    rows = [
        OpenHours.objects.create(program=program, weekday=weekday, opens_at=opens, closes_at=closes)
        for weekday, (opens, closes) in sorted(hours.items())
    ]
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.HOURS_CHANGED,
        subject=program.slug,
        details={"days": len(rows)},
    )
    return rows


@transaction.atomic
def set_day(*, actor: Actor, program: Program, day: date, name: str, is_open: bool, at: datetime) -> Closure:
    """Close the program on a day, or open it on a holiday."""
    policies.check_can_set_up(actor, program)
    if not name.strip():
        raise Refused(_("Enter a name for this day, for example Staff training."))
    closure, _made = Closure.objects.update_or_create(
        program=program, day=day, defaults={"name": name.strip(), "is_open": is_open}
    )
    details = {"day": day.isoformat(), "open": is_open}
    audit.record(actor=actor, at=at, action=AuditAction.DAY_SET, subject=program.slug, details=details)
    return closure


@transaction.atomic
def clear_day(*, actor: Actor, program: Program, day: date, at: datetime) -> None:
    """Remove a day's own setting: the weekly hours and the state's holidays apply again."""
    policies.check_can_set_up(actor, program)
    gone, _kinds = Closure.objects.filter(program=program, day=day).delete()
    if not gone:
        raise Refused(_("Nothing is set for this day."))
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.DAY_CLEARED,
        subject=program.slug,
        details={"day": day.isoformat()},
    )


@transaction.atomic
def add_shift(
    *,
    actor: Actor,
    program: Program,
    user_id: int,
    name: str,
    phone: str,
    day: date,
    starts: time,
    ends: time,
    days: int = 1,
    at: datetime,
) -> list[OnCallShift]:
    """Put a user on call, on one day or at the same hours on several days in a row.

    Times are in the program's time zone; an end that isn't after the start is on the next morning. A shift that is
    submitted again is not added twice.
    """
    policies.check_can_set_up(actor, program)
    if not name.strip() or not phone.strip():
        raise Refused(_("Enter a name and phone number for the person on call."))
    if not 1 <= days <= MOST_DAYS_AT_ONCE:
        raise Refused(_("Plan 1 to 31 days at a time."))
    shifts = []
    for number in range(days):
        begins, finishes = shift_times(program, day + timedelta(days=number), starts, ends)
        policies.check_shift(begins, finishes, at)
        shift, _made = OnCallShift.objects.get_or_create(
            program=program,
            user_id=user_id,
            starts_at=begins,
            ends_at=finishes,
            defaults={"name": name.strip(), "phone": phone.strip()},
        )
        shifts.append(shift)
    details = {"user": user_id, "shifts": days}
    audit.record(actor=actor, at=at, action=AuditAction.ON_CALL_ADDED, subject=program.slug, details=details)
    return shifts


def shift_times(program: Program, day: date, starts: time, ends: time) -> tuple[datetime, datetime]:
    """When a shift begins and ends; raises `Refused` for a time that the clocks skip."""
    try:
        return shift_instants(day, starts, ends, time_zone_of(program))
    except NonexistentTime as error:
        sentence = _("The clocks go forward that night and skip this time. Choose another time.")
        raise Refused(sentence) from error


@transaction.atomic
def remove_shift(*, actor: Actor, shift: OnCallShift, at: datetime) -> None:
    """Remove a shift from the roster; one that is over stays as a record."""
    policies.check_can_set_up(actor, shift.program)
    if shift.ends_at <= at:
        raise Refused(_("This shift is over, so it stays on the roster."))
    details = {"user": shift.user_id, "from": shift.starts_at.isoformat()}
    shift.delete()
    audit.record(
        actor=actor, at=at, action=AuditAction.ON_CALL_REMOVED, subject=shift.program.slug, details=details
    )
