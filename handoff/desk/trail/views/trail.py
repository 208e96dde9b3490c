"""Pages about access: who looked at this person, what a user did, the audit trail and its weekly review (C5, C8)."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handoff.access.doors import fresh, requires
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit import services as audit
from handoff.audit.queries import chain_of
from handoff.audit.rules import in_groups
from handoff.desk.trail.forms import TrailForm
from handoff.desk.trail.presenters import files
from handoff.desk.trail.presenters.rows import trail_columns, trail_rows
from handoff.desk.trail.queries import rows as queries

PER_PAGE = 100


@requires(Permission.AUDIT_READ)
@require_safe
def user_access(request: ProgramRequest, program: str, user_id: uuid.UUID) -> HttpResponse:
    """Show what one user did and saw in the program."""
    user = queries.user_of(request.program, user_id)
    if user is None:
        raise Http404
    audit.record_read(actor=request.actor, at=request.at, action="activity.listed", subject=user.public_id)
    page = Paginator(queries.rows_by(request.program, user), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "member": user,
        "page": page,
        "columns": trail_columns(),
        "rows": trail_rows(page.object_list, request.program),
    }
    return render(request, "desk/trail/user.html", context)


def trail_form(request: ProgramRequest) -> TrailForm:
    """Return the filter that the address carries."""
    return TrailForm(request.GET, people=queries.people_of_table(request.program))


@requires(Permission.AUDIT_READ)
@require_safe
def trail(request: ProgramRequest, program: str) -> HttpResponse:
    """Show the audit trail, narrowed as the address says, and the head of its chain to be printed."""
    form = trail_form(request)
    found = queries.trail(request.program, form.cleaned_data if form.is_valid() else {})
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = trail_rows(page.object_list, request.program)
    audit.record_read(actor=request.actor, at=request.at, action="audit.listed", details={"rows": len(rows)})
    chain = chain_of(request.program.pk)
    context = {
        "form": form,
        "page": page,
        "columns": trail_columns(),
        "rows": rows,
        "chain": chain,
        "head": in_groups(chain.head) if chain else "",
        "at": request.at,
        "asked": request.GET.urlencode(),
    }
    return render(request, "desk/trail/trail.html", context)


@fresh
@requires(Permission.AUDIT_READ)
@require_safe
def trail_file(request: ProgramRequest, program: str, kind: str) -> HttpResponse:
    """Download exactly the rows that the page's filter shows."""
    if kind not in files.KINDS:
        raise Http404
    form = trail_form(request)
    found = queries.trail(request.program, form.cleaned_data if form.is_valid() else {})
    count = found.count()
    if count > files.MOST_ROWS:
        messages.error(request, _("This is too much for one file. Choose fewer days."))
        return redirect("access:trail", program)
    columns = [str(column.label) for column in trail_columns()]
    rows = trail_rows(found, request.program)
    audit.record(
        actor=request.actor, at=request.at, action="audit.exported", details={"rows": count, "kind": kind}
    )
    return files.response(kind, columns, rows, request.program, request.at)
