"""The outbox: a notice is a row first, written with the act that causes it, and sent after."""

import logging
import smtplib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils import translation

from handoff.notifications.models import JobsRun, Notice
from handoff.notifications.wording import BODY, SUBJECTS, TO_DO

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 10
"""How often a mail server may refuse one notice. A server that is away refuses nothing, so it costs no attempt."""
CLAIM_LASTS = timedelta(minutes=10)
"""A claim this old belongs to a run that was killed while it sent: the notice is tried again."""
FAILED = ExpressionWrapper(~Q(last_error=""), output_field=BooleanField())
"""Sorts what failed the last time after all that didn't."""


class HasAddress(Protocol):
    """A user with an email address and a language: `accounts.User`, which this app may not import."""

    pk: int
    email: str
    language: str


@transaction.atomic
def queue_notice(
    *, program_id: int, user: HasAddress, kind: str, path: str, key: str, at: datetime
) -> Notice | None:
    """Queue one notice for one user, once per program and key; None for a user without an email address.

    `path` is a URL of Handoff that asks for sign-in. `key` names the occasion: a job that runs twice queues one notice.
    """
    queue_notices(program_id=program_id, users=[user], kind=kind, path=path, key=key, at=at)
    return Notice.objects.filter(key=key_of(kind, program_id, key, user.pk)).first()


def queue_notices(
    *, program_id: int, users: Iterable[HasAddress], kind: str, path: str, key: str, at: datetime
) -> None:
    """Queue the same notice for several users in one statement, once for each of them and key."""
    if kind not in SUBJECTS:
        raise ValueError(f"there is no notice of kind {kind!r}")
    Notice.objects.bulk_create(
        (
            Notice(
                key=key_of(kind, program_id, key, user.pk),
                program_id=program_id,
                recipient_user_id=user.pk,
                to_address=user.email,
                kind=kind,
                path=path,
                language=user.language,
                queued_at=at,
            )
            for user in users
            if user.email
        ),
        ignore_conflicts=True,
    )


def key_of(kind: str, program_id: int, key: str, user_id: int) -> str:
    """The key of one user's notice. It names the program: row-level security hides another one's notice, which with
    the same key would stop this one, unseen.
    """
    return f"{kind}:{program_id}:{key}:{user_id}"


def send_queued_notices(*, at: datetime, limit: int = 100) -> int:
    """Send queued notices, oldest first, and return how many were sent; a failed one is tried again next time."""
    sent, tried = 0, 0
    claimed: list[int] = []
    while tried < limit and (notice := claim_notice(at, but_not=claimed)):
        claimed.append(notice.pk)
        tried += 1
        before = notice.attempts
        sent += send_notice(notice, at)
        if notice.attempts < before:
            # The server is away: each further try would wait for it too, and hold up the other jobs.
            break
    return sent


@transaction.atomic
def claim_notice(at: datetime, *, but_not: Sequence[int]) -> Notice | None:
    """Claim the oldest notice that waits and that no other run is sending; None when there is none.

    One that failed comes after all others: at one that makes the server hang up, a run ends (`send_queued_notices`).

    The claim is a committed row, not a held lock: a slow mail server must not keep a database transaction open, which
    on SQLite would keep everyone from writing. PostgreSQL skips rows that another run is claiming at this moment; on
    SQLite the transaction already holds the one write lock.
    """
    unclaimed = Q(claimed_at__isnull=True) | Q(claimed_at__lte=at - CLAIM_LASTS)
    waiting = Notice.objects.filter(unclaimed, sent_at__isnull=True, attempts__lt=MAX_ATTEMPTS)
    notice = (
        waiting.exclude(pk__in=but_not)
        .order_by(FAILED, "queued_at", "pk")
        .select_for_update(skip_locked=True)
        .first()
    )
    if notice is not None:
        notice.claimed_at = at
        notice.attempts += 1
        notice.save(update_fields=["claimed_at", "attempts"])
    return notice


def send_notice(notice: Notice, at: datetime) -> bool:
    """Send a claimed notice and keep how it went; False when the mail server did not take it."""
    try:
        build_message(notice).send()
    except OSError as error:
        notice.last_error = type(error).__name__
        notice.attempts -= not is_about_one_mail(error)
        log.warning("notice %s was not sent: %s", notice.pk, notice.last_error)
    else:
        notice.sent_at, notice.last_error = at, ""
    notice.claimed_at = None
    notice.save(update_fields=["claimed_at", "sent_at", "last_error", "attempts"])
    return notice.sent_at is not None


def is_about_one_mail(error: OSError) -> bool:
    """True where the server answered and refused this mail; else it was away, and took none at all."""
    return isinstance(
        error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError | smtplib.SMTPNotSupportedError
    )


def build_message(notice: Notice) -> EmailMessage:
    """The email in the recipient's language: a subject and a link."""
    with translation.override(notice.language):
        subject = str(SUBJECTS[notice.kind])
        to_do = f"{TO_DO[notice.kind]}\n\n" if notice.kind in TO_DO else ""
        link = f"{settings.SITE_ADDRESS}{notice.path}"
        body = str(BODY) % {"subject": subject, "to_do": to_do, "link": link}
    return EmailMessage(subject=subject, body=body, to=[notice.to_address])


def record_jobs_run(*, at: datetime) -> None:
    """Record that the scheduled jobs ran to their end."""
    JobsRun.objects.update_or_create(pk=JobsRun.ONLY, defaults={"finished_at": at})


def last_jobs_run() -> datetime | None:
    """When the scheduled jobs last ran to their end; None before the first run."""
    return JobsRun.objects.values_list("finished_at", flat=True).first()
