"""Appointments as pages show them: what for, who with, when and where, and what became of each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from urllib.parse import quote

from django.utils import translation
from django.utils.translation import gettext as _

from handoff.casework.appointments.policies import check_can_be_seen
from handoff.casework.appointments.queries import care_team_ids, last_reminder
from handoff.casework.models import Appointment, CourtTextWish
from handoff.casework.queries import wish_of
from handoff.casework.wording import ask_where, neutral_reminder
from handoff.core.forms.phones import shown_phone
from handoff.core.refusals import refusal_message
from handoff.core.templatetags.handoff import clock, day
from handoff.core.ui import TimelineEntry
from handoff.directory.models import Service
from handoff.participants.models import Person
from handoff.participants.queries import number_of, textable_point
from handoff.programs.models import Program
from handoff.programs.queries import local_date

State = Appointment.State


@dataclass(frozen=True)
class AppointmentCard:
    appointment: Appointment
    title: str
    starts_at: datetime
    place: str
    worker: str
    service: Service | None
    provider: str
    ride_arranged: bool
    has_left: bool
    """True if the worker of a planned appointment is no longer on the care team."""
    state: str
    state_kind: str
    is_planned: bool
    may_move: bool
    next_step: str
    text: str
    """The text that reminds of a planned one, blank if no number may be texted."""
    sms: str
    reminded_at: datetime | None
    """When someone said that they texted a reminder of this very time."""
    reminded_by: str
    ask_if_sent: bool
    """True if there is a text to send and no one said today that it was sent."""
    history: list[TimelineEntry]


def appointment_cards(
    appointments: Sequence[Appointment],
    names: dict[int, str],
    program: Program,
    at: datetime,
    numbers: Mapping[int, str] = MappingProxyType({}),
) -> list[AppointmentCard]:
    """The cards of some appointments, those with a number with a text to it. One query, for the care team."""
    working = care_team_ids(program, at) if appointments else set()
    return [
        appointment_card(each, names, program, working, numbers.get(each.pk, ""), local_date(program, at))
        for each in appointments
    ]


def numbers_for_reminders(
    person: Person, appointments: Iterable[Appointment], at: datetime
) -> dict[int, str]:
    """The number that may be texted about each appointment to come.

    None about what someone who isn't active isn't seen for, and none about court for who wishes no such texts.
    """
    coming = [each for each in appointments if each.is_planned and each.starts_at > at]
    point = textable_point(person) if coming else None
    if point is None:
        return {}
    number, silent = number_of(point), wish_of(person) == CourtTextWish.Says.NOTHING
    return {
        each.pk: number
        for each in coming
        if refusal_message(check_can_be_seen, person, each.kind) is None
        and not (silent and each.kind == Appointment.Kind.COURT)
    }


def reminder_text(appointment: Appointment, program: Program) -> str:
    """The reminder in the participant's language: day and time, and nothing of what it is for (K10)."""
    with translation.override(appointment.person.language):
        when = f"{day(appointment.starts_at, program)}, {clock(appointment.starts_at, program)}"
        return neutral_reminder(shown_phone(program.text_number or program.phone), when, ask_where())


def appointment_card(
    appointment: Appointment,
    names: dict[int, str],
    program: Program,
    working: set[int],
    number: str,
    today: date,
) -> AppointmentCard:
    events = list(appointment.events.all())
    text = reminder_text(appointment, program) if number else ""
    reminder = last_reminder(appointment) if appointment.is_planned else None
    return AppointmentCard(
        appointment=appointment,
        title=str(appointment.get_kind_display()),
        starts_at=appointment.starts_at,
        place=appointment.place,
        worker=worker_name(appointment, names),
        service=appointment.service,
        provider=appointment.provider,
        ride_arranged=appointment.ride_arranged,
        has_left=appointment.is_planned
        and appointment.worker_id is not None
        and appointment.worker_id not in working,
        state=str(appointment.get_state_display()),
        state_kind={State.PLANNED: "info", State.KEPT: "done"}.get(State(appointment.state), "soon"),
        is_planned=appointment.is_planned,
        may_move=appointment.state != State.KEPT,
        next_step=events[-1].next_step,
        text=text,
        sms=f"sms:{number}?&body={quote(text)}" if text else "",
        reminded_at=reminder.recorded_at if reminder else None,
        reminded_by=names.get(reminder.recorded_by_id or 0, "") if reminder else "",
        ask_if_sent=bool(text) and not (reminder and local_date(program, reminder.recorded_at) == today),
        history=sorted(
            appointment_entries([appointment], names, program), key=lambda each: each.at, reverse=True
        ),
    )


def worker_name(appointment: Appointment, names: dict[int, str]) -> str:
    if appointment.worker_id is None:
        return ""
    return names.get(appointment.worker_id, _("A former worker"))


def with_whom(appointment: Appointment, names: dict[int, str]) -> str:
    """The worker and the service of an appointment, in one line."""
    parts = (worker_name(appointment, names), appointment.provider)
    return ", ".join(each for each in parts if each)


def where_and_with_whom(appointment: Appointment, names: dict[int, str]) -> str:
    parts = (appointment.place, with_whom(appointment, names))
    return " · ".join(each for each in parts if each)


def appointment_entries(
    appointments: Iterable[Appointment], names: dict[int, str], program: Program, url: str = ""
) -> Iterator[TimelineEntry]:
    """Everything that happened with some appointments, as entries of a timeline."""
    for appointment in appointments:
        for event in appointment.events.all():
            when = f"{day(event.starts_at, program)}, {clock(event.starts_at, program)}"
            parts = (when, event.place, appointment.provider, event.next_step)
            yield TimelineEntry(
                at=event.recorded_at,
                title=f"{event.get_what_display()}: {appointment.get_kind_display()}",
                by=names.get(event.recorded_by_id or 0, ""),
                text=" · ".join(each for each in parts if each),
                url=url,
            )


def planned_of(appointments: Iterable[Appointment]) -> list[Appointment]:
    return [each for each in appointments if each.is_planned]


def user_ids(appointments: Iterable[Appointment]) -> set[int | None]:
    """Everyone who has to do with some appointments."""
    found: set[int | None] = set()
    for each in appointments:
        found |= {each.worker_id, *(event.recorded_by_id for event in each.events.all())}
    return found
