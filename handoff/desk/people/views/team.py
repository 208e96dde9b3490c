"""A person's team, and the page that asks for a reason before a record is opened from outside it (C8)."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handoff.access.doors import requires
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit import services as audit
from handoff.core.refusals import Refused, why_not
from handoff.desk.people.forms import ReasonForm, TeamForm
from handoff.desk.people.queries import team_lines, who_may_join
from handoff.desk.trail.queries.rows import user_of
from handoff.participants import policies, queries
from handoff.participants.gate import outside_the_gate
from handoff.participants.models import Person
from handoff.participants.team import services


def person_or_404(request: ProgramRequest, person_id: uuid.UUID) -> Person:
    """Return a person of the request's program, or answer as for an address that does not exist."""
    person = queries.find_person(request.program.pk, person_id)
    if person is None:
        raise Http404
    return person


def where_to(request: ProgramRequest, person: Person) -> str:
    """Return where the visitor was going, if that lies in this program; else the person's record."""
    wanted = request.POST.get("next", request.GET.get("next", ""))
    here = reverse("home:home", args=[request.program.slug])
    if wanted.startswith(here) and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return reverse("people:person", args=[request.program.slug, person.public_id])


@outside_the_gate
@requires(Permission.PARTICIPANT_READ)
def give_reason(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """Ask why the record is opened, showing nothing of it; one tap opens it for the shift."""
    person = person_or_404(request, person_id)
    following = where_to(request, person)
    if queries.may_open(request.actor, person, request.at):
        return redirect(following)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.open_with_reason(actor=request.actor, person=person, at=request.at, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(following)
    audit.record_read(
        actor=request.actor, at=request.at, action="page.opened", details={"route": "people:open"}
    )
    return render(request, "desk/people/open.html", {"form": form, "next": following})


@requires(Permission.PARTICIPANT_READ)
def team(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """Show who works with the person, and add a colleague."""
    person = person_or_404(request, person_id)
    form = TeamForm(request.POST or None, members=who_may_join(request.program, request.at))
    if request.method == "POST" and form.is_valid():
        try:
            services.add_to_team(
                actor=request.actor, person=person, user_id=form.cleaned_data["member"], at=request.at
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved: they are on the team now."))
            return redirect("people:team", program, person.public_id)
    audit.record_read(actor=request.actor, at=request.at, action="person.opened", subject=person.public_id)
    context = {
        "person": person,
        "members": team_lines(person, request.at),
        "form": form,
        "why_not": why_not(policies.check_can_change_team, request.actor, person, request.at),
    }
    return render(request, "desk/people/team.html", context)


@requires(Permission.PARTICIPANT_READ)
@require_POST
def remove_member(
    request: ProgramRequest, program: str, person_id: uuid.UUID, user_id: uuid.UUID
) -> HttpResponse:
    """Take somebody off the team."""
    person = person_or_404(request, person_id)
    user = user_of(request.program, user_id)
    if user is None:
        raise Http404
    try:
        services.remove_from_team(actor=request.actor, person=person, user_id=user.pk, at=request.at)
        messages.success(request, _("Saved: they are no longer on the team."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return (
        redirect("home:home", program)
        if user.pk == request.actor.user_id
        else redirect("people:team", program, person.public_id)
    )
