"""A person's team, and the page that asks others for a reason before they open the record (C8)."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit import services as audit
from handoff.audit.definitions import AuditLook
from handoff.core.actions import form_action, post_action
from handoff.core.refusals import refusal_message
from handoff.desk.people.forms import ReasonForm, TeamForm
from handoff.desk.people.queries import eligible_team_members, team_member_rows
from handoff.desk.trail.queries.rows import find_user
from handoff.participants import policies, queries
from handoff.participants.gate import exempt_from_record_gate
from handoff.participants.models import Person
from handoff.participants.team import services
from handoff.participants.views import person_or_404, record_opened


def return_url(request: ProgramRequest, person: Person) -> str:
    """The page that the user was going to, if it is in this program; otherwise the person's record."""
    wanted = request.POST.get("next", request.GET.get("next", ""))
    here = reverse("home:home", args=[request.program.slug])
    if wanted.startswith(here) and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return reverse("people:person", args=[request.program.slug, person.public_id])


@exempt_from_record_gate
@requires_any(Permission.PARTICIPANT_READ)
def give_reason(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """Ask for the reason without showing anything of the record; one tap then opens it for the shift."""
    person = person_or_404(request, person_id)
    following = return_url(request, person)
    if queries.can_open_record(request.actor, person, request.at):
        return redirect(following)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    response = form_action(
        request,
        form,
        lambda: services.open_with_reason(
            actor=request.actor, person=person, at=request.at, **form.cleaned_data
        ),
        to=(following,),
    )
    if response is not None:
        return response
    # The page shows nothing of the record, so the audit row names the page and not the person.
    audit.record_read(
        actor=request.actor, at=request.at, action=AuditLook.PAGE_OPENED, details={"route": "people:open"}
    )
    corrects = request.actor.can(Permission.RECORDS_CORRECT)
    context = {"form": form, "next": following, "corrects": corrects}
    return render(request, "desk/people/open.html", context)


@requires_any(Permission.PARTICIPANT_READ)
def show_team(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """Show the person's team, and add a colleague."""
    person = person_or_404(request, person_id)
    form = TeamForm(request.POST or None, members=eligible_team_members(request.program, request.at))
    response = form_action(
        request,
        form,
        lambda: services.add_to_team(
            actor=request.actor, person=person, user_id=form.cleaned_data["member"], at=request.at
        ),
        done=_("They're on the team now."),
        to=("people:team", program, person.public_id),
    )
    if response is not None:
        return response
    record_opened(request, person)
    context = {
        "person": person,
        "members": team_member_rows(person, request.at),
        "form": form,
        "change_refusal": refusal_message(policies.check_can_change_team, request.actor, person, request.at),
    }
    return render(request, "desk/people/team.html", context)


@requires_any(Permission.PARTICIPANT_READ)
@require_POST
def remove_member(
    request: ProgramRequest, program: str, person_id: uuid.UUID, user_id: uuid.UUID
) -> HttpResponse:
    person = person_or_404(request, person_id)
    user = find_user(request.program, user_id)
    if user is None:
        raise Http404
    own = user.pk == request.actor.user_id
    return post_action(
        request,
        lambda: services.remove_from_team(actor=request.actor, person=person, user_id=user.pk, at=request.at),
        done=_("They're no longer on the team."),
        to=("home:home", program) if own else ("people:team", program, person.public_id),
    )
