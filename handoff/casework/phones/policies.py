"""What can be recorded about a free phone, and when (K6)."""

from datetime import date

from django.utils.translation import gettext as _

from handoff.casework.models import PhoneStep
from handoff.core.refusals import Refused
from handoff.participants.models import ContactPoint, Person

What = PhoneStep.What


def check_phone_step(
    person: Person, what: str, point: ContactPoint | None, number: str, on: date, today: date
) -> None:
    """The number is one of the person's own, or a new one; who only applied has none yet."""
    if what not in What.values:
        raise Refused(_("Choose what happened with the phone."))
    if on > today:
        raise Refused(_("That day is in the future. Record it once it has happened."), "day")
    if point is not None and point.person_id != person.pk:
        raise Refused(_("This number is someone else's."), "point")
    if point is not None and number:
        raise Refused(_("Choose a number from the list or enter a new one, not both."), "number")
    if number and what not in {What.RECEIVED, What.REPLACED}:
        raise Refused(_("Enter a new number only for a phone they have now."), "number")
