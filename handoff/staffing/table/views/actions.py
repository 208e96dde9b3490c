"""The reader's own actions from meetings, and what a participant agreed may be said (S3)."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit.definitions import AuditLook
from handoff.audit.services import record_read
from handoff.core.actions import form_action, post_action
from handoff.participants.views import person_or_404
from handoff.programs.queries import local_date
from handoff.staffing.agendas.queries import find_action, shared_words
from handoff.staffing.models import MeetingAction
from handoff.staffing.table import presenters, queries, services
from handoff.staffing.table.forms import SharedWordsForm


@requires_any(Permission.MEETINGS_ATTEND)
@require_safe
def list_actions(request: ProgramRequest, program: str) -> HttpResponse:
    """The reader's own open actions from meetings."""
    actions = queries.own_actions(request.program, request.actor, request.at)
    services.log_own_actions(actor=request.actor, actions=actions, at=request.at)
    record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.MEETING_ACTIONS_LISTED,
        people=[each.person.public_id for each in actions],
    )
    words = presenters.Words(request.program, request.at, {request.user.pk: request.user.full_name})
    care = request.actor.on_care_side
    context = {
        "actions": [
            (each, each.person.full_name if care else each.person.recorded_name, words.action(each))
            for each in actions
        ],
        "scope": [] if care else presenters.scope_of_actions(actions),
    }
    return render(request, "staffing/table/actions.html", context)


def action_or_404(request: ProgramRequest, action_id: uuid.UUID) -> MeetingAction:
    """An action of the reader's own, or any for the care team."""
    action = find_action(request.program, action_id)
    if action is None:
        raise Http404
    if not request.actor.on_care_side:
        mine = queries.own_actions(request.program, request.actor, request.at)
        if action not in mine:
            raise Http404
    return action


@requires_any(Permission.MEETINGS_ATTEND)
@require_POST
def end_action(request: ProgramRequest, program: str, action_id: uuid.UUID) -> HttpResponse:
    """Record that an action is done, or no longer needed."""
    action = action_or_404(request, action_id)
    end = request.POST.get("end", "")
    return post_action(
        request,
        lambda: services.end_action(actor=request.actor, action=action, end=end, at=request.at),
        done=_("Saved."),
        to=("table:actions", program),
    )


@requires_any(Permission.OUTREACH_DO)
def share_words(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """Write down what a participant agreed may be said of how they're doing."""
    person = person_or_404(request, person_id)
    today = local_date(request.program, request.at)
    shared = shared_words([person.pk]).get(person.pk)
    form = SharedWordsForm(request.POST or None, shared=shared, today=today)
    response = form_action(
        request,
        form,
        lambda: services.record_shared_words(
            actor=request.actor, person=person, at=request.at, **form.cleaned_data
        ),
        done=_("Saved. Organizations see it only if a release (ROI) lets them."),
        to=("people:person", program, person.public_id),
    )
    if response is None:
        record_read(
            actor=request.actor, at=request.at, action=AuditLook.PERSON_OPENED, subject=person.public_id
        )
        back = reverse("people:person", args=[program, person.public_id])
        context = {"form": form, "person": person, "back": back}
        response = render(request, "staffing/table/share_words.html", context)
    return response
