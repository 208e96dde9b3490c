"""Program staff's pages of a referral."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from handoff.access.decorators import requires_all, requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit.definitions import AuditLook
from handoff.audit.services import record_read
from handoff.core.actions import form_action, post_action
from handoff.core.forms import Form
from handoff.core.refusals import Refused
from handoff.referrals import policies, presenters, queries, services
from handoff.referrals.forms.referral_inputs import screening_input
from handoff.referrals.forms.staff import DeclineForm, HandoffRecordForm, StaffScreeningForm, WithdrawForm
from handoff.referrals.models import Referral

PER_PAGE = 25


def referral_or_404(request: ProgramRequest, referral_id: uuid.UUID) -> Referral:
    referral = queries.find_referral(request.program, referral_id)
    if referral is None:
        raise Http404
    return referral


@requires_any(Permission.REFERRAL_READ_ALL)
def index(request: ProgramRequest, program: str) -> HttpResponse:
    """The program's referrals, filtered by state."""
    state = request.GET.get("state", "")
    listed = queries.referrals_of(request.program)
    if state in Referral.State.values:
        listed = listed.filter(state=state)
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.REFERRALS_LISTED,
        details={"count": len(page)},
        people=[each.audited_as for each in page],
    )
    context = {
        "page": page,
        "columns": presenters.referral_columns(),
        "rows": presenters.referral_rows(page.object_list, request.program),
        "state": state,
        "states": Referral.State.choices,
    }
    return render(request, "referrals/index.html", context)


@requires_any(Permission.REFERRAL_READ_ALL)
def show(request: ProgramRequest, program: str, referral_id: uuid.UUID) -> HttpResponse:
    """One referral: the person, its state, which actions are allowed now, and its history."""
    referral = referral_or_404(request, referral_id)
    record_read(
        actor=request.actor, at=request.at, action=AuditLook.REFERRAL_OPENED, subject=referral.public_id
    )
    return render(
        request, "referrals/show.html", presenters.staff_context(referral, request.actor, request.at)
    )


@requires_all(Permission.REFERRAL_READ_ALL, Permission.REFERRAL_MAKE)
@require_POST
def accept(request: ProgramRequest, program: str, referral_id: uuid.UUID) -> HttpResponse:
    return post_action(
        request,
        lambda: services.accept_referral(
            actor=request.actor,
            referral=referral_or_404(request, referral_id),
            occurred_at=request.at,
            at=request.at,
        ),
        done=_("Recorded that the person said yes."),
        to=("referrals:show", program, referral_id),
    )


def show_or_act(
    request: ProgramRequest,
    referral: Referral,
    form: Form,
    heading: str,
    check: Callable[..., None],
    action: Callable[[], object],
    template: str = "referrals/form_action.html",
) -> HttpResponse:
    """Show the form of an action, or run the action and return to the referral."""
    response = form_action(
        request,
        form,
        action,
        done=_("Saved."),
        to=("referrals:show", request.program.slug, referral.public_id),
    )
    if response is not None:
        return response
    # Checked after the action: a refused action shows its reason on the form, not a redirect.
    try:
        check(request.actor, referral)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("referrals:show", request.program.slug, referral.public_id)
    record_read(
        actor=request.actor, at=request.at, action=AuditLook.REFERRAL_OPENED, subject=referral.public_id
    )
    context = {"referral": referral, "form": form, "heading": heading}
    return render(request, template, context | presenters.referrer_context(referral))


@requires_all(Permission.REFERRAL_READ_ALL, Permission.REFERRAL_MAKE)
def decline(request: ProgramRequest, program: str, referral_id: uuid.UUID) -> HttpResponse:
    referral, form = referral_or_404(request, referral_id), DeclineForm(request.POST or None)

    def record_answer() -> object:
        demographics = {"age_band": form.cleaned_data["age_band"]} if form.cleaned_data["age_band"] else {}
        return services.decline_referral(
            actor=request.actor,
            referral=referral,
            reason=form.cleaned_data["decline_reason"],
            demographics=demographics,
            at=request.at,
        )

    return show_or_act(
        request,
        referral,
        form,
        _("They declined for now"),
        policies.check_can_decline_referral,
        record_answer,
    )


@requires_all(Permission.REFERRAL_READ_ALL, Permission.REFERRAL_MAKE)
def screening(request: ProgramRequest, program: str, referral_id: uuid.UUID) -> HttpResponse:
    referral = referral_or_404(request, referral_id)
    if referral.person is None:
        raise Http404
    form = StaffScreeningForm(request.POST or None, person=referral.person, referral=referral)

    def save_screening() -> object:
        return services.complete_screening(
            actor=request.actor,
            referral=referral,
            person_input=presenters.screened_person_input(referral, form.cleaned_data),
            screening_input=screening_input(form.cleaned_data),
            at=request.at,
        )

    return show_or_act(
        request,
        referral,
        form,
        _("Screening form"),
        policies.check_can_complete_screening,
        save_screening,
        template="referrals/screening.html",
    )


@requires_all(Permission.REFERRAL_READ_ALL, Permission.REFERRAL_MAKE)
def handoff(request: ProgramRequest, program: str, referral_id: uuid.UUID) -> HttpResponse:
    referral, form = referral_or_404(request, referral_id), HandoffRecordForm(request.POST or None)

    def save_handoff() -> object:
        reached = {"yes": True, "no": False}.get(form.cleaned_data["reached"])
        handoff_input = services.HandoffInput(
            kind=form.cleaned_data["kind"], called_name=form.cleaned_data["called_name"], reached=reached
        )
        return services.record_handoff(
            actor=request.actor,
            referral=referral,
            handoff_input=handoff_input,
            occurred_at=request.at,
            at=request.at,
        )

    title = pgettext("step of a referral", "Handoff")
    return show_or_act(request, referral, form, title, policies.check_can_record_handoff, save_handoff)


@requires_all(Permission.REFERRAL_READ_ALL, Permission.REFERRAL_MAKE)
def withdraw(request: ProgramRequest, program: str, referral_id: uuid.UUID) -> HttpResponse:
    referral, form = referral_or_404(request, referral_id), WithdrawForm(request.POST or None)

    def withdraw_referral() -> object:
        return services.withdraw_referral(
            actor=request.actor, referral=referral, reason=form.cleaned_data["reason"], at=request.at
        )

    return show_or_act(
        request,
        referral,
        form,
        _("Withdraw referral"),
        policies.check_can_withdraw_referral,
        withdraw_referral,
    )
