"""A participant's free phone: applied for, received, works or lost, replaced (K6)."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.casework.phones import presenters, queries, services
from handoff.casework.phones.forms import PhoneStepForm
from handoff.casework.queries import names_of
from handoff.core.actions import form_action, post_action
from handoff.core.submissions import submission_key
from handoff.participants.models import Person
from handoff.participants.views import person_or_404, record_opened
from handoff.programs.queries import local_date


@requires_any(Permission.PARTICIPANT_READ)
@require_safe
def show_phone(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """Show where a free phone stands, and what happened with it."""
    person = person_or_404(request, person_id)
    record_opened(request, person)
    steps = queries.phone_steps_of(person)
    context = {
        "person": person,
        "phone": presenters.phone_state(steps),
        "rows": presenters.step_rows(steps, names_of(each.recorded_by_id for each in steps)),
        "may_write": request.actor.can(Permission.OUTREACH_DO),
    }
    return render(request, "casework/phones/phone.html", context)


@requires_any(Permission.OUTREACH_DO)
def record_phone_step(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    person = person_or_404(request, person_id)
    record_opened(request, person)
    form = PhoneStepForm(
        request.POST or None,
        today=local_date(request.program, request.at),
        phones=queries.phones_of(person),
    )
    response = form_action(
        request,
        form,
        lambda: services.record_phone_step(
            actor=request.actor,
            person=person,
            phone_input=form.phone_input(),
            key=submission_key(request),
            at=request.at,
        ),
        done=_("Saved. If the program paid for it, record that under Help given."),
        to=("phones:phone", program, person_id),
    )
    return response or render_form(request, form, person)


def render_form(request: ProgramRequest, form: PhoneStepForm, person: Person) -> HttpResponse:
    context = {
        "person": person,
        "form": form,
        "heading": _("Free phone: what happened"),
        "about": person.full_name,
        "list_url": reverse("phones:phone", args=[request.program.slug, person.public_id]),
    }
    return render(request, "casework/phones/form.html", context)


@requires_any(Permission.OUTREACH_DO)
@require_POST
def withdraw_phone_step(request: ProgramRequest, program: str, phone_step_id: uuid.UUID) -> HttpResponse:
    """Remove an entry that was made by mistake."""
    step = queries.find_phone_step(request.program, phone_step_id)
    if step is None:
        raise Http404
    return post_action(
        request,
        lambda: services.withdraw_phone_step(actor=request.actor, step=step, at=request.at),
        done=_("Removed. Check whether the phone numbers are still right."),
        to=("phones:phone", program, step.person.public_id),
    )
