"""The minutes of a meeting, for the care team and, once it is closed, for each partner (S3, P8)."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit.definitions import AuditLook
from handoff.audit.services import record_read
from handoff.staffing.agendas.presenters import decided_status
from handoff.staffing.meetings.presenters import when_text
from handoff.staffing.meetings.queries import who_was_there
from handoff.staffing.meetings.views import meeting_or_404
from handoff.staffing.models import Meeting
from handoff.staffing.table import presenters, queries, services


@requires_any(Permission.MEETINGS_ATTEND, Permission.PARTICIPANT_READ)
@require_safe
def show_minutes(request: ProgramRequest, program: str, meeting_id: uuid.UUID) -> HttpResponse:
    """What a meeting discussed and decided: for the care team all of it, for a partner what a release lets them see.

    Whoever doesn't read protected notes, such as a data manager, reads the topics and who was there.
    """
    meeting = meeting_or_404(request, meeting_id)
    if not (request.actor.on_care_side and request.actor.can(Permission.PARTICIPANT_READ)):
        return show_own_minutes(request, meeting)
    reads_notes = request.actor.can(Permission.NOTES_READ_PROTECTED)
    discussions = list(meeting.discussions.select_related("person")) if reads_notes else []
    actions = list(queries.actions_decided(meeting)) if reads_notes else []
    people = [each.person for each in discussions] + [each.person for each in actions]
    record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.MEETING_MINUTES_OPENED,
        subject=meeting.public_id,
        people=[each.public_id for each in people],
    )
    words = presenters.Words(
        request.program, request.at, queries.names_of({each.owner_id for each in actions})
    )
    context = {
        "meeting": meeting,
        "when": when_text(meeting),
        "reads_notes": reads_notes,
        "there": [(name, ", ".join(people)) for name, people in who_was_there(meeting).items()],
        "discussions": [(each, decided_status(each)) for each in discussions],
        "actions": [(each.person.full_name, words.action(each), each.get_end_display()) for each in actions],
        "topics": [presenters.topic_text(each) for each in meeting.topics.all()],
    }
    return render(request, "staffing/table/minutes.html", context)


def show_own_minutes(request: ProgramRequest, meeting: Meeting) -> HttpResponse:
    """Topics, and the actions that a partner's releases let them know of. Before it is closed nothing is decided."""
    if meeting.closed_at is None:
        raise Http404
    actions = queries.decided_as_seen(meeting, request.actor, request.at)
    services.log_own_actions(actor=request.actor, actions=actions, at=request.at)
    record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.MEETING_MINUTES_OPENED,
        subject=meeting.public_id,
        people=[each.person.public_id for each in actions],
    )
    words = presenters.Words(
        request.program, request.at, queries.names_of({each.owner_id for each in actions})
    )
    context = {
        "meeting": meeting,
        "when": when_text(meeting),
        "actions": [
            (each.person.recorded_name, words.action(each), each.get_end_display()) for each in actions
        ],
        "topics": [presenters.topic_text(each) for each in meeting.topics.all()],
        "organizations": list(who_was_there(meeting)),
        "scope": presenters.scope_of_actions(actions),
    }
    return render(request, "staffing/table/own_minutes.html", context)
