"""The disclosure log, for the program's own side, and the accounting that a person may ask for."""

import uuid

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.http import require_safe

from handoff.access.decorators import requires_any, requires_recent_sign_in
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit.definitions import AuditLook
from handoff.audit.services import record_read
from handoff.consent.models import Disclosure
from handoff.consent.presenters import name_on_form
from handoff.consent.register import presenters, queries
from handoff.consent.register.forms import PeriodForm, RegisterFilterForm
from handoff.consent.views import signer_or_404
from handoff.consent.wording.release_form import LANGUAGES
from handoff.participants.gate import open_record
from handoff.participants.models import Person
from handoff.participants.queries import find_person
from handoff.programs.models import Program

ROWS_ON_A_PAGE = 100


@requires_any(Permission.PARTICIPANT_READ)
@require_safe
def show_register(request: ProgramRequest, program: str) -> HttpResponse:
    """Show what was disclosed, newest first. The filter in the URL holds ids only."""
    form = RegisterFilterForm(request.GET or None, program=request.program)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    person = person_in_filter(request, wanted.get("person"))
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
        action=AuditLook.DISCLOSURES_LISTED,
        subject=person.public_id if person else "",
        details={"count": len(listed)},
        people=sorted({each.person.public_id for each in listed}),
    )
    context = {
        "form": form,
        "filtered": bool(form.errors) or any(wanted.get(name) for name in ("first", "last", "agency")),
        "person": person,
        "page": page,
        "columns": presenters.register_columns(),
        "rows": presenters.register_rows(listed, request.program),
    }
    return render(request, "consent/register/register.html", context)


def person_in_filter(request: ProgramRequest, person_id: uuid.UUID | None) -> Person | None:
    """The person whose rows are asked for; it is a look at their record, as the page under their own URL is."""
    person = find_person(request.program.pk, person_id) if person_id else None
    if person is not None:
        open_record(request.actor, person, request.at)
    return person


@requires_any(Permission.PARTICIPANT_READ)
@require_safe
def show_accounting(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """Show a person's accounting of disclosures for any period, ready to print, in English or Spanish."""
    person = signer_or_404(request, person_id)
    form = PeriodForm(request.GET or None, program=request.program, at=request.at)
    period, language = form.period, form.language(person.language)
    rows = list(queries.disclosures_within(person, period.first, period.last))
    record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.DISCLOSURES_ACCOUNTED,
        subject=person.public_id,
        details={"count": len(rows), "first": str(period.first), "last": str(period.last)},
    )
    each = "each" in request.GET
    with override(language):
        context = {
            "person": person,
            "name": name_on_form(person),
            "form": form,
            "period": period,
            "language": language,
            "languages": LANGUAGES,
            "each": each,
            **accounting_context(rows, request.program, each=each),
        }
        return render(request, "consent/register/accounting.html", context)


def accounting_context(rows: list[Disclosure], program: Program, *, each: bool) -> dict[str, object]:
    """The lines of an accounting with their words, in the language in effect."""
    lines = presenters.accounting_rows(rows, program, each=each)
    return {
        "opening": presenters.accounting_opening(program),
        "count": presenters.accounting_lines_count(len(rows), len(lines)),
        "grouped": len(lines) < len(rows),
        "columns": presenters.accounting_columns(),
        "rows": lines,
        "source": presenters.legal_source_text(),
    }


@requires_recent_sign_in
@requires_any(Permission.PARTICIPANT_READ)
@require_safe
def download_accounting(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """Download the accounting as a PDF to give to the person."""
    person = signer_or_404(request, person_id)
    form = PeriodForm(request.GET or None, program=request.program, at=request.at)
    period, language = form.period, form.language(person.language)
    rows = list(queries.disclosures_within(person, period.first, period.last))
    record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.DISCLOSURES_PRINTED,
        subject=person.public_id,
        details={"count": len(rows), "first": str(period.first), "last": str(period.last)},
    )
    name = name_on_form(person)
    content = presenters.accounting_pdf(
        person,
        rows,
        name=name,
        period=period,
        at=request.at,
        language=language,
        each="each" in request.GET,
    )
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="accounting-of-disclosures.pdf"'
    return response
