"""The register of disclosures, for the program's own side, and the accounting that a person may ask for."""

import uuid

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.http import require_safe

from handoff.access.doors import fresh, requires
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit.services import record_read
from handoff.consent.presenters import written_name
from handoff.consent.queries import find_person
from handoff.consent.register import presenters, queries
from handoff.consent.register.forms import PeriodForm, RegisterFilterForm
from handoff.consent.views import person_or_404
from handoff.consent.wording.release_form import LANGUAGES

ROWS_ON_A_PAGE = 100


@requires(Permission.PARTICIPANT_READ)
@require_safe
def register(request: ProgramRequest, program: str) -> HttpResponse:
    """Show what was disclosed, newest first: by day, agency and person. The filter in the address holds ids only."""
    form = RegisterFilterForm(request.GET or None, program=request.program)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    person = find_person(request.program, wanted["person"]) if wanted.get("person") else None
    rows = queries.disclosures_in(
        request.program,
        first=wanted.get("first"),
        last=wanted.get("last"),
        agency_id=wanted.get("agency"),
        person_id=wanted.get("person"),
    )
    page = Paginator(rows, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    listed = list(page.object_list)
    record_read(
        actor=request.actor,
        at=request.at,
        action="disclosures.listed",
        subject=person.public_id if person else "",
        details={"count": len(listed)},
    )
    context = {
        "form": form,
        "person": person,
        "page": page,
        "columns": presenters.register_columns(),
        "rows": presenters.register_rows(listed, request.program),
    }
    return render(request, "consent/register/register.html", context)


@requires(Permission.PARTICIPANT_READ)
@require_safe
def accounting_page(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """Show a person's accounting of disclosures for any period, fit to print, in English or Spanish."""
    person = person_or_404(request, person_id)
    form = PeriodForm(request.GET or None, program=request.program, at=request.at)
    period, language = form.period, form.language(person.language)
    rows = list(queries.disclosures_within(person, period.first, period.last))
    record_read(
        actor=request.actor,
        at=request.at,
        action="disclosures.accounted",
        subject=person.public_id,
        details={"count": len(rows), "first": str(period.first), "last": str(period.last)},
    )
    with override(language):
        context = {
            "person": person,
            "name": written_name(person),
            "form": form,
            "period": period,
            "language": language,
            "languages": LANGUAGES,
            "opening": presenters.accounting_opening(request.program),
            "count": presenters.accounting_count(len(rows)),
            "columns": [*presenters.accounting_columns()],
            "rows": presenters.accounting_rows(rows, request.program),
            "source": presenters.source(),
        }
        return render(request, "consent/register/accounting.html", context)


@fresh
@requires(Permission.PARTICIPANT_READ)
@require_safe
def accounting_paper(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """Give the accounting as a PDF to hand to the person."""
    person = person_or_404(request, person_id)
    form = PeriodForm(request.GET or None, program=request.program, at=request.at)
    period, language = form.period, form.language(person.language)
    rows = list(queries.disclosures_within(person, period.first, period.last))
    record_read(
        actor=request.actor,
        at=request.at,
        action="disclosures.printed",
        subject=person.public_id,
        details={"count": len(rows), "first": str(period.first), "last": str(period.last)},
    )
    name = written_name(person)
    content = presenters.accounting_pdf(
        person, rows, name=name, period=period, at=request.at, language=language
    )
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="accounting-of-disclosures.pdf"'
    return response
