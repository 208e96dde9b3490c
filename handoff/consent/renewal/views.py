"""The visit at which a person may renew their ROI: planning it and recording its outcome."""

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
from handoff.consent.policies import check_can_see_releases
from handoff.consent.queries import EXPIRY_STEPS, expiring_releases
from handoff.consent.renewal import presenters, queries, services
from handoff.consent.renewal.forms import VisitForm
from handoff.consent.views import signer_or_404
from handoff.core.actions import form_action, post_action
from handoff.core.refusals import refusal_message


@requires_any(Permission.CONSENT_RECORD)
def plan_visit(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    person = signer_or_404(request, person_id)
    form = VisitForm(request.POST or None, program=request.program, at=request.at)
    response = form_action(
        request,
        form,
        lambda: services.plan_visit(
            actor=request.actor, person=person, planned_on=form.cleaned_data["planned_on"], at=request.at
        ),
        done=_("Visit scheduled."),
        to=("consent:releases", program, person.public_id),
    )
    if response is not None:
        return response
    record_read(
        actor=request.actor, at=request.at, action=AuditLook.ROI_VISIT_FORM_OPENED, subject=person.public_id
    )
    return render(request, "consent/renewal/visit.html", {"form": form, "person": person})


@requires_any(Permission.CONSENT_RECORD)
@require_POST
def close_visit(request: ProgramRequest, program: str, visit_id: uuid.UUID) -> HttpResponse:
    """Record the outcome of a visit with one button."""
    visit = queries.find_visit(request.program, visit_id)
    if visit is None or refusal_message(check_can_see_releases, request.actor, visit.person):
        raise Http404
    return post_action(
        request,
        lambda: services.close_visit(
            actor=request.actor, visit=visit, outcome=request.POST.get("outcome", ""), at=request.at
        ),
        done=_("Saved how the visit went."),
        to=("consent:releases", program, visit.person.public_id),
    )


@requires_any(Permission.PARTICIPANT_READ)
@require_safe
def list_expiring(request: ProgramRequest, program: str) -> HttpResponse:
    """List the ROIs that end within 30, 60 and 90 days, so that there is time to meet (C3)."""
    ending = list(expiring_releases(request.program, request.at, days=max(EXPIRY_STEPS)))
    visits = queries.planned_visits([each.person_id for each in ending])
    record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.ROI_EXPIRING_LISTED,
        details={"count": len(ending)},
        people=[each.person.public_id for each in ending],
    )
    renews = request.actor.can(Permission.CONSENT_RECORD)
    groups = list(presenters.expiry_groups(ending, visits, request.program, request.at, renews=renews))
    return render(
        request, "consent/renewal/expiring.html", {"groups": groups, "columns": presenters.expiry_columns()}
    )
