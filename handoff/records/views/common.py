"""What the pages of the registers share: finding a record, the form page, and buttons that act at once."""

import uuid
from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from handoff.access.http import ProgramRequest
from handoff.audit.definitions import AuditAction
from handoff.audit.services import record_read
from handoff.core.forms import Form
from handoff.core.refusals import Refused
from handoff.programs.models import Program

Record = TypeVar("Record")


def record_or_404(
    find: Callable[[Program, uuid.UUID], Record | None], request: ProgramRequest, public_id: uuid.UUID
) -> Record:
    """A record of the request's program; one of another program gets the same 404 as an unknown URL."""
    record = find(request.program, public_id)
    if record is None:
        raise Http404
    return record


def form_action(
    request: ProgramRequest,
    form: Form,
    action: Callable[[], object],
    *,
    heading: str,
    done: str,
    to: tuple[str, *tuple[str | uuid.UUID, ...]],
    **context: object,
) -> HttpResponse:
    """Show a form; once it is valid, run the action and redirect. A refusal is shown on the form."""
    if request.method == "POST" and form.is_valid():
        try:
            action()
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect(*to)
    return render(request, "records/form.html", {"form": form, "heading": heading, "back": to, **context})


def post_action(
    request: ProgramRequest,
    action: Callable[[], object],
    *,
    done: str,
    to: tuple[str, *tuple[str | uuid.UUID, ...]],
) -> HttpResponse:
    """Run an action, show a message with the result, and redirect."""
    try:
        action()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(*to)


def log_view(request: ProgramRequest, action: AuditAction, subject: object = "", **details: object) -> None:
    """Audit the view before the page is rendered."""
    record_read(actor=request.actor, at=request.at, action=action, subject=subject, details=details)


def saved_text() -> str:
    return _("Saved.")
