"""The plan as a document: agreed on together, printed in the person's language, and their copy of it."""

import uuid

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit.definitions import AuditLook
from handoff.audit.services import record_read
from handoff.casework.goals.queries import goals_of, open_goals
from handoff.casework.models import AgreedPlan
from handoff.casework.plans import presenters, queries, services
from handoff.casework.plans.forms import PlanForm, ReviewForm
from handoff.casework.presenters import approach_of
from handoff.casework.queries import names_of
from handoff.core.actions import Destination, form_action, post_action
from handoff.core.forms import Form
from handoff.core.submissions import submission_key
from handoff.participants.models import Person
from handoff.participants.views import person_or_404, record_opened
from handoff.programs.queries import local_date, time_zone_of


def plan_or_404(request: ProgramRequest, public_id: uuid.UUID) -> AgreedPlan:
    plan = queries.find_plan(request.program, public_id)
    if plan is None:
        raise Http404
    return plan


def plan_page(request: ProgramRequest, person: Person) -> Destination:
    return ("plans:show", request.program.slug, person.public_id)


def render_form(request: ProgramRequest, person: Person, form: Form, heading: str) -> HttpResponse:
    record_opened(request, person)
    list_url = reverse("plans:show", args=[request.program.slug, person.public_id])
    context = {"person": person, "form": form, "heading": heading, "list_url": list_url}
    return render(request, "casework/plans/form.html", context)


@requires_any(Permission.PARTICIPANT_READ)
def show_plans(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """Show the plan that applies, whether the person has a copy, and the earlier plans (K12)."""
    person = person_or_404(request, person_id)
    record_opened(request, person)
    plans, goals = queries.plans_of(person), goals_of(person)
    names, zone = names_of(presenters.user_ids(plans)), time_zone_of(request.program)
    cards = [presenters.plan_card(each, goals, names, zone) for each in plans]
    context = {
        "person": person,
        "approach": approach_of(person),
        "card": cards[0] if cards else None,
        "earlier": cards[1:],
        "has_goals": bool(open_goals(goals)),
        "may_write": request.actor.can(Permission.OUTREACH_DO),
    }
    return render(request, "casework/plans/plan.html", context)


@requires_any(Permission.OUTREACH_DO)
def agree_plan(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """Write down the plan that the person agreed on."""
    person = person_or_404(request, person_id)
    form = PlanForm(
        request.POST or None,
        today=local_date(request.program, request.at),
        goals=open_goals(goals_of(person)),
        language=presenters.language_of(person),
    )
    response = form_action(
        request,
        form,
        lambda: services.agree_plan(
            actor=request.actor,
            person=person,
            plan_input=form.plan_input(),
            key=submission_key(request),
            at=request.at,
        ),
        done=_("Plan saved. Print it now, and record whether they have a copy."),
        to=plan_page(request, person),
    )
    return response or render_form(request, person, form, _("Agree on a plan"))


@requires_any(Permission.OUTREACH_DO)
def review_plan(request: ProgramRequest, program: str, agreed_plan_id: uuid.UUID) -> HttpResponse:
    """Record that they looked at the plan together and it stays as it is."""
    plan = plan_or_404(request, agreed_plan_id)
    form = ReviewForm(request.POST or None, today=local_date(request.program, request.at))
    response = form_action(
        request,
        form,
        lambda: services.review_plan(
            actor=request.actor,
            plan=plan,
            on=form.day,
            review_on=form.cleaned_data["review_on"],
            at=request.at,
        ),
        done=_("Saved."),
        to=plan_page(request, plan.person),
    )
    return response or render_form(request, plan.person, form, _("Looked at it together"))


@requires_any(Permission.OUTREACH_DO)
@require_POST
def record_copy(request: ProgramRequest, program: str, agreed_plan_id: uuid.UUID) -> HttpResponse:
    """Record that the person has a copy, or doesn't want one."""
    plan = plan_or_404(request, agreed_plan_id)
    return post_action(
        request,
        lambda: services.record_copy(
            actor=request.actor, plan=plan, what=request.POST.get("what", ""), at=request.at
        ),
        done=_("Saved."),
        to=plan_page(request, plan.person),
    )


def paper_of(request: ProgramRequest, plan: AgreedPlan) -> presenters.PlanPaper:
    """The paper in the language asked for, or in the plan's own; opening it is recorded."""
    record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.PLAN_PRINTED,
        subject=plan.person.public_id,
        details={"plan": str(plan.public_id)},
    )
    asked = request.GET.get("language", plan.language)
    language = asked if asked in dict(settings.LANGUAGES) else plan.language
    return presenters.plan_paper(plan, names_of(presenters.user_ids([plan])), language)


@requires_any(Permission.OUTREACH_DO)
@require_safe
def print_plan(request: ProgramRequest, program: str, agreed_plan_id: uuid.UUID) -> HttpResponse:
    """The person's copy, to print."""
    plan = plan_or_404(request, agreed_plan_id)
    paper = paper_of(request, plan)
    others = [each for each in settings.LANGUAGES if each[0] != paper.language]
    with override(paper.language):
        context = {"paper": paper, "plan": plan, "others": others}
        return render(request, "casework/plans/print.html", context)


@requires_any(Permission.OUTREACH_DO)
@require_safe
def download_pdf(request: ProgramRequest, program: str, agreed_plan_id: uuid.UUID) -> HttpResponse:
    """The person's copy as PDF, under a name that names no one."""
    plan = plan_or_404(request, agreed_plan_id)
    paper = paper_of(request, plan)
    response = HttpResponse(presenters.plan_pdf(paper, request.program.name), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="plan-{str(plan.public_id)[:8]}.pdf"'
    return response
