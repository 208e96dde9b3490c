"""The team's caseloads, each worker's participants to move, and how often to be in touch with one (K4)."""

import uuid
from collections.abc import Iterable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.accounts.models import User
from handoff.accounts.queries import find_member
from handoff.audit.definitions import AuditLook
from handoff.audit.services import record_read
from handoff.casework.caseloads import presenters, queries, services
from handoff.casework.caseloads.forms import ContactPlanForm, MoveBack, MoveForm, ReasonForm, WorkingTimeForm
from handoff.casework.caseloads.queries import Case, Caseload, Caseloads
from handoff.casework.caseloads.rules import FULL_TIME, Standing
from handoff.casework.queries import names_of
from handoff.core.actions import form_action
from handoff.core.refusals import Refused
from handoff.core.text import hundredths
from handoff.participants.models import Person
from handoff.participants.views import person_or_404, record_opened
from handoff.programs.queries import local_date, policy_at


def record_listed(request: ProgramRequest, cases: Iterable[Case]) -> None:
    """Record whose names a page of caseloads showed."""
    people = {each.person.public_id for each in cases}
    record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.CASELOADS_LISTED,
        details={"count": len(people)},
        people=sorted(people),
    )


@requires_any(Permission.CASELOADS_MANAGE)
@require_safe
def show_caseloads(request: ProgramRequest, program: str) -> HttpResponse:
    """Show the balance across staff, and who is without a worker or hasn't been heard from (K4)."""
    found = queries.caseloads(request.program, request.at)
    asking = queries.asking_for_another(request.program, found)
    shown = [*found.unassigned, *asking, *found.silent]
    record_listed(request, shown)
    names = names_of(each.enrollment.primary_worker_id for each in shown)
    context = {
        "rows": presenters.caseload_rows(found.workers),
        "unassigned": presenters.case_rows(found.unassigned, names),
        "asking": presenters.case_rows(asking, names),
        "silent": presenters.case_rows(found.silent, names),
        "policy": policy_at(request.program, local_date(request.program, request.at)),
    }
    return render(request, "casework/caseloads/list.html", context)


@requires_any(Permission.CASELOADS_MANAGE)
def move_people(request: ProgramRequest, program: str, user_id: uuid.UUID) -> HttpResponse:
    """Show a worker's participants, and give some of them to a colleague."""
    found = queries.caseloads(request.program, request.at)
    caseload = caseload_or_404(request, found, user_id)
    targets = [each for each in found.workers if each.user != caseload.user]
    return answer_move(request, caseload.cases, targets, caseload, move_to_undo(request, found, caseload))


def move_to_undo(request: ProgramRequest, found: Caseloads, caseload: Caseload) -> MoveBack | None:
    """The move that the address names, which brought participants here, to send them back checked in one step."""
    back = next((each for each in found.workers if str(each.user.public_id) == request.GET.get("back")), None)
    if back is None:
        return None
    manager_id = request.actor.user_id or 0
    moved = queries.latest_move(request.program, manager_id, back.user.pk, request.at)
    here = [each for each in moved if each.to_worker_id == caseload.user.pk]
    return MoveBack(back.user, [str(each.person.public_id) for each in here])


@requires_any(Permission.CASELOADS_MANAGE)
def assign_people(request: ProgramRequest, program: str) -> HttpResponse:
    """Show who is without a worker, and give them one."""
    found = queries.caseloads(request.program, request.at)
    return answer_move(request, found.unassigned, found.workers, None)


def caseload_or_404(request: ProgramRequest, found: Caseloads, user_id: uuid.UUID) -> Caseload:
    caseload = next((each for each in found.workers if each.user.public_id == user_id), None)
    if caseload is None:
        raise Http404
    return caseload


def answer_move(
    request: ProgramRequest,
    cases: list[Case],
    targets: list[Caseload],
    caseload: Caseload | None,
    back: MoveBack | None = None,
) -> HttpResponse:
    """Show the form over some participants, or move those who were chosen."""
    form = MoveForm(request.POST or None, targets=targets, back=back)
    if request.method == "POST" and form.is_valid() and move_chosen(request, form, caseload):
        return redirect(request.path)
    record_listed(request, cases)
    names = names_of(each.enrollment.primary_worker_id for each in cases)
    context = {
        "form": form,
        "caseload": caseload,
        "row": presenters.caseload_rows([caseload])[0] if caseload else None,
        "cases": presenters.case_rows(cases, names, form.chosen),
        "moved": last_move(request, caseload, targets),
    }
    return render(request, "casework/caseloads/worker.html", context)


def move_chosen(request: ProgramRequest, form: MoveForm, caseload: Caseload | None) -> bool:
    """Move those who were chosen; a refusal is shown in the form, and nothing is lost."""
    try:
        result = services.move_people(
            actor=request.actor,
            program=request.program,
            people=queries.find_cases(request.program, form.chosen),
            from_worker_id=caseload.user.pk if caseload else None,
            to_worker_id=form.to_worker_id,
            reason=form.cleaned_data["reason"],
            at=request.at,
        )
    except Refused as refusal:
        form.refuse(refusal)
        return False
    say_what_moved(request, form.users[form.cleaned_data["to"]], result)
    return True


def last_move(
    request: ProgramRequest, caseload: Caseload | None, team: list[Caseload]
) -> presenters.MovedRow | None:
    """What the manager just moved from here, so that a slip over many participants can be undone."""
    if caseload is None:
        return None
    found = queries.latest_move(request.program, request.actor.user_id or 0, caseload.user.pk, request.at)
    return presenters.moved_row(found, caseload.user, team, request.program)


def say_what_moved(request: ProgramRequest, user: User, result: services.MoveResult) -> None:
    """Say how many moved, and who has the others now. No participant's name is in a message."""
    count, values = len(result.moved), {"count": len(result.moved), "name": user.full_name}
    if count:
        done = ngettext(
            "%(count)d participant now has %(name)s as worker.",
            "%(count)d participants now have %(name)s as worker.",
            count,
        )
        messages.success(request, done % values)
    if result.open_work:
        moved = _("Steps, visits, and appointments that moved along: %(count)d.")
        messages.info(request, moved % {"count": result.open_work})
    if result.standing in {Standing.ABOVE_LIMIT, Standing.ABOVE_CEILING}:
        above = _("%(name)s is above the limit now, with %(load)s.")
        messages.warning(request, above % {"name": user.full_name, "load": hundredths(result.load)})
    if result.elsewhere:
        messages.warning(request, elsewhere_words(result))


def elsewhere_words(result: services.MoveResult) -> str:
    names = names_of(each.primary_worker_id for each in result.elsewhere)
    workers = ", ".join(sorted(set(names.values()))) or _("no one")
    words = ngettext(
        "%(count)d participant wasn't moved: someone gave them another worker after you opened the page. "
        "Their worker now: %(workers)s.",
        "%(count)d participants weren't moved: someone gave them another worker after you opened the page. "
        "Their workers now: %(workers)s.",
        len(result.elsewhere),
    )
    return words % {"count": len(result.elsewhere), "workers": workers}


@requires_any(Permission.CASELOADS_MANAGE)
def record_reason(request: ProgramRequest, program: str, user_id: uuid.UUID) -> HttpResponse:
    """Record why a worker has more participants than the ceiling."""
    caseload = caseload_or_404(request, queries.caseloads(request.program, request.at), user_id)
    form = ReasonForm(request.POST or None)
    response = form_action(
        request,
        form,
        lambda: services.record_reason(
            actor=request.actor,
            program=request.program,
            caseload=caseload,
            reason=form.cleaned_data["reason"],
            at=request.at,
        ),
        done=_("Reason saved. The list of caseloads shows it."),
        to=("caseloads:worker", program, user_id),
    )
    heading = _("Why is this caseload above the limit?")
    return response or render_worker_form(request, form, heading, caseload.user)


@requires_any(Permission.CASELOADS_MANAGE)
def set_working_time(request: ProgramRequest, program: str, user_id: uuid.UUID) -> HttpResponse:
    """Set how much of full time someone works."""
    user = find_member(request.program, user_id)
    if user is None:
        raise Http404
    percent = queries.working_times(request.program).get(user.pk, FULL_TIME)
    form = WorkingTimeForm(request.POST or None, initial={"percent": percent})
    response = form_action(
        request,
        form,
        lambda: services.set_working_time(
            actor=request.actor,
            program=request.program,
            user=user,
            percent=form.cleaned_data["percent"],
            at=request.at,
        ),
        done=_("Saved. The limit of this caseload changed with it."),
        to=("caseloads:list", program),
    )
    return response or render_worker_form(request, form, _("Working time"), user)


def render_worker_form(
    request: ProgramRequest, form: ReasonForm | WorkingTimeForm, heading: str, user: User
) -> HttpResponse:
    context = {"form": form, "heading": heading, "user_shown": user, "list_url": reverse_list(request)}
    return render(request, "casework/caseloads/form.html", context)


def reverse_list(request: ProgramRequest) -> str:
    return reverse("caseloads:list", args=[request.program.slug])


@requires_any(Permission.OUTREACH_DO)
def set_contact_plan(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """Set how much support a participant gets and how often someone is in touch (K10)."""
    person = person_or_404(request, person_id)
    record_opened(request, person)
    plan, policy = (
        queries.plan_of(person),
        policy_at(request.program, local_date(request.program, request.at)),
    )
    form = ContactPlanForm(
        request.POST or None,
        initial={
            "intensity": plan.intensity if plan else queries.Intensity.REGULAR,
            "every_days": plan.every_days if plan else policy.silent_days,
            "while_inactive": plan.while_inactive if plan else False,
        },
    )
    response = form_action(
        request,
        form,
        lambda: services.set_contact_plan(
            actor=request.actor, person=person, at=request.at, **form.cleaned_data
        ),
        done=_("Saved. The next contact counts from the last one."),
        to=("people:person", program, person.public_id),
    )
    return response or render_contact_plan(request, form, person)


def render_contact_plan(request: ProgramRequest, form: ContactPlanForm, person: Person) -> HttpResponse:
    context = {
        "form": form,
        "person": person,
        "heading": _("How often to be in touch"),
        "list_url": reverse("people:person", args=[request.program.slug, person.public_id]),
    }
    return render(request, "casework/caseloads/contact_plan.html", context)
