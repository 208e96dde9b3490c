"""Shift handover: what happened since the last shift, what is still open, and a line for the next (K5)."""

from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit.definitions import AuditLook
from handoff.audit.services import record_read
from handoff.casework.presenters import list_parts
from handoff.casework.queries import count_outreach, names_of
from handoff.core.actions import form_action, post_action
from handoff.core.submissions import submission_key
from handoff.desk.shift import presenters, queries, services
from handoff.desk.shift.definitions import CHOICES
from handoff.desk.shift.forms import LineForm

PER_PAGE = 40


def chosen_hours(request: ProgramRequest) -> int | None:
    """How many hours back were asked for; None since the reader's own last reading."""
    asked = request.GET.get("hours", "")
    return int(asked) if asked in {str(each) for each in CHOICES} else None


@requires_any(Permission.OUTREACH_DO)
def show_shift(request: ProgramRequest, program: str) -> HttpResponse:
    """Show what happened since the reader's last reading or some hours, or leave a line for the next shift."""
    form = LineForm(request.POST or None)
    response = form_action(
        request,
        form,
        lambda: services.leave_line(
            actor=request.actor,
            program=request.program,
            words=form.cleaned_data["words"],
            key=submission_key(request),
            at=request.at,
        ),
        done=_("Saved. The next shift reads it here."),
        to=("shift:show", program),
    )
    return response or render_shift(request, form)


def render_shift(request: ProgramRequest, form: LineForm) -> HttpResponse:
    program, hours = request.program, chosen_hours(request)
    since = queries.since_when(program, request.actor.user_id or 0, hours, request.at)
    found = queries.happenings(request.actor, program, since, request.at)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    lines = queries.lines_since(program, since)
    readings = list(queries.readings_after(program, lines))
    users = [each.user_id for each in page] + [each.written_by_id for each in lines]
    names = names_of([*users, *(each.user_id for each in readings)])
    record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.SHIFT_LISTED,
        details={"count": len(page)},
        people=sorted({each.person.public_id for each in page}),
    )
    context = {
        "form": form,
        "since": since,
        "hours": hours,
        "choices": CHOICES,
        "shown_at": request.at.isoformat(),
        "page": page,
        "rows": presenters.happening_rows(page.object_list, names, program),
        "lines": presenters.line_rows(lines, readings, names),
        "open": list_parts(count_outreach(program, request.actor, request.at)),
    }
    return render(request, "desk/shift/shift.html", context)


@requires_any(Permission.OUTREACH_DO)
@require_POST
def mark_read(request: ProgramRequest, program: str) -> HttpResponse:
    return post_action(
        request,
        lambda: services.mark_read(
            actor=request.actor, program=request.program, until=shown_at(request), at=request.at
        ),
        done=_("Noted. The next time, this page starts from here."),
        to=("shift:show", program),
    )


def shown_at(request: ProgramRequest) -> datetime:
    """When the page was shown on which someone says that they have read it: what came later they haven't seen."""
    try:
        sent = parse_datetime(request.POST.get("shown_at", ""))
    except ValueError:
        sent = None
    return sent if sent is not None and is_aware(sent) else request.at
