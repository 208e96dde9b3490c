"""Pages of a meeting's topics, and of how much each kind of news counts for its order (S1, S3)."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.core.actions import form_action
from handoff.staffing.agendas.queries import find_topic, weights_of
from handoff.staffing.meetings.views import lead_or_404, led_meeting_or_404
from handoff.staffing.table import services
from handoff.staffing.table.forms import TopicForm, WeightsForm


@requires_any(Permission.PARTICIPANT_READ)
def add_topic(request: ProgramRequest, program: str, meeting_id: uuid.UUID) -> HttpResponse:
    """Put an administrative, funding or policy topic on the agenda, or write what was decided about one."""
    meeting = led_meeting_or_404(request, meeting_id)
    named = request.GET.get("topic", "")
    topic = find_topic(meeting, named)
    if named and topic is None:
        raise Http404
    form = TopicForm(request.POST or None, topic=topic)
    response = form_action(
        request,
        form,
        lambda: (
            services.change_topic(actor=request.actor, topic=topic, at=request.at, **form.cleaned_data)
            if topic
            else services.add_topic(actor=request.actor, meeting=meeting, at=request.at, **form.cleaned_data)
        ),
        done=_("Saved.") if topic else _("Topic added."),
        to=("table:agenda", program, meeting.public_id),
    )
    heading = _("Change a topic") if topic else _("Add a topic")
    context = {"form": form, "heading": heading, "meeting": meeting}
    return response or render(request, "staffing/meetings/form.html", context)


@requires_any(Permission.PARTICIPANT_READ)
def set_weights(request: ProgramRequest, program: str) -> HttpResponse:
    """Change how much each kind of news counts."""
    lead_or_404(request)
    form = WeightsForm(request.POST or None, weights=weights_of(request.program))
    response = form_action(
        request,
        form,
        lambda: services.set_weights(
            actor=request.actor, program=request.program, weights=form.weights, at=request.at
        ),
        done=_("Saved. Agendas are in the new order."),
        to=("meetings:list", program),
    )
    context = {"form": form, "heading": _("Order of the agenda"), "meeting": None}
    return response or render(request, "staffing/meetings/form.html", context)
