"""Shared with us: participants whose live ROI names the user's agency, and exactly what it covers."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from handoff.access.decorators import requires_any, requires_recent_sign_in
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.consent.models import DisclosureContext
from handoff.desk.shared import presenters, services
from handoff.desk.shared.forms import SharedSearchForm
from handoff.documents.engines.workbooks import EXCEL_TYPE


def search_shared_people(
    request: ProgramRequest, what: DisclosureContext
) -> tuple[SharedSearchForm, list[services.SharedPerson]]:
    """The search form and the people it finds."""
    form = SharedSearchForm(request.POST or None)
    name = form.cleaned_data.get("name", "") if form.is_bound and form.is_valid() else ""
    people = services.open_list(
        actor=request.actor,
        program=request.program,
        name=name,
        sort=request.GET.get("sort", ""),
        what=what,
        at=request.at,
    )
    return form, people


@requires_any(Permission.SHARED_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def list_shared_people(request: ProgramRequest, program: str) -> HttpResponse:
    form, found = search_shared_people(request, DisclosureContext.SHARED_LIST)
    context = {
        "form": form,
        "sort": "until" if request.GET.get("sort") == "until" else "name",
        "total": len(found),
        "columns": presenters.list_columns(request.program, request.GET.get("sort", "")),
        "rows": [presenters.list_row(each) for each in found],
        "scope": presenters.general_scope_sentences(),
    }
    return render(request, "desk/shared/people.html", context)


@requires_any(Permission.SHARED_READ)
@require_safe
def show_shared_person(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """Show what one person shares with the user's agency; anyone not shared gets the same 404 as an unknown person."""
    found = services.open_person(
        actor=request.actor, program=request.program, person_id=person_id, at=request.at
    )
    if found is None:
        raise Http404
    context = {
        "shared": found,
        "facts": presenters.fact_rows(found),
        "scope": presenters.scope_sentences(found),
        "set_aside": presenters.set_aside_rows(found),
        "set_aside_columns": presenters.set_aside_columns(),
        "new_charges": presenters.new_charge_rows(found),
        "new_charge_columns": presenters.new_charge_columns(),
    }
    return render(request, "desk/shared/person.html", context)


@requires_recent_sign_in
@requires_any(Permission.SHARED_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def download_workbook(request: ProgramRequest, program: str) -> HttpResponse:
    """Download the list as an Excel file."""
    _form, found = search_shared_people(request, DisclosureContext.SHARED_WORKBOOK)
    response = HttpResponse(presenters.list_workbook(found), content_type=EXCEL_TYPE)
    response["Content-Disposition"] = 'attachment; filename="shared-with-us.xlsx"'
    return response


@requires_recent_sign_in
@requires_any(Permission.SHARED_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def download_pdf(request: ProgramRequest, program: str) -> HttpResponse:
    """Download the list as a PDF. Its first page carries the notice, every page the short form."""
    _form, found = search_shared_people(request, DisclosureContext.SHARED_PAPER)
    content = presenters.list_pdf(
        found,
        program=request.program,
        printed_by=request.user.full_name,
        at=request.at,
        language=request.LANGUAGE_CODE,
    )
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="shared-with-us.pdf"'
    return response
