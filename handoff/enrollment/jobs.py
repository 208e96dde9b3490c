"""Reminders to the care team before an intake deadline (I3)."""

from datetime import datetime, timedelta

from django.urls import reverse

from handoff.access.permissions import Permission
from handoff.accounts.queries import users_with_permission
from handoff.enrollment.queries import awaiting_intake
from handoff.notifications.services import queue_notice
from handoff.programs.models import PolicyVersion, Program
from handoff.programs.queries import local_date, policy_at


def queue_intake_reminders(*, program: Program, at: datetime) -> int:
    """Queue notices for deadlines within the policy's `remind_before_days`, once per referral and deadline.

    Returns the number of referrals about to lapse.
    """
    today = local_date(program, at)
    # A program that is still being set up has no policy yet.
    if not PolicyVersion.objects.filter(program=program, effective_on__lte=today).exists():
        return 0
    until = today + timedelta(days=policy_at(program, today).remind_before_days)
    closing = awaiting_intake(program).filter(intake_due_on__gte=today, intake_due_on__lte=until)
    staff = list(users_with_permission(program, Permission.INTAKE_DO, today))
    path = reverse("enrollment:waiting", args=[program.slug])
    reminded = 0
    for referral in closing:
        key = f"{referral.public_id}:{referral.intake_due_on}"
        for user in staff:
            queue_notice(program_id=program.pk, user=user, kind="intake_due_soon", path=path, key=key, at=at)
        reminded += 1
    return reminded
