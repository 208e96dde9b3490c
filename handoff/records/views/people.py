"""Finding somebody to act for, giving them their copy, and the first page of the registers."""

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from handoff.access.doors import fresh, requires
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission as P
from handoff.consent.wording.release_form import LANGUAGES
from handoff.core.refusals import Refused
from handoff.records import presenters
from handoff.records.forms import FindForm
from handoff.records.queries import registers
from handoff.records.services import papers
from handoff.records.services.copying import copy_record
from handoff.records.views.common import looked, person_or_404

ANY = (P.LEGAL_REQUESTS_HANDLE, P.RECORDS_ERASE, P.RECORDS_EXPORT, P.RETENTION_RUN, P.BREACHES_MANAGE)
FINDERS = (P.LEGAL_REQUESTS_HANDLE, P.RECORDS_ERASE, P.RECORDS_EXPORT)
MEDIA_TYPES = {"pdf": "application/pdf", "json": "application/json"}


@requires(*ANY)
@require_safe
def index(request: ProgramRequest, program: str) -> HttpResponse:
    """Lead to each register."""
    return render(request, "records/index.html")


@requires(*FINDERS)
def find(request: ProgramRequest, program: str) -> HttpResponse:
    """Find anybody in the program, also who never took part. The name is sent in the form, never in an address."""
    form = FindForm(request.POST or None)
    rows = None
    if request.method == "POST" and form.is_valid():
        try:
            found = registers.find_people(request.program, form.query())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            looked(request, "records.searched", found=len(found))
            rows = presenters.found_rows(found, request.program)
    columns = presenters.columns(
        _("Name"), _("Date of birth"), _("Legal requests"), _("Copy of the record"), _("Erasure")
    )
    return render(request, "records/find.html", {"form": form, "rows": rows, "columns": columns})


@fresh
@requires(P.RECORDS_EXPORT)
def own_record(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """Give a person a copy of everything held about them: to print, as PDF, or for machines."""
    person = person_or_404(request, person_id)
    looked(request, "own_record.opened", person.public_id)
    if request.method != "POST":
        return render(request, "records/own_record.html", {"person": person, "languages": LANGUAGES})
    form = request.POST.get("form", "print")
    language = request.POST.get("language", person.language)
    language = language if language in LANGUAGES else "en"
    held = copy_record(actor=request.actor, person=person, at=request.at)
    if form == "json":
        return sent(papers.as_json(person, held, request.at), "json", person.public_id)
    if form == "pdf":
        return sent(papers.own_record_pdf(person, held, language, request.at), "pdf", person.public_id)
    with override(language):
        context = {
            "cover": papers.own_record_cover(person, request.at),
            "sections": papers.sections_of(held, request.program),
            "person": person,
        }
        return render(request, "records/copy.html", context)


def sent(content: bytes, ending: str, public_id: uuid.UUID) -> HttpResponse:
    """Send a file under a name that names nobody."""
    response = HttpResponse(content, content_type=MEDIA_TYPES[ending])
    response["Content-Disposition"] = f'attachment; filename="record-{str(public_id)[:8]}.{ending}"'
    return response
