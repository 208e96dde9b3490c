"""Who may read a calendar, and when a feed ends by itself (ADR 0055)."""

from datetime import datetime

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.accounts.queries import actor_for
from handoff.casework.models import CalendarFeed
from handoff.core.refusals import Refused
from handoff.desk.calendar.queries import find_user, role_ended, was_away
from handoff.programs.models import Program
from handoff.programs.queries import local_date


def check_can_have_feed(actor: Actor, program: Program, at: datetime) -> None:
    today = local_date(program, at)
    if actor.user_id is None or not actor.can(Permission.OUTREACH_DO):
        raise Refused(_("Only the care team has a calendar."))
    if was_away(program, actor.user_id, today, today):
        raise Refused(_("You're away according to a handover plan. Make the address when you are back."))


def reader_of(feed: CalendarFeed, at: datetime, address: str) -> Actor | None:
    """The worker whose feed this is, with the permissions they hold now; None if the feed has to end.

    It ends for good with a role, an account, a leave or a turnover, even if they come back later.
    """
    user = find_user(feed)
    actor = actor_for(user, feed.program, at, address) if user else None
    if actor is None or not actor.can(Permission.OUTREACH_DO):
        return None
    since, today = local_date(feed.program, feed.made_at), local_date(feed.program, at)
    if role_ended(feed.program, feed.user_id, since, today) or was_away(
        feed.program, feed.user_id, since, today
    ):
        return None
    return actor
