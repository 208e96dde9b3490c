"""Pages to import a file of charges and to confirm likely matches (J1, ADR 0062)."""

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
from handoff.staffing.imports import policies, presenters, services
from handoff.staffing.imports.forms import ChargeFileForm, ConfirmForm
from handoff.staffing.imports.readers.columns import SHAPE

MOST_LISTED = 30
MOST_CONFIRMED = 100


def file_or_404(request: ProgramRequest, file_id: uuid.UUID) -> ImportBatch:
    batch = find_batch(request.program.pk, SHAPE.kind, file_id)
    if batch is None or refusal_message(policies.check_can_open_file, request.actor, batch):
        raise Http404
    return batch


@requires_any(Permission.CHARGES_RECORD_NEW, Permission.CHARGES_REVIEW)
def start_import(request: ProgramRequest, program: str) -> HttpResponse:
    """Read a file of charges; nothing is sent before it has been shown. List the files that one may open."""
    may_send = request.actor.can(Permission.CHARGES_RECORD_NEW)
    if not may_send and not policies.can_compare(request.actor):
        raise Http404
    form = ChargeFileForm(request.POST or None, request.FILES or None)
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
            "staffing:charge_file" if chosen_columns(batch) else "staffing:charge_columns",
            program,
            batch.public_id,
        ),
        field="upload",
    )
    if response is not None:
        return response
    context = {"form": form, "may_send": may_send, "files": own_files(request)}
    return render(request, "staffing/imports/start.html", context)


def own_files(request: ProgramRequest) -> list[ImportBatch]:
    """The newest files that the user may open."""
    files = batches_of(request.program.pk, SHAPE.kind)[:MOST_LISTED]
    return [each for each in files if not refusal_message(policies.check_can_open_file, request.actor, each)]


@requires_any(Permission.CHARGES_RECORD_NEW)
def choose_columns(request: ProgramRequest, program: str, charge_file_id: uuid.UUID) -> HttpResponse:
    """Show which column of a file holds what, and read it by what the user chooses."""
    batch = file_or_404(request, charge_file_id)
    return show_columns(
        request,
        # After an import only the lines that it left out are kept.
        table=uploaded_table(batch) if batch.imported_at is None else None,
        shape=SHAPE,
        columns=suggested_columns(batch, SHAPE),
        choose=lambda columns: services.choose_columns(
            actor=request.actor, batch=batch, columns=columns, at=request.at
        ),
        to=("staffing:charge_file", program, charge_file_id),
        back=("staffing:import_charges", _("Import charges")),
    )


@requires_any(Permission.CHARGES_RECORD_NEW, Permission.CHARGES_REVIEW)
def show_file(request: ProgramRequest, program: str, charge_file_id: uuid.UUID) -> HttpResponse:
    """Show what a file would do, send it to the team, or undo that."""
    batch = file_or_404(request, charge_file_id)
    here = ("staffing:charge_file", program, batch.public_id)
    if request.POST.get("do") == "undo":
        return post_action(
            request,
            lambda: services.undo_file(actor=request.actor, batch=batch, at=request.at),
            to=here,
            done=_("The import was undone."),
        )
    if request.method == "POST":
        return post_action(
            request,
            lambda: services.import_file(actor=request.actor, batch=batch, at=request.at),
            to=here,
            done=_("Sent. If someone in the file is a participant, or may be one, the team compares them."),
        )
    shown = presenters.file_page(batch, request.actor, request.at)
    record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.CHARGE_FILE_SHOWN,
        subject=batch.public_id,
        people=[each.person.public_id for each in shown.kept],
    )
    return render(request, "staffing/imports/file.html", {"shown": shown})


def bind_confirm_form(request: ProgramRequest, matches: list[services.LikelyMatch]) -> ConfirmForm:
    return ConfirmForm(
        request.POST or None,
        choices=presenters.likely_choices(matches, request.at),
        all_checked="all" in request.GET,
        with_court_dates=presenters.offers_court_dates(request.actor, matches, request.at),
    )


@requires_any(Permission.PARTICIPANT_READ)
def confirm_matches(request: ProgramRequest, program: str) -> HttpResponse:
    """Show the charges whose name and birth date agree with one participant, and link those that are confirmed."""
    if not policies.can_compare(request.actor):
        raise Http404
    matches = services.likely_matches(request.program)[:MOST_CONFIRMED]
    form = bind_confirm_form(request, matches)
    response = form_action(
        request,
        form,
        lambda: services.confirm_matches(
            actor=request.actor,
            program=request.program,
            report_ids=form.report_ids,
            at=request.at,
            with_court_dates=form.cleaned_data.get("court_dates", False),
        ),
        done=_(
            "Saved. The charges are on the participants' records, and those who may see them are notified."
        ),
        to=("staffing:reports", program),
    )
    if response is not None:
        return response
    record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.CHARGE_REPORTS_LISTED,
        details={"count": len(matches)},
        people=[each.candidate.public_id for each in matches],
    )
    return render(request, "staffing/imports/likely.html", {"form": form, "matches": matches})
