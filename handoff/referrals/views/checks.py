"""Law enforcement's check of community referrals."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit.definitions import AuditLook
from handoff.audit.services import record_read
from handoff.core.refusals import Refused
from handoff.eligibility.models import EligibilityDecision
from handoff.referrals import presenters, queries, services
from handoff.referrals.forms.eligibility_check import EligibilityCheckForms
from handoff.referrals.models import Referral
from handoff.referrals.supervision.queries import AskedOf


@requires_any(Permission.ELIGIBILITY_CHECK)
def checks(request: ProgramRequest, program: str) -> HttpResponse:
    """Community referrals that wait for the agency's check, oldest first, by number: the check shows the name."""
    waiting = list(queries.awaiting_eligibility_check(request.program, request.actor))
    record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.ELIGIBILITY_LISTED,
        details={"count": len(waiting)},
        people=[each.audited_as for each in waiting],
    )
    return render(request, "referrals/eligibility_checks.html", {"waiting": waiting})


def waiting_referral_or_404(request: ProgramRequest, referral_id: uuid.UUID) -> Referral:
    waiting = queries.awaiting_eligibility_check(request.program, request.actor)
    referral = waiting.filter(public_id=referral_id).first()
    if referral is None:
        raise Http404
    return referral


@requires_any(Permission.ELIGIBILITY_CHECK)
def check_eligibility(request: ProgramRequest, program: str, referral_id: uuid.UUID) -> HttpResponse:
    """Answer the criteria's questions about one person, see the advice, and decide."""
    referral = waiting_referral_or_404(request, referral_id)
    assert referral.person is not None
    check_forms = EligibilityCheckForms(
        program=request.program,
        referral=referral,
        person=referral.person,
        at=request.at,
        data=request.POST if request.method == "POST" else None,
    )
    if request.method == "POST" and request.POST.get("go") == "ask_supervision":
        ask_supervising_officer(request, referral, check_forms)
    decided = request.method == "POST" and request.POST.get("go") == "decide"
    if (
        decided
        and check_forms.facts_form.is_valid()
        and check_forms.decide_form.is_valid()
        and record_check(request, referral, check_forms)
    ):
        return redirect("referrals:checks", program)
    record_read(
        actor=request.actor, at=request.at, action=AuditLook.ELIGIBILITY_OPENED, subject=referral.public_id
    )
    context = {
        "referral": referral,
        "check_forms": check_forms,
        "assessment": presenters.assessment_if_answered(check_forms),
    }
    return render(request, "referrals/eligibility_check.html", context)


def ask_supervising_officer(
    request: ProgramRequest, referral: Referral, check_forms: EligibilityCheckForms
) -> None:
    """Ask the office that supervises the person. What was typed stays on the page."""
    form, person = check_forms.facts_form, check_forms.person
    form.is_valid()
    try:
        check_forms.supervision_question = services.ask_supervising_officer(
            actor=request.actor,
            program=request.program,
            asked_of=AskedOf(referral=referral),
            agency=form.chosen_agency,
            name=referral.entered_name or person.recorded_name,
            born=person.date_of_birth,
            ok_to_ask=bool(form.cleaned_data.get("ok_to_ask")),
            at=request.at,
        )
    except Refused as refusal:
        form.add_error("ok_to_ask", str(refusal))
    else:
        messages.success(request, _("Asked. Their answer will show on this page."))


def record_check(request: ProgramRequest, referral: Referral, check_forms: EligibilityCheckForms) -> bool:
    """Record the check and, if asked for, the recommendation to the DA. Returns False if it was refused."""
    check_input = check_forms.check_input()
    try:
        if check_input.decision == EligibilityDecision.Decision.ASK_EXCEPTION:
            services.request_exception_for_referral(
                actor=request.actor,
                referral=referral,
                check=check_input,
                recommendation=check_input.reason,
                at=request.at,
            )
        else:
            services.record_eligibility(
                actor=request.actor, referral=referral, check=check_input, at=request.at
            )
    except Refused as refusal:
        check_forms.decide_form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Check recorded."))
    return True
