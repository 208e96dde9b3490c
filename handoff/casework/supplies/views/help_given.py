"""Help handed out to a person, help recorded by mistake, and which fund pays."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit.definitions import AuditLook
from handoff.audit.services import record_read
from handoff.casework.funds.queries import open_funds, unpaid_help
from handoff.casework.models import HelpGiven
from handoff.casework.queries import names_of
from handoff.casework.supplies import presenters, queries, services
from handoff.casework.supplies.forms import ChargeForm, CorrectionForm
from handoff.core.actions import form_action
from handoff.core.templatetags.handoff import day
from handoff.core.text import dollars
from handoff.participants.gate import exempt_from_record_gate
from handoff.participants.views import person_or_404, record_opened

PER_PAGE = 40


def help_or_404(request: ProgramRequest, help_id: uuid.UUID) -> HelpGiven:
    found = queries.find_help(request.program, help_id)
    if found is None:
        raise Http404
    return found


def in_words(request: ProgramRequest, help_given: HelpGiven) -> str:
    """Who got what and when, and what it cost."""
    parts = [
        help_given.person.full_name,
        presenters.what_of(help_given),
        day(help_given.occurred_at, request.program),
        dollars(help_given.cost_cents) if help_given.cost_cents else "",
    ]
    return " · ".join(each for each in parts if each)


@requires_any(Permission.PARTICIPANT_READ)
@require_safe
def list_help(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """Show what a person got, what it cost and who paid, with what was recorded by mistake (K8)."""
    person = person_or_404(request, person_id)
    record_opened(request, person)
    page = Paginator(queries.all_help_to(person), PER_PAGE).get_page(request.GET.get("page"))
    names = names_of(each.recorded_by_id for each in page.object_list)
    context = {
        "person": person,
        "page": page,
        "rows": [presenters.help_row(each, names, request.actor) for each in page.object_list],
        "may_write": request.actor.can(Permission.OUTREACH_DO),
    }
    return render(request, "casework/supplies/help.html", context)


@requires_any(Permission.OUTREACH_DO)
def correct_help(request: ProgramRequest, program: str, help_id: uuid.UUID) -> HttpResponse:
    """Undo help that was recorded by mistake."""
    found = help_or_404(request, help_id)
    form = CorrectionForm(request.POST or None)
    response = form_action(
        request,
        form,
        lambda: services.correct_help(
            actor=request.actor, help_given=found, why=form.cleaned_data["why"], at=request.at
        ),
        done=_("Undone. If it was only wrong in part, record it again as it was."),
        to=("supplies:help", program, found.person.public_id),
    )
    return response or render_help_form(request, form, found, _("Undo help recorded by mistake"))


@exempt_from_record_gate
@requires_any(Permission.FUNDS_MANAGE)
def charge_help(request: ProgramRequest, program: str, help_id: uuid.UUID) -> HttpResponse:
    """Say which fund pays for help that was recorded without one.

    It asks for no reason: it shows the line of the list of unpaid help and nothing of the record (ADR 0083).
    """
    found = help_or_404(request, help_id)
    if not unpaid_help(request.program).filter(pk=found.pk).exists():
        messages.info(request, _("Nothing is left to pay for this help."))
        return redirect("supplies:funds", program)
    form = ChargeForm(request.POST or None, funds=open_funds(request.program))
    response = form_action(
        request,
        form,
        lambda: services.charge_help(
            actor=request.actor,
            help_given=found,
            fund=form.chosen,
            reason=form.cleaned_data["reason"],
            at=request.at,
        ),
        done=_("Saved. The fund's balance counts it now."),
        to=("supplies:funds", program),
    )
    return response or render_charge_form(request, form, found)


def render_charge_form(request: ProgramRequest, form: ChargeForm, found: HelpGiven) -> HttpResponse:
    """Show what the list of unpaid help shows of one line, recorded as that list is."""
    record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.FUNDS_LISTED,
        details={"count": 1},
        people=[found.person.public_id],
    )
    context = {
        "form": form,
        "heading": _("Choose the fund that pays"),
        "about": in_words(request, found),
        "list_url": reverse("supplies:funds", args=[request.program.slug]),
        "list_name": _("Funds"),
    }
    return render(request, "casework/supplies/form.html", context)


def render_help_form(
    request: ProgramRequest, form: CorrectionForm, found: HelpGiven, heading: str
) -> HttpResponse:
    record_opened(request, found.person)
    context = {
        "form": form,
        "heading": heading,
        "about": in_words(request, found),
        "list_url": reverse("supplies:help", args=[request.program.slug, found.person.public_id]),
        "list_name": _("Help given"),
    }
    return render(request, "casework/supplies/form.html", context)
