"""Who may make appointments, who with and who for, and what may become of one (K10)."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.accounts.models import User
from handoff.accounts.queries import users_with_permission
from handoff.casework.definitions import OUTCOMES
from handoff.casework.models import Appointment, ServiceReferral, ServiceReferralEvent
from handoff.casework.policies import check_is_care_team
from handoff.core.refusals import Refused
from handoff.directory.models import Service
from handoff.enrollment.models import StatusPeriod
from handoff.enrollment.queries import enrollment_of
from handoff.participants.models import Person
from handoff.programs.models import Program
from handoff.programs.queries import local_date

Reason = StatusPeriod.InactiveReason

EARLY = timedelta(hours=1)
"""How long before its time an appointment may have been kept."""
FURTHEST = timedelta(days=2 * 366)
"""No one makes an appointment later than that: the year is a slip, and no list would ever show it."""


def check_can_be_seen(person: Person, kind: str) -> None:
    """No appointment for someone who has died; someone inactive may wish for a check-in, and for nothing else."""
    enrollment = enrollment_of(person.pk, person.program)
    if enrollment is None or enrollment.status != StatusPeriod.Status.INACTIVE:  # type: ignore[attr-defined]
        return
    if enrollment.status_reason == Reason.DECEASED:  # type: ignore[attr-defined]
        raise Refused(
            _("This participant is recorded as deceased. If that's a mistake, correct their status first.")
        )
    if kind != Appointment.Kind.CHECK_IN:
        raise Refused(
            _(
                "This participant is inactive. Make a check-in if they want one, or mark them active again "
                "first."
            )
        )


def check_worker(program: Program, worker_id: int | None, on: date) -> None:
    """A worker who is named is on the care team on the day of the appointment."""
    if worker_id is None:
        return
    if users_with_permission(program, Permission.OUTREACH_DO, on).filter(pk=worker_id).exists():
        return
    gone = User.objects.filter(pk=worker_id, memberships__program=program).first()
    if gone is None:
        raise Refused(_("Choose someone from the care team."), "worker")
    raise Refused(
        _("%(name)s isn't on the care team on that day. Choose someone else.") % {"name": gone.full_name},
        "worker",
    )


def check_with_someone(actor: Actor, worker_id: int | None, service: Service | None, provider: str) -> None:
    if service is not None and service.program_id != actor.program_id:
        raise Refused(_("This service isn't in your directory."), "service")
    if worker_id is None and service is None and not provider.strip():
        raise Refused(_("Choose who the appointment is with: a worker, a service, or both."), "worker")


def check_time(program: Program, starts_at: datetime, at: datetime) -> None:
    """An appointment is today or in the next two years; what already happened is logged as a contact."""
    if local_date(program, starts_at) < local_date(program, at):
        raise Refused(
            _("That day has passed. Check the date, or log a contact for what already happened."), "day"
        )
    if starts_at - at > FURTHEST:
        raise Refused(_("That's more than two years from now. Check the year."), "day")


def check_is_not_made(person: Person, starts_at: datetime, called: str) -> None:
    """Two people who enter the same visit to a service make one appointment."""
    same = Appointment.objects.filter(person=person, starts_at=starts_at, state=Appointment.State.PLANNED)
    if called and same.filter(provider=called).exists():
        raise Refused(
            _("This appointment is already on their list. If you mean another one, change the time."), "time"
        )


def check_referral(person: Person, referral: ServiceReferral | None) -> None:
    if referral is not None and referral.need.person_id != person.pk:
        raise Refused(_("This referral is about someone else."))


def check_kind(kind: str) -> None:
    if kind not in Appointment.Kind.values:
        raise Refused(_("Choose what the appointment is for."), "kind")


def check_can_move(actor: Actor, appointment: Appointment, starts_at: datetime, at: datetime) -> None:
    """Anything but a kept appointment gets a new time, also one that was missed or canceled."""
    check_is_care_team(actor, appointment.person)
    if appointment.state == Appointment.State.KEPT:
        raise Refused(_("This appointment was kept. Make a new one instead."))
    check_can_be_seen(appointment.person, appointment.kind)
    check_time(appointment.program, starts_at, at)


def check_can_remind(actor: Actor, appointment: Appointment, at: datetime) -> None:
    """The care team reminds of what is still to come; that a text was sent is recorded whoever may be texted now."""
    check_is_care_team(actor, appointment.person)
    if not appointment.is_planned or appointment.starts_at <= at:
        raise Refused(_("This appointment isn't ahead anymore, so there's nothing to remind them of."))


def check_can_record_outcome(actor: Actor, appointment: Appointment, what: str, at: datetime) -> None:
    """A missed appointment is recorded from its time on, a kept one from an hour before, a canceled one any time.

    A correction is allowed until a need counts as connected by it.
    """
    check_is_care_team(actor, appointment.person)
    if what not in OUTCOMES:
        raise Refused(_("Choose what became of the appointment."))
    # Someone may come early; no one is late for what hasn't started.
    earliest = {
        Appointment.State.KEPT: appointment.starts_at - EARLY,
        Appointment.State.MISSED: appointment.starts_at,
    }
    if what in earliest and at < earliest[Appointment.State(what)]:
        raise Refused(_("This appointment is still to come. Move it, or cancel it."))
    if appointment.state == Appointment.State.KEPT and is_connected(appointment.referral):
        raise Refused(
            _("The need counts as connected by this appointment. Record under the need what became of it.")
        )


def is_connected(referral: ServiceReferral | None) -> bool:
    """True once the first appointment of a referral to a service was kept."""
    connected = ServiceReferralEvent.State.CONNECTED
    return referral is not None and referral.events.filter(state=connected).exists()
