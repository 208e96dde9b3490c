"""The page on which a person says whether the officer's agency may learn that their intake is done (ADR 0029)."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from handoff.access.decorators import requires_all
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit.definitions import AuditLook
from handoff.audit.services import record_read
from handoff.consent.intake_done.forms import IntakeDoneForm
from handoff.consent.presenters import name_on_form
from handoff.core.actions import form_action
from handoff.core.refusals import refusal_message
from handoff.core.submissions import submission_key
from handoff.enrollment import policies, queries, services
from handoff.participants.models import Person
from handoff.referrals.models import Referral


def bind_form(request: ProgramRequest, referral: Referral, person: Person) -> IntakeDoneForm:
    assert referral.agency is not None
    return IntakeDoneForm(
        request.POST or None,
        request.FILES or None,
        agency=referral.agency,
        person_name=name_on_form(person),
        language=request.GET.get("language", person.language),
        at=request.at,
    )


def why_not_ask(request: ProgramRequest, referral: Referral) -> str | None:
    """Why the person isn't asked: no one may, or their release already says yes."""
    refusal = refusal_message(policies.check_can_ask_to_report, request.actor, referral)
    return refusal or refusal_message(policies.check_has_to_ask, referral, request.at)


@requires_all(Permission.INTAKE_DO, Permission.CONSENT_RECORD)
def ask_to_report(request: ProgramRequest, program: str, referral_id: uuid.UUID) -> HttpResponse:
    """Ask, and record the yes with its signature. A no needs no record and no reason."""
    referral = queries.find_referral(request.program, referral_id)
    if referral is None or referral.person is None:
        raise Http404
    person = referral.person
    refusal = why_not_ask(request, referral)
    if refusal is not None:
        messages.error(request, refusal)
        # The referral's page offers what is next instead.
        return redirect("referrals:show", program, referral.public_id)
    form = bind_form(request, referral, person)
    response = form_action(
        request,
        form,
        lambda: services.sign_intake_done(
            actor=request.actor,
            referral=referral,
            release_input=form.release_input,
            key=submission_key(request),
            at=request.at,
        ),
        done=_("Signed. The agency is notified as soon as the intake is done."),
        to=lambda release: ("consent:show", program, release.public_id),
    )
    if response is not None:
        return response
    record_read(
        actor=request.actor, at=request.at, action=AuditLook.ROI_FORM_OPENED, subject=person.public_id
    )
    return render(request, "enrollment/ask.html", {"form": form, "person": person, "referral": referral})
