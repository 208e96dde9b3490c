"""Pages of a program's own measures: the list, and the form with a preview of what it counts."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from handoff.access.decorators import requires_all
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit import services as audit
from handoff.audit.definitions import AuditLook
from handoff.core.actions import form_action, post_action
from handoff.measures.models import OwnMeasure, OwnMeasureVersion
from handoff.measures.own import presenters, queries, services
from handoff.measures.own.forms import OwnMeasureForm
from handoff.measures.policies import EXACT
from handoff.measures.queries import load_facts
from handoff.measures.rules.periods import period_of
from handoff.programs.queries import local_date

DEFINING = (Permission.MEASURES_CLOSE, *EXACT)
MONTHS_SHOWN = 4


def own_or_404(request: ProgramRequest, public_id: UUID) -> OwnMeasure:
    found = queries.find_own(request.program, public_id)
    if found is None:
        raise Http404
    return found


@requires_all(*DEFINING)
@require_safe
def list_own(request: ProgramRequest, program: str) -> HttpResponse:
    """The program's own measures, and what can be counted."""
    found = list(queries.own_measures(request.program))
    context = {
        "rows": presenters.own_rows(each for each in found if each.retired_at is None),
        "retired": presenters.own_rows(each for each in found if each.retired_at is not None),
        "tables": OwnMeasureVersion.Table.choices,
    }
    return render(request, "measures/own/list.html", context)


@requires_all(*DEFINING)
def add_own(request: ProgramRequest, program: str, table: str) -> HttpResponse:
    """Define a measure on one table. Preview first, then save."""
    if table not in OwnMeasureVersion.Table.values:
        raise Http404
    form = OwnMeasureForm(request.POST or None, table=table)
    if "save" in request.POST:
        response = form_action(
            request,
            form,
            lambda: services.define_measure(
                actor=request.actor, program=request.program, own=form.own_input(), at=request.at
            ),
            done=_("Saved. It's counted beside the handbook's measures from now on."),
            to=("own:list", program),
        )
        if response is not None:
            return response
    return render_form(request, form)


@requires_all(*DEFINING)
def change_own(request: ProgramRequest, program: str, own_measure_id: UUID) -> HttpResponse:
    """Change a measure by a new version; closed months keep the one they were counted by."""
    own = own_or_404(request, own_measure_id)
    newest = queries.newest_of(own)
    form = OwnMeasureForm(request.POST or None, table=newest.table, version=newest)
    if "save" in request.POST:
        response = form_action(
            request,
            form,
            lambda: services.change_measure(
                actor=request.actor, measure=own, own=form.own_input(), at=request.at
            ),
            done=_("Saved as a new version. Closed months keep the one they were counted by."),
            to=("own:list", program),
        )
        if response is not None:
            return response
    return render_form(request, form)


def render_form(request: ProgramRequest, form: OwnMeasureForm) -> HttpResponse:
    """The form, and under it what it would count if it is whole."""
    shown = None
    if form.is_bound and form.is_valid():
        audit.record_read(
            actor=request.actor,
            at=request.at,
            action=AuditLook.MEASURES_LISTED,
            details={"measure": "preview"},
        )
        months = [period_of(local_date(request.program, request.at))]
        while len(months) < MONTHS_SHOWN:
            months.append(months[-1].previous)
        facts = load_facts(request.program, months[0].last, request.at)
        shown = presenters.preview(form.own_input(), facts, months)
    context = {
        "form": form,
        "table": OwnMeasureVersion.Table(form.table).label,
        "preview": shown,
        "columns": [_("Period"), _("Figure")],
    }
    return render(request, "measures/own/form.html", context)


@requires_all(*DEFINING)
@require_POST
def retire_own(request: ProgramRequest, program: str, own_measure_id: UUID) -> HttpResponse:
    own = own_or_404(request, own_measure_id)
    return post_action(
        request,
        lambda: services.retire_measure(actor=request.actor, measure=own, at=request.at),
        done=_("Retired. Closed months keep its figures."),
        to=("own:list", program),
    )
