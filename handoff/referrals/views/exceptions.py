"""The DA's pages of exceptions."""

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
from handoff.referrals import queries, services
from handoff.referrals.forms.staff import ExceptionForm, RecommendationForm
from handoff.referrals.presenters import exceptions as presenters

NOT_ASKED_SHOWN = 20
"""How many of the latest referrals that weren't eligible the page shows."""


@requires_any(Permission.EXCEPTION_DECIDE)
def exceptions(request: ProgramRequest, program: str) -> HttpResponse:
    """Exceptions that wait for the DA, oldest first, the latest decisions, and what the office may recommend."""
    waiting = [presenters.exception_line(each) for each in queries.open_exceptions(request.program)]
    not_asked = queries.recommendable_referrals(request.program)[:NOT_ASKED_SHOWN]
    possible = [presenters.referral_line(each) for each in not_asked]
    decided = list(queries.decided_exceptions(request.program))
    shown = [line.referral for line in (*waiting, *possible)] + [each.referral for each in decided]
    record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.EXCEPTIONS_LISTED,
        details={"count": len(shown)},
        people=[each.audited_as for each in shown],
    )
    context = {"waiting": waiting, "decided": decided, "possible": possible}
    return render(request, "referrals/exceptions.html", context)


@requires_any(Permission.EXCEPTION_DECIDE)
def recommend_exception(request: ProgramRequest, program: str, referral_id: uuid.UUID) -> HttpResponse:
    """A referral that wasn't eligible, and the form with which the DA's office recommends an exception."""
    found = queries.recommendable_referrals(request.program).filter(public_id=referral_id).first()
    if found is None:
        raise Http404
    form = RecommendationForm(request.POST or None)
    response = form_action(
        request,
        form,
        lambda: services.recommend_exception(
            actor=request.actor,
            referral=found,
            recommendation=form.cleaned_data["recommendation"],
            at=request.at,
        ),
        done=_("Recommended. The exception now waits for your office's decision."),
        to=lambda asked: ("referrals:exception", program, asked.public_id),
    )
    if response is not None:
        return response
    record_read(
        actor=request.actor, at=request.at, action=AuditLook.EXCEPTION_OPENED, subject=found.public_id
    )
    context = presenters.referral_context(found) | {"form": form}
    return render(request, "referrals/recommend_exception.html", context)


@requires_any(Permission.EXCEPTION_DECIDE)
def exception(request: ProgramRequest, program: str, exception_id: uuid.UUID) -> HttpResponse:
    """One exception and the form to decide it."""
    found = queries.find_exception(request.program, exception_id)
    if found is None:
        raise Http404
    form = ExceptionForm(request.POST or None)
    response = form_action(
        request,
        form,
        lambda: services.decide_exception(
            actor=request.actor,
            exception=found,
            approved=form.cleaned_data["outcome"] == "approved",
            reason=form.cleaned_data["reason"],
            at=request.at,
        ),
        done=_("Decision recorded. The person who asked can see it in Handoff."),
        to=("referrals:exceptions", program),
    )
    if response is not None:
        return response
    record_read(
        actor=request.actor, at=request.at, action=AuditLook.EXCEPTION_OPENED, subject=found.public_id
    )
    return render(request, "referrals/exception.html", presenters.exception_context(found) | {"form": form})
