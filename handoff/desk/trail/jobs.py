"""The notice that a week of access is ready to review (CJIS AU-6, C8)."""

from datetime import datetime, time

from django.urls import reverse

from handoff.access.permissions import Permission
from handoff.accounts.queries import members_who_may
from handoff.audit.queries import events_between, review_of
from handoff.desk.trail.queries.review import WEEK, bounds, week_of
from handoff.notifications.services import queue
from handoff.programs.models import Program
from handoff.programs.queries import local_date, zone

READY_AT = time(6)
"""The notice goes out on Monday morning at this time."""


def queue_review_notices(*, program: Program, at: datetime) -> int:
    """Tell who may read the trail that last week is ready to review; once a week, from Monday morning on."""
    local = at.astimezone(zone(program))
    monday = week_of(local.date())
    if local < datetime.combine(monday, READY_AT, zone(program)):
        return 0
    last = monday - WEEK
    waits = review_of(program.pk, last) is None
    if not waits or not events_between(program.pk, *bounds(program, last)).exists():
        return 0
    path = reverse("access:review", args=[program.slug, last.isoformat()])
    key = f"{program.pk}:{last.isoformat()}"
    managers = members_who_may(program, Permission.AUDIT_READ, local_date(program, at))
    for user in managers:
        queue(program_id=program.pk, user=user, kind="access_review", path=path, key=key, at=at)
    return 1
