"""Writing the audit log: one row per action or view, chained by hash within its program."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from datetime import date, datetime

from django.conf import settings
from django.db import DatabaseError, transaction

from handoff.access.actor import Actor
from handoff.audit.chain.services import append_to_chain
from handoff.audit.definitions import AuditAction, AuditLook
from handoff.audit.models import AccessReview, AuditEvent
from handoff.audit.policies import check_can_sign_review
from handoff.audit.rules import CLOCK

reads_recorded: ContextVar[int] = ContextVar("looks_written", default=0)
"""How many reads this request has recorded so far; the middleware starts each request at 0."""


class AuditNotWritten(Exception):
    """The row could not be written, so the action is not done and the page not shown."""


def record(
    *,
    actor: Actor,
    at: datetime,
    action: AuditAction | AuditLook,
    subject: object = "",
    reason: str = "",
    outcome: str = "done",
    details: Mapping[str, object] | None = None,
) -> AuditEvent:
    """Add one row to the program's chain, inside the caller's transaction.

    `subject` is the public id of the record concerned. `details` hold ids, codes and counts only. If the row can't be
    written the error rolls back whatever the caller was about to do.
    """
    event = AuditEvent(
        program_id=actor.program_id,
        at=at,
        user_id=actor.user_id,
        username=actor.username,
        action=str(action),
        subject=str(subject),
        reason=reason,
        outcome=outcome,
        details=dict(details or {}),
        address=actor.address,
    )
    try:
        return append_to_chain(event)
    except DatabaseError as error:
        raise AuditNotWritten("the audit row could not be written") from error


def record_read(
    *,
    actor: Actor,
    at: datetime,
    action: AuditLook,
    subject: object = "",
    reason: str = "",
    details: Mapping[str, object] | None = None,
    people: Iterable[object] = (),
) -> AuditEvent:
    """Record that participant data was read; call it before the page is rendered.

    A list names each person on it in `people`, by public ID, so that their own trail finds the look there. What was
    written about someone before they had a record, such as a draft, is named by its own public ID.
    """
    named = list(dict.fromkeys(str(each) for each in people))
    full = {**(details or {}), "people": named} if named else details
    event = record(
        actor=actor, at=at, action=action, subject=subject, reason=reason, outcome="seen", details=full
    )
    reads_recorded.set(reads_recorded.get() + 1)
    return event


def search_digest(asked: str) -> str:
    """A keyed digest of a search: the same search gives the same digest, and its words are not kept."""
    # Keyed, because a plain hash of a name or a date of birth could be guessed by hashing every candidate.
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, asked.casefold().strip().encode(), hashlib.sha256).hexdigest()[:16]


@transaction.atomic
def sign_review(
    *, actor: Actor, week_starts_on: date, findings: int, note: str, week_ends_at: datetime, at: datetime
) -> AccessReview:
    """Record that a manager reviewed a week of access, with their note (CJIS AU-6)."""
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
        action=AuditAction.REVIEW_SIGNED,
        subject=week_starts_on.isoformat(),
        details={"findings": findings},
    )
    return review


@transaction.atomic
def accept_clock(*, actor: Actor, at: datetime) -> AuditEvent:
    """Trust the clock again after it was corrected: rows dated ahead of it no longer block decisions (T10)."""
    return record(actor=actor, at=at, action=AuditAction.CLOCK_ACCEPTED, subject=CLOCK)
