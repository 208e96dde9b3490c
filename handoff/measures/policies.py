"""Who may close a month, and when."""

from datetime import date

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.core.refusals import Refused
from handoff.measures.definitions.measure import Measure
from handoff.measures.rules.periods import Period

EXACT = (Permission.MEASURES_READ, Permission.PARTICIPANT_READ, Permission.REFERRAL_READ_ALL)
"""Exact figures are for those who may open the records behind them; a small number can name someone (M9)."""


def may_read_exact(actor: Actor, measure: Measure) -> bool:
    """Only care staff read a health measure's exact figures; others read it in shared figures, small counts hidden."""
    return not measure.is_health or actor.can(Permission.NOTES_READ_PROTECTED)


def check_can_close_month(
    actor: Actor, program_id: int, month: Period, today: date, began_on: date | None
) -> None:
    """The program manager or the data manager may close a month after its last day, from the program's first month."""
    if actor.program_id != program_id or not actor.can(Permission.MEASURES_CLOSE):
        raise Refused(_("Only the program manager and the data manager can close a month."))
    if month.last >= today:
        raise Refused(_("This month isn't over yet."))
    if began_on is None or month.last < began_on:
        raise Refused(_("The program wasn't running yet."))


def check_has_changed(has_changed: bool) -> None:
    """A closed month gets another revision only if something reads differently."""
    if not has_changed:
        raise Refused(_("Nothing has changed since the month was closed."))
