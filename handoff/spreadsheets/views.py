"""The page on which the columns of a file are chosen, the same for every import (ADR 0057)."""

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from handoff.access.http import ProgramRequest
from handoff.core.actions import Destination, form_action
from handoff.spreadsheets.facts import Columns, Table, TableShape
from handoff.spreadsheets.forms import ColumnsForm


def show_columns(
    request: ProgramRequest,
    *,
    table: Table | None,
    shape: TableShape,
    columns: Columns,
    choose: Callable[[Columns], object],
    to: Destination,
    back: tuple[str, str],
) -> HttpResponse:
    """Show which column of a file holds what, and read it by what the user chooses; 404 once no table is kept.

    `columns` are those suggested, and `back` is the URL and the name of the page where the import started.
    """
    if table is None:
        raise Http404
    form = ColumnsForm(request.POST or None, shape=shape, table=table, columns=columns)
    response = form_action(request, form, lambda: choose(form.columns), to=to)
    if response is not None:
        return response
    start, name = back
    context = {
        "form": form,
        "rows": len(table.rows),
        "back_url": reverse(start, args=[request.program.slug]),
        "back_name": name,
    }
    return render(request, "spreadsheets/columns.html", context)
