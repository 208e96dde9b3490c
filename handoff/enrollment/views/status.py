"""A participant's status. Inactive describes the present; it is no judgment and ends nothing (K7, G6)."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.core.actions import form_action, post_action
from handoff.core.refusals import refusal_message
from handoff.enrollment import policies, presenters, queries, services
from handoff.enrollment.forms import InactiveForm
from handoff.enrollment.models import Enrollment
from handoff.participants.models import Person
from handoff.participants.views import record_opened
from handoff.programs.queries import local_date


def participant_or_404(request: ProgramRequest, person_id: uuid.UUID) -> tuple[Person, Enrollment]:
    """A participant with their enrollment; a person not enrolled gets a 404."""
    person = queries.person_in(request.program, person_id)
    enrollment = queries.enrollment_of(person.pk, request.program) if person is not None else None
    if person is None or enrollment is None:
        raise Http404
    return person, enrollment


@requires_any(Permission.PARTICIPANT_READ)
def change_status(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """Show the status and its history; make the participant inactive, with a reason."""
    person, enrollment = participant_or_404(request, person_id)
    today = local_date(request.program, request.at)
    form = InactiveForm(request.POST if request.method == "POST" else None, today=today)
    response = form_action(
        request,
        form,
        lambda: services.make_inactive(
            actor=request.actor, enrollment=enrollment, at=request.at, **form.cleaned_data
        ),
        done=presenters.inactive_words(request.POST.get("reason", "")),
        to=("enrollment:status", program, person.public_id),
    )
    if response is not None:
        return response
    record_opened(request, person)
    context = {
        "person": person,
        "enrollment": enrollment,
        "form": form,
        "state": presenters.status_text(enrollment),
        "is_active": presenters.is_active(enrollment),
        "may_change": request.actor.can(Permission.STATUS_CHANGE),
        "activation_refusal": refusal_message(policies.check_can_make_active, request.actor, enrollment),
        "history": presenters.status_entries(queries.status_history(enrollment)),
    }
    return render(request, "enrollment/status.html", context)


@requires_any(Permission.STATUS_CHANGE)
@require_POST
def make_active(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """Make a participant active again: one press, no reason, no condition."""
    person, enrollment = participant_or_404(request, person_id)
    if presenters.is_active(enrollment):
        return redirect("enrollment:status", program, person.public_id)
    return post_action(
        request,
        lambda: services.make_active(actor=request.actor, enrollment=enrollment, at=request.at),
        done=_("Welcome back. Active again, with their full history."),
        to=("enrollment:status", program, person.public_id),
    )
