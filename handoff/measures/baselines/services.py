"""Enter each group's share of the jurisdiction, with its source and since when (M4)."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.measures.baselines import policies
from handoff.measures.models import OwnBaseline
from handoff.programs.models import Program
from handoff.programs.queries import local_date


@transaction.atomic
def enter_baseline(
    *,
    actor: Actor,
    program: Program,
    dimension: str,
    shares: Mapping[str, float],
    source: str,
    since: date,
    at: datetime,
) -> OwnBaseline:
    """Keep a program's own figures. Periods that ended before `since` keep what they had; the same again adds none."""
    policies.check_baseline(actor, program.pk, shares, source, since, local_date(program, at))
    source = source.strip()
    newest = OwnBaseline.objects.filter(program=program, dimension=dimension, since=since).first()
    if newest is not None and (newest.source, newest.shares) == (source, dict(shares)):
        return newest
    found = OwnBaseline.objects.create(
        program=program,
        dimension=dimension,
        since=since,
        source=source,
        shares=dict(shares),
        recorded_at=at,
        recorded_by_id=actor.user_id,
    )
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.BASELINE_ENTERED,
        details={"dimension": dimension, "since": since.isoformat()},
    )
    return found
