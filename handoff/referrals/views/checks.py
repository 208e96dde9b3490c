"""Law enforcement's check of community referrals."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from handoff.access.doors import requires
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit.services import record_read
from handoff.core.refusals import Refused
from handoff.eligibility.models import EligibilityDecision
from handoff.referrals import presenters, queries, services
from handoff.referrals.forms.check import CheckWay
from handoff.referrals.models import Referral


@requires(Permission.ELIGIBILITY_CHECK)
def checks(request: ProgramRequest, program: str) -> HttpResponse:
    """List the community referrals that wait for the check, oldest first: name and birth date, nothing more."""
    waiting = list(queries.eligibility_queue(request.program))
    record_read(
        actor=request.actor, at=request.at, action="eligibility.listed", details={"count": len(waiting)}
    )
    return render(request, "referrals/eligibility_queue.html", {"waiting": waiting})


def find_waiting(request: ProgramRequest, referral_id: uuid.UUID) -> Referral:
    """Return a referral that waits for the check; any other does not exist here."""
    referral = queries.eligibility_queue(request.program).filter(public_id=referral_id).first()
    if referral is None:
        raise Http404
    return referral


@requires(Permission.ELIGIBILITY_CHECK)
def check_eligibility(request: ProgramRequest, program: str, referral_id: uuid.UUID) -> HttpResponse:
    """Answer the criteria's questions about one person, see the advice, and decide."""
    referral = find_waiting(request, referral_id)
    assert referral.person is not None
    way = CheckWay(
        program=request.program,
        person=referral.person,
        at=request.at,
        data=request.POST if request.method == "POST" else None,
    )
    decided = request.method == "POST" and request.POST.get("go") == "decide"
    if (
        decided
        and way.facts_form.is_valid()
        and way.decide_form.is_valid()
        and record(request, referral, way)
    ):
        return redirect("referrals:checks", program)
    record_read(actor=request.actor, at=request.at, action="eligibility.opened", subject=referral.public_id)
    context = {"referral": referral, "way": way, "assessment": presenters.shown_if_answered(way)}
    return render(request, "referrals/eligibility_check.html", context)


def record(request: ProgramRequest, referral: Referral, way: CheckWay) -> bool:
    """Record the check, with a recommendation to the DA where one is asked for; say whether it went well."""
    given = way.given()
    try:
        if given.decision == EligibilityDecision.Decision.ASK_EXCEPTION:
            services.request_exception_for_referral(
                actor=request.actor,
                referral=referral,
                check=given,
                recommendation=given.reason,
                at=request.at,
            )
        else:
            services.record_eligibility(actor=request.actor, referral=referral, check=given, at=request.at)
    except Refused as refusal:
        way.decide_form.add_error(None, str(refusal))
        return False
    messages.success(request, _("The check is recorded."))
    return True
