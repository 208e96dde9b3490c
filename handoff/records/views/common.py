"""What these pages share: finding the record or answering as if there were none, and the form page."""

import uuid
from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from handoff.access.http import ProgramRequest
from handoff.audit.services import record_read
from handoff.core.forms import Form
from handoff.core.refusals import Refused
from handoff.programs.models import Program

Record = TypeVar("Record")


def record_or_404(
    find: Callable[[Program, uuid.UUID], Record | None], request: ProgramRequest, public_id: uuid.UUID
) -> Record:
    """Return a record of the request's program, or answer as for an address that does not exist."""
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
    """Show a form; when it is filled in rightly, act and go on; a refusal is shown on the form."""
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
    """Act at one press, say what came of it, and go back."""
    try:
        action()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(*to)


def log_view(request: ProgramRequest, action: str, subject: object = "", **details: object) -> None:
    """Write the look down before the page is rendered."""
    record_read(actor=request.actor, at=request.at, action=action, subject=subject, details=details)


def saved_text() -> str:
    return _("Saved.")
