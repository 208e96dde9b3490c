"""What a court date, an order and a text about court need, and who records them (J4)."""

from collections.abc import Sequence
from datetime import date, time

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.casework.court.inputs import CourtInput, OrderInput
from handoff.casework.models import Court, CourtCase, CourtOrder, CourtTextWish, When
from handoff.casework.policies import check_is_care_team
from handoff.core.refusals import Refused
from handoff.participants.models import Person


def check_court_input(court_input: CourtInput) -> None:
    """What the court said is whole: a day, with a time where it named one."""
    if court_input.court not in Court.values:
        raise Refused(_("Choose the court."), "court")
    if court_input.when not in When.values:
        raise Refused(_("Choose how exactly the court said when."), "when")
    if court_input.when != When.NO_DATE and court_input.on is None:
        raise Refused(_("Enter the day, or choose “No new date yet.”"), "day")
    if court_input.when == When.TIME and court_input.starts is None:
        raise Refused(
            _("Enter the time. If the court hasn't said one, choose another answer under “When.”"), "time"
        )


def check_is_ahead(court_input: CourtInput, today: date) -> None:
    """A typed date is today or later; this week counts too."""
    on = court_input.on
    first = today if court_input.when != When.WEEK else date.fromordinal(today.toordinal() - 6)
    if on is not None and on < first:
        raise Refused(_("That day has passed. Check the date."), "day")


def check_is_new(person: Person, number: str) -> None:
    """A case that is already on the record gets its new date there."""
    known = CourtCase.objects.filter(person=person, closed_at__isnull=True, number__iexact=number)
    if number and known.exists():
        raise Refused(_("This case is already on the list. Change its date there."), "number")


def check_can_change(actor: Actor, cases: Sequence[CourtCase]) -> None:
    for each in cases:
        check_is_care_team(actor, each.person)
        if each.closed_at is not None:
            raise Refused(_("This case is over. Add it again if the court opened it again."))


def check_order(order_input: OrderInput, today: date) -> None:
    """A warrant and an order are facts with dates; an order says what to stay away from."""
    if order_input.kind not in CourtOrder.Kind.values:
        raise Refused(_("Choose what it is."), "kind")
    if order_input.starts_on > today:
        raise Refused(_("That day is in the future. Check the date."), "starts_on")
    if order_input.kind == CourtOrder.Kind.STAY_AWAY and not order_input.words.strip():
        raise Refused(_("Enter the place, or “a person,” to stay away from."), "words")
    if order_input.ends_on is not None and order_input.ends_on < order_input.starts_on:
        raise Refused(_("It can't end before it starts. Check both dates."), "ends_on")


def check_order_end(actor: Actor, order: CourtOrder, ended_on: date, how: str, today: date) -> None:
    check_is_care_team(actor, order.person)
    if not order.starts_on <= ended_on <= today:
        raise Refused(_("Enter a day from its start to today."), "ended_on")
    if not how.strip():
        raise Refused(_("Enter how it ended."), "how")


def check_wish(says: str) -> None:
    if says not in CourtTextWish.Says.values:
        raise Refused(_("Choose what a text may say."), "says")


def check_courtroom(actor: Actor, program_id: int, room: str, opens: time, closes: time) -> None:
    """The program's court table is set up by whoever sets up the program."""
    if actor.program_id != program_id or not actor.can(Permission.PROGRAM_SETUP):
        raise Refused(_("Only a program manager can change the list of courtrooms."))
    if not room.strip():
        raise Refused(_("Enter the room as the court's calendar prints it."), "room")
    if closes <= opens:
        raise Refused(_("The end has to be later than the start."), "closes")
