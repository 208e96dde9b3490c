"""Reminders to the care team before an intake deadline (I3)."""

from datetime import datetime, timedelta

from django.urls import reverse

from handoff.access.permissions import Permission
from handoff.accounts.models import User
from handoff.accounts.queries import users_with_permission
from handoff.enrollment.queries import awaiting_intake
from handoff.notifications.services import queue_notice
from handoff.participants.queries import team_of
from handoff.programs.models import PolicyVersion, Program
from handoff.programs.queries import local_date, policy_at
from handoff.referrals.models import Referral


def queue_intake_reminders(*, program: Program, at: datetime) -> int:
    """Queue notices for deadlines within the policy's `remind_before_days`: to each user concerned, one for all
    intakes due on a day, once.

    Returns the number of referrals about to lapse.
    """
    today = local_date(program, at)
    # A program that is still being set up has no policy yet.
    if not PolicyVersion.objects.filter(program=program, effective_on__lte=today).exists():
        return 0
    until = today + timedelta(days=policy_at(program, today).remind_before_days)
    closing = list(awaiting_intake(program).filter(intake_due_on__gte=today, intake_due_on__lte=until))
    staff = list(users_with_permission(program, Permission.INTAKE_DO, today))
    path = reverse("enrollment:waiting", args=[program.slug])
    concerned = {
        (user.pk, referral.intake_due_on): user
        for referral in closing
        for user in users_concerned(referral, staff, at)
    }
    for (_pk, due_on), user in concerned.items():
        queue_notice(
            program_id=program.pk, user=user, kind="intake_due_soon", path=path, key=str(due_on), at=at
        )
    return len(closing)


def users_concerned(referral: Referral, staff: list[User], at: datetime) -> list[User]:
    """Those of the staff who are on the person's team; all of them while no one is (W10)."""
    if referral.person is None:
        return staff
    members = set(team_of(referral.person, at).values_list("user_id", flat=True))
    return [user for user in staff if user.pk in members] or staff
