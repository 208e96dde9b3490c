"""Finding a person, giving them their copy, and the home page of the registers."""

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from handoff.access.decorators import requires_any, requires_recent_sign_in
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission as P
from handoff.audit.definitions import AuditLook
from handoff.consent.wording.release_form import LANGUAGES
from handoff.core.refusals import Refused
from handoff.participants.views import person_or_404
from handoff.records import presenters
from handoff.records.forms import FindForm
from handoff.records.queries import registers
from handoff.records.services import papers
from handoff.records.services.copying import copies_every_note, copy_record
from handoff.records.views.common import log_view

ANY = (P.LEGAL_REQUESTS_HANDLE, P.RECORDS_ERASE, P.RECORDS_EXPORT, P.RETENTION_RUN, P.BREACHES_MANAGE)
PERSON_FINDERS = (P.LEGAL_REQUESTS_HANDLE, P.RECORDS_ERASE, P.RECORDS_EXPORT)
MEDIA_TYPES = {"pdf": "application/pdf", "json": "application/json"}


@requires_any(*ANY)
@require_safe
def list_registers(request: ProgramRequest, program: str) -> HttpResponse:
    return render(request, "records/index.html")


@requires_any(*PERSON_FINDERS)
def find_people(request: ProgramRequest, program: str) -> HttpResponse:
    """Find anyone in the program, participant or not. The name is sent in the form, never in a URL."""
    form = FindForm(request.POST or None)
    rows = None
    if request.method == "POST" and form.is_valid():
        try:
            found = registers.find_people(request.program, form.query())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            log_view(
                request,
                AuditLook.RECORDS_SEARCHED,
                people=[each.public_id for each in found],
                found=len(found),
            )
            rows = presenters.found_rows(found, request.program)
    columns = presenters.columns_named(
        _("Name"), _("Date of birth"), _("Legal requests"), _("Copy of the record"), _("Erasure")
    )
    return render(request, "records/find.html", {"form": form, "rows": rows, "columns": columns})


@requires_recent_sign_in
@requires_any(P.RECORDS_EXPORT)
def copy_own_record(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """Give a person a copy of everything held about them: to print, as a PDF, or for machines."""
    person = person_or_404(request, person_id)
    log_view(request, AuditLook.OWN_RECORD_OPENED, person.public_id)
    every_note = copies_every_note(request.actor)
    if request.method != "POST":
        context = {"person": person, "languages": LANGUAGES, "every_note": every_note}
        return render(request, "records/own_record.html", context)
    form = request.POST.get("form", "print")
    language = request.POST.get("language", person.language)
    language = language if language in LANGUAGES else "en"
    held = copy_record(actor=request.actor, person=person, at=request.at)
    if form == "json":
        return file_response(
            papers.render_json(person, held, request.at, every_note=every_note), "json", person.public_id
        )
    if form == "pdf":
        pdf = papers.own_record_pdf(person, held, language, request.at, every_note=every_note)
        return file_response(pdf, "pdf", person.public_id)
    with override(language):
        context = {
            "cover": papers.own_record_cover(person, request.at, every_note=every_note),
            "sections": papers.paper_sections(held, request.program),
            "person": person,
        }
        return render(request, "records/copy.html", context)


def file_response(content: bytes, ending: str, public_id: uuid.UUID) -> HttpResponse:
    """Send a file under a name that identifies no one."""
    response = HttpResponse(content, content_type=MEDIA_TYPES[ending])
    response["Content-Disposition"] = f'attachment; filename="record-{str(public_id)[:8]}.{ending}"'
    return response
