"""Who opened a person's record, when and why it was allowed (C5)."""

import uuid

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from handoff.access.doors import requires
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit import services as audit
from handoff.desk.trail.presenters.rows import opening_lines, person_columns, person_rows
from handoff.desk.trail.queries.rows import rows_about
from handoff.participants.models import Person
from handoff.participants.queries import find_person, openings_of

PER_PAGE = 100


def person_or_404(request: ProgramRequest, person_id: uuid.UUID) -> Person:
    """Return a person of the request's program, or answer as for an address that does not exist."""
    person = find_person(request.program.pk, person_id)
    if person is None:
        raise Http404
    return person


@requires(Permission.AUDIT_READ)
@requires(Permission.PARTICIPANT_READ)
@require_safe
def person_access(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """Show who opened or changed a person's record: when, what, and why it was allowed."""
    person = person_or_404(request, person_id)
    audit.record_read(actor=request.actor, at=request.at, action="access.listed", subject=person.public_id)
    page = Paginator(rows_about(person), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "person": person,
        "page": page,
        "columns": person_columns(),
        "rows": person_rows(page.object_list, person, request.program),
        "openings": opening_lines(openings_of(person)),
    }
    return render(request, "desk/people/access.html", context)
