"""A participant's needs, followed to the service that meets them, and milestones."""

import uuid
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.casework.models import Need, ServiceReferral
from handoff.casework.needs import presenters, queries, services
from handoff.casework.needs.forms import CloseNeedForm, FollowUpForm, MilestoneForm, NeedForm, ReferForm
from handoff.casework.presenters import approach_of
from handoff.casework.queries import names_of
from handoff.core.actions import Destination, form_action, post_action
from handoff.core.forms import Form
from handoff.core.submissions import submission_key
from handoff.participants.models import Person
from handoff.participants.views import person_or_404, record_opened
from handoff.programs.queries import local_date, time_zone_of


def need_or_404(request: ProgramRequest, need_id: uuid.UUID) -> Need:
    need = queries.find_need(request.program, need_id)
    if need is None:
        raise Http404
    return need


def service_referral_or_404(request: ProgramRequest, public_id: uuid.UUID) -> ServiceReferral:
    referral = queries.find_service_referral(request.program, public_id)
    if referral is None:
        raise Http404
    return referral


def today(request: ProgramRequest) -> date:
    return local_date(request.program, request.at)


def needs_page(request: ProgramRequest, person: Person, need: Need | None = None) -> Destination:
    """The list of a person's needs, at one of them."""
    path = reverse("needs:list", args=[request.program.slug, person.public_id])
    return (f"{path}#need-{need.public_id}",) if need is not None else (path,)


def render_form(
    request: ProgramRequest, person: Person, form: Form, heading: str, about: str = ""
) -> HttpResponse:
    """Show a form about a need, under what it is about."""
    record_opened(request, person)
    list_url = reverse("needs:list", args=[request.program.slug, person.public_id])
    context = {"person": person, "form": form, "heading": heading, "about": about, "list_url": list_url}
    return render(request, "casework/needs/form.html", context)


@requires_any(Permission.PARTICIPANT_READ)
def list_needs(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """Show a participant's needs with what became of each referral, and milestones (K2)."""
    person = person_or_404(request, person_id)
    record_opened(request, person)
    needs = queries.needs_of(person)
    names, zone = names_of(presenters.user_ids(needs)), time_zone_of(request.program)
    current = queries.open_needs(needs)
    referrals = [referral for need in needs for referral in need.referrals.all()]
    shown = queries.shown_to_providers(referrals, request.at)
    context = {
        "person": person,
        "approach": approach_of(person),
        "current": presenters.need_cards(current, names, zone, shown),
        "closed": presenters.need_cards([each for each in needs if each not in current], names, zone, shown),
        "milestones": queries.milestones_of(person),
        "may_write": request.actor.can(Permission.OUTREACH_DO),
    }
    return render(request, "casework/needs/list.html", context)


@requires_any(Permission.OUTREACH_DO)
def add_need(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    person = person_or_404(request, person_id)
    form = NeedForm(request.POST or None, today=today(request))
    response = form_action(
        request,
        form,
        lambda: services.add_need(
            actor=request.actor,
            person=person,
            kind=form.cleaned_data["kind"],
            words=form.cleaned_data["words"],
            opened_on=form.day,
            key=submission_key(request),
            at=request.at,
        ),
        done=_("Need recorded. You can refer them to a service now."),
        to=lambda need: needs_page(request, person, need),
    )
    return response or render_form(request, person, form, _("Record a need"))


@requires_any(Permission.OUTREACH_DO)
def close_need(request: ProgramRequest, program: str, need_id: uuid.UUID) -> HttpResponse:
    """Record that a need is met or no longer wanted."""
    need = need_or_404(request, need_id)
    form = CloseNeedForm(request.POST or None, today=today(request))
    response = form_action(
        request,
        form,
        lambda: services.close_need(
            actor=request.actor, need=need, what=form.cleaned_data["what"], on=form.day, at=request.at
        ),
        done=_("Saved. They can ask for it again any time."),
        to=needs_page(request, need.person, need),
    )
    about = str(need.get_kind_display())
    return response or render_form(request, need.person, form, _("Close the need"), about)


@requires_any(Permission.OUTREACH_DO)
@require_POST
def open_need_again(request: ProgramRequest, program: str, need_id: uuid.UUID) -> HttpResponse:
    need = need_or_404(request, need_id)
    return post_action(
        request,
        lambda: services.open_need_again(actor=request.actor, need=need, at=request.at),
        done=_("The need is open again."),
        to=needs_page(request, need.person, need),
    )


@requires_any(Permission.OUTREACH_DO)
def refer_to_service(request: ProgramRequest, program: str, need_id: uuid.UUID) -> HttpResponse:
    need = need_or_404(request, need_id)
    offered = queries.services_for(need, request.at)
    form = ReferForm(request.POST or None, today=today(request), services=offered)
    response = form_action(
        request,
        form,
        lambda: services.refer_to_service(
            actor=request.actor,
            need=need,
            service=form.chosen,
            provider=form.cleaned_data["provider"],
            on=form.day,
            key=submission_key(request),
            at=request.at,
        ),
        done=_("Referral recorded. Record here what becomes of it."),
        to=needs_page(request, need.person, need),
    )
    about = str(need.get_kind_display())
    return response or render_form(request, need.person, form, _("Refer to a service"), about)


@requires_any(Permission.OUTREACH_DO)
def follow_up_referral(request: ProgramRequest, program: str, service_referral_id: uuid.UUID) -> HttpResponse:
    """Record what became of a referral to a service."""
    referral = service_referral_or_404(request, service_referral_id)
    form = FollowUpForm(request.POST or None, referral=referral, today=today(request))
    response = form_action(
        request,
        form,
        lambda: services.follow_up_referral(
            actor=request.actor, referral=referral, follow_up=form.follow_up(), at=request.at
        ),
        done=_("Saved."),
        to=needs_page(request, referral.need.person, referral.need),
    )
    about = f"{referral.provider}: {referral.current.get_state_display()}"
    heading = _("What became of the referral?")
    return response or render_form(request, referral.need.person, form, heading, about)


@requires_any(Permission.OUTREACH_DO)
def add_milestone(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    person = person_or_404(request, person_id)
    form = MilestoneForm(request.POST or None, today=today(request))
    response = form_action(
        request,
        form,
        lambda: services.add_milestone(
            actor=request.actor,
            person=person,
            kind=form.cleaned_data["kind"],
            words=form.cleaned_data["words"],
            reached_on=form.day,
            key=submission_key(request),
            at=request.at,
        ),
        done=_("Milestone recorded."),
        to=needs_page(request, person),
    )
    return response or render_form(request, person, form, _("Record a milestone"))


@requires_any(Permission.OUTREACH_DO)
@require_POST
def withdraw_milestone(request: ProgramRequest, program: str, milestone_id: uuid.UUID) -> HttpResponse:
    """Remove a milestone that was recorded by mistake."""
    milestone = queries.find_milestone(request.program, milestone_id)
    if milestone is None:
        raise Http404
    return post_action(
        request,
        lambda: services.withdraw_milestone(actor=request.actor, milestone=milestone, at=request.at),
        done=_("Removed. The entry stays in the log, and counts no longer."),
        to=needs_page(request, milestone.person),
    )
