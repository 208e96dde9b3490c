"""What the pages of the registers share: finding a record, the form page, and the audit row of a view."""

import uuid
from collections.abc import Callable, Iterable
from typing import TypeVar

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from handoff.access.http import ProgramRequest
from handoff.audit.definitions import AuditLook
from handoff.audit.services import record_read
from handoff.core.actions import Destination, form_action
from handoff.core.forms import Form
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


def show_or_act(
    request: ProgramRequest,
    form: Form,
    action: Callable[[], object],
    *,
    heading: str,
    done: str,
    to: Destination,
    **context: object,
) -> HttpResponse:
    """Run the action of a form and redirect, or show the form on the page that the registers share."""
    response = form_action(request, form, action, done=done, to=to)
    if response is not None:
        return response
    return render(request, "records/form.html", {"form": form, "heading": heading, "back": to, **context})


def log_view(
    request: ProgramRequest,
    action: AuditLook,
    subject: object = "",
    *,
    people: Iterable[uuid.UUID] = (),
    **details: object,
) -> None:
    """Audit the view before the page is rendered."""
    record_read(
        actor=request.actor, at=request.at, action=action, subject=subject, details=details, people=people
    )


def saved_text() -> str:
    return _("Saved.")
