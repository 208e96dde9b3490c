"""The manager's pages for someone who leaves: the plan, and what is left to do."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handoff.access.actor import Actor
from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.accounts.models import Departure
from handoff.accounts.queries import find_member
from handoff.accounts.services.departures import plan_departure
from handoff.core.actions import form_action
from handoff.desk.succession import queries
from handoff.desk.succession.forms import DepartureForm
from handoff.programs.queries import local_date


@requires_any(Permission.ACCOUNTS_MANAGE)
@require_safe
def list_departures(request: ProgramRequest, program: str) -> HttpResponse:
    """Everyone whose leaving is planned, with how much is left to do."""
    rows = [
        (each, sum(not duty.done for duty in queries.duties_of(each, request.actor)))
        for each in queries.planned_departures(request.program)
    ]
    return render(
        request,
        "desk/succession/list.html",
        {"rows": rows, "sees_all": queries.sees_every_duty(request.actor)},
    )


@requires_any(Permission.ACCOUNTS_MANAGE)
def plan(request: ProgramRequest, program: str, user_id: uuid.UUID) -> HttpResponse:
    """Plan who takes over from a member, and see each duty, done or open."""
    member = find_member(request.program, user_id)
    if member is None:
        raise Http404
    departure = queries.planned_departures(request.program).filter(user=member).first()
    today = local_date(request.program, request.at)
    members = queries.possible_stand_ins(member, request.program, today)
    form = DepartureForm(request.POST or None, members=members, initial=initial_of(departure))
    response = form_action(
        request,
        form,
        lambda: plan_departure(
            actor=request.actor,
            program=request.program,
            user=member,
            leaves_on=form.cleaned_data["leaves_on"],
            stand_in=members.filter(public_id=form.cleaned_data["stand_in"]).first()
            if form.cleaned_data["stand_in"]
            else None,
            at=request.at,
        ),
        done=_("Saved. Below is what's left to do."),
        to=("succession:plan", program, member.public_id),
    )
    if response is not None:
        return response
    context = {"member": member, "form": form, **duties_context(departure, request.actor)}
    return render(request, "desk/succession/plan.html", context)


def duties_context(departure: Departure | None, actor: Actor) -> dict[str, object]:
    return {
        "departure": departure,
        "duties": queries.duties_of(departure, actor) if departure is not None else [],
        "sees_all": queries.sees_every_duty(actor),
    }


def initial_of(departure: Departure | None) -> dict[str, object]:
    if departure is None:
        return {}
    stand_in = str(departure.stand_in.public_id) if departure.stand_in else ""
    return {"leaves_on": departure.leaves_on, "stand_in": stand_in}
