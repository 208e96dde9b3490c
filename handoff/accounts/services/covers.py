"""Cover a role while its holder is away: a colleague holds it for those days, and it ends by itself (K5)."""

from datetime import date, datetime

from django.db import transaction

from handoff.access.actor import Actor
from handoff.accounts import policies
from handoff.accounts.models import Membership, User
from handoff.accounts.services.users import end_membership_on, grant_role, last_day_of


@transaction.atomic
def cover_role(
    *, actor: Actor, user: User, covered: Membership, days: tuple[date, date], on: date, at: datetime
) -> Membership:
    """Let a colleague hold a role from the first of these days until the day after the last.

    It is granted as every role is: one that opens people's records waits for a second manager.
    """
    first, after = days
    policies.check_can_cover(actor, user, covered.user, covered.role, days)
    membership = grant_role(
        actor=actor,
        user=user,
        program=covered.program,
        agency=covered.agency,
        role=covered.role,
        on=on,
        at=at,
    )
    membership.covers_id = covered.user_id
    membership.starts_on, membership.ends_on = max(first, membership.starts_on), after
    policies.check_has_days(membership)
    membership.save(update_fields=["covers_id", "starts_on", "ends_on"])
    return membership


@transaction.atomic
def end_cover(*, actor: Actor, membership: Membership, on: date, at: datetime) -> Membership:
    """Give a covered role back before its last day: whoever was away is here again."""
    policies.check_can_end_cover(actor, membership)
    return end_membership_on(actor=actor, membership=membership, on=last_day_of(membership, on), at=at)
