"""Who keeps the program's own figure of the booking process."""

from datetime import date

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.core.refusals import Refused


def check_can_record_booking(
    actor: Actor, program_id: int, minutes: int, found_on: date, today: date
) -> None:
    if actor.program_id != program_id or not actor.can(Permission.MEASURES_CLOSE):
        raise Refused(_("Only the program manager and the data manager enter this figure."))
    if minutes < 1:
        raise Refused(_("Enter at least one minute."))
    if found_on > today:
        raise Refused(_("The day is in the future."))
