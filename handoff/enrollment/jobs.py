"""Reminding the care team before an intake window closes (I3)."""

from datetime import datetime, timedelta

from django.urls import reverse

from handoff.access.permissions import Permission
from handoff.accounts.queries import members_who_may
from handoff.enrollment.queries import awaiting_intake
from handoff.notifications.services import queue
from handoff.programs.models import PolicyVersion, Program
from handoff.programs.queries import local_date, policy_at


def queue_intake_reminders(*, program: Program, at: datetime) -> int:
    """Write a notice for each window that closes within the policy's days; once per referral and closing date."""
    today = local_date(program, at)
    if not PolicyVersion.objects.filter(program=program, effective_on__lte=today).exists():
        return 0
    until = today + timedelta(days=policy_at(program, today).remind_before_days)
    closing = awaiting_intake(program).filter(intake_due_on__gte=today, intake_due_on__lte=until)
    staff = list(members_who_may(program, Permission.INTAKE_DO, today))
    path = reverse("enrollment:waiting", args=[program.slug])
    written = 0
    for referral in closing:
        key = f"{referral.public_id}:{referral.intake_due_on}"
        for user in staff:
            queue(program_id=program.pk, user=user, kind="intake_due_soon", path=path, key=key, at=at)
        written += 1
    return written
