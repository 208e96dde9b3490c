"""Erasing a person's records: one user requests it, another approves."""

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from handoff.access.decorators import requires_any, requires_recent_sign_in
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission as P
from handoff.audit.definitions import AuditLook
from handoff.core.actions import post_action
from handoff.core.refusals import refusal_message
from handoff.participants.views import person_or_404
from handoff.records import policies, presenters
from handoff.records.forms import ErasureForm
from handoff.records.queries import registers
from handoff.records.services import erasure as services
from handoff.records.views.common import log_view, record_or_404, show_or_act


@requires_any(P.RECORDS_ERASE)
@require_safe
def list_erasures(request: ProgramRequest, program: str) -> HttpResponse:
    rows = list(registers.erasure_requests(request.program)[:200])
    log_view(request, AuditLook.ERASURES_LISTED, erasures=len(rows))
    context = {
        "columns": presenters.erasure_columns(),
        "rows": presenters.erasure_rows(rows, request.program),
    }
    return render(request, "records/erasures.html", context)


@requires_any(P.RECORDS_ERASE)
def request_erasure(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    person = person_or_404(request, person_id)
    log_view(request, AuditLook.ERASURE_FORM_OPENED, person.public_id)
    form = ErasureForm(request.POST or None)
    return show_or_act(
        request,
        form,
        lambda: services.request_erasure(
            actor=request.actor, person=person, at=request.at, **form.cleaned_data
        ),
        heading=_("Request erasure"),
        done=_("Request recorded. Someone else must approve it."),
        to=("records:erasures", program),
        about=person.full_name,
        erases=True,
    )


@requires_recent_sign_in
@requires_any(P.RECORDS_ERASE)
@require_safe
def show_erasure(request: ProgramRequest, program: str, erasure_id: uuid.UUID) -> HttpResponse:
    """Show one request, what is erased and what stays, and the second person's button."""
    found = record_or_404(registers.find_erasure, request, erasure_id)
    log_view(request, AuditLook.ERASURE_OPENED, found.person.public_id)
    context = {
        "found": found,
        "facts": presenters.erasure_facts(found, request.program),
        "state": presenters.erasure_state(found),
        "approve_refusal": refusal_message(policies.check_can_approve_erasure, request.actor, found),
        "withdraw_refusal": refusal_message(policies.check_can_withdraw_erasure, request.actor, found),
    }
    return render(request, "records/erasure.html", context)


@requires_recent_sign_in
@requires_any(P.RECORDS_ERASE)
@require_POST
def approve_erasure(request: ProgramRequest, program: str, erasure_id: uuid.UUID) -> HttpResponse:
    """Approve someone else's request; it is done at once and cannot be undone."""
    found = record_or_404(registers.find_erasure, request, erasure_id)
    return post_action(
        request,
        lambda: services.approve_erasure(actor=request.actor, erasure=found, at=request.at),
        done=_("The record was erased."),
        to=("records:erasures", program),
    )


@requires_any(P.RECORDS_ERASE)
@require_POST
def withdraw_erasure(request: ProgramRequest, program: str, erasure_id: uuid.UUID) -> HttpResponse:
    found = record_or_404(registers.find_erasure, request, erasure_id)
    return post_action(
        request,
        lambda: services.withdraw_erasure(actor=request.actor, erasure=found, at=request.at),
        done=_("Request withdrawn."),
        to=("records:erasures", program),
    )
