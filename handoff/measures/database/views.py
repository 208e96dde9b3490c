"""The participant database: its page, its files, and its saved views (D2)."""

import uuid

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from handoff.access.decorators import requires_any, requires_recent_sign_in
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit import services as audit
from handoff.audit.definitions import AuditLook
from handoff.core.actions import form_action, post_action
from handoff.documents.engines.workbooks import EXCEL_TYPE
from handoff.measures.database import presenters, queries, services
from handoff.measures.database.forms import DatabaseFilterForm, ViewNameForm
from handoff.measures.database.inputs import DatabaseFilter
from handoff.programs.queries import local_date
from handoff.spreadsheets.engines.fact_sheets import write_fact_csv, write_fact_workbook

ROWS_PER_PAGE = 50


def reading_of(request: ProgramRequest) -> queries.Reading:
    return queries.Reading(request.program, request.actor, request.at)


def record_look(request: ProgramRequest, action: AuditLook, people: list[int], columns: list[str]) -> None:
    """Name in one audit row each person whose row is shown, and the columns."""
    audit.record_read(
        actor=request.actor,
        at=request.at,
        action=action,
        details={"count": len(people), "columns": columns},
        people=queries.public_ids(people),
    )


@requires_any(Permission.RECORDS_EXPORT)
def show_database(request: ProgramRequest, program: str) -> HttpResponse:
    """Show a row a person with the columns that are chosen; save the choice under a name."""
    form = DatabaseFilterForm(request.GET, program=request.program)
    wanted, name_form = form.wanted, ViewNameForm(request.POST or None)
    response = form_action(
        request,
        name_form,
        lambda: services.save_view(
            actor=request.actor,
            program=request.program,
            name=name_form.cleaned_data["name"],
            wanted=wanted,
            at=request.at,
        ),
        done=_("The filter was saved."),
        to=lambda view: (f"{request.path}?{view.query}",),
    )
    if response is not None:
        return response
    context = {"form": form, "name_form": name_form, **page_context(request, wanted)}
    return render(request, "measures/database/database.html", context)


def page_context(request: ProgramRequest, wanted: DatabaseFilter) -> dict[str, object]:
    """One page of the rows, everyone on it named in the audit row."""
    of, columns = reading_of(request), presenters.page_columns(wanted)
    page = Paginator(queries.find_people(wanted, of), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    people = list(page.object_list)
    record_look(request, AuditLook.DATABASE_OPENED, people, [each.key for each in columns])
    return {
        "filtered": not wanted.is_usual,
        "query": wanted.query,
        "views": queries.saved_views(request.program),
        "page": page,
        "columns": presenters.table_columns(wanted),
        "rows": presenters.table_rows(request.program, columns, queries.read_values(people, columns, of)),
    }


@requires_recent_sign_in
@requires_any(Permission.RECORDS_EXPORT)
@require_safe
def download_database(request: ProgramRequest, program: str, kind: str) -> HttpResponse:
    """Download every row that the page's filter leaves, as Excel or CSV; with `whole`, every column too."""
    if kind not in {"xlsx", "csv"}:
        raise Http404
    wanted, of = DatabaseFilterForm(request.GET, program=request.program).wanted, reading_of(request)
    columns = presenters.file_columns(wanted, whole="whole" in request.GET)
    people = queries.find_people(wanted, of)
    record_look(request, AuditLook.DATABASE_EXPORTED, people, [each.key for each in columns])
    sheet = presenters.fact_sheet(request.program, columns, queries.read_values(people, columns, of))
    if kind == "csv":
        content, media_type = write_fact_csv(sheet), "text/csv; charset=utf-8"
    else:
        workers = dict(queries.workers_of(request.program))
        about = presenters.about_file(request.program, wanted, len(people), request.at, workers)
        content, media_type = write_fact_workbook(sheet, about=about), EXCEL_TYPE
    response = HttpResponse(content, content_type=media_type)
    day = local_date(request.program, request.at).isoformat()
    response["Content-Disposition"] = f'attachment; filename="participants-{day}.{kind}"'
    return response


@requires_any(Permission.RECORDS_EXPORT)
@require_POST
def delete_view(request: ProgramRequest, program: str, view_id: uuid.UUID) -> HttpResponse:
    view = queries.find_view(request.program, view_id)
    if view is None:
        raise Http404
    return post_action(
        request,
        lambda: services.delete_view(actor=request.actor, view=view, at=request.at),
        done=_("The filter was deleted. No record was changed."),
        to=("database:database", program),
    )
