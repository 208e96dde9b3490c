"""Pages of the opportunity analysis: the uploaded list is read in memory and never stored (E7)."""

import json

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.core.actions import form_action
from handoff.core.refusals import Refused
from handoff.core.uploads import keep_uploads_in_memory
from handoff.documents.engines.workbooks import write_csv
from handoff.eligibility.queries import current_criteria
from handoff.opportunity import queries, services
from handoff.opportunity.facts import Table
from handoff.opportunity.forms import ArrestListForm, ColumnsForm, unsign_headings
from handoff.opportunity.presenters.figures_file import sign_figures, unsign_figures
from handoff.opportunity.presenters.page import criteria_label, present_run
from handoff.opportunity.readers.arrest_list import read_bytes
from handoff.opportunity.readers.headings import detect_columns
from handoff.opportunity.services import find_or_load_columns, run_opportunity
from handoff.spreadsheets.readers.tables import MOST_BYTES, UnusableFile

MOST_SENT = MOST_BYTES + 1024 * 1024
"""The size of a whole request: the file and the form fields around it."""


@keep_uploads_in_memory(max_bytes=MOST_SENT)
@requires_any(Permission.OPPORTUNITY_RUN)
def analyze_list(request: ProgramRequest, program: str) -> HttpResponse:
    """Ask for a list of arrests and show its figures, or ask for its columns where the charge has no known heading."""
    form = bind_list_form(request)
    if request.method == "POST" and form.is_valid():
        try:
            table = read_bytes(form.content)
            if request.POST.get("do") == "columns" or not (form.chosen or names_a_charge(table)):
                return render_columns(request, table, form)
            return render_result(request, table, form)
        except Refused as refusal:
            form.add_error("file" if isinstance(refusal, UnusableFile) else None, str(refusal))
    version = current_criteria(request.program, request.at)
    context = {
        "form": form,
        "current": version,
        "criteria": criteria_label(version.number if version else None),
    }
    return render(request, "opportunity/opportunity.html", context)


def bind_list_form(request: ProgramRequest) -> ArrestListForm:
    """The submitted form, or an empty one with the saved columns that the URL names chosen."""
    mappings = queries.arrest_list_mappings(request.program)
    if request.method != "POST":
        return ArrestListForm(mappings=mappings, initial={"mapping": request.GET.get("columns", "")})
    form = ArrestListForm(request.POST, request.FILES, mappings=mappings)
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_SENT:
        form.fields["file"].error_messages["required"] = _(
            "The file is larger than 50 megabytes. Split it by year and try again."
        )
    return form


def names_a_charge(table: Table) -> bool:
    """True when a heading is known to hold the charge."""
    found = detect_columns(table.headings)
    return found.has("statute") or found.has("description")


def render_result(request: ProgramRequest, table: Table, form: ArrestListForm) -> HttpResponse:
    run = run_opportunity(
        actor=request.actor,
        program=request.program,
        table=table,
        columns=find_or_load_columns(table, form.chosen),
        at=request.at,
    )
    shown = present_run(run)
    context = {
        "shown": shown,
        "run": run,
        "figures": sign_figures(run, shown, request.program.pk),
        "mapping": form.chosen,
    }
    return render(request, "opportunity/result.html", context)


def render_columns(request: ProgramRequest, table: Table, form: ArrestListForm) -> HttpResponse:
    """Ask which heading holds which fact, starting from the saved columns if some were chosen."""
    chosen = form.chosen
    saved = (
        {fact: heading for fact, heading in chosen.columns.items() if heading in table.headings}
        if chosen
        else {}
    )
    start: dict[str, str] = {**saved, **({"name": chosen.name} if chosen else {})}
    context = {
        "form": ColumnsForm.of(table.headings, start),
        "asked": request.POST.get("do") == "columns",
    }
    return render(request, "opportunity/columns.html", context)


@requires_any(Permission.OPPORTUNITY_RUN)
@require_POST
def save_columns(request: ProgramRequest, program: str) -> HttpResponse:
    """Save which heading holds which fact, and ask for the file again."""
    headings = unsign_headings(request.POST.get("headings", ""))
    if not headings:
        messages.error(request, _("We lost the file's headings. Choose the file again."))
        return redirect("opportunity:opportunity", program)
    form = ColumnsForm(request.POST, headings=headings)
    response = form_action(
        request,
        form,
        lambda: services.save_arrest_list_mapping(
            actor=request.actor,
            program=request.program,
            name=form.cleaned_data["name"],
            columns=form.facts(),
            at=request.at,
        ),
        done=_("Columns saved. Choose the file again, because we didn't keep it."),
        to=lambda saved: (f"{reverse('opportunity:opportunity', args=[program])}?columns={saved.public_id}",),
    )
    if response is not None:
        return response
    return render(request, "opportunity/columns.html", {"form": form, "asked": True})


@requires_any(Permission.OPPORTUNITY_RUN)
@require_POST
def download_figures(request: ProgramRequest, program: str) -> HttpResponse:
    """Send exactly the figures of a page as a file; the page carries them, signed."""
    figures = unsign_figures(request.POST.get("figures", ""), request.program.pk)
    kind = "json" if request.POST.get("kind") == "json" else "csv"
    if figures is None:
        messages.error(request, _("These figures are from another day or page. Choose the file again."))
        return redirect("opportunity:opportunity", program)
    services.record_download(actor=request.actor, program=request.program, kind=kind, at=request.at)
    if kind == "json":
        text = json.dumps(figures["json"], indent=2, ensure_ascii=False)
        response = HttpResponse(text, content_type="application/json; charset=utf-8")
    else:
        headline, *rows = figures["csv"]
        response = HttpResponse(write_csv(headline, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="opportunity-{program}.{kind}"'
    return response
