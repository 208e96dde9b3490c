"""How many sworn officers an agency has over time (M5)."""

from datetime import date, datetime

from django.db import transaction

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.programs import policies
from handoff.programs.models import Agency, AgencyHeadCount
from handoff.programs.queries import local_date


@transaction.atomic
def record_head_count(
    *, actor: Actor, agency: Agency, counted_on: date, officers: int, at: datetime
) -> AgencyHeadCount:
    """Record a count. The newest one by its day is also the number that stands with the partner."""
    today = local_date(agency.program, at)
    policies.check_can_keep_head_count(actor, agency, counted_on, officers, today)
    count = add_head_count(actor=actor, agency=agency, counted_on=counted_on, officers=officers, at=at)
    if not agency.head_counts.filter(counted_on__gt=counted_on).exists():
        agency.sworn_officers = officers
        agency.save(update_fields=["sworn_officers"])
    return count


def add_head_count(
    *, actor: Actor, agency: Agency, counted_on: date, officers: int, at: datetime
) -> AgencyHeadCount:
    count = AgencyHeadCount.objects.create(
        agency=agency,
        counted_on=counted_on,
        officers=officers,
        recorded_at=at,
        recorded_by_id=actor.user_id,
    )
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.AGENCY_HEAD_COUNT_RECORDED,
        subject=agency.public_id,
        details={"officers": officers, "counted_on": counted_on.isoformat()},
    )
    return count
