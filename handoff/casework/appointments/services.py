"""Make and move appointments, and record what became of them. Each change is kept (K10)."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.casework.appointments import policies, queries
from handoff.casework.definitions import FOLLOWING
from handoff.casework.models import Appointment, AppointmentEvent, ServiceReferral, ServiceReferralEvent
from handoff.casework.needs.queries import name_of_service
from handoff.casework.needs.services import FollowUpInput, add_referral_event
from handoff.casework.policies import check_is_care_team
from handoff.casework.services import (
    add_appointment_event,
    check_same_person,
    end_appointment,
    lock_person,
    lock_planned,
    record_appointment,
)
from handoff.core.refusals import check_says_the_same, refusal_message
from handoff.directory.models import Service
from handoff.participants.models import Person
from handoff.programs.queries import local_date

State = ServiceReferralEvent.State
What = AppointmentEvent.What


@dataclass(frozen=True)
class AppointmentInput:
    """What an appointment is for, who with, when and where; `referral` if it belongs to a need."""

    kind: str
    starts_at: datetime
    place: str = ""
    worker_id: int | None = None
    service: Service | None = None
    provider: str = ""
    referral: ServiceReferral | None = None
    ride_arranged: bool = False

    @property
    def called(self) -> str:
        """What the service is called today; blank if the appointment is with a worker alone."""
        return name_of_service(self.service) if self.service is not None else self.provider.strip()


def check_is_that_appointment(existing: Appointment, sent: AppointmentInput) -> None:
    """A form sent again says what it said; since then a colleague may have moved the appointment."""
    made, *changes = existing.events.exclude(what=What.REMINDED).order_by("pk")
    check_says_the_same(
        (existing.kind, sent.kind),
        (existing.referral, sent.referral),
        (made.starts_at, sent.starts_at),
        (made.place, sent.place.strip()),
        (existing.provider, sent.called or existing.provider),
    )
    if not changes:
        check_says_the_same(
            (existing.worker_id, sent.worker_id), (existing.ride_arranged, sent.ride_arranged)
        )


@transaction.atomic
def make_appointment(
    *, actor: Actor, person: Person, appointment_input: AppointmentInput, key: str, at: datetime
) -> Appointment:
    """Make an appointment. The same form sent twice makes one.

    For a referral to a service this is its next state too: *appointment made*.
    """
    check_is_care_team(actor, person)
    person = lock_person(person)
    existing = Appointment.objects.filter(key=key).first()
    if existing is not None:
        check_same_person(existing.person_id, person)
        check_is_that_appointment(existing, appointment_input)
        return existing
    wanted = appointment_input
    policies.check_kind(wanted.kind)
    policies.check_with_someone(actor, wanted.worker_id, wanted.service, wanted.provider)
    policies.check_referral(person, wanted.referral)
    policies.check_can_be_seen(person, wanted.kind)
    policies.check_time(person.program, wanted.starts_at, at)
    policies.check_is_not_made(person, wanted.starts_at, wanted.called)
    policies.check_worker(person.program, wanted.worker_id, local_date(person.program, wanted.starts_at))
    appointment = write_appointment(actor, person, wanted, key, at)
    note_at_referral(actor, appointment, State.APPOINTMENT, at)
    return appointment


def write_appointment(
    actor: Actor, person: Person, wanted: AppointmentInput, key: str, at: datetime
) -> Appointment:
    """Write a new appointment with the first entry of its history."""
    appointment = Appointment.objects.create(
        program_id=actor.program_id,
        person=person,
        kind=wanted.kind,
        worker_id=wanted.worker_id,
        service=wanted.service,
        provider=wanted.called,
        referral=wanted.referral,
        starts_at=wanted.starts_at,
        place=wanted.place.strip(),
        ride_arranged=wanted.ride_arranged,
        added_at=at,
        added_by_id=actor.user_id,
        key=key,
    )
    add_appointment_event(actor, appointment, What.MADE, at)
    record_appointment(actor, appointment, AuditAction.APPOINTMENT_MADE, at)
    return appointment


def lock_appointment(appointment: Appointment) -> Appointment:
    """Lock the person, and read the appointment as it is now: a colleague's change at the same moment comes first."""
    lock_person(appointment.person)
    return Appointment.objects.select_related("person__program", "program", "referral").get(pk=appointment.pk)


@transaction.atomic
def move_appointment(
    *,
    actor: Actor,
    appointment: Appointment,
    starts_at: datetime,
    place: str,
    ride_arranged: bool,
    worker_id: int | None,
    at: datetime,
) -> Appointment:
    """Give an appointment another time, place or worker; the earlier ones stay in its history. Sent twice, once."""
    appointment = lock_appointment(appointment)
    before = (appointment.starts_at, appointment.place, appointment.worker_id, appointment.ride_arranged)
    if appointment.is_planned and before == (starts_at, place.strip(), worker_id, ride_arranged):
        return appointment
    policies.check_can_move(actor, appointment, starts_at, at)
    policies.check_with_someone(actor, worker_id, None, appointment.provider)
    policies.check_worker(appointment.program, worker_id, local_date(appointment.program, starts_at))
    appointment.starts_at, appointment.place = starts_at, place.strip()
    appointment.worker_id, appointment.ride_arranged = worker_id, ride_arranged
    appointment.state = Appointment.State.PLANNED
    appointment.save(update_fields=["starts_at", "place", "worker_id", "ride_arranged", "state"])
    add_appointment_event(actor, appointment, What.MOVED, at)
    note_at_referral(actor, appointment, State.APPOINTMENT, at)
    record_appointment(actor, appointment, AuditAction.APPOINTMENT_CHANGED, at)
    return appointment


def give_appointment(
    actor: Actor, referral: ServiceReferral, starts_at: datetime, place: str, at: datetime
) -> None:
    """Note the time that a provider gave for a referral: the planned appointment gets it, else there is a new one.

    The provider doesn't learn who can't be seen now: such an appointment is in the referral's history alone.
    """
    person = referral.need.person
    planned = lock_planned(referral).first()
    if planned is not None:
        planned.starts_at, planned.place = starts_at, place.strip() or planned.place
        planned.save(update_fields=["starts_at", "place"])
        add_appointment_event(actor, planned, What.MOVED, at)
        record_appointment(actor, planned, AuditAction.APPOINTMENT_CHANGED, at)
    elif refusal_message(policies.check_can_be_seen, person, Appointment.Kind.SERVICE) is None:
        wanted = AppointmentInput(
            kind=Appointment.Kind.SERVICE,
            starts_at=starts_at,
            place=place,
            service=referral.service,
            provider=referral.provider,
            referral=referral,
        )
        write_appointment(actor, person, wanted, str(uuid.uuid4()), at)


def keep_planned_appointments(actor: Actor, referral: ServiceReferral, until: datetime, at: datetime) -> None:
    """Note that the participant came: the appointments planned for the referral until an instant were kept."""
    for each in lock_planned(referral).filter(starts_at__lte=until):
        end_appointment(actor, each, Appointment.State.KEPT, at)


def pass_on_appointments(
    *, actor: Actor, person: Person, from_worker_id: int, to_worker_id: int, after: datetime, at: datetime
) -> int:
    """Give a participant's planned appointments after an instant to their new worker; returns how many (K5)."""
    planned = Appointment.objects.select_for_update().filter(
        person=person, worker_id=from_worker_id, state=Appointment.State.PLANNED, starts_at__gte=after
    )
    for each in planned:
        each.worker_id = to_worker_id
        each.save(update_fields=["worker_id"])
        add_appointment_event(actor, each, What.MOVED, at)
        record_appointment(actor, each, AuditAction.APPOINTMENT_CHANGED, at)
    return len(planned)


@transaction.atomic
def record_reminder(*, actor: Actor, appointment: Appointment, at: datetime) -> None:
    """Note that the worker says they texted a reminder; said twice by one worker on a day, it's one reminder (K10)."""
    appointment = lock_appointment(appointment)
    policies.check_can_remind(actor, appointment, at)
    last = queries.last_reminder(appointment)
    if (
        last is not None
        and last.recorded_by_id == actor.user_id
        and local_date(appointment.program, last.recorded_at) == local_date(appointment.program, at)
    ):
        return
    add_appointment_event(actor, appointment, What.REMINDED, at)
    record_appointment(actor, appointment, AuditAction.APPOINTMENT_REMINDER_SENT, at)


@transaction.atomic
def record_outcome(
    *, actor: Actor, appointment: Appointment, what: str, next_step: str, at: datetime
) -> Appointment:
    """Record that an appointment was kept, missed or canceled. Kept, it connects the need's referral (K2)."""
    appointment = lock_appointment(appointment)
    said_last = appointment.events.order_by("pk").values_list("next_step", flat=True).last()
    if appointment.state == what and next_step.strip() in {"", said_last}:
        return appointment
    policies.check_can_record_outcome(actor, appointment, what, at)
    end_appointment(actor, appointment, what, at, next_step)
    if what == Appointment.State.KEPT:
        note_at_referral(actor, appointment, State.CONNECTED, at)
    return appointment


def note_at_referral(actor: Actor, appointment: Appointment, state: State, at: datetime) -> None:
    """Move the referral that an appointment belongs to, where its loop lets that state follow.

    The loop counts days on which something was known, so a day never lies before its last entry.
    """
    referral = appointment.referral
    if referral is None or state not in FOLLOWING[referral.current.state]:
        return
    on = local_date(appointment.program, appointment.starts_at)
    today = local_date(appointment.program, at)
    add_referral_event(
        actor,
        referral,
        FollowUpInput(
            state=state,
            occurred_on=max(min(on, today), referral.current.occurred_on),
            appointment_on=on,
        ),
        at,
    )
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.SERVICE_REFERRAL_CHANGED,
        subject=appointment.person.public_id,
        details={"referral": str(referral.public_id)},
    )
