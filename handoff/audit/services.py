"""Writing the audit trail: one row per act or look, chained by hash within its program."""

import hashlib
import hmac
from contextvars import ContextVar
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import DatabaseError, transaction

from handoff.access.actor import Actor
from handoff.audit.chain.services import add_to_chain
from handoff.audit.models import AccessReview, AuditEvent
from handoff.audit.policies import check_can_sign_review
from handoff.audit.rules import CLOCK

looks_written: ContextVar[int] = ContextVar("looks_written", default=0)
"""How many looks this request has written down so far; the middleware sets it to 0 at the door."""


class AuditNotWritten(Exception):
    """The row could not be written: whatever was to be done or shown is not."""


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
    event = AuditEvent(
        program_id=actor.program_id,
        at=at,
        user_id=actor.user_id,
        username=actor.username,
        action=action,
        subject=str(subject),
        reason=reason,
        outcome=outcome,
        details=details or {},
        address=actor.address,
    )
    try:
        return add_to_chain(event)
    except DatabaseError as error:
        raise AuditNotWritten("the audit row could not be written") from error


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
    event = record(
        actor=actor, at=at, action=action, subject=subject, reason=reason, outcome="seen", details=details
    )
    looks_written.set(looks_written.get() + 1)
    return event


def fingerprint(asked: str) -> str:
    """Return a keyed digest of what was searched for: the same question shows as the same, the words are not kept."""
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, asked.casefold().strip().encode(), hashlib.sha256).hexdigest()[:16]


@transaction.atomic
def sign_review(
    *, actor: Actor, week_starts_on: date, findings: int, note: str, week_ends_at: datetime, at: datetime
) -> AccessReview:
    """Write down that a person looked through a week of access, and what they make of it (CJIS AU-6)."""
    check_can_sign_review(actor, week_starts_on, week_ends_at, at)
    review = AccessReview.objects.create(
        program_id=actor.program_id,
        week_starts_on=week_starts_on,
        findings=findings,
        note=note.strip(),
        reviewed_at=at,
        reviewed_by_id=actor.user_id or 0,
    )
    record(
        actor=actor,
        at=at,
        action="review.signed",
        subject=week_starts_on.isoformat(),
        details={"findings": findings},
    )
    return review


@transaction.atomic
def accept_clock(*, actor: Actor, at: datetime) -> AuditEvent:
    """Go by the clock again after it was put right: rows dated ahead of it no longer hold everything up (T10)."""
    return record(actor=actor, at=at, action="clock.accepted", subject=CLOCK)
