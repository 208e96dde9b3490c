"""Pages to import events before and after referrals from a table (M12)."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handoff.access.decorators import requires_all, requires_recent_sign_in
from handoff.access.http import ProgramRequest
from handoff.audit.definitions import AuditLook
from handoff.audit.services import record_read
from handoff.core.actions import form_action, post_action
from handoff.core.refusals import refusal_message
from handoff.documents.engines.workbooks import EXCEL_TYPE
from handoff.enrollment.look_back.files import presenters, queries, services
from handoff.enrollment.look_back.files.forms import EventFileForm
from handoff.enrollment.look_back.files.readers import SHAPE
from handoff.enrollment.safety.policies import READING, check_is_care_team
from handoff.spreadsheets.batches.services import suggested_columns
from handoff.spreadsheets.models import ImportBatch
from handoff.spreadsheets.queries import batches_of, chosen_columns, find_batch, uploaded_table
from handoff.spreadsheets.views import show_columns

MOST_LISTED = 30


def file_or_404(request: ProgramRequest, file_id: uuid.UUID) -> ImportBatch:
    batch = find_batch(request.program.pk, SHAPE.kind, file_id)
    if batch is None or refusal_message(check_is_care_team, request.actor, batch.program_id):
        raise Http404
    return batch


@requires_all(*READING)
def start_import(request: ProgramRequest, program: str) -> HttpResponse:
    """Read a table; nothing changes before its preview was looked at."""
    if refusal_message(check_is_care_team, request.actor, request.program.pk):
        raise Http404
    form = EventFileForm(request.POST or None, request.FILES or None)
    response = form_action(
        request,
        form,
        lambda: services.read_file(
            actor=request.actor,
            program=request.program,
            source=form.cleaned_data["source"],
            content=form.cleaned_data["upload"].read(),
            at=request.at,
        ),
        to=lambda batch: (
            "look_back_files:file" if chosen_columns(batch) else "look_back_files:columns",
            program,
            batch.public_id,
        ),
        field="upload",
    )
    if response is not None:
        return response
    context = {"form": form, "files": batches_of(request.program.pk, SHAPE.kind)[:MOST_LISTED]}
    return render(request, "enrollment/look_back_files/start.html", context)


@requires_all(*READING)
def choose_columns(request: ProgramRequest, program: str, look_back_file_id: uuid.UUID) -> HttpResponse:
    """Show which column of a table holds what, and read it by what the user chooses."""
    batch = file_or_404(request, look_back_file_id)
    return show_columns(
        request,
        # After an import only the rows that it left out are kept.
        table=uploaded_table(batch) if batch.imported_at is None else None,
        shape=SHAPE,
        columns=suggested_columns(batch, SHAPE),
        choose=lambda columns: services.choose_columns(
            actor=request.actor, batch=batch, columns=columns, at=request.at
        ),
        to=("look_back_files:file", program, look_back_file_id),
        back=("look_back_files:start", _("Import events before and after")),
    )


@requires_all(*READING)
def show_file(request: ProgramRequest, program: str, look_back_file_id: uuid.UUID) -> HttpResponse:
    """Show what a table would add, row by row, import it, or undo that."""
    batch = file_or_404(request, look_back_file_id)
    if request.method == "POST":
        undoes = request.POST.get("do") == "undo"
        act = services.undo_file if undoes else services.import_file
        return post_action(
            request,
            lambda: act(actor=request.actor, batch=batch, at=request.at),
            to=("look_back_files:file", program, batch.public_id),
            done=_("The import was undone.") if undoes else _("Imported."),
        )
    shown = presenters.events_page(batch, request.actor, request.at)
    record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.LOOK_BACK_FILE_SHOWN,
        subject=batch.public_id,
        people=shown.people,
    )
    return render(request, "enrollment/look_back_files/file.html", {"shown": shown})


@requires_recent_sign_in
@requires_all(*READING)
@require_safe
def download_refused(request: ProgramRequest, program: str, look_back_file_id: uuid.UUID) -> HttpResponse:
    """Download the rows that an import doesn't take, or didn't, with their reasons."""
    batch = file_or_404(request, look_back_file_id)
    refused = queries.rows_refused(batch, request.actor, request.at)
    if not refused:
        raise Http404
    record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.LOOK_BACK_ROWS_DOWNLOADED,
        subject=batch.public_id,
        details={"count": len(refused)},
        people=queries.participants_in(batch, refused),
    )
    response = HttpResponse(presenters.refused_workbook(batch, refused), content_type=EXCEL_TYPE)
    response["Content-Disposition"] = 'attachment; filename="rows-not-taken.xlsx"'
    return response
