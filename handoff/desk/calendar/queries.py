"""What is in a worker's calendar, from whatever app it comes, and the feed that a secret opens."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handoff.access.permissions import Permission
from handoff.access.roles import ROLES
from handoff.accounts.models import Membership, User
from handoff.accounts.queries import hash_token
from handoff.casework.appointments.queries import appointments_in_charge
from handoff.casework.caseloads.queries import contacts_due
from handoff.casework.court.presenters import line_of, place_line, rooms_of
from handoff.casework.court.queries import appearances_between
from handoff.casework.goals.queries import steps_of_worker
from handoff.casework.models import Appointment, CalendarFeed, HandoverPlan
from handoff.casework.turnover.queries import introductions_of
from handoff.consent.renewal.queries import visits_of_worker
from handoff.enrollment.queries import booked_intakes
from handoff.participants.models import Person
from handoff.programs.models import Program
from handoff.programs.queries import local_date, time_zone_of


class Kind(Enum):
    """What something in the calendar is; the feed says no more than this about it."""

    APPOINTMENT = _("Appointment")
    INTAKE = _("Intake")
    VISIT = _("Visit to renew the release (ROI)")
    INTRODUCTION = _("Introduction to a new worker")
    STEP = pgettext_lazy("calendar", "Next step")
    CONTACT = _("Contact due")
    COURT = _("Court date")

    @property
    def in_feed(self) -> "Kind":
        """What a phone's screen says: not even that an appointment is in court (ADR 0055)."""
        return Kind.APPOINTMENT if self is Kind.COURT else self


@dataclass(frozen=True)
class Entry:
    """Something in the calendar: on a day, at a time or all day, about one participant.

    `url_name` and `url_ids` are the page where it's done. `key` is the same whenever the entry is read again.
    """

    kind: Kind
    on: date
    starts_at: datetime | None
    person: Person
    key: str
    url_name: str
    url_ids: tuple[object, ...]
    words: str = ""

    @property
    def order(self) -> tuple[date, bool, datetime | None, str]:
        return (self.on, self.starts_at is None, self.starts_at, self.key)


def entries_between(program: Program, user_id: int, first: date, last: date, at: datetime) -> list[Entry]:
    """Everything in a worker's calendar from one day to another, both included, in order. A fixed number of queries."""
    zone = time_zone_of(program)
    starts = datetime.combine(first, time.min, zone)
    ends = datetime.combine(last + timedelta(days=1), time.min, zone)
    booked = appointments_in_charge(program, user_id, at).filter(starts_at__gte=starts, starts_at__lt=ends)
    found = [appointment_entry(each, program) for each in booked]
    found += [
        Entry(
            Kind.INTAKE,
            local_date(program, each.appointment_at),
            each.appointment_at,
            each.person,
            f"intake-{each.public_id}",
            "enrollment:intake",
            (each.public_id,),
            each.appointment_place,
        )
        for each in booked_intakes(program, user_id, starts, ends, at)
        if each.appointment_at is not None
    ]
    found += [*days_of_visits(program, user_id, first, last), *days_of_steps(program, user_id, first, last)]
    found += days_of_introductions(program, user_id, first, last)
    found += days_in_court(program, user_id, first, last, at)
    return sorted(found, key=lambda each: each.order)


def appointment_entry(appointment: Appointment, program: Program) -> Entry:
    where = appointment.place or appointment.provider
    return Entry(
        Kind.APPOINTMENT,
        local_date(program, appointment.starts_at),
        appointment.starts_at,
        appointment.person,
        f"appointment-{appointment.public_id}",
        "appointments:outcome",
        (appointment.public_id,),
        " · ".join(each for each in (str(appointment.get_kind_display()), where) if each),
    )


def days_of_visits(program: Program, user_id: int, first: date, last: date) -> list[Entry]:
    return [
        Entry(
            Kind.VISIT,
            each.planned_on,
            None,
            each.person,
            f"visit-{each.public_id}",
            "consent:releases",
            (each.person.public_id,),
        )
        for each in visits_of_worker(program, user_id, first, last)
    ]


def days_of_steps(program: Program, user_id: int, first: date, last: date) -> list[Entry]:
    return [
        Entry(
            Kind.STEP,
            each.due_on,
            None,
            each.step.goal.person,
            f"step-{each.step.public_id}",
            "goals:list",
            (each.step.goal.person.public_id,),
            each.words,
        )
        for each in steps_of_worker(program, user_id, first, last)
        if each.due_on is not None
    ]


def days_of_introductions(program: Program, user_id: int, first: date, last: date) -> list[Entry]:
    planned = introductions_of(program, user_id).filter(introduce_on__range=(first, last))
    return [
        Entry(
            Kind.INTRODUCTION,
            each.introduce_on,
            None,
            each.person,
            f"introduction-{each.pk}",
            "turnover:item",
            (each.plan.public_id, each.person.public_id),
        )
        for each in planned
        if each.introduce_on is not None
    ]


def days_in_court(program: Program, user_id: int, first: date, last: date, at: datetime) -> list[Entry]:
    """Court dates, one for all cases of a morning or afternoon; a week of the court's stands on its first day."""
    rooms = rooms_of(program)
    return [
        Entry(
            Kind.COURT,
            each.first.on,
            each.starts_at(program),
            each.person,
            each.key,
            "court:list",
            (each.person.public_id,),
            place_line(each) if each.starts_at(program) else line_of(each, rooms),
        )
        for each in appearances_between(program, user_id, first, last, at)
        if each.first.on is not None
    ]


def days_of_contacts(program: Program, user_id: int, first: date, last: date, at: datetime) -> list[Entry]:
    """The contacts due on these days. They move with each contact, so they aren't in the feed."""
    return [
        Entry(
            Kind.CONTACT,
            each.due_on,
            None,
            each.enrollment.person,
            f"contact-{each.enrollment.pk}",
            "casework:log_contact",
            (each.enrollment.person.public_id,),
        )
        for each in contacts_due(program, user_id, at)
        if first <= each.due_on <= last
    ]


def find_feed(program: Program, secret: str) -> CalendarFeed | None:
    """The open feed with this secret."""
    found = CalendarFeed.objects.filter(
        program=program, secret_digest=hash_token(secret), ended_at__isnull=True
    )
    return found.select_related("program").first()


def open_feed(program: Program, user_id: int) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(program=program, user_id=user_id, ended_at__isnull=True).first()


def find_user(feed: CalendarFeed) -> User | None:
    return User.objects.filter(pk=feed.user_id, is_active=True).first()


def language_of(feed: CalendarFeed) -> str:
    """The language that the feed's worker reads."""
    user = find_user(feed)
    return user.language if user else settings.LANGUAGE_CODE


def role_ended(program: Program, user_id: int, since: date, today: date) -> bool:
    """True if a role of the care team that the user held ended in these days, whatever they hold now.

    A role that they only held for a colleague who was away doesn't count.
    """
    roles = [name for name, role in ROLES.items() if Permission.OUTREACH_DO in role.permissions]
    ended = Membership.objects.filter(
        program=program, user_id=user_id, role__in=roles, covers_id__isnull=True
    )
    return ended.filter(ends_on__gte=since, ends_on__lte=today).exists()


def was_away(program: Program, user_id: int, since: date, today: date) -> bool:
    """True if the user was on leave on one of these days, or handed everyone over for good."""
    plans = HandoverPlan.objects.filter(program=program, user_id=user_id)
    return any(is_away(each, program, since, today) for each in plans)


def is_away(plan: HandoverPlan, program: Program, since: date, today: date) -> bool:
    """A leave begins with its first day and ends with its last, or when they are back; a turnover ends the work."""
    closed_on = local_date(program, plan.closed_at) if plan.closed_at else None
    if plan.is_leave:
        last = plan.ends_on if closed_on is None else min(plan.ends_on, closed_on)
        return plan.starts_on <= today and last >= since and last >= plan.starts_on
    over_on = plan.ends_on + timedelta(days=1) if closed_on is None else closed_on
    return since <= over_on <= today
