"""The DA's page of charges that officers chose to pursue after an intake deadline."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit.definitions import AuditLook
from handoff.audit.services import record_read
from handoff.charges.sent import presenters, queries, services
from handoff.core.actions import post_action

MOST_RECEIVED = 50


@requires_any(Permission.NEW_CHARGE_DECIDE)
@require_safe
def list_sent_charges(request: ProgramRequest, program: str) -> HttpResponse:
    """List what waits for the DA's office, and what it has received lately."""
    listed = list(queries.sent_encounters(request.program))
    # The oldest waits longest; what was received is there to look it up, the newest first.
    waiting = presenters.sent_charges(each for each in reversed(listed) if not queries.is_received(each))
    received = [each for each in listed if queries.is_received(each)][:MOST_RECEIVED]
    shown = presenters.sent_charges(received)
    record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.SENT_CHARGES_LISTED,
        details={"waiting": len(waiting)},
        people=[each.encounter.person.public_id for each in (*waiting, *shown)],
    )
    context = {"waiting": waiting, "received": shown}
    return render(request, "charges/sent/list.html", context)


@requires_any(Permission.NEW_CHARGE_DECIDE)
@require_POST
def receive_charges(request: ProgramRequest, program: str, encounter_id: uuid.UUID) -> HttpResponse:
    encounter = queries.find_sent_encounter(request.program, encounter_id)
    if encounter is None:
        raise Http404
    return post_action(
        request,
        lambda: services.receive_charges(actor=request.actor, encounter=encounter, at=request.at),
        done=_("Marked as received. The officer can see that your office has it."),
        to=("charges:sent", program),
    )
