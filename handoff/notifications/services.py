"""The outbox: a notice is a row first, written with the act that causes it, and sent after."""

import logging
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation

from handoff.notifications.models import Notice
from handoff.notifications.wording import BODY, SUBJECTS

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 10


class HasAddress(Protocol):
    """Somebody who can be written to; in practice an `accounts.User`."""

    pk: int
    email: str
    language: str


@transaction.atomic
def queue(
    *, program_id: int, user: HasAddress, kind: str, path: str, key: str, at: datetime
) -> Notice | None:
    """Put one notice to one user in the outbox, once per key; without an e-mail address there is none to send.

    `path` is an address within the application that asks for sign-in. `key` names the occasion.
    """
    if kind not in SUBJECTS:
        raise ValueError(f"there is no notice of kind {kind!r}")
    if not user.email:
        return None
    notice, _created = Notice.objects.get_or_create(
        key=f"{kind}:{key}:{user.pk}",
        defaults={
            "program_id": program_id,
            "recipient_user_id": user.pk,
            "to_address": user.email,
            "kind": kind,
            "path": path,
            "language": user.language,
            "queued_at": at,
        },
    )
    return notice


def send_waiting(*, at: datetime, limit: int = 100) -> int:
    """Send what waits, oldest first, and return how many went; a failing one is tried again next time."""
    sent = 0
    waiting = Notice.objects.filter(sent_at__isnull=True, attempts__lt=MOST_ATTEMPTS).order_by("queued_at")[
        :limit
    ]
    for notice in waiting:
        notice.attempts += 1
        try:
            message_for(notice).send()
        except OSError as error:
            notice.last_error = type(error).__name__
            log.warning("notice %s was not sent: %s", notice.pk, notice.last_error)
        else:
            notice.sent_at, notice.last_error = at, ""
            sent += 1
        notice.save(update_fields=["attempts", "sent_at", "last_error"])
    return sent


def message_for(notice: Notice) -> EmailMessage:
    """Write a notice out in its reader's language."""
    with translation.override(notice.language):
        subject = str(SUBJECTS[notice.kind])
        body = str(BODY) % {"subject": subject, "link": f"{settings.SITE_ADDRESS}{notice.path}"}
    return EmailMessage(subject=subject, body=body, to=[notice.to_address])
