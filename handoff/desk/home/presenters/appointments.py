"""The appointments in a worker's day: today's, those to remind someone of, and those whose outcome is missing (K10)."""

from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.casework.goals.queries import steps_of_worker
from handoff.casework.models import Appointment
from handoff.consent.models import RenewalVisit
from handoff.core.templatetags.handoff import clock
from handoff.desk.home.definitions import TASKS_SHOWN
from handoff.desk.home.presenters.day import Day
from handoff.desk.home.presenters.tasks import Task, Worklist, first_and_total
from handoff.desk.home.queries import renewal_visits_today
from handoff.enrollment.models import Intake
from handoff.programs.models import Program
from handoff.programs.queries import local_date


def todays_appointments(day: Day) -> Worklist:
    """Intakes and appointments of today in the order of their time, then visits to renew a release (W2, K10)."""
    actor, program, at = day.actor, day.program, day.at
    timed = [(each.appointment_at or at, intake_task(each, program)) for each in day.intakes_today]
    if actor.can(Permission.OUTREACH_DO):
        timed += [(each.starts_at, today_task(each, program)) for each in day.appointments.today]
    tasks = [task for _when, task in sorted(timed, key=lambda each: each[0])]
    tasks += [visit_task(each, program) for each in renewal_visits_today(actor, program, at)]
    in_calendar = actor.can(Permission.OUTREACH_DO)
    more = reverse("calendar:week" if in_calendar else "enrollment:waiting", args=[program.slug])
    return Worklist(
        _("Today's appointments"), _("No appointments today."), more, tasks[:TASKS_SHOWN], len(tasks)
    )


def intake_task(intake: Intake, program: Program) -> Task:
    words = {"time": clock(intake.appointment_at, program), "place": intake.appointment_place}
    return Task(
        title=intake.person.full_name,
        url=reverse("enrollment:intake", args=[program.slug, intake.public_id]),
        text=_("Intake at %(time)s, %(place)s") % words
        if intake.appointment_place
        else _("Intake at %(time)s") % words,
        about=intake.person.public_id,
    )


def visit_task(visit: RenewalVisit, program: Program) -> Task:
    return Task(
        title=visit.person.full_name,
        url=reverse("consent:releases", args=[program.slug, visit.person.public_id]),
        text=_("Visit to renew the release (ROI)"),
        about=visit.person.public_id,
    )


def where_of(appointment: Appointment) -> str:
    return appointment.place or appointment.provider or _("no place yet")


def today_task(appointment: Appointment, program: Program) -> Task:
    words = {"time": clock(appointment.starts_at, program), "place": where_of(appointment)}
    return Task(
        title=appointment.person.full_name,
        url=reverse("appointments:outcome", args=[program.slug, appointment.public_id]),
        text=f"{appointment.get_kind_display()}: " + _("%(time)s, %(place)s") % words,
        about=appointment.person.public_id,
    )


def coming_appointments(day: Day) -> Worklist:
    """Appointments of the next two days: time to remind the participant, and to arrange a ride (K10)."""
    found = day.appointments.ahead
    tasks = [
        Task(
            title=each.person.full_name,
            url=reverse("appointments:list", args=[day.program.slug, each.person.public_id])
            + f"#appointment-{each.public_id}",
            text=reminder_of(each),
            due=each.starts_at,
            about=each.person.public_id,
        )
        for each in found[:TASKS_SHOWN]
    ]
    empty = _("No appointments in the next two days.")
    return Worklist(_("Remind them of an appointment"), empty, "", tasks, len(found))


def reminder_of(appointment: Appointment) -> str:
    ride = _("Ride arranged") if appointment.ride_arranged else _("No ride arranged")
    parts = (where_of(appointment), ride, _("Reminded by text") if appointment.reminded else "")  # type: ignore[attr-defined]
    return " · ".join(each for each in parts if each)


def steps_due(actor: Actor, program: Program, at: datetime) -> Worklist:
    """The steps toward participants' goals that the worker is to do by tomorrow, the longest overdue first."""
    until = local_date(program, at) + timedelta(days=1)
    found, total = first_and_total(steps_of_worker(program, actor.user_id or 0, date.min, until))
    tasks = [
        Task(
            title=each.step.goal.person.full_name,
            url=reverse("goals:list", args=[program.slug, each.step.goal.person.public_id]),
            text=each.words,
            due=each.due_on,
            about=each.step.goal.person.public_id,
        )
        for each in found
    ]
    more = reverse("calendar:week", args=[program.slug])
    return Worklist(_("Your next steps"), _("No step is due by tomorrow."), more, tasks, total)


def outcomes_to_record(day: Day) -> Worklist:
    """Appointments before today of which no one has recorded what became of them, oldest first."""
    found = day.appointments.past
    tasks = [
        Task(
            title=each.person.full_name,
            url=reverse("appointments:outcome", args=[day.program.slug, each.public_id]),
            text=where_of(each),
            since=each.starts_at,
            about=each.person.public_id,
        )
        for each in found[:TASKS_SHOWN]
    ]
    empty = _("Every earlier appointment has its outcome.")
    return Worklist(_("What became of these appointments?"), empty, "", tasks, len(found))
