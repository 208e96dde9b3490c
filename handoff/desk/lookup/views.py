"""The officer's lookup."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.core.refusals import Refused
from handoff.desk.lookup.forms import LookupForm
from handoff.desk.lookup.services import LookupAnswer, LookupOutcome, LookupReason, answer_lookup
from handoff.participants.lookup.rules.keys import LookupQuery
from handoff.referrals.forms.wizard import ReferralWizard
from handoff.referrals.queries import find_draft


@requires_any(Permission.LOOKUP_ASK)
def look_up(request: ProgramRequest, program: str) -> HttpResponse:
    """Answer whether the person is a participant and whom to call, nothing more (J3)."""
    form = LookupForm(request.POST or None)
    answer: LookupAnswer | None = None
    if request.method == "POST" and form.is_valid():
        try:
            answer = answer_lookup(
                actor=request.actor,
                program=request.program,
                query=form.lookup_query(),
                reason=form.cleaned_data["reason"],
                at=request.at,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "desk/lookup/lookup.html", {"form": form, "answer": answer})


@requires_any(Permission.LOOKUP_ASK)
def look_up_referred(request: ProgramRequest, program: str, draft_id: uuid.UUID) -> HttpResponse:
    """Tell an officer in the middle of a referral that the person may already be a participant (R9, J3).

    Where there is nothing to tell, the referral continues at once, as it does for someone unknown.
    """
    draft = find_draft(request.program, request.actor, draft_id)
    if draft is None:
        raise Http404
    wizard = ReferralWizard(draft=draft, program=request.program, actor=request.actor, at=request.at)
    who = wizard.cleaned_answers("who")
    if not who:
        return redirect("referrals:resume", program, draft_id)
    answer = answer_lookup(
        actor=request.actor,
        program=request.program,
        query=LookupQuery(first=who["first_name"], last=who["last_name"], dob=who["date_of_birth"]),
        reason=LookupReason.REFERRAL,
        at=request.at,
    )
    following = wizard.url(wizard.position("who").after)
    if answer.outcome is LookupOutcome.NOTHING:
        return redirect(following)
    context = {
        "answer": answer,
        "following": following,
        "whose": wizard.person_label,
        "may_report_charge": request.actor.can(Permission.CHARGES_RECORD_NEW),
    }
    return render(request, "desk/lookup/referral.html", context)
