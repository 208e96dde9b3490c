"""A participant's goals and next steps: listed in their order, changed in their words."""

import uuid
from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.accounts.presenters import who_changed_last
from handoff.accounts.queries import users_with_permission
from handoff.audit.definitions import AuditAction
from handoff.casework.goals import presenters, queries, services
from handoff.casework.goals.forms import GoalForm, StepForm
from handoff.casework.models import Goal, GoalStep, GoalStepVersion
from handoff.casework.presenters import approach_of
from handoff.casework.queries import names_of
from handoff.core.actions import Destination, form_action, post_action
from handoff.core.forms import Form
from handoff.core.sorting import by_name
from handoff.core.submissions import submission_key
from handoff.participants.models import Person
from handoff.participants.views import person_or_404, record_opened
from handoff.programs.queries import local_date


def goal_or_404(request: ProgramRequest, goal_id: uuid.UUID) -> Goal:
    goal = queries.find_goal(request.program, goal_id)
    if goal is None:
        raise Http404
    return goal


def step_or_404(request: ProgramRequest, step_id: uuid.UUID) -> GoalStep:
    step = queries.find_step(request.program, step_id)
    if step is None:
        raise Http404
    return step


def goals_page(request: ProgramRequest, person: Person, goal: Goal | None = None) -> Destination:
    """The list of a person's goals, at one of them."""
    path = reverse("goals:list", args=[request.program.slug, person.public_id])
    return (f"{path}#goal-{goal.public_id}",) if goal is not None else (path,)


def render_form(
    request: ProgramRequest, person: Person, form: Form, heading: str, goal: Goal | None = None
) -> HttpResponse:
    """Show a form about a goal, under the goal's own words where there are any."""
    record_opened(request, person)
    about = f"“{goal.current.words}”" if goal else ""
    list_url = reverse("goals:list", args=[request.program.slug, person.public_id])
    context = {"person": person, "form": form, "heading": heading, "about": about, "list_url": list_url}
    return render(request, "casework/goals/form.html", context)


def step_form(request: ProgramRequest, version: GoalStepVersion | None = None) -> StepForm:
    today = local_date(request.program, request.at)
    users = users_with_permission(request.program, Permission.OUTREACH_DO, today).order_by(
        *by_name("full_name")
    )
    workers = [(user.pk, user.full_name) for user in users]
    return StepForm(request.POST or None, workers=workers, earliest=today, version=version)


@requires_any(Permission.PARTICIPANT_READ)
def list_goals(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """Show a participant's goals in their order, then the ended ones (G3)."""
    person = person_or_404(request, person_id)
    record_opened(request, person)
    goals = queries.goals_of(person)
    names = names_of(presenters.user_ids(goals))
    current = queries.open_goals(goals)
    context = {
        "person": person,
        "approach": approach_of(person),
        "current": presenters.goal_cards(current, names),
        "ended": presenters.goal_cards([each for each in goals if each not in current], names),
        "may_write": request.actor.can(Permission.OUTREACH_DO),
    }
    return render(request, "casework/goals/list.html", context)


@requires_any(Permission.OUTREACH_DO)
def add_goal(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    person = person_or_404(request, person_id)
    form = GoalForm(request.POST or None)
    response = form_action(
        request,
        form,
        lambda: services.add_goal(
            actor=request.actor,
            person=person,
            words=form.cleaned_data["words"],
            key=submission_key(request),
            at=request.at,
        ),
        done=_("Goal added."),
        to=lambda goal: goals_page(request, person, goal),
    )
    return response or render_form(request, person, form, _("Add a goal"))


@requires_any(Permission.OUTREACH_DO)
def reword_goal(request: ProgramRequest, program: str, goal_id: uuid.UUID) -> HttpResponse:
    """Write the goal in the words the participant uses now."""
    goal = goal_or_404(request, goal_id)
    form = GoalForm(request.POST or None, initial={"words": goal.current.words})
    form.who_changed = partial(
        who_changed_last,
        request.actor,
        goal.person.public_id,
        AuditAction.GOAL_REWORDED,
        goal=str(goal.public_id),
    )
    response = form_action(
        request,
        form,
        lambda: services.reword_goal(
            actor=request.actor, goal=goal, words=form.cleaned_data["words"], at=request.at
        ),
        done=_("Saved."),
        to=goals_page(request, goal.person, goal),
    )
    return response or render_form(request, goal.person, form, _("Reword the goal"))


@requires_any(Permission.OUTREACH_DO)
@require_POST
def move_goal(request: ProgramRequest, program: str, goal_id: uuid.UUID) -> HttpResponse:
    goal = goal_or_404(request, goal_id)
    direction = request.POST.get("direction", "")
    if direction not in {services.UP, services.DOWN}:
        raise Http404
    return post_action(
        request,
        lambda: services.move_goal(actor=request.actor, goal=goal, direction=direction, at=request.at),
        to=goals_page(request, goal.person, goal),
    )


@requires_any(Permission.OUTREACH_DO)
@require_POST
def end_goal(request: ProgramRequest, program: str, goal_id: uuid.UUID) -> HttpResponse:
    """Record that the participant reached a goal or set it aside."""
    goal = goal_or_404(request, goal_id)
    return post_action(
        request,
        lambda: services.end_goal(
            actor=request.actor, goal=goal, what=request.POST.get("what", ""), at=request.at
        ),
        done=_("Saved. They can take this goal up again any time."),
        to=goals_page(request, goal.person, goal),
    )


@requires_any(Permission.OUTREACH_DO)
@require_POST
def take_up_goal(request: ProgramRequest, program: str, goal_id: uuid.UUID) -> HttpResponse:
    goal = goal_or_404(request, goal_id)
    return post_action(
        request,
        lambda: services.take_up_goal(actor=request.actor, goal=goal, at=request.at),
        done=_("The goal is open again."),
        to=goals_page(request, goal.person, goal),
    )


@requires_any(Permission.OUTREACH_DO)
def add_step(request: ProgramRequest, program: str, goal_id: uuid.UUID) -> HttpResponse:
    goal = goal_or_404(request, goal_id)
    form = step_form(request)
    response = form_action(
        request,
        form,
        lambda: services.add_step(
            actor=request.actor,
            goal=goal,
            step_input=form.step_input(),
            key=submission_key(request),
            at=request.at,
        ),
        done=_("Next step added."),
        to=goals_page(request, goal.person, goal),
    )
    return response or render_form(request, goal.person, form, _("Add a next step"), goal)


@requires_any(Permission.OUTREACH_DO)
def change_step(request: ProgramRequest, program: str, step_id: uuid.UUID) -> HttpResponse:
    step = step_or_404(request, step_id)
    goal = step.goal
    form = step_form(request, step.current)
    form.who_changed = partial(
        who_changed_last,
        request.actor,
        goal.person.public_id,
        AuditAction.GOAL_STEP_CHANGED,
        goal=str(goal.public_id),
    )
    response = form_action(
        request,
        form,
        lambda: services.change_step(
            actor=request.actor, step=step, step_input=form.step_input(), at=request.at
        ),
        done=_("Saved."),
        to=goals_page(request, goal.person, goal),
    )
    return response or render_form(request, goal.person, form, _("Change a next step"), goal)


@requires_any(Permission.OUTREACH_DO)
@require_POST
def mark_step(request: ProgramRequest, program: str, step_id: uuid.UUID) -> HttpResponse:
    """Mark a step as done or no longer needed, or open it again."""
    step = step_or_404(request, step_id)
    return post_action(
        request,
        lambda: services.mark_step(
            actor=request.actor, step=step, what=request.POST.get("what", ""), at=request.at
        ),
        done=_("Saved."),
        to=goals_page(request, step.goal.person, step.goal),
    )
