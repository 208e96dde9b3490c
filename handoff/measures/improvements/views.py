"""The improvement log: measure, decision, change, measured again (M11)."""

import uuid
from functools import partial

from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from handoff.access.decorators import requires_all
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.core.actions import form_action
from handoff.measures.improvements import presenters, queries
from handoff.measures.improvements.forms import AgainForm, ChangeForm, DecisionForm
from handoff.measures.policies import EXACT
from handoff.measures.rules.periods import Period, read_month
from handoff.programs.queries import local_date
from handoff.staffing.improvements import services
from handoff.staffing.improvements.queries import find_improvement, improvements_of
from handoff.staffing.models import Improvement


@requires_all(*EXACT)
def list_improvements(request: ProgramRequest, program: str) -> HttpResponse:
    """The log, and the form for the next decision."""
    months = queries.months_of(request.program, request.at)
    form = DecisionForm(request.POST or None, months=months, today=local_date(request.program, request.at))
    response = form_action(
        request,
        form,
        lambda: services.record_decision(
            actor=request.actor,
            program=request.program,
            figure=queries.read_figure(
                request.program, form.cleaned_data["measure"], month_of(form), request.at
            ),
            decision=form.cleaned_data["decision"],
            decided_on=form.cleaned_data["decided_on"],
            at=request.at,
        ),
        done=_("Logged. Record what changes, then measure again."),
        to=lambda made: ("improvements:show", program, made.public_id),
    )
    rows = [presenters.present_improvement(each) for each in improvements_of(request.program)]
    context = {"form": form, "rows": rows, "may_write": request.actor.can(Permission.MEASURES_CLOSE)}
    return response or render(request, "measures/improvements/list.html", context)


def month_of(form: BaseForm) -> Period:
    month = read_month(form.cleaned_data["month"])
    if month is None:
        raise Http404
    return month


@requires_all(*EXACT)
def show_improvement(request: ProgramRequest, program: str, improvement_id: uuid.UUID) -> HttpResponse:
    """One line of the log, with the form for its next step."""
    improvement = find_improvement(request.program, improvement_id)
    if improvement is None:
        raise Http404
    form = next_form(request, improvement)
    if form is not None:
        response = form_action(
            request,
            form,
            partial(take_step, request, improvement, form),
            done=_("Logged."),
            to=("improvements:show", program, improvement.public_id),
        )
        if response is not None:
            return response
    context = {
        "row": presenters.present_improvement(improvement),
        "form": form if request.actor.can(Permission.MEASURES_CLOSE) else None,
    }
    return render(request, "measures/improvements/show.html", context)


def next_form(request: ProgramRequest, improvement: Improvement) -> ChangeForm | AgainForm | None:
    """The form of the step that comes next; None where the line is complete."""
    if improvement.again_month is not None:
        return None
    if improvement.changed_on is None:
        return ChangeForm(request.POST or None)
    months = [
        each
        for each in queries.months_of(request.program, request.at)
        if each.first > max(improvement.month, improvement.changed_on.replace(day=1))
    ]
    return AgainForm(request.POST or None, months=months)


def take_step(request: ProgramRequest, improvement: Improvement, form: BaseForm) -> None:
    if isinstance(form, ChangeForm):
        services.record_change(
            actor=request.actor, improvement=improvement, at=request.at, **form.cleaned_data
        )
        return
    figure = queries.read_figure(request.program, improvement.measure, month_of(form), request.at)
    services.record_again(
        actor=request.actor,
        improvement=improvement,
        figure=figure,
        learned=form.cleaned_data["learned"],
        at=request.at,
    )
