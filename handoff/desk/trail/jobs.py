"""Notices that a week of access is ready for review (CJIS AU-6, C8)."""

from datetime import datetime, time

from django.urls import reverse

from handoff.access.permissions import Permission
from handoff.accounts.queries import users_with_permission
from handoff.audit.queries import events_between, find_review
from handoff.desk.trail.queries.review import WEEK, week_bounds, week_start
from handoff.notifications.services import queue_notice
from handoff.programs.models import Program
from handoff.programs.queries import local_date, time_zone_of

READY_AT = time(6)
"""When the notice goes out on Mondays, in the program's time zone."""


def queue_review_notices(*, program: Program, at: datetime) -> int:
    """Notify everyone who may read the audit log that last week is ready for review, once, from Monday morning on.

    Returns 1 if there is a week to review, otherwise 0.
    """
    local = at.astimezone(time_zone_of(program))
    monday = week_start(local.date())
    if local < datetime.combine(monday, READY_AT, time_zone_of(program)):
        return 0
    last = monday - WEEK
    waits = find_review(program.pk, last) is None
    if not waits or not events_between(program.pk, *week_bounds(program, last)).exists():
        return 0
    path = reverse("access:review", args=[program.slug, last.isoformat()])
    key = f"{program.pk}:{last.isoformat()}"
    managers = users_with_permission(program, Permission.AUDIT_READ, local_date(program, at))
    for user in managers:
        queue_notice(program_id=program.pk, user=user, kind="access_review", path=path, key=key, at=at)
    return 1
