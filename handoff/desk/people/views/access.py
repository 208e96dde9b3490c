"""Who opened or changed a person's record, when, and why it was allowed (C5)."""

import uuid

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from handoff.access.decorators import requires_all
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit import services as audit
from handoff.audit.definitions import AuditLook
from handoff.desk.trail.presenters.rows import opening_rows, person_columns, person_rows
from handoff.desk.trail.queries.rows import rows_about
from handoff.participants.queries import openings_of
from handoff.participants.views import person_or_404

PER_PAGE = 100


@requires_all(Permission.AUDIT_READ, Permission.PARTICIPANT_READ)
@require_safe
def show_person_access(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    person = person_or_404(request, person_id)
    audit.record_read(
        actor=request.actor, at=request.at, action=AuditLook.ACCESS_LISTED, subject=person.public_id
    )
    page = Paginator(rows_about(person), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "person": person,
        "page": page,
        "columns": person_columns(),
        "rows": person_rows(page.object_list, person, request.program),
        "openings": opening_rows(openings_of(person)),
    }
    return render(request, "desk/people/access.html", context)
