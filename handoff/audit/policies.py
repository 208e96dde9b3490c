"""Who may act on the audit log, and when."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.audit.queries import find_review
from handoff.core.refusals import Refused


def check_can_sign_review(actor: Actor, week_starts_on: date, week_ends_at: datetime, at: datetime) -> None:
    """A week is signed once, after it has ended, by a user who may read the trail."""
    if not actor.can(Permission.AUDIT_READ):
        raise Refused(_("Only a program manager or site administrator can sign the access review."))
    if at < week_ends_at:
        raise Refused(_("This week isn't over yet. Sign it when it is."))
    if find_review(actor.program_id, week_starts_on) is not None:
        raise Refused(_("This week was already signed."))
