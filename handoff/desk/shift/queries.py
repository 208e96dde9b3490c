"""What happened since a moment, as far as a reader may know it, and what is still open (K5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handoff.access.actor import Actor
from handoff.casework.models import AppointmentEvent, ContactAttempt, ShiftLine, ShiftReading
from handoff.casework.notes.queries import readable_notes
from handoff.casework.queries import active_contacts, outreach_list
from handoff.desk.shift.definitions import FURTHEST, MOST_OF_A_KIND, USUAL
from handoff.participants.models import ApproachNote, Person
from handoff.participants.queries import openable_people
from handoff.programs.models import Program
from handoff.referrals.models import HandoffRecord, Referral


class Kind(Enum):
    """What happened."""

    REFERRAL = _("New referral")
    HANDOFF = pgettext_lazy("step of a referral", "Handoff")
    CONTACT = _("Contact")
    MISSED = _("Missed appointment")
    NOTE = _("Note")
    SAFETY = _("Safety note changed")


@dataclass(frozen=True)
class Happening:
    """One thing that happened with a person: when, what in a few words, and by what user."""

    kind: Kind
    at: datetime
    person: Person
    words: str
    user_id: int | None
    about: object
    """The row, for the page where it can be read."""


def happenings(actor: Actor, program: Program, since: datetime, at: datetime) -> list[Happening]:
    """Everything since a moment about people whose record the reader may open, newest first.

    Of others, only the referrals that stand on the outreach list: they are for whoever is there.
    """
    found = [
        *contacts(program, since),
        *missed_appointments(program, since),
        *notes(actor, since),
        *safety_notes(program, since),
    ]
    brought = [*new_referrals(program, since), *handoffs(program, since)]
    people = {each.person.pk for each in [*found, *brought]}
    openable = openable_people(actor, people, at)
    listed = set(outreach_list(program).filter(person_id__in=people).values_list("person_id", flat=True))
    shown = [each for each in found if each.person.pk in openable]
    shown += [each for each in brought if each.person.pk in openable | listed]
    return sorted(shown, key=lambda each: (each.at, each.kind.name), reverse=True)


def contacts(program: Program, since: datetime) -> list[Happening]:
    rows = active_contacts().filter(program=program, recorded_at__gt=since).select_related("person")
    return [
        Happening(Kind.CONTACT, each.occurred_at, each.person, contact_words(each), each.recorded_by_id, each)
        for each in rows.order_by("-recorded_at", "-pk")[:MOST_OF_A_KIND]
    ]


def contact_words(contact: ContactAttempt) -> str:
    said = f"{contact.get_how_display()}: {contact.get_result_display()}"
    return f"{said} · {contact.note}" if contact.note else said


def missed_appointments(program: Program, since: datetime) -> list[Happening]:
    rows = AppointmentEvent.objects.filter(
        appointment__program=program, what=AppointmentEvent.What.MISSED, recorded_at__gt=since
    ).select_related("appointment__person")
    return [
        Happening(
            Kind.MISSED,
            each.recorded_at,
            each.appointment.person,
            str(each.appointment.get_kind_display()),
            each.recorded_by_id,
            each.appointment,
        )
        for each in rows.order_by("-recorded_at", "-pk")[:MOST_OF_A_KIND]
    ]


def notes(actor: Actor, since: datetime) -> list[Happening]:
    """That a note was written, if the reader may read it; one that they may not read doesn't exist (ADR 0046)."""
    rows = readable_notes(actor).filter(added_at__gt=since).select_related("person")
    return [
        Happening(
            Kind.NOTE,
            each.added_at,
            each.person,
            str(each.current.get_kind_display()),
            each.added_by_id,
            each,
        )
        for each in rows.order_by("-added_at", "-pk")[:MOST_OF_A_KIND]
    ]


def safety_notes(program: Program, since: datetime) -> list[Happening]:
    rows = ApproachNote.objects.filter(person__program=program, written_at__gt=since).select_related("person")
    return [
        Happening(Kind.SAFETY, each.written_at, each.person, each.text, each.written_by_id, each.person)
        for each in rows.order_by("-written_at", "-pk")[:MOST_OF_A_KIND]
    ]


def new_referrals(program: Program, since: datetime) -> list[Happening]:
    rows = Referral.objects.filter(
        program=program, submitted_at__gt=since, person__isnull=False
    ).select_related("person")
    return [
        Happening(
            Kind.REFERRAL,
            each.submitted_at,
            each.person,
            str(each.get_pathway_display()),
            each.referrer_user_id,
            each,
        )
        for each in rows.order_by("-submitted_at", "-pk")[:MOST_OF_A_KIND]
        if each.person is not None
    ]


def handoffs(program: Program, since: datetime) -> list[Happening]:
    rows = HandoffRecord.objects.filter(
        referral__program=program, recorded_at__gt=since, referral__person__isnull=False
    ).select_related("referral__person")
    return [
        Happening(
            Kind.HANDOFF,
            each.occurred_at,
            each.referral.person,
            str(each.get_kind_display()),
            each.recorded_by_id,
            each.referral,
        )
        for each in rows.order_by("-recorded_at", "-pk")[:MOST_OF_A_KIND]
        if each.referral.person is not None
    ]


def last_reading(program: Program, user_id: int) -> datetime | None:
    found = ShiftReading.objects.filter(program=program, user_id=user_id)
    return found.order_by("-read_at").values_list("read_at", flat=True).first()


def since_when(program: Program, user_id: int, hours: int | None, at: datetime) -> datetime:
    """The moment that the page starts from: so many hours ago, else when the reader read it last."""
    if hours is not None:
        return max(at - FURTHEST, at - timedelta(hours=hours))
    last = last_reading(program, user_id)
    return at - USUAL if last is None else max(last, at - FURTHEST)


def lines_since(program: Program, since: datetime) -> list[ShiftLine]:
    """The lines of the shifts since a moment, newest first; the last one stands in any case."""
    rows = ShiftLine.objects.filter(program=program).order_by("-written_at", "-pk")
    return list(rows.filter(written_at__gt=since)) or list(rows[:1])


def readings_after(program: Program, lines: Iterable[ShiftLine]) -> QuerySet[ShiftReading]:
    """Who has read since the oldest of some lines was written, oldest first."""
    times = [each.written_at for each in lines]
    found = ShiftReading.objects.filter(program=program)
    return found.filter(read_at__gte=min(times)) if times else found.none()
