"""Pages of figures from outside: seen by month, typed, and imported."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.core.refusals import Refused
from handoff.measures.outside import presenters, queries, services
from handoff.measures.outside.forms import FiguresFileForm, MonthFiguresForm
from handoff.measures.rules.periods import periods_between
from handoff.programs.queries import local_date

YEARS_BACK = 5


def month_form(request: ProgramRequest) -> MonthFiguresForm:
    today = local_date(request.program, request.at)
    months = periods_between(date(today.year - YEARS_BACK, 1, 1), today)
    return MonthFiguresForm(
        request.POST if request.method == "POST" and "month" in request.POST else None,
        months=presenters.month_choices(months),
    )


@requires_any(Permission.MEASURES_READ, Permission.MEASURES_CLOSE)
def list_figures(request: ProgramRequest, program: str) -> HttpResponse:
    """The figures by month; the program manager and the data manager also enter them here."""
    typed = month_form(request)
    is_file = request.method == "POST" and not typed.is_bound
    from_file = FiguresFileForm(request.POST, request.FILES) if is_file else FiguresFileForm(None)
    sent = from_file if is_file else typed
    if request.method == "POST" and sent.is_valid():
        response = save_figures(request, sent)
        if response is not None:
            return response
    figures = queries.newest_figures(request.program)
    context = {
        "columns": presenters.figure_columns(),
        "rows": presenters.figure_rows(figures),
        "plots": presenters.figure_plots(figures),
        "can_enter": request.actor.can(Permission.MEASURES_CLOSE),
        "form": typed,
        "file_form": from_file,
    }
    return render(request, "measures/outside/list.html", context)


def save_figures(request: ProgramRequest, form: MonthFiguresForm | FiguresFileForm) -> HttpResponse | None:
    """Save what was typed or read and come back; None where it is refused, which the form then says."""
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
