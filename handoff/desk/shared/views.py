"""Shared with us: the participants whose live ROI names the reader's agency, and exactly what it lets them learn."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from handoff.access.doors import fresh, requires
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.consent.models import Shown
from handoff.desk.shared import presenters, services
from handoff.desk.shared.forms import SharedSearchForm
from handoff.documents.engines.workbooks import EXCEL_TYPE


def listed(request: ProgramRequest, what: Shown) -> tuple[SharedSearchForm, list[services.SharedPerson]]:
    """Return the search and whom it finds. A name comes by POST: it never stands in an address."""
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


@requires(Permission.SHARED_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: ProgramRequest, program: str) -> HttpResponse:
    """List the people who share something with the reader's agency."""
    form, found = listed(request, Shown.SHARED_LIST)
    context = {
        "form": form,
        "sort": "until" if request.GET.get("sort") == "until" else "name",
        "total": len(found),
        "columns": presenters.columns(request.program, request.GET.get("sort", "")),
        "rows": [presenters.row(each) for each in found],
        "scope": presenters.general_scope(),
    }
    return render(request, "desk/shared/people.html", context)


@requires(Permission.SHARED_READ)
@require_safe
def person(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """Show what one person shares with the reader's agency; for everybody else there is no such page."""
    found = services.open_person(
        actor=request.actor, program=request.program, person_id=person_id, at=request.at
    )
    if found is None:
        raise Http404
    context = {
        "shared": found,
        "facts": presenters.facts(found),
        "scope": presenters.scope(found),
        "set_aside": presenters.set_aside_rows(found),
        "set_aside_columns": presenters.set_aside_columns(),
        "new_charges": presenters.new_charge_rows(found),
        "new_charge_columns": presenters.new_charge_columns(),
    }
    return render(request, "desk/shared/person.html", context)


@fresh
@requires(Permission.SHARED_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def workbook(request: ProgramRequest, program: str) -> HttpResponse:
    """Give exactly this list as an Excel file; its first sheet is the notice and the scope of each ROI."""
    _form, found = listed(request, Shown.SHARED_WORKBOOK)
    response = HttpResponse(presenters.workbook(found), content_type=EXCEL_TYPE)
    response["Content-Disposition"] = 'attachment; filename="shared-with-us.xlsx"'
    return response


@fresh
@requires(Permission.SHARED_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: ProgramRequest, program: str) -> HttpResponse:
    """Give exactly this list as a PDF; its first page holds the notice, each page the short form of it."""
    _form, found = listed(request, Shown.SHARED_PAPER)
    content = presenters.paper(
        found,
        program=request.program,
        printed_by=request.user.full_name,
        at=request.at,
        language=request.LANGUAGE_CODE,
    )
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="shared-with-us.pdf"'
    return response
