"""Who enters figures about the jurisdiction, and what they have to be (M4)."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.core.refusals import Refused

MOST = 101
"""Percent in all: rounded shares may add up to a little more than 100."""


def check_baseline(
    actor: Actor, program_id: int, shares: Mapping[str, float], source: str, since: date, today: date
) -> None:
    """The program manager and the data manager enter shares that can be those of one whole, with their source."""
    if actor.program_id != program_id or not actor.can(Permission.MEASURES_CLOSE):
        raise Refused(_("Only the program manager and the data manager enter these figures."))
    if not source.strip():
        raise Refused(_("Enter where the figures come from."))
    if since > today:
        raise Refused(_("The day is in the future."))
    if not shares or any(not 0 <= each <= 100 for each in shares.values()):
        raise Refused(_("Enter at least one share, from 0 to 100 percent."))
    if sum(shares.values()) > MOST:
        raise Refused(_("The shares add up to more than 100 percent. Check them."))
