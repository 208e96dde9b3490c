"""Make and end the secret address of a calendar, and count how often it's read (ADR 0055)."""

import secrets
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from handoff.access.actor import Actor, system_actor
from handoff.accounts.models import User
from handoff.accounts.queries import hash_token
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.casework.models import CalendarFeed
from handoff.desk.calendar import policies
from handoff.desk.calendar.definitions import COUNTED_FOR, MOST_READS
from handoff.desk.calendar.queries import open_feed
from handoff.programs.models import Program


@transaction.atomic
def make_feed(*, actor: Actor, program: Program, at: datetime) -> str:
    """Make the worker's feed and return its address, which is stored nowhere. An earlier address ends."""
    policies.check_can_have_feed(actor, program, at)
    user_id = actor.user_id or 0
    # Two windows that ask at once wait here, and the second ends the first's address.
    User.objects.select_for_update(of=("self",)).get(pk=user_id)
    stop_feed(actor=actor, program=program, at=at)
    secret = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(
        program=program, user_id=user_id, secret_digest=hash_token(secret), made_at=at, counted_since=at
    )
    audit.record(actor=actor, at=at, action=AuditAction.CALENDAR_FEED_MADE, subject=feed.public_id)
    return f"{settings.SITE_ADDRESS}{reverse('calendar:read_feed', args=[program.slug, secret])}"


@transaction.atomic
def stop_feed(*, actor: Actor, program: Program, at: datetime) -> None:
    """End the worker's own feed. Ending twice changes nothing."""
    feed = open_feed(program, actor.user_id or 0)
    if feed is not None:
        end_feed(feed, actor, at)


@transaction.atomic
def end_feed(feed: CalendarFeed, actor: Actor | None, at: datetime) -> None:
    """End a feed; without an actor, because its worker may not have it any longer."""
    if CalendarFeed.objects.filter(pk=feed.pk, ended_at__isnull=True).update(ended_at=at):
        actor = actor or system_actor(feed.program_id)
        audit.record(actor=actor, at=at, action=AuditAction.CALENDAR_FEED_ENDED, subject=feed.public_id)


@transaction.atomic
def count_read(feed: CalendarFeed, at: datetime) -> bool:
    """Count a request, and say whether the feed may answer it."""
    locked = CalendarFeed.objects.select_for_update(of=("self",)).get(pk=feed.pk)
    if at - locked.counted_since >= COUNTED_FOR:
        locked.counted_since, locked.reads = at, 0
    if locked.reads >= MOST_READS:
        return False
    locked.reads, locked.last_read_at = locked.reads + 1, at
    locked.save(update_fields=["counted_since", "reads", "last_read_at"])
    return True
