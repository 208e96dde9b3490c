"""Pages to import a program's own workbook (D2, P6, ADR 0066)."""

import uuid

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handoff.access.decorators import requires_all, requires_any, requires_recent_sign_in
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit.definitions import AuditLook
from handoff.audit.services import record_read
from handoff.core.actions import form_action, post_action
from handoff.core.refusals import refusal_message
from handoff.documents.engines.workbooks import EXCEL_TYPE
from handoff.spreadsheets.models import ImportBatch
from handoff.spreadsheets.queries import batches_of, chosen_columns, find_batch, uploaded_table
from handoff.spreadsheets.views import show_columns
from handoff.workbooks import policies, presenters, queries, services
from handoff.workbooks.forms import QuestionsForm, WorkbookForm
from handoff.workbooks.readers.columns import SHAPE

MOST_FILES = 30
MOST_QUESTIONS = 60
ROWS_PER_PAGE = 50


def workbook_or_404(request: ProgramRequest, workbook_id: uuid.UUID) -> ImportBatch:
    batch = find_batch(request.program.pk, SHAPE.kind, workbook_id)
    if batch is None or refusal_message(policies.check_can_import_workbooks, request.actor, batch.program_id):
        raise Http404
    return batch


def waiting_or_404(request: ProgramRequest, workbook_id: uuid.UUID) -> ImportBatch:
    """A workbook whose rows are still kept."""
    batch = workbook_or_404(request, workbook_id)
    if uploaded_table(batch) is None:
        raise Http404
    return batch


@requires_any(Permission.RECORDS_EXPORT)
def start_import(request: ProgramRequest, program: str) -> HttpResponse:
    """Read a workbook; nothing is imported before it has been shown. List the workbooks of the program."""
    form = WorkbookForm(request.POST or None, request.FILES or None)
    response = form_action(
        request,
        form,
        lambda: services.read_file(
            actor=request.actor,
            program=request.program,
            source_name=form.cleaned_data["source_name"],
            content=form.cleaned_data["upload"].read(),
            sheet=form.cleaned_data["sheet"],
            at=request.at,
        ),
        to=lambda batch: (
            "workbooks:show" if chosen_columns(batch) else "workbooks:columns",
            program,
            batch.public_id,
        ),
        field="upload",
    )
    if response is not None:
        return response
    files = batches_of(request.program.pk, SHAPE.kind)[:MOST_FILES]
    return render(request, "workbooks/start.html", {"form": form, "files": files})


@requires_any(Permission.RECORDS_EXPORT)
def choose_columns(request: ProgramRequest, program: str, workbook_id: uuid.UUID) -> HttpResponse:
    """Show which column of a workbook holds what, and read it by what the user chooses."""
    batch = waiting_or_404(request, workbook_id)
    return show_columns(
        request,
        table=uploaded_table(batch),
        shape=SHAPE,
        columns=services.columns_suggested(batch),
        choose=lambda columns: services.choose_columns(
            actor=request.actor, batch=batch, columns=columns, at=request.at
        ),
        to=("workbooks:show", program, workbook_id),
        back=("workbooks:start", _("Import a workbook")),
    )


@requires_any(Permission.RECORDS_EXPORT)
def answer_questions(request: ProgramRequest, program: str, workbook_id: uuid.UUID) -> HttpResponse:
    """Ask what only a person can say: what a value means, whose row it is, which of two values is right."""
    batch = waiting_or_404(request, workbook_id)
    here = ("workbooks:show", program, workbook_id)
    if request.POST.get("do") == "likely":
        return post_action(
            request,
            lambda: services.answer_likely(actor=request.actor, batch=batch, at=request.at),
            to=here,
            done=_("Saved."),
        )
    plan = presenters.plan_of(batch, request.at)
    questions = services.questions_in(plan)
    form = QuestionsForm(request.POST or None, questions=questions[:MOST_QUESTIONS])
    response = form_action(
        request,
        form,
        lambda: services.answer_questions(
            actor=request.actor, batch=batch, answers=form.answers, at=request.at
        ),
        done=form.outcome,
        to=here,
    )
    if response is not None:
        return response
    people = presenters.asked_people(questions[:MOST_QUESTIONS], plan)
    record_shown(request, batch, people)
    likely = sum(1 for each in questions if each.likely)
    context = {"form": form, "batch": batch, "count": len(questions), "likely": likely, "asked": form.asked}
    return render(request, "workbooks/questions.html", context)


def record_shown(request: ProgramRequest, batch: ImportBatch, people: list[str]) -> None:
    record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.WORKBOOK_SHOWN,
        subject=batch.public_id,
        people=people,
    )


@requires_any(Permission.RECORDS_EXPORT)
def show_workbook(request: ProgramRequest, program: str, workbook_id: uuid.UUID) -> HttpResponse:
    """Show what a workbook would do, import it, or undo that."""
    batch = workbook_or_404(request, workbook_id)
    here = ("workbooks:show", program, batch.public_id)
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
            done=_("The workbook was imported."),
        )
    if batch.imported_at is None and not chosen_columns(batch):
        return redirect("workbooks:columns", program, workbook_id)
    plan = presenters.plan_of(batch, request.at)
    shown = presenters.workbook_page(batch, request.actor, plan)
    people = [str(each.person.public_id) for each in plan if each.person is not None]
    record_shown(request, batch, [*people, *(str(each.public_id) for each in shown.kept)])
    return render(request, "workbooks/show.html", {"shown": shown})


@requires_all(Permission.PARTICIPANT_READ, Permission.CONSENT_RECORD)
@require_safe
def list_without_roi(request: ProgramRequest, program: str) -> HttpResponse:
    """The participants that a workbook brought and who have no active release: to ask when they are next met."""
    page = Paginator(queries.people_without_roi(request.program, request.at), ROWS_PER_PAGE)
    shown = page.get_page(request.GET.get("page"))
    record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.IMPORTED_WITHOUT_ROI_LISTED,
        details={"count": len(shown.object_list)},
        people=[each.person.public_id for each, _words in shown.object_list],
    )
    return render(request, "workbooks/without_roi.html", {"page": shown})


@requires_recent_sign_in
@requires_any(Permission.RECORDS_EXPORT)
@require_safe
def download_held(request: ProgramRequest, program: str, workbook_id: uuid.UUID) -> HttpResponse:
    """Download the rows that an import leaves out, with their reasons."""
    batch = waiting_or_404(request, workbook_id)
    plan = presenters.plan_of(batch, request.at)
    record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.WORKBOOK_ROWS_DOWNLOADED,
        subject=batch.public_id,
        details={"count": len(services.held_rows(plan))},
    )
    response = HttpResponse(presenters.held_workbook(batch, plan), content_type=EXCEL_TYPE)
    response["Content-Disposition"] = 'attachment; filename="rows-held-back.xlsx"'
    return response
