"""Leave a line for the next shift, and record who has read what happened (K5)."""

from datetime import datetime

from django.db import transaction

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.casework.models import ShiftLine, ShiftReading
from handoff.core.refusals import check_says_the_same
from handoff.desk.shift import policies
from handoff.desk.shift.definitions import FURTHEST, LINES_KEPT
from handoff.programs.models import Program


@transaction.atomic
def leave_line(*, actor: Actor, program: Program, words: str, key: str, at: datetime) -> ShiftLine:
    """Leave a line for the next shift. The same form sent twice leaves one. Lines older than a month are deleted."""
    policies.check_is_on_shift(actor, program)
    policies.check_line(words)
    ShiftLine.objects.filter(program=program, written_at__lt=at - LINES_KEPT).delete()
    line, created = ShiftLine.objects.get_or_create(
        key=key,
        defaults={
            "program": program,
            "words": words.strip(),
            "written_at": at,
            "written_by_id": actor.user_id,
        },
    )
    check_says_the_same((line.words, words.strip()))
    if created:
        audit.record(actor=actor, at=at, action=AuditAction.SHIFT_LINE_LEFT)
    return line


@transaction.atomic
def mark_read(*, actor: Actor, program: Program, until: datetime, at: datetime) -> ShiftReading:
    """Record that someone has read what happened until their page was shown; it starts from there the next time."""
    until = max(at - FURTHEST, min(until, at))
    policies.check_is_on_shift(actor, program)
    audit.record(actor=actor, at=at, action=AuditAction.SHIFT_READ)
    return ShiftReading.objects.create(program=program, user_id=actor.user_id or 0, read_at=until)
