"""The audit log, its download, and one user's activity (C5, C8)."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handoff.access.decorators import requires_any, requires_recent_sign_in
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction, AuditLook
from handoff.audit.queries import find_chain
from handoff.audit.rules import format_hash
from handoff.desk.trail.forms import TrailForm
from handoff.desk.trail.presenters import files
from handoff.desk.trail.presenters.rows import trail_columns, trail_rows
from handoff.desk.trail.queries import rows as queries

PER_PAGE = 100


@requires_any(Permission.AUDIT_READ)
@require_safe
def show_user_access(request: ProgramRequest, program: str, user_id: uuid.UUID) -> HttpResponse:
    user = queries.find_user(request.program, user_id)
    if user is None:
        raise Http404
    audit.record_read(
        actor=request.actor, at=request.at, action=AuditLook.ACTIVITY_LISTED, subject=user.public_id
    )
    page = Paginator(queries.rows_by(request.program, user), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "member": user,
        "page": page,
        "columns": trail_columns(),
        "rows": trail_rows(page.object_list, request.program),
    }
    return render(request, "desk/trail/user.html", context)


def bind_trail_form(request: ProgramRequest) -> TrailForm:
    return TrailForm(request.GET, people=queries.current_and_past_members(request.program))


@requires_any(Permission.AUDIT_READ)
@require_safe
def show_trail(request: ProgramRequest, program: str) -> HttpResponse:
    """Show the filtered audit log, and the head of its hash chain to print and keep elsewhere."""
    form = bind_trail_form(request)
    found = queries.filter_trail(request.program, form.trail_filter())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = trail_rows(page.object_list, request.program)
    audit.record_read(
        actor=request.actor, at=request.at, action=AuditLook.AUDIT_LISTED, details={"rows": len(rows)}
    )
    chain = find_chain(request.program.pk)
    context = {
        "form": form,
        "filtered": bool(form.errors) or any(form.cleaned_data.values()),
        "page": page,
        "columns": trail_columns(),
        "rows": rows,
        "chain": chain,
        "head": format_hash(chain.head) if chain else "",
        "at": request.at,
        "query_string": request.GET.urlencode(),
    }
    return render(request, "desk/trail/trail.html", context)


@requires_recent_sign_in
@requires_any(Permission.AUDIT_READ)
@require_safe
def download_trail(request: ProgramRequest, program: str, kind: str) -> HttpResponse:
    """Download exactly the rows that the page shows with this filter."""
    if kind not in files.CONTENT_TYPES:
        raise Http404
    form = bind_trail_form(request)
    found = queries.filter_trail(request.program, form.trail_filter())
    count = found.count()
    if count > files.MAX_ROWS:
        messages.error(request, _("That's too much for one file. Choose fewer days."))
        return redirect("access:trail", program)
    columns = [str(column.label) for column in trail_columns()]
    rows = trail_rows(found, request.program)
    audit.record(
        actor=request.actor,
        at=request.at,
        action=AuditAction.AUDIT_EXPORTED,
        details={"rows": count, "kind": kind},
    )
    return files.download_response(kind, columns, rows, request.program, request.at)
