"""Import a file of services, and export the directory."""

import json
import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.core.actions import form_action, post_action
from handoff.directory import queries, services
from handoff.directory.forms.imports import ImportForm
from handoff.directory.forms.search import SearchForm
from handoff.directory.models import DirectoryImport
from handoff.directory.presenters import files, tables
from handoff.directory.readers.tables import SHAPE
from handoff.directory.services import importing
from handoff.documents.engines.workbooks import EXCEL_TYPE, Sheet, write_csv, write_workbook
from handoff.spreadsheets.views import show_columns


def import_or_404(request: ProgramRequest, import_id: uuid.UUID) -> DirectoryImport:
    batch = queries.find_import(request.program, import_id)
    if batch is None:
        raise Http404
    return batch


@requires_any(Permission.DIRECTORY_EDIT)
def start_import(request: ProgramRequest, program: str) -> HttpResponse:
    """Read a file of services; nothing changes before it has been shown."""
    form = ImportForm(request.POST or None, request.FILES or None)
    response = form_action(
        request,
        form,
        lambda: services.read_import(
            actor=request.actor,
            program=request.program,
            source_name=form.cleaned_data["source_name"],
            files=form.named_files(),
            at=request.at,
        ),
        to=lambda batch: (
            "directory:columns" if importing.needs_columns(batch) else "directory:import",
            program,
            batch.public_id,
        ),
        field="uploads",
    )
    if response is not None:
        return response
    context = {"form": form, "imports": queries.imports_of(request.program)}
    return render(request, "directory/start_import.html", context)


@requires_any(Permission.DIRECTORY_EDIT)
def choose_columns(request: ProgramRequest, program: str, import_id: uuid.UUID) -> HttpResponse:
    """Show which column of a table holds what, and read it by what the user chooses."""
    batch = import_or_404(request, import_id)
    return show_columns(
        request,
        table=importing.table_in(batch) if batch.imported_at is None else None,
        shape=SHAPE,
        columns=batch.columns,
        choose=lambda columns: importing.choose_columns(
            actor=request.actor, batch=batch, columns=columns, at=request.at
        ),
        to=("directory:import", program, import_id),
        back=("directory:start_import", _("Import services")),
    )


@requires_any(Permission.DIRECTORY_EDIT)
def show_import(request: ProgramRequest, program: str, import_id: uuid.UUID) -> HttpResponse:
    """Show what a file would change, import it, or undo it."""
    batch = import_or_404(request, import_id)
    here = ("directory:import", program, batch.public_id)
    if request.POST.get("do") == "undo":
        return post_action(
            request,
            lambda: services.undo_import(actor=request.actor, batch=batch, at=request.at),
            to=here,
            done=_("The import was undone."),
        )
    if request.method == "POST":
        return post_action(
            request,
            lambda: services.apply_import(actor=request.actor, batch=batch, at=request.at),
            to=here,
            done=_("The file was imported."),
        )
    return render(request, "directory/import.html", {"shown": files.import_page(batch)})


@requires_any(Permission.DIRECTORY_READ)
def download_directory(request: ProgramRequest, program: str, kind: str) -> HttpResponse:
    """The services that the search finds, as HSDS (JSON, or its tables in a zip file), CSV or Excel."""
    form = SearchForm(request.GET, languages=queries.languages_in_use(request.program))
    found = queries.with_details(queries.search_services(request.program, form.search(), request.at))
    if kind == "json":
        content: bytes = json.dumps(files.hsds_file(found), ensure_ascii=False, indent=1).encode()
        media_type = "application/json"
    elif kind == "csv":
        content = write_csv(files.columns(), files.table_rows(found))
        media_type = "text/csv; charset=utf-8"
    elif kind == "xlsx":
        sheet = Sheet(_("Services"), files.columns(), list(files.table_rows(found)))
        content, media_type = write_workbook([sheet]), EXCEL_TYPE
    elif kind == "zip":
        content, media_type = tables.hsds_zip(found), "application/zip"
    else:
        raise Http404
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="services.{kind}"'
    return response
