"""Handover plans: the manager's list, each plan with its participants, and the card that a participant gets (K5)."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from handoff.access.decorators import requires_any, requires_recent_sign_in
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit.definitions import AuditLook
from handoff.audit.services import record_read
from handoff.casework.caseloads.queries import care_team
from handoff.casework.models import HandoverPlan
from handoff.casework.queries import names_of
from handoff.casework.turnover import policies, presenters, queries, services
from handoff.casework.turnover.forms import DaysForm, HandOverForm, ItemForm, PlanForm
from handoff.core.actions import form_action, post_action
from handoff.core.refusals import Refused
from handoff.participants.views import person_or_404, record_opened
from handoff.programs.queries import local_date


def plan_or_404(request: ProgramRequest, plan_id: uuid.UUID) -> HandoverPlan:
    """The plan, for the manager and those who hand over or take over."""
    plan = queries.find_plan(request.program, plan_id)
    if plan is None or not queries.is_involved(request.actor, plan):
        raise Http404
    return plan


def workers(request: ProgramRequest) -> list[tuple[int, str]]:
    return [(each.pk, each.full_name) for each in care_team(request.program, request.at)]


@requires_any(Permission.CASELOADS_MANAGE)
@require_safe
def list_plans(request: ProgramRequest, program: str) -> HttpResponse:
    """Show the open plans with how many participants are still to do."""
    plans = list(queries.open_plans(request.program).select_related("program"))
    names = names_of(each.user_id for each in plans)
    rows = [
        (each, names.get(each.user_id, ""), len(queries.unassigned_rows(queries.rows_of(each, request.at))))
        for each in plans
    ]
    return render(request, "casework/turnover/list.html", {"rows": rows})


@requires_any(Permission.CASELOADS_MANAGE)
def plan_handover(request: ProgramRequest, program: str) -> HttpResponse:
    """Open a plan for someone who leaves or is away."""
    form = PlanForm(request.POST or None, workers=workers(request))
    response = form_action(
        request,
        form,
        lambda: services.plan_handover(
            actor=request.actor,
            program=request.program,
            user=queries.find_user(form.worker_id),
            plan_input=form.plan_input(),
            at=request.at,
        ),
        done=_("Plan made. Below is each participant."),
        to=lambda plan: ("turnover:plan", program, plan.public_id),
    )
    return response or render(request, "casework/turnover/new.html", {"form": form})


@requires_any(Permission.CASELOADS_MANAGE)
def change_days(request: ProgramRequest, program: str, plan_id: uuid.UUID) -> HttpResponse:
    """Give an open plan other days."""
    plan = plan_or_404(request, plan_id)
    form = DaysForm(request.POST or None, initial={"starts_on": plan.starts_on, "ends_on": plan.ends_on})
    response = form_action(
        request,
        form,
        lambda: services.change_days(
            actor=request.actor,
            plan=plan,
            starts_on=form.cleaned_data["starts_on"],
            ends_on=form.cleaned_data["ends_on"],
            at=request.at,
        ),
        done=_("Days changed. Check who covers, and which introductions need another day."),
        to=("turnover:plan", program, plan_id),
    )
    context = {"form": form, "plan": plan, "worker_name": names_of([plan.user_id]).get(plan.user_id, "")}
    return response or render(request, "casework/turnover/days.html", context)


def caseload_of(request: ProgramRequest, plan: HandoverPlan) -> uuid.UUID | None:
    """Whose caseload the manager can move several participants from; no one's once the worker has left the team."""
    if plan.is_leave or not request.actor.can(Permission.CASELOADS_MANAGE):
        return None
    team = care_team(request.program, request.at)
    return next((each.public_id for each in team if each.pk == plan.user_id), None)


@requires_any(Permission.OUTREACH_DO)
def show_plan(request: ProgramRequest, program: str, plan_id: uuid.UUID) -> HttpResponse:
    """Show each participant of a plan; the manager hands over those who are checked."""
    plan = plan_or_404(request, plan_id)
    rows = queries.rows_of(plan, request.at)
    form = HandOverForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and hand_over_chosen(request, plan, rows, form):
        return redirect("turnover:plan", program, plan_id)
    record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.HANDOVER_OPENED,
        details={"count": len(rows)},
        people=[each.person.public_id for each in rows],
    )
    names = names_of(presenters.user_ids(plan, rows))
    context = {
        "plan": plan,
        "form": form,
        "worker_name": names.get(plan.user_id, ""),
        "caseload_id": caseload_of(request, plan),
        "rows": presenters.item_rows(plan, rows, names),
        "chosen": form.chosen,
        "supervision": presenters.supervision_rows(queries.roles_to_cover(plan)),
        "shifts": queries.shifts_during(plan),
        "stand_in": names.get(plan.stand_in_id or 0, ""),
        "left": len(queries.unassigned_rows(rows)),
        "may_manage": request.actor.can(Permission.CASELOADS_MANAGE) and plan.closed_at is None,
    }
    return render(request, "casework/turnover/plan.html", context)


def hand_over_chosen(
    request: ProgramRequest, plan: HandoverPlan, rows: list[queries.HandoverRow], form: HandOverForm
) -> bool:
    """Hand over those who were checked; a refusal is shown above the list, and nothing is lost."""
    try:
        result = services.hand_over(
            actor=request.actor,
            plan=plan,
            people=[each.person for each in rows if str(each.person.public_id) in form.chosen],
            reason=form.cleaned_data["reason"],
            at=request.at,
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    say_what_moved(request, result)
    return True


def say_what_moved(request: ProgramRequest, result: services.HandedOver) -> None:
    """Say how many moved, with what, and that a colleague had moved the others. No participant is named."""
    done = ngettext(
        "%(count)d participant handed over.", "%(count)d participants handed over.", result.people
    )
    messages.success(request, done % {"count": result.people})
    if result.open_work:
        moved = _("Steps, visits, and appointments that moved along: %(count)d.")
        messages.info(request, moved % {"count": result.open_work})
    if result.elsewhere:
        words = _("Not moved, because they already have another worker: %(count)d.")
        messages.warning(request, words % {"count": result.elsewhere})


@requires_any(Permission.OUTREACH_DO)
def record_item(
    request: ProgramRequest, program: str, plan_id: uuid.UUID, person_id: uuid.UUID
) -> HttpResponse:
    """Plan or record how one participant meets their new worker, and what to know first."""
    plan, person = plan_or_404(request, plan_id), person_or_404(request, person_id)
    row = queries.find_row(plan, person, request.at)
    if row is None:
        raise Http404
    record_opened(request, person)
    today = local_date(request.program, request.at)
    form = ItemForm(
        request.POST or None,
        workers=workers(request),
        item=row.item,
        today=today,
        may_choose=policies.may_choose_worker(request.actor, plan),
    )
    response = form_action(
        request,
        form,
        lambda: services.record_item(
            actor=request.actor, plan=plan, person=person, item_input=form.item_input(), at=request.at
        ),
        done=_("Saved. You can print the new contact card now."),
        to=("turnover:item", program, plan_id, person_id),
    )
    context = {"form": form, "plan": plan, "person": person, "has_worker": row.to_worker_id is not None}
    return response or render(request, "casework/turnover/item.html", context)


@requires_any(Permission.OUTREACH_DO)
@require_safe
def print_card(
    request: ProgramRequest, program: str, plan_id: uuid.UUID, person_id: uuid.UUID
) -> HttpResponse:
    """The card with the new worker's name and number, in the participant's language, to print."""
    plan, person = plan_or_404(request, plan_id), person_or_404(request, person_id)
    row = queries.find_row(plan, person, request.at)
    worker = queries.find_user(row.to_worker_id) if row else None
    if worker is None:
        raise Http404
    record_opened(request, person)
    from_name = names_of([plan.user_id]).get(plan.user_id, "")
    card = presenters.contact_card(person, request.program, worker, from_name, plan)
    context = {"card": card, "plan": plan, "person": person}
    return render(request, "casework/turnover/card.html", context)


@requires_recent_sign_in
@requires_any(Permission.CASELOADS_MANAGE)
@require_POST
def cover_supervision(request: ProgramRequest, program: str, plan_id: uuid.UUID) -> HttpResponse:
    """Let whoever covers a leave hold the supervisor's role for its days."""
    plan = plan_or_404(request, plan_id)
    return post_action(
        request,
        lambda: services.cover_supervision(actor=request.actor, plan=plan, at=request.at),
        done=_("Saved. The role ends by itself after the leave."),
        to=("turnover:plan", program, plan_id),
    )


@requires_any(Permission.CASELOADS_MANAGE)
@require_POST
def close_plan(request: ProgramRequest, program: str, plan_id: uuid.UUID) -> HttpResponse:
    plan = plan_or_404(request, plan_id)
    return post_action(
        request,
        lambda: services.close_plan(actor=request.actor, plan=plan, at=request.at),
        done=_("Plan closed."),
        to=("turnover:plan", program, plan_id),
    )
