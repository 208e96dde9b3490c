"""Who keeps the improvement log, and in what order its steps come."""

from datetime import date

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.core.refusals import Refused
from handoff.programs.policies import check_texts
from handoff.staffing.improvements.inputs import Figure
from handoff.staffing.models import Improvement


def check_can_keep_log(actor: Actor, program_id: int, words: str) -> None:
    if actor.program_id != program_id or not actor.can(Permission.MEASURES_CLOSE):
        raise Refused(_("Only the program manager and the data manager write in the improvement log."))
    check_texts(words)


def check_decision(figure: Figure, decided_on: date, today: date) -> None:
    if figure.month > today:
        raise Refused(_("This month hasn't started."))
    if decided_on > today:
        raise Refused(_("The day of the decision is in the future."))


def check_change(improvement: Improvement, changed_on: date, today: date) -> None:
    if improvement.changed_on is not None:
        raise Refused(_("The change was recorded meanwhile."))
    if not improvement.decided_on <= changed_on <= today:
        raise Refused(_("Enter a day from the decision on until today."))


def check_again(improvement: Improvement, figure: Figure, today: date) -> None:
    """The same measure, in a month after the change: before it, nothing could have come of it."""
    if improvement.again_month is not None:
        raise Refused(_("It was measured again meanwhile."))
    if improvement.changed_on is None:
        raise Refused(_("Record what changed first."))
    if figure.measure != improvement.measure:
        raise ValueError("another measure")
    after = max(improvement.month, improvement.changed_on.replace(day=1))
    if not after < figure.month < today.replace(day=1):
        raise Refused(_("Choose a month that is over and comes after the change."))
