"""Pages that put someone on a meeting's agenda by hand, or take them off it for that date (S2)."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit.definitions import AuditLook
from handoff.audit.services import record_read
from handoff.core.actions import form_action
from handoff.participants.models import Person
from handoff.staffing.agendas.forms import PutOnForm, TakeOffForm
from handoff.staffing.agendas.queries import people_to_put_on
from handoff.staffing.agendas.services import change_agenda
from handoff.staffing.meetings.views import led_meeting_or_404
from handoff.staffing.models import Meeting
from handoff.staffing.table import queries
from handoff.staffing.table.views.meeting import person_at_table


@requires_any(Permission.PARTICIPANT_READ)
def put_on(request: ProgramRequest, program: str, meeting_id: uuid.UUID) -> HttpResponse:
    """Choose someone without news, or someone who was taken off, and say why."""
    meeting = led_meeting_or_404(request, meeting_id)
    entries = queries.build_agenda(meeting, request.at)
    people = people_to_put_on(meeting, {each.person.pk for each in entries if each.has_news})
    form = PutOnForm(request.POST or None, people=people)
    response = form_action(
        request,
        form,
        lambda: change_agenda(
            actor=request.actor,
            meeting=meeting,
            person=form.chosen,
            is_on=True,
            why=form.cleaned_data["why"],
            at=request.at,
        ),
        done=_("They're on the agenda."),
        to=("table:agenda", program, meeting.public_id),
    )
    return response or render_choice(request, meeting, form, people)


def render_choice(
    request: ProgramRequest, meeting: Meeting, form: PutOnForm, people: list[Person]
) -> HttpResponse:
    """Show who can be put on the agenda; the audit log names each of them."""
    record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.MEETING_AGENDA_OPENED,
        subject=meeting.public_id,
        details={"count": len(people)},
        people=[each.public_id for each in people],
    )
    context = {"form": form, "heading": _("Put someone on the agenda"), "meeting": meeting}
    return render(request, "staffing/meetings/form.html", context)


@requires_any(Permission.PARTICIPANT_READ)
def take_off(
    request: ProgramRequest, program: str, meeting_id: uuid.UUID, discussed_id: uuid.UUID
) -> HttpResponse:
    """Take someone off the agenda of this date; the next meeting's is pulled from the records again."""
    meeting, person = led_meeting_or_404(request, meeting_id), person_at_table(request, discussed_id)
    if not any(each.person == person for each in queries.build_agenda(meeting, request.at)):
        raise Http404
    form = TakeOffForm(request.POST or None)
    response = form_action(
        request,
        form,
        lambda: change_agenda(
            actor=request.actor,
            meeting=meeting,
            person=person,
            is_on=False,
            why=form.cleaned_data["why"],
            at=request.at,
        ),
        done=_("They aren't on this date's agenda. You can put them on it again."),
        to=("table:agenda", program, meeting.public_id),
    )
    if response is not None:
        return response
    record_read(actor=request.actor, at=request.at, action=AuditLook.PERSON_OPENED, subject=person.public_id)
    heading = _("Remove someone from this date's agenda")
    context = {"form": form, "heading": heading, "name": person.full_name, "meeting": meeting}
    return render(request, "staffing/meetings/form.html", context)
