"""The breach register."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission as P
from handoff.audit.definitions import AuditLook
from handoff.core.submissions import submission_key
from handoff.programs.queries import local_date, time_zone_of
from handoff.records import presenters
from handoff.records.forms import AssessmentForm, BreachForm, DutyForm
from handoff.records.queries import registers
from handoff.records.services import breaches as services
from handoff.records.views.common import log_view, record_or_404, show_or_act


@requires_any(P.BREACHES_MANAGE)
@require_safe
def list_breaches(request: ProgramRequest, program: str) -> HttpResponse:
    rows = list(registers.all_breaches(request.program)[:200])
    log_view(request, AuditLook.BREACHES_LISTED, breaches=len(rows))
    names = (_("Breach"), _("Date discovered"), _("People"), _("Risk"), _("To notify"))
    context = {
        "columns": presenters.columns_named(*names),
        "rows": presenters.breach_rows(rows, request.program),
    }
    return render(request, "records/breaches.html", context)


@requires_any(P.BREACHES_MANAGE)
def record_breach(request: ProgramRequest, program: str) -> HttpResponse:
    form = BreachForm(
        request.POST or None, initial={"discovered_on": local_date(request.program, request.at)}
    )
    return show_or_act(
        request,
        form,
        lambda: services.record_breach(
            actor=request.actor,
            program=request.program,
            breach_input=form.breach_input(time_zone_of(request.program)),
            key=submission_key(request),
            at=request.at,
        ),
        heading=_("Log a breach"),
        done=_("Breach logged. This page shows who must be notified and by when."),
        to=("records:breaches", program),
        law=True,
    )


@requires_any(P.BREACHES_MANAGE)
@require_safe
def show_breach(request: ProgramRequest, program: str, breach_id: uuid.UUID) -> HttpResponse:
    """Show one breach: the facts, the four factors, and who must be notified by when."""
    found = record_or_404(registers.find_breach, request, breach_id)
    log_view(request, AuditLook.BREACH_OPENED, found.public_id)
    context = {
        "found": found,
        "facts": presenters.breach_facts(found, request.program),
        "columns": presenters.columns_named(
            _("Who must be notified"), _("Due"), _("Status"), _("How, or why not")
        ),
        "duties": presenters.duty_rows(found, request.program),
        "history": presenters.breach_history(found),
    }
    return render(request, "records/breach.html", context)


@requires_any(P.BREACHES_MANAGE)
def assess_breach(request: ProgramRequest, program: str, breach_id: uuid.UUID) -> HttpResponse:
    found = record_or_404(registers.find_breach, request, breach_id)
    log_view(request, AuditLook.BREACH_OPENED, found.public_id)
    names = ("nature", "recipient", "acquired", "mitigated", "conclusion")
    form = AssessmentForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    return show_or_act(
        request,
        form,
        lambda: services.assess_breach(
            actor=request.actor, breach=found, assessment=form.assessment_input(), at=request.at
        ),
        heading=_("Assess the risk"),
        done=_("Assessment saved."),
        to=("records:breach", program, found.public_id),
        law=True,
    )


@requires_any(P.BREACHES_MANAGE)
def settle_duty(
    request: ProgramRequest, program: str, breach_id: uuid.UUID, duty_id: uuid.UUID
) -> HttpResponse:
    """Record that a party was notified, or why it need not be."""
    found = record_or_404(registers.find_breach, request, breach_id)
    duty = registers.find_duty(found, duty_id)
    if duty is None:
        raise Http404
    form = DutyForm(request.POST or None)
    return show_or_act(
        request,
        form,
        lambda: services.settle_duty(actor=request.actor, duty=duty, at=request.at, **form.cleaned_data),
        heading=duty.get_whom_display(),
        done=_("Saved."),
        to=("records:breach", program, found.public_id),
        law=True,
    )
