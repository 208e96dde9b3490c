"""Keep the improvement log: the decision, the change, and the measure again (M11; handbook 7, 9)."""

from datetime import date, datetime

from django.db import transaction

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.programs.models import Program
from handoff.programs.queries import local_date
from handoff.staffing.improvements import policies
from handoff.staffing.improvements.inputs import Figure
from handoff.staffing.models import Improvement


@transaction.atomic
def record_decision(
    *, actor: Actor, program: Program, figure: Figure, decision: str, decided_on: date, at: datetime
) -> Improvement:
    """Log what was decided because of a measure, with the figure as it reads now."""
    policies.check_can_keep_log(actor, program.pk, decision)
    policies.check_decision(figure, decided_on, local_date(program, at))
    improvement = Improvement.objects.create(
        program=program,
        measure=figure.measure,
        month=figure.month,
        count=figure.count,
        whole=figure.whole,
        decision=decision.strip(),
        decided_on=decided_on,
        made_at=at,
        made_by_id=actor.user_id,
    )
    _record(actor, improvement, AuditAction.IMPROVEMENT_DECIDED, at)
    return improvement


@transaction.atomic
def record_change(
    *, actor: Actor, improvement: Improvement, change: str, changed_on: date, at: datetime
) -> None:
    """Log what changed because of the decision."""
    improvement = _locked(improvement)
    policies.check_can_keep_log(actor, improvement.program_id, change)
    policies.check_change(improvement, changed_on, local_date(improvement.program, at))
    improvement.change, improvement.changed_on = change.strip(), changed_on
    improvement.save(update_fields=["change", "changed_on"])
    _record(actor, improvement, AuditAction.IMPROVEMENT_CHANGED, at)


@transaction.atomic
def record_again(
    *, actor: Actor, improvement: Improvement, figure: Figure, learned: str, at: datetime
) -> None:
    """Log the measure after the change, and what it teaches."""
    improvement = _locked(improvement)
    policies.check_can_keep_log(actor, improvement.program_id, learned)
    policies.check_again(improvement, figure, local_date(improvement.program, at))
    improvement.again_month, improvement.again_count = figure.month, figure.count
    improvement.again_whole, improvement.learned = figure.whole, learned.strip()
    improvement.save(update_fields=["again_month", "again_count", "again_whole", "learned"])
    _record(actor, improvement, AuditAction.IMPROVEMENT_MEASURED, at)


def _locked(improvement: Improvement) -> Improvement:
    return (
        Improvement.objects.select_for_update(of=("self",)).select_related("program").get(pk=improvement.pk)
    )


def _record(actor: Actor, improvement: Improvement, action: AuditAction, at: datetime) -> None:
    audit.record(actor=actor, at=at, action=action, subject=improvement.public_id)
