"""The opportunity analysis: a list of past arrests goes in, figures come out, and the list is gone (E7)."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handoff.access.doors import requires
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.core.refusals import Refused
from handoff.core.uploads import keeps_uploads_in_memory
from handoff.eligibility.queries import criteria_in_force
from handoff.opportunity import queries, services
from handoff.opportunity.facts import Table
from handoff.opportunity.forms import ArrestListForm, ColumnsForm, carried_headings
from handoff.opportunity.presenters.figures_file import carried_figures, csv_text, figures_of
from handoff.opportunity.presenters.page import criteria_words, shown_run
from handoff.opportunity.readers.arrest_list import MOST_BYTES, UnusableFile, detect_columns, read_bytes
from handoff.opportunity.services import columns_for, run_opportunity

MOST_SENT = MOST_BYTES + 1024 * 1024
"""The file and the fields around it."""


@keeps_uploads_in_memory(up_to=MOST_SENT)
@requires(Permission.OPPORTUNITY_RUN)
def opportunity(request: ProgramRequest, program: str) -> HttpResponse:
    """Ask for a list of arrests; answer with its figures, or ask which column is which."""
    form = list_form(request)
    if request.method == "POST" and form.is_valid():
        try:
            table = read_bytes(form.content)
            if request.POST.get("do") == "columns" or not (form.chosen or names_a_charge(table)):
                return columns_page(request, table, form)
            return result_page(request, table, form)
        except Refused as refusal:
            form.add_error("file" if isinstance(refusal, UnusableFile) else None, str(refusal))
    version = criteria_in_force(request.program, request.at)
    context = {
        "form": form,
        "in_force": version,
        "criteria": criteria_words(version.number if version else None),
    }
    return render(request, "opportunity/opportunity.html", context)


def list_form(request: ProgramRequest) -> ArrestListForm:
    """Return the form as sent, or empty with the columns that the address names chosen."""
    mappings = queries.arrest_list_mappings(request.program)
    if request.method != "POST":
        return ArrestListForm(mappings=mappings, initial={"mapping": request.GET.get("columns", "")})
    form = ArrestListForm(request.POST, request.FILES, mappings=mappings)
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_SENT:
        form.fields["file"].error_messages["required"] = _(
            "The file is larger than 50 megabytes: split it by year and try again."
        )
    return form


def names_a_charge(table: Table) -> bool:
    """Say whether the charge was found by its heading."""
    found = detect_columns(table.headings)
    return found.has("statute") or found.has("description")


def result_page(request: ProgramRequest, table: Table, form: ArrestListForm) -> HttpResponse:
    """Show the figures of a list."""
    run = run_opportunity(
        actor=request.actor,
        program=request.program,
        table=table,
        columns=columns_for(table, form.chosen),
        at=request.at,
    )
    shown = shown_run(run)
    context = {
        "shown": shown,
        "run": run,
        "figures": carried_figures(run, shown, request.program.pk),
        "mapping": form.chosen,
    }
    return render(request, "opportunity/result.html", context)


def columns_page(request: ProgramRequest, table: Table, form: ArrestListForm) -> HttpResponse:
    """Ask which heading holds which fact; saved columns, where chosen, are where this starts."""
    chosen = form.chosen
    saved = (
        {fact: heading for fact, heading in chosen.columns.items() if heading in table.headings}
        if chosen
        else {}
    )
    start: dict[str, Any] = {**saved, **({"name": chosen.name} if chosen else {})}
    context = {
        "form": ColumnsForm.of(table.headings, start),
        "asked": request.POST.get("do") == "columns",
    }
    return render(request, "opportunity/columns.html", context)


@requires(Permission.OPPORTUNITY_RUN)
@require_POST
def save_columns(request: ProgramRequest, program: str) -> HttpResponse:
    """Keep which heading holds which fact, and ask for the file again."""
    headings = carried_headings(request.POST.get("headings", ""))
    if not headings:
        messages.error(request, _("The headings of the file were lost. Choose the file again."))
        return redirect("opportunity:opportunity", program)
    form = ColumnsForm(request.POST, headings=headings)
    if form.is_valid():
        try:
            saved = services.save_arrest_list_mapping(
                actor=request.actor,
                program=request.program,
                name=form.cleaned_data["name"],
                columns=form.facts(),
                at=request.at,
            )
            messages.success(request, _("The columns are saved. Choose the file again: it was not kept."))
            return redirect(f"{reverse('opportunity:opportunity', args=[program])}?columns={saved.public_id}")
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "opportunity/columns.html", {"form": form, "asked": True})


@requires(Permission.OPPORTUNITY_RUN)
@require_POST
def download_figures(request: ProgramRequest, program: str) -> HttpResponse:
    """Hand out exactly the figures of a page as a file."""
    figures = figures_of(request.POST.get("figures", ""), request.program.pk)
    kind = "json" if request.POST.get("kind") == "json" else "csv"
    if figures is None:
        messages.error(request, _("These figures are from another day or page. Choose the file again."))
        return redirect("opportunity:opportunity", program)
    services.record_download(actor=request.actor, program=request.program, kind=kind, at=request.at)
    if kind == "json":
        text = json.dumps(figures["json"], indent=2, ensure_ascii=False)
        response = HttpResponse(text, content_type="application/json; charset=utf-8")
    else:
        response = HttpResponse(csv_text(figures["csv"]), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="opportunity-{program}.{kind}"'
    return response
