"""Appointments of a participant, those a worker looks after, and whose an identifier names."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from handoff.access.permissions import Permission
from handoff.accounts.models import User
from handoff.accounts.queries import users_with_permission
from handoff.casework.models import Appointment, AppointmentEvent, HandoverItem, HandoverPlan
from handoff.core.statements import Statement
from handoff.enrollment.models import Enrollment, StatusPeriod
from handoff.participants.models import Person
from handoff.programs.models import Agency, Program
from handoff.programs.queries import local_date, time_zone_of

DAYS_AHEAD = 2
"""For how many days after today the worker is reminded of what comes."""
NOT_CANCELED = (Appointment.State.PLANNED, Appointment.State.KEPT, Appointment.State.MISSED)


APPOINTMENTS = Statement(
    lambda person_id: (
        Appointment.objects.filter(person_id=person_id).select_related("service").prefetch_related("events")
    )
)


def appointments_of(person: Person) -> list[Appointment]:
    """A participant's appointments, earliest first, with everything that happened with them. Two queries."""
    return APPOINTMENTS.rows(person.pk)


def appointments_not_canceled(person_id: int) -> list[Appointment]:
    """A participant's appointments that no one canceled, with the organization of their service. One query."""
    found = Appointment.objects.filter(person_id=person_id, state__in=NOT_CANCELED)
    return list(found.select_related("service__organization"))


def is_with(appointment: Appointment, agency: Agency) -> bool:
    """Whether an appointment is with a partner: at one of its services, or under its name."""
    organization = appointment.service.organization if appointment.service else None
    at_its_service = organization is not None and organization.agency_id == agency.pk
    return at_its_service or appointment.provider.casefold() == agency.name.casefold()


def last_reminder(appointment: Appointment) -> AppointmentEvent | None:
    """The last text that reminded of this very time; a move makes it void. Needs prefetched events."""
    sent = [each for each in appointment.events.all() if each.what == AppointmentEvent.What.REMINDED]
    return next((each for each in reversed(sent) if each.starts_at == appointment.starts_at), None)


def planned_appointments(program: Program) -> QuerySet[Appointment]:
    """What is planned for people who can be seen: of inactive ones only check-ins, of someone who died nothing.

    Nothing is deleted: once a participant is active again, what was planned shows again (C-F08).
    """
    away = StatusPeriod.objects.filter(
        enrollment__person=OuterRef("person"),
        ends_at__isnull=True,
        status=StatusPeriod.Status.INACTIVE,
    )
    gone = away.filter(reason=StatusPeriod.InactiveReason.DECEASED)
    return (
        Appointment.objects.filter(program=program, state=Appointment.State.PLANNED)
        .filter(person__merged_into__isnull=True)
        .exclude(Exists(gone))
        .exclude(Q(Exists(away)) & ~Q(kind=Appointment.Kind.CHECK_IN))
        .select_related("person")
    )


def appointments_in_charge(
    program: Program, user_id: int, at: datetime, team: Collection[int] | None = None
) -> QuerySet[Appointment]:
    """The planned appointments that a worker looks after, earliest first.

    That is who the appointment is with; without a worker, or with one who has left, the participant's own worker, and
    without one of these whoever made it. While they are on leave, whoever covers the participant looks after them too.
    """
    working = working_on(program, at) if team is None else team
    own_worker = own_worker_of(program, at, team)
    in_charge = Case(
        When(worker_id__in=working, then=F("worker_id")),
        default=Coalesce(own_worker, F("added_by_id")),
    )
    found = planned_appointments(program).annotate(in_charge=in_charge)
    return found.filter(looked_after_by(program, user_id, at)).order_by("starts_at", "pk")


def working_on(program: Program, at: datetime) -> QuerySet[User, int]:
    """The care team of today, for a subquery."""
    return users_with_permission(program, Permission.OUTREACH_DO, local_date(program, at)).values_list(
        "pk", flat=True
    )


def own_worker_of(program: Program, at: datetime, team: Collection[int] | None = None) -> Subquery:
    """The worker of the outer row's person, if they are on the care team today.

    Whoever asks several times passes the team's ids: a subquery takes longer to build than to run.
    """
    working = working_on(program, at) if team is None else team
    own = Enrollment.objects.filter(program=program, person=OuterRef("person"), primary_worker_id__in=working)
    return Subquery(own.values("primary_worker_id")[:1])


def looked_after_by(program: Program, user_id: int, at: datetime) -> Q:
    """The rows that a worker has to do with: their own by `in_charge`, and those of a leave that they cover."""
    covered = leaves_covered_by(program, user_id, at).filter(
        person=OuterRef("person"), plan__user_id=OuterRef("in_charge")
    )
    return Q(in_charge=user_id) | Q(Exists(covered))


def leaves_covered_by(program: Program, user_id: int, at: datetime) -> QuerySet[HandoverItem]:
    """The participants that a worker covers today for a colleague on leave, one line per plan."""
    today = local_date(program, at)
    return HandoverItem.objects.filter(
        to_worker_id=user_id,
        plan__program=program,
        plan__kind=HandoverPlan.Kind.LEAVE,
        plan__closed_at__isnull=True,
        plan__starts_on__lte=today,
        plan__ends_on__gte=today,
    )


def care_team_ids(program: Program, at: datetime) -> set[int]:
    """The users who are on the care team today."""
    found = users_with_permission(program, Permission.OUTREACH_DO, local_date(program, at))
    return set(found.values_list("pk", flat=True))


def start_of_day(program: Program, at: datetime, days: int = 0) -> datetime:
    """Midnight in the program's zone, some days after the day of an instant."""
    on = local_date(program, at) + timedelta(days=days)
    return datetime.combine(on, time.min, time_zone_of(program))


@dataclass(frozen=True)
class AppointmentsAround:
    """What a worker looks after around today, each part earliest first."""

    past: list[Appointment]
    """Before today, without a word of what became of it."""
    today: list[Appointment]
    ahead: list[Appointment]
    """Of the next two days, to remind the participant of."""


def appointments_around(
    program: Program, user_id: int, at: datetime, team: Collection[int] | None = None
) -> AppointmentsAround:
    """The planned appointments of a worker up to the day after tomorrow, `reminded` if they were texted. One query."""
    today, tomorrow = start_of_day(program, at), start_of_day(program, at, 1)
    until = start_of_day(program, at, 1 + DAYS_AHEAD)
    reminders = AppointmentEvent.objects.filter(
        appointment=OuterRef("pk"), what=AppointmentEvent.What.REMINDED, starts_at=OuterRef("starts_at")
    )
    near = appointments_in_charge(program, user_id, at, team).filter(starts_at__lt=until)
    found = list(near.annotate(reminded=Exists(reminders)))
    return AppointmentsAround(
        past=[each for each in found if each.starts_at < today],
        today=[each for each in found if today <= each.starts_at < tomorrow],
        ahead=[each for each in found if each.starts_at >= tomorrow],
    )


def find_appointment(program: Program, public_id: uuid.UUID) -> Appointment | None:
    found = Appointment.objects.filter(program=program, public_id=public_id)
    return found.select_related("person", "program", "service", "referral__need").first()


def person_of_appointment(program_id: int, public_id: uuid.UUID) -> Person | None:
    """The participant whose appointment this is."""
    found = Appointment.objects.filter(program_id=program_id, public_id=public_id)
    return Person.objects.filter(pk__in=found.values("person_id")).first()
