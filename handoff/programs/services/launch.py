"""What a program's manager says of the preparations for its launch that no record shows (P3)."""

from datetime import datetime

from django.db import transaction

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.programs import policies
from handoff.programs.models import PreparationMark, Program


@transaction.atomic
def mark_preparation(
    *, actor: Actor, program: Program, key: str, is_done: bool, note: str, at: datetime
) -> PreparationMark:
    """Say that a preparation is done, or that it isn't after all. What was said before stays on record."""
    policies.check_can_set_up(actor, program)
    mark = PreparationMark.objects.create(
        program=program, key=key, is_done=is_done, note=note.strip(), marked_at=at, marked_by_id=actor.user_id
    )
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.PREPARATION_MARKED,
        subject=program.slug,
        details={"preparation": key, "done": is_done},
    )
    return mark
