"""Entering figures from outside: only what is new or different becomes an entry."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.measures.models import OutsideFigure
from handoff.measures.outside import policies, queries
from handoff.measures.outside.facts import MonthFigures
from handoff.programs.models import Program
from handoff.programs.queries import local_date


@transaction.atomic
def enter_figures(
    *, actor: Actor, program: Program, months: Sequence[MonthFigures], source: str, at: datetime
) -> int:
    """Keep the figures of one month or many, all or none; returns how many are new or changed.

    The same figures again add nothing, and a figure that isn't among them stays as it is.
    """
    policies.check_can_enter(actor, program.pk)
    today = local_date(program, at)
    for each in months:
        policies.check_is_past(each.month, today)
    known = {key: each.count for key, each in queries.newest_figures(program).items()}
    added = OutsideFigure.objects.bulk_create(
        OutsideFigure(
            program=program,
            kind=kind,
            month=each.month.first,
            count=count,
            source=source.strip(),
            entered_at=at,
            entered_by_id=actor.user_id,
        )
        for each in months
        for kind, count in each.counts.items()
        if known.get((each.month.first, kind)) != count
    )
    if added:
        audit.record(
            actor=actor,
            at=at,
            action=AuditAction.OUTSIDE_FIGURES_ENTERED,
            details={"months": len(months), "figures": len(added)},
        )
    return len(added)
