"""Pages to import a court's calendar (J4)."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit.definitions import AuditLook
from handoff.audit.services import record_read
from handoff.core.actions import form_action, post_action
from handoff.core.refusals import refusal_message
from handoff.spreadsheets.batches.services import suggested_columns
from handoff.spreadsheets.models import ImportBatch
from handoff.spreadsheets.queries import batches_of, chosen_columns, find_batch, uploaded_table
from handoff.spreadsheets.views import show_columns
from handoff.staffing.court_files import policies, presenters, services
from handoff.staffing.court_files.forms import CalendarFileForm, WhoForm
from handoff.staffing.court_files.readers.columns import SHAPE

MOST_LISTED = 30


def file_or_404(request: ProgramRequest, file_id: uuid.UUID) -> ImportBatch:
    batch = find_batch(request.program.pk, SHAPE.kind, file_id)
    if batch is None or refusal_message(policies.check_can_open_calendar, request.actor, batch):
        raise Http404
    return batch


@requires_any(Permission.OUTREACH_DO)
def start_import(request: ProgramRequest, program: str) -> HttpResponse:
    """Read a calendar; nothing changes before someone has said who the people in it are."""
    if refusal_message(policies.check_can_import_calendars, request.actor, request.program.pk):
        raise Http404
    form = CalendarFileForm(request.POST or None, request.FILES or None)
    response = form_action(
        request,
        form,
        lambda: services.read_file(
            actor=request.actor,
            program=request.program,
            source_name=form.cleaned_data["source_name"],
            content=form.cleaned_data["upload"].read(),
            at=request.at,
        ),
        to=lambda batch: (
            "court_files:file" if chosen_columns(batch) else "court_files:columns",
            program,
            batch.public_id,
        ),
        field="upload",
    )
    if response is not None:
        return response
    context = {"form": form, "files": batches_of(request.program.pk, SHAPE.kind)[:MOST_LISTED]}
    return render(request, "staffing/court_files/start.html", context)


@requires_any(Permission.OUTREACH_DO)
def choose_columns(request: ProgramRequest, program: str, court_file_id: uuid.UUID) -> HttpResponse:
    """Show which column of a calendar holds what, and read it by what the user chooses."""
    batch = file_or_404(request, court_file_id)
    return show_columns(
        request,
        # After an import only the lines that it left out are kept.
        table=uploaded_table(batch) if batch.imported_at is None else None,
        shape=SHAPE,
        columns=suggested_columns(batch, SHAPE),
        choose=lambda columns: services.choose_columns(
            actor=request.actor, batch=batch, columns=columns, at=request.at
        ),
        to=("court_files:file", program, court_file_id),
        back=("court_files:start", _("Import a court's calendar")),
    )


@requires_any(Permission.OUTREACH_DO)
def show_file(request: ProgramRequest, program: str, court_file_id: uuid.UUID) -> HttpResponse:
    """Show which participants a calendar may name, import it with the answers, or undo that."""
    batch = file_or_404(request, court_file_id)
    here = ("court_files:file", program, batch.public_id)
    if request.POST.get("do") == "undo":
        return post_action(
            request,
            lambda: services.undo_file(actor=request.actor, batch=batch, at=request.at),
            to=here,
            done=_("The import was undone."),
        )
    shown = presenters.calendar_page(batch, request.actor, request.at)
    form = WhoForm(request.POST or None, asked=shown.asked)
    response = form_action(
        request,
        form,
        lambda: services.import_file(actor=request.actor, batch=batch, answers=form.answers, at=request.at),
        done=_("Imported. The court dates are on the records and on the workers' home pages."),
        to=here,
    )
    if response is not None:
        return response
    record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.COURT_FILE_SHOWN,
        subject=batch.public_id,
        people=shown.people,
    )
    return render(request, "staffing/court_files/file.html", {"shown": shown, "form": form})
