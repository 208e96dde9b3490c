"""Who may enter figures from outside, and of which months."""

from datetime import date

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.core.refusals import Refused
from handoff.measures.rules.periods import Period


def check_can_enter(actor: Actor, program_id: int) -> None:
    """The program manager and the data manager enter them."""
    if actor.program_id != program_id or not actor.can(Permission.MEASURES_CLOSE):
        raise Refused(_("Only the program manager and the data manager can enter figures from outside."))


def check_is_past(month: Period, today: date) -> None:
    if month.first > today:
        raise Refused(_("This month hasn't started yet."))
