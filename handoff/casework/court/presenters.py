"""Court dates, orders and their texts as pages show them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import quote

from django.utils import translation
from django.utils.translation import gettext as _

from handoff.casework.court import queries, wording
from handoff.casework.court.queries import Appearance
from handoff.casework.models import CourtCase, CourtCaseEvent, CourtOrder, Courtroom, CourtTextWish
from handoff.casework.queries import wish_of
from handoff.core.forms.phones import shown_phone
from handoff.core.templatetags.handoff import day
from handoff.core.ui import TimelineEntry
from handoff.participants.models import Person
from handoff.participants.queries import number_of, textable_point
from handoff.programs.models import Program
from handoff.programs.queries import local_date

Rooms = Mapping[tuple[str, str], Courtroom]


def rooms_of(program: Program) -> Rooms:
    """The program's court table. One query."""
    return {(each.court, each.room): each for each in queries.courtrooms_of(program)}


def room_of(case: CourtCase | CourtCaseEvent, rooms: Rooms) -> Courtroom | None:
    return rooms.get((case.court, case.room.upper()))


def when_text(case: CourtCase | CourtCaseEvent, rooms: Rooms) -> str:
    room = room_of(case, rooms)
    opens, closes = (room.opens, room.closes) if room is not None else (None, None)
    return wording.when_words(case.when, case.on, case.time, opens, closes)


def room_words(event: CourtCaseEvent) -> str:
    return _("room %(room)s") % {"room": event.room} if event.room else ""


def where_text(appearance: Appearance) -> str:
    rooms = [_("room %(room)s") % {"room": each} for each in appearance.rooms]
    return ", ".join([str(appearance.first.get_court_display()), *rooms])


def line_of(appearance: Appearance, rooms: Rooms) -> str:
    """When, where, and how many cases, in one line."""
    return f"{when_text(appearance.first, rooms)} · {place_line(appearance)}"


def place_line(appearance: Appearance) -> str:
    """Where, and how many cases: for a list that says the day and time itself."""
    parts = [where_text(appearance)]
    if len(appearance.cases) > 1:
        parts.append(_("%(count)d cases") % {"count": len(appearance.cases)})
    return " · ".join(parts)


def court_lines(person: Person) -> list[str]:
    """A participant's court dates with what is known of each, the earliest first. Two queries."""
    cases = queries.open_cases_of(person)
    rooms = rooms_of(person.program) if cases else {}
    undated = _("No new date yet")
    return [line_of(each, rooms) for each in queries.appearances_of(cases)] + [
        " · ".join(part for part in (undated, str(each.get_court_display()), each.number) if part)
        for each in cases
        if each.on is None
    ]


@dataclass(frozen=True)
class AppearanceCard:
    """One court date with all of its cases, and the text that reminds of it."""

    appearance: Appearance
    when: str
    where: str
    place: str
    numbers: str
    is_over: bool
    is_reminded: bool
    text: str
    sms: str

    @property
    def case(self) -> CourtCase:
        return self.appearance.first


def appearance_cards(cases: Iterable[CourtCase], person: Person, at: datetime) -> list[AppearanceCard]:
    """The appearances of one person's open cases that have a date."""
    program, today = person.program, local_date(person.program, at)
    rooms, says = rooms_of(program), wish_of(person)
    point = textable_point(person)
    number = number_of(point) if point is not None else ""
    found = queries.appearances_of(cases)
    return [appearance_card(each, person, rooms, says, number, today) for each in found]


def appearance_card(
    appearance: Appearance, person: Person, rooms: Rooms, says: str, number: str, today: date
) -> AppearanceCard:
    case = appearance.first
    room, is_over = room_of(case, rooms), appearance.last_day < today
    text = "" if is_over or not number else text_for(appearance, person, rooms, says)
    return AppearanceCard(
        appearance=appearance,
        when=when_text(case, rooms),
        where=where_text(appearance),
        place=room.place if room is not None else "",
        numbers=", ".join(appearance.numbers),
        is_over=is_over,
        is_reminded=appearance.is_reminded,
        text=text,
        sms=f"sms:{number}?&body={quote(text)}" if text else "",
    )


def text_for(appearance: Appearance, person: Person, rooms: Rooms, says: str) -> str:
    """The reminder in the participant's language, with no more in it than they wish."""
    case, program = appearance.first, person.program
    with translation.override(person.language):
        return wording.reminder_text(
            says,
            case.when,
            when_text(case, rooms),
            case.court,
            appearance.rooms,
            appearance.numbers,
            shown_phone(program.text_number or program.phone),
        )


@dataclass(frozen=True)
class OrderCard:
    """A warrant or stay-away order, and what to do about it."""

    order: CourtOrder
    days: str
    to_do: str


def order_cards(orders: Iterable[CourtOrder]) -> list[OrderCard]:
    return [OrderCard(each, order_days(each), order_to_do(each)) for each in orders]


def order_days(order: CourtOrder) -> str:
    if order.ended_on is not None:
        words = {"start": day(order.starts_on), "end": day(order.ended_on)}
        return _("From %(start)s, ended %(end)s") % words
    if order.ends_on is not None:
        words = {"start": day(order.starts_on), "end": day(order.ends_on)}
        return _("From %(start)s until %(end)s") % words
    return _("Since %(start)s") % {"start": day(order.starts_on)}


def order_to_do(order: CourtOrder) -> str:
    """The next step; a warrant is help to get, not a charge."""
    if order.ended_on is not None:
        return ""
    if order.kind == CourtOrder.Kind.WARRANT:
        return _("Ask the DA's office or the defender how it can be cleared, with the participant's OK.")
    if order.ends_on is not None:
        return _("Before it ends, ask the defender whether it will be extended.")
    return _("Ask the defender until when it applies.")


def case_entries(cases: Iterable[CourtCase], names: Mapping[int, str], rooms: Rooms) -> list[TimelineEntry]:
    """Everything that happened with some cases, the newest first."""
    found = [
        TimelineEntry(
            at=event.recorded_at,
            title=str(event.get_what_display()),
            by=names.get(event.recorded_by_id or 0, ""),
            text=" · ".join(
                part for part in (when_text(event, rooms), room_words(event), case.number) if part
            ),
        )
        for case in cases
        for event in case.events.all()
    ]
    return sorted(found, key=lambda each: each.at, reverse=True)


def wish_label(says: str) -> str:
    return str(CourtTextWish.Says(says).label)


def user_ids(cases: Sequence[CourtCase]) -> set[int | None]:
    return {event.recorded_by_id for each in cases for event in each.events.all()}
