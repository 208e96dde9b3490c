"""Writing the audit trail: one row per act or look, chained by hash within its program."""

from datetime import datetime
from typing import Any

from django.db import transaction

from handoff.access.actor import Actor
from handoff.audit.models import AuditChain, AuditEvent
from handoff.audit.rules import row_hash


@transaction.atomic
def record(
    *,
    actor: Actor,
    at: datetime,
    action: str,
    subject: object = "",
    reason: str = "",
    outcome: str = "done",
    details: dict[str, Any] | None = None,
) -> AuditEvent:
    """Add one row to the program's chain, inside the caller's transaction.

    `subject` is the public id of the record concerned. `details` hold ids, codes and counts only.
    If the row cannot be written the error rises, and with it everything the caller was about to do or show.
    """
    AuditChain.objects.get_or_create(program_id=actor.program_id)
    chain = AuditChain.objects.select_for_update().get(program_id=actor.program_id)
    event = AuditEvent(
        program_id=actor.program_id,
        number=chain.length + 1,
        at=at,
        user_id=actor.user_id,
        username=actor.username,
        action=action,
        subject=str(subject),
        reason=reason,
        outcome=outcome,
        details=details or {},
        address=actor.address,
        previous=chain.head,
    )
    event.hash = row_hash(event)
    event.save(force_insert=True)
    chain.length, chain.head = event.number, event.hash
    chain.save(update_fields=["length", "head"])
    return event


def record_read(
    *,
    actor: Actor,
    at: datetime,
    action: str,
    subject: object = "",
    reason: str = "",
    details: dict[str, Any] | None = None,
) -> AuditEvent:
    """Record a look at participant data; call it before the page is rendered."""
    return record(
        actor=actor, at=at, action=action, subject=subject, reason=reason, outcome="seen", details=details
    )
