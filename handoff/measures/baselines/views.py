"""The page of a program's own figures about its jurisdiction, one for each dimension."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from handoff.access.decorators import requires_all
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.core.actions import form_action
from handoff.measures.baselines import presenters, services
from handoff.measures.baselines.forms import BaselineForm
from handoff.measures.models import OwnBaseline
from handoff.measures.policies import EXACT
from handoff.measures.queries import own_baselines
from handoff.programs.queries import local_date


@requires_all(Permission.MEASURES_CLOSE, *EXACT)
def keep_baseline(request: ProgramRequest, program: str, dimension: str) -> HttpResponse:
    """What was entered of a dimension, and the form for newer figures."""
    form = BaselineForm(
        request.POST or None, dimension=dimension, today=local_date(request.program, request.at)
    )
    response = form_action(
        request,
        form,
        lambda: services.enter_baseline(
            actor=request.actor,
            program=request.program,
            dimension=dimension,
            shares=form.shares,
            source=form.cleaned_data["source"],
            since=form.cleaned_data["since"],
            at=request.at,
        ),
        done=_("Saved. Periods that end on or after that day are compared with these figures."),
        to=(f"baselines:{dimension}", program),
    )
    if response is not None:
        return response
    found = [each for each in own_baselines(request.program) if each.dimension == dimension]
    context = {
        "form": form,
        "title": OwnBaseline.Dimension(dimension).label,
        "columns": [_("Since"), _("Source"), _("Shares")],
        "rows": presenters.baseline_rows(found),
    }
    return render(request, "measures/baselines.html", context)
