"""Pages of figures from outside: seen by month, typed, and imported."""

import uuid
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.core.actions import form_action, post_action
from handoff.core.refusals import Refused
from handoff.measures.outside import presenters, queries, services
from handoff.measures.outside.forms import FiguresFileForm, MonthFiguresForm
from handoff.measures.outside.readers import SHAPE
from handoff.measures.rules.periods import periods_between
from handoff.programs.queries import local_date
from handoff.spreadsheets.batches.services import suggested_columns
from handoff.spreadsheets.models import ImportBatch
from handoff.spreadsheets.queries import batches_of, chosen_columns, find_batch, uploaded_table
from handoff.spreadsheets.views import show_columns

YEARS_BACK = 5
MOST_LISTED = 30


def month_form(request: ProgramRequest) -> MonthFiguresForm:
    today = local_date(request.program, request.at)
    months = periods_between(date(today.year - YEARS_BACK, 1, 1), today)
    return MonthFiguresForm(
        request.POST if request.method == "POST" and "month" in request.POST else None,
        months=presenters.month_choices(months),
    )


@requires_any(Permission.MEASURES_READ, Permission.MEASURES_CLOSE)
def list_figures(request: ProgramRequest, program: str) -> HttpResponse:
    """The figures by month; the program manager and the data manager also enter them here, or read a file."""
    typed = month_form(request)
    is_file = request.method == "POST" and not typed.is_bound
    from_file = FiguresFileForm(request.POST, request.FILES) if is_file else FiguresFileForm(None)
    response = read_file(request, from_file) if is_file else save_month(request, typed)
    if response is not None:
        return response
    figures = queries.newest_figures(request.program)
    can_enter = request.actor.can(Permission.MEASURES_CLOSE)
    context = {
        "columns": presenters.figure_columns(),
        "rows": presenters.figure_rows(figures),
        "plots": presenters.figure_plots(figures),
        "can_enter": can_enter,
        "form": typed,
        "file_form": from_file,
        "files": batches_of(request.program.pk, SHAPE.kind)[:MOST_LISTED] if can_enter else [],
    }
    return render(request, "measures/outside/list.html", context)


def save_month(request: ProgramRequest, form: MonthFiguresForm) -> HttpResponse | None:
    """Save what was typed and come back; None where it is refused, which the form then says."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        count = services.enter_figures(
            actor=request.actor,
            program=request.program,
            months=form.figures,
            source=form.cleaned_data["source"],
            at=request.at,
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, presenters.entered_words(count))
    return redirect("outside:list", request.program.slug)


def read_file(request: ProgramRequest, form: FiguresFileForm) -> HttpResponse | None:
    """Read a file and show what it would change; None where it can't be read, which the form then says."""
    return form_action(
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
            "outside:file" if chosen_columns(batch) else "outside:columns",
            request.program.slug,
            batch.public_id,
        ),
        field="upload",
    )


def file_or_404(request: ProgramRequest, file_id: uuid.UUID) -> ImportBatch:
    batch = find_batch(request.program.pk, SHAPE.kind, file_id)
    if batch is None:
        raise Http404
    return batch


@requires_any(Permission.MEASURES_CLOSE)
def choose_columns(request: ProgramRequest, program: str, outside_file_id: uuid.UUID) -> HttpResponse:
    """Show which column of a file holds what, and read it by what the user chooses."""
    batch = file_or_404(request, outside_file_id)
    return show_columns(
        request,
        table=uploaded_table(batch),
        shape=SHAPE,
        columns=suggested_columns(batch, SHAPE),
        choose=lambda columns: services.choose_columns(
            actor=request.actor, batch=batch, columns=columns, at=request.at
        ),
        to=("outside:file", program, outside_file_id),
        back=("outside:list", _("Figures from outside")),
    )


@requires_any(Permission.MEASURES_CLOSE)
def show_file(request: ProgramRequest, program: str, outside_file_id: uuid.UUID) -> HttpResponse:
    """Show what a file would change beside what stands now, import it, or undo that."""
    batch = file_or_404(request, outside_file_id)
    if request.method == "POST":
        undoes = request.POST.get("do") == "undo"
        act = services.undo_file if undoes else services.import_file
        return post_action(
            request,
            lambda: act(actor=request.actor, batch=batch, at=request.at),
            to=("outside:file", program, batch.public_id),
            done=_("The import was undone.") if undoes else _("Imported."),
        )
    shown = presenters.file_page(batch, request.actor)
    return render(request, "measures/outside/file.html", {"shown": shown})
