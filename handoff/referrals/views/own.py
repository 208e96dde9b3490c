"""The officer's own referrals, and the choice when an intake deadline has passed."""

import uuid

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit.definitions import AuditLook
from handoff.audit.services import record_read
from handoff.charges.sent.queries import has_da_reader
from handoff.core.actions import form_action, post_action
from handoff.programs.queries import local_date
from handoff.referrals import presenters, queries, services
from handoff.referrals.forms.staff import TimeForm, WithdrawForm
from handoff.referrals.models import Referral

PER_PAGE = 20


def own_referral_or_404(request: ProgramRequest, referral_id: uuid.UUID) -> Referral:
    referral = queries.find_own_referral(request.program, request.actor, referral_id, request.at)
    if referral is None:
        raise Http404
    return referral


@requires_any(Permission.REFERRAL_READ_OWN)
def own(request: ProgramRequest, program: str) -> HttpResponse:
    """The actor's drafts and referrals, those that need a choice first; the list is turned in pages (finding-A8)."""
    lines = queries.own_referrals(request.actor, request.at)
    lines.sort(key=lambda line: not (line.view.may_choose or line.view.may_continue))
    page = Paginator(lines, PER_PAGE).get_page(request.GET.get("page"))
    drafts = [presenters.draft_line(each) for each in queries.open_drafts(request.program, request.actor)]
    shown = [*(line.referral.audited_as for line in page), *(line.draft.public_id for line in drafts)]
    record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.OWN_REFERRALS_LISTED,
        details={"count": len(page)},
        people=shown,
    )
    return render(request, "referrals/own.html", {"page": page, "drafts": drafts})


@requires_any(Permission.CHARGES_DECIDE_OWN)
def choose_outcome(
    request: ProgramRequest, program: str, referral_id: uuid.UUID, choice: str
) -> HttpResponse:
    """Confirm and carry out the choice: send the charge to the DA, or drop it."""
    referral = own_referral_or_404(request, referral_id)
    line = queries.own_referral(referral, request.actor, request.at)
    if choice not in {"send", "drop"} or not line.view.may_choose:
        raise Http404
    if request.method == "POST":
        return post_action(
            request,
            lambda: services.choose_charge_outcome(
                actor=request.actor, referral=referral, to_da=choice == "send", at=request.at
            ),
            done=_("Decision recorded."),
            to=("referrals:own", program),
        )
    record_read(
        actor=request.actor, at=request.at, action=AuditLook.REFERRAL_OPENED, subject=referral.public_id
    )
    today = local_date(request.program, request.at)
    context = {"line": line, "choice": choice, "da_reads": has_da_reader(request.program, today)}
    return render(request, "referrals/choose.html", context)


@requires_any(Permission.REFERRAL_READ_OWN)
@require_POST
def record_arrival(request: ProgramRequest, program: str, referral_id: uuid.UUID) -> HttpResponse:
    """The help that the officer called is here."""
    referral = own_referral_or_404(request, referral_id)
    return post_action(
        request,
        lambda: services.record_arrival(actor=request.actor, referral=referral, at=request.at),
        done=_("Arrival recorded."),
        to=("referrals:sent", program, referral.public_id),
    )


@requires_any(Permission.REFERRAL_READ_OWN)
def correct_time(request: ProgramRequest, program: str, referral_id: uuid.UUID) -> HttpResponse:
    referral = own_referral_or_404(request, referral_id)
    line = queries.own_referral(referral, request.actor, request.at)
    form = TimeForm(request.POST or None, initial={"minutes": line.minutes})
    response = form_action(
        request,
        form,
        lambda: services.correct_officer_time(
            actor=request.actor, referral=referral, minutes=form.cleaned_data["minutes"], at=request.at
        ),
        done=_("Time changed."),
        to=("referrals:own", program),
    )
    if response is not None:
        return response
    return render(request, "referrals/time.html", {"line": line, "form": form})


@requires_any(Permission.REFERRAL_READ_OWN)
def withdraw_own(request: ProgramRequest, program: str, referral_id: uuid.UUID) -> HttpResponse:
    """Withdraw an own referral before anyone answered it."""
    referral = own_referral_or_404(request, referral_id)
    form = WithdrawForm(request.POST or None)
    response = form_action(
        request,
        form,
        lambda: services.withdraw_referral(
            actor=request.actor, referral=referral, reason=form.cleaned_data["reason"], at=request.at
        ),
        done=_("Referral withdrawn."),
        to=("referrals:own", program),
    )
    if response is not None:
        return response
    line = queries.own_referral(referral, request.actor, request.at)
    return render(request, "referrals/withdraw_own.html", {"line": line, "form": form})
