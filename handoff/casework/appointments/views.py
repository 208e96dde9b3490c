"""A participant's appointments: those to come, those that were, and what became of each."""

import uuid
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.accounts.queries import users_with_permission
from handoff.casework.appointments import presenters, queries, services
from handoff.casework.appointments.forms import AppointmentForm, MoveForm, Offered, OutcomeForm
from handoff.casework.models import Appointment, ServiceReferral
from handoff.casework.needs.queries import (
    find_service_referral,
    needs_of,
    open_needs,
    open_referrals,
    services_to_meet,
)
from handoff.casework.presenters import approach_of
from handoff.casework.queries import names_of
from handoff.core.actions import Destination, form_action, post_action
from handoff.core.forms import Form
from handoff.core.submissions import submission_key
from handoff.core.templatetags.handoff import clock, day
from handoff.participants.models import Person
from handoff.participants.views import person_or_404, record_opened
from handoff.programs.queries import local_date, time_zone_of


def appointment_or_404(request: ProgramRequest, appointment_id: uuid.UUID) -> Appointment:
    appointment = queries.find_appointment(request.program, appointment_id)
    if appointment is None:
        raise Http404
    return appointment


def today(request: ProgramRequest) -> date:
    return local_date(request.program, request.at)


def workers(request: ProgramRequest) -> list[tuple[int, str]]:
    """The care team of today, by name."""
    found = users_with_permission(request.program, Permission.OUTREACH_DO, today(request))
    return [(user.pk, user.full_name) for user in found.order_by("full_name", "pk")]


def list_page(request: ProgramRequest, person: Person, appointment: Appointment) -> Destination:
    """The list of a person's appointments, at one of them."""
    path = reverse("appointments:list", args=[request.program.slug, person.public_id])
    return (f"{path}#appointment-{appointment.public_id}",)


def render_form(
    request: ProgramRequest, person: Person, form: Form, heading: str, about: str = ""
) -> HttpResponse:
    """Show a form about an appointment, under what it is about."""
    record_opened(request, person)
    list_url = reverse("appointments:list", args=[request.program.slug, person.public_id])
    context = {"person": person, "form": form, "heading": heading, "about": about, "list_url": list_url}
    return render(request, "casework/appointments/form.html", context)


def in_words(request: ProgramRequest, appointment: Appointment) -> str:
    """What an appointment is for, when it is and where it stands."""
    when = f"{day(appointment.starts_at, request.program)}, {clock(appointment.starts_at, request.program)}"
    return f"{appointment.get_kind_display()} · {when} · {appointment.get_state_display()}"


@requires_any(Permission.PARTICIPANT_READ)
def list_appointments(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """Show a participant's appointments, those to come first (K10)."""
    person = person_or_404(request, person_id)
    record_opened(request, person)
    found = queries.appointments_of(person)
    names = names_of(presenters.user_ids(found))
    numbers = presenters.numbers_for_reminders(person, found, request.at)
    cards = presenters.appointment_cards(found, names, request.program, request.at, numbers)
    context = {
        "person": person,
        "approach": approach_of(person),
        "planned": [each for each in cards if each.is_planned],
        "earlier": [each for each in reversed(cards) if not each.is_planned],
        "may_write": request.actor.can(Permission.OUTREACH_DO),
    }
    return render(request, "casework/appointments/list.html", context)


@requires_any(Permission.OUTREACH_DO)
def make_appointment(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    return answer_new(request, person_or_404(request, person_id), None)


@requires_any(Permission.OUTREACH_DO)
def make_appointment_for_referral(
    request: ProgramRequest, program: str, service_referral_id: uuid.UUID
) -> HttpResponse:
    """Make an appointment with the service that a need led to."""
    referral = find_service_referral(request.program, service_referral_id)
    if referral is None:
        raise Http404
    return answer_new(request, referral.need.person, referral)


def new_form(
    request: ProgramRequest, person: Person, referral: ServiceReferral | None, offered: Offered | None
) -> AppointmentForm:
    """The form of a new appointment, with what a referral or an organization says about it filled in."""
    needs = needs_of(person)
    return AppointmentForm(
        request.POST or None,
        workers=workers(request),
        today=today(request),
        referrals=open_referrals(needs),
        services=services_to_meet(request.program, open_needs(needs), request.at),
        chosen=referral,
        own_id=request.actor.user_id,
        offered=offered,
    )


def answer_new(
    request: ProgramRequest,
    person: Person,
    referral: ServiceReferral | None,
    offered: Offered | None = None,
    about: str = "",
) -> HttpResponse:
    """Show the form of a new appointment, or make it."""
    form = new_form(request, person, referral, offered)
    response = form_action(
        request,
        form,
        lambda: services.make_appointment(
            actor=request.actor,
            person=person,
            appointment_input=form.appointment_input(time_zone_of(request.program)),
            key=submission_key(request),
            at=request.at,
        ),
        done=_("Appointment made. You'll be reminded on your home page."),
        to=lambda appointment: list_page(request, person, appointment),
    )
    about = referral.provider if referral else about
    return response or render_form(request, person, form, _("Make an appointment"), about)


@requires_any(Permission.OUTREACH_DO)
def move_appointment(request: ProgramRequest, program: str, appointment_id: uuid.UUID) -> HttpResponse:
    """Give an appointment another time, place or worker."""
    appointment = appointment_or_404(request, appointment_id)
    zone = time_zone_of(request.program)
    form = MoveForm(
        request.POST or None,
        appointment=appointment,
        workers=workers(request),
        today=today(request),
        zone=zone,
    )
    response = form_action(
        request,
        form,
        lambda: services.move_appointment(
            actor=request.actor,
            appointment=appointment,
            starts_at=form.starts_at(zone),
            place=form.cleaned_data["place"],
            ride_arranged=form.cleaned_data["ride_arranged"],
            worker_id=form.worker_id,
            at=request.at,
        ),
        done=_("Saved. Let them know the new time."),
        to=list_page(request, appointment.person, appointment),
    )
    about = in_words(request, appointment)
    return response or render_form(request, appointment.person, form, _("Move the appointment"), about)


@requires_any(Permission.OUTREACH_DO)
def record_outcome(request: ProgramRequest, program: str, appointment_id: uuid.UUID) -> HttpResponse:
    """Record what became of an appointment."""
    appointment = appointment_or_404(request, appointment_id)
    coming = local_date(request.program, appointment.starts_at) > today(request)
    form = OutcomeForm(request.POST or None, appointment=appointment, coming=coming)
    response = form_action(
        request,
        form,
        lambda: services.record_outcome(
            actor=request.actor,
            appointment=appointment,
            what=form.cleaned_data["what"],
            next_step=form.cleaned_data["next_step"],
            at=request.at,
        ),
        done=_("Saved. You can make the next appointment now."),
        to=list_page(request, appointment.person, appointment),
    )
    about = in_words(request, appointment)
    heading = _("What became of the appointment?")
    return response or render_form(request, appointment.person, form, heading, about)


@requires_any(Permission.OUTREACH_DO)
@require_POST
def record_reminder(request: ProgramRequest, program: str, appointment_id: uuid.UUID) -> HttpResponse:
    """Note that the worker sent the text that reminds of an appointment, so that no colleague sends another."""
    appointment = appointment_or_404(request, appointment_id)
    return post_action(
        request,
        lambda: services.record_reminder(actor=request.actor, appointment=appointment, at=request.at),
        done=_("Saved. Your colleagues see that they were reminded."),
        to=list_page(request, appointment.person, appointment),
    )
