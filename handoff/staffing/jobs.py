"""Notices about new charges to partners who may see them only since a new release (N3), and reports of no one."""

from datetime import datetime, timedelta

from handoff.casework.queries import UNDO_WITHIN
from handoff.charges.models import NewCharge
from handoff.programs.models import Program
from handoff.staffing.models import ChargeReport
from handoff.staffing.services import alert_team

STILL_RECENT = timedelta(days=90)


def queue_new_charge_notices(*, program: Program, at: datetime) -> int:
    """Notify partners who may see an undecided charge of the last 90 days, once each; returns how many charges."""
    waiting = NewCharge.objects.filter(
        program=program,
        decisions__isnull=True,
        entered_in_error_at__isnull=True,
        recorded_at__gt=at - STILL_RECENT,
    ).select_related("program")
    for charge in waiting:
        alert_team(charge, at, partners_only=True)
    return len(waiting)


def delete_dropped_reports(*, program: Program, at: datetime) -> int:
    """Delete the reports that someone found to be about no participant an hour ago; returns how many."""
    dropped = ChargeReport.objects.filter(program=program, dropped_at__lte=at - UNDO_WITHIN)
    return dropped.delete()[1].get("staffing.ChargeReport", 0)
