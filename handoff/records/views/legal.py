"""Legal requests: the register, one request, its papers, the answer by two people, and the release."""

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
from handoff.core.refusals import Refused, refusal_message
from handoff.core.submissions import submission_key
from handoff.participants.models import Person
from handoff.participants.views import person_or_404
from handoff.programs.queries import local_date
from handoff.records import policies, presenters
from handoff.records.forms import AnswerForm, CounselForm, PaperForm, RequestForm
from handoff.records.models import LegalRequest
from handoff.records.queries import registers
from handoff.records.services import legal as services
from handoff.records.views.common import (
    log_view,
    record_or_404,
    show_or_act,
)


def request_or_404(request: ProgramRequest, public_id: uuid.UUID) -> LegalRequest:
    return record_or_404(registers.find_request, request, public_id)


def legal_request_url(found: LegalRequest) -> tuple[str, str, uuid.UUID]:
    return ("records:request", found.program.slug, found.public_id)


@requires_any(P.LEGAL_REQUESTS_HANDLE)
@require_safe
def list_legal_requests(request: ProgramRequest, program: str) -> HttpResponse:
    rows = list(registers.legal_requests(request.program)[:200])
    log_view(request, AuditLook.LEGAL_REQUESTS_LISTED, requests=len(rows))
    context = {
        "columns": presenters.request_columns(),
        "rows": [presenters.request_row(each, request.program) for each in rows],
    }
    return render(request, "records/requests.html", context)


@requires_any(P.LEGAL_REQUESTS_HANDLE)
def register_general_request(request: ProgramRequest, program: str) -> HttpResponse:
    """Register a request about records in general."""
    return register_request(request, None)


@requires_any(P.LEGAL_REQUESTS_HANDLE)
def register_request_about(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    person = person_or_404(request, person_id)
    log_view(request, AuditLook.LEGAL_REQUEST_FORM_OPENED, person.public_id)
    return register_request(request, person)


def register_request(request: ProgramRequest, person: Person | None) -> HttpResponse:
    form = RequestForm(
        request.POST or None,
        request.FILES or None,
        initial={"received_on": local_date(request.program, request.at)},
    )

    def act() -> None:
        services.register_request(
            actor=request.actor,
            program=request.program,
            person=person,
            request_input=form.request_input(),
            paper=form.paper_input(),
            key=submission_key(request),
            at=request.at,
        )

    return show_or_act(
        request,
        form,
        act,
        heading=_("Record a legal request"),
        done=_(
            "Request recorded. If it's about a person, their record can't be deleted until it's answered."
        ),
        to=("records:requests", request.program.slug),
        about=person.full_name if person else _("Records in general"),
        law=True,
    )


@requires_any(P.LEGAL_REQUESTS_HANDLE)
@require_safe
def show_request(request: ProgramRequest, program: str, request_id: uuid.UUID) -> HttpResponse:
    """Show one request and the actions available now."""
    found = request_or_404(request, request_id)
    log_view(request, AuditLook.LEGAL_REQUEST_OPENED, found.public_id)
    actor = request.actor
    context = {
        "found": found,
        "facts": presenters.request_facts(found),
        "paper_columns": presenters.columns_named(
            _("Document"), _("Issued by"), _("Date on the document"), _("Scan")
        ),
        "papers": presenters.paper_rows(found.papers.all(), request.program),
        "history": presenters.request_history(found),
        "paper_refusal": refusal_message(policies.check_can_add_paper, actor, found),
        "change_refusal": refusal_message(policies.check_can_handle_request, actor, found),
        "propose_refusal": refusal_message(policies.check_can_propose_answer, actor, found),
        "approve_refusal": refusal_message(policies.check_can_approve_answer, actor, found),
        "return_refusal": refusal_message(policies.check_can_return_answer, actor, found),
        "release_refusal": refusal_message(policies.check_can_release, actor, found),
    }
    return render(request, "records/request.html", context)


@requires_any(P.LEGAL_REQUESTS_HANDLE)
def add_paper(request: ProgramRequest, program: str, request_id: uuid.UUID) -> HttpResponse:
    """Add a paper that came later, such as the Part 2 order."""
    found = request_or_404(request, request_id)
    form = PaperForm(request.POST or None, request.FILES or None)
    return show_or_act(
        request,
        form,
        lambda: services.add_paper(
            actor=request.actor, legal_request=found, paper=form.paper_input(), at=request.at
        ),
        heading=_("Add a document"),
        done=_("Document added."),
        to=legal_request_url(found),
        law=True,
    )


@requires_any(P.LEGAL_REQUESTS_HANDLE)
def record_counsel(request: ProgramRequest, program: str, request_id: uuid.UUID) -> HttpResponse:
    """Record which counsel was consulted."""
    found = request_or_404(request, request_id)
    form = CounselForm(request.POST or None)
    return show_or_act(
        request,
        form,
        lambda: services.record_counsel(
            actor=request.actor, legal_request=found, at=request.at, **form.cleaned_data
        ),
        heading=_("Attorney consulted"),
        done=_("Saved."),
        to=legal_request_url(found),
        law=True,
    )


@requires_any(P.LEGAL_REQUESTS_HANDLE)
def propose_answer(request: ProgramRequest, program: str, request_id: uuid.UUID) -> HttpResponse:
    found = request_or_404(request, request_id)
    form = AnswerForm(request.POST or None)
    return show_or_act(
        request,
        form,
        lambda: services.propose_answer(
            actor=request.actor, legal_request=found, at=request.at, **form.cleaned_data
        ),
        heading=_("Propose an answer"),
        done=_("Answer proposed. Someone else must approve it."),
        to=legal_request_url(found),
        law=True,
    )


@requires_any(P.LEGAL_REQUESTS_HANDLE)
@require_POST
def approve_answer(request: ProgramRequest, program: str, request_id: uuid.UUID) -> HttpResponse:
    """Approve someone else's proposal."""
    found = request_or_404(request, request_id)
    return post_action(
        request,
        lambda: services.approve_answer(actor=request.actor, legal_request=found, at=request.at),
        done=_("Answer approved."),
        to=legal_request_url(found),
    )


@requires_any(P.LEGAL_REQUESTS_HANDLE)
@require_POST
def return_answer(request: ProgramRequest, program: str, request_id: uuid.UUID) -> HttpResponse:
    """Send the answer back to be reconsidered."""
    found = request_or_404(request, request_id)
    return post_action(
        request,
        lambda: services.return_answer(actor=request.actor, legal_request=found, at=request.at),
        done=_("Answer sent back."),
        to=legal_request_url(found),
    )


@requires_any(P.LEGAL_REQUESTS_HANDLE)
@require_POST
def withdraw_request(request: ProgramRequest, program: str, request_id: uuid.UUID) -> HttpResponse:
    """Record that the requester has withdrawn the request."""
    found = request_or_404(request, request_id)
    return post_action(
        request,
        lambda: services.withdraw_request(actor=request.actor, legal_request=found, at=request.at),
        done=_("Request withdrawn."),
        to=legal_request_url(found),
    )


@requires_recent_sign_in
@requires_any(P.LEGAL_REQUESTS_HANDLE)
def release_records(request: ProgramRequest, program: str, request_id: uuid.UUID) -> HttpResponse:
    """Show once more what will be released, and hand out the paper once."""
    found = request_or_404(request, request_id)
    refusal = refusal_message(policies.check_can_release, request.actor, found)
    if request.method == "POST":
        try:
            content = services.release_records(actor=request.actor, legal_request=found, at=request.at)
        except Refused as refused:
            refusal = str(refused)
        else:
            response = HttpResponse(content, content_type="application/pdf")
            response["Content-Disposition"] = (
                f'attachment; filename="legal-request-{str(found.public_id)[:8]}.pdf"'
            )
            return response
    log_view(request, AuditLook.LEGAL_REQUEST_OPENED, found.public_id)
    context = {"found": found, "kinds": presenters.kinds_text(found.kinds), "release_refusal": refusal}
    return render(request, "records/release.html", context)
