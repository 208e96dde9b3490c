"""What staff say about themselves, which worker a participant wishes, and who is suggested (K11)."""

import uuid
from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit.definitions import AuditLook
from handoff.audit.services import record_read
from handoff.casework.caseloads.queries import asks_for_another, care_team, caseloads, find_cases
from handoff.casework.caseloads.services import move_people
from handoff.casework.caseloads.views import say_what_moved
from handoff.casework.matching import presenters, queries, services
from handoff.casework.matching.forms import ChooseWorkerForm, ProfileForm, WishForm
from handoff.casework.queries import names_of
from handoff.core.actions import form_action, post_action
from handoff.core.refusals import Refused
from handoff.enrollment.models import Enrollment
from handoff.participants.gate import exempt_from_record_gate
from handoff.participants.models import Person
from handoff.participants.queries import can_open_record
from handoff.participants.views import person_or_404, record_opened


@requires_any(Permission.OUTREACH_DO)
def edit_profile(request: ProgramRequest, program: str) -> HttpResponse:
    """Let a worker say about themselves what they want to, for matching alone."""
    profile = queries.profile_of(request.program, request.actor.user_id)
    form = ProfileForm(request.POST or None, profile=profile)
    response = form_action(
        request,
        form,
        lambda: services.save_profile(
            actor=request.actor, program=request.program, profile_input=form.profile_input(), at=request.at
        ),
        done=_("Saved. You can change or remove it any time."),
        to=("matching:profile", program),
    )
    return response or render(request, "casework/matching/profile.html", {"form": form, "profile": profile})


@requires_any(Permission.OUTREACH_DO)
@require_POST
def remove_profile(request: ProgramRequest, program: str) -> HttpResponse:
    return post_action(
        request,
        lambda: services.remove_profile(actor=request.actor, program=request.program, at=request.at),
        done=_("Removed."),
        to=("matching:profile", program),
    )


@requires_any(Permission.OUTREACH_DO)
def record_wish(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """Record which worker a participant wishes, or that they ask for another."""
    person = person_or_404(request, person_id)
    form = WishForm(
        request.POST or None, team=care_team(request.program, request.at), wish=queries.wish_of(person)
    )
    response = form_action(
        request,
        form,
        lambda: services.record_wish(
            actor=request.actor, person=person, wish_input=form.wish_input(), at=request.at
        ),
        done=_("Saved. The program manager sees it when choosing a worker."),
        to=("people:person", program, person.public_id),
    )
    if response is not None:
        return response
    record_opened(request, person)
    context = {
        "form": form,
        "person": person,
        "heading": _("Wish for a worker"),
        "list_url": reverse("people:person", args=[program, person.public_id]),
    }
    return render(request, "casework/matching/wish.html", context)


@exempt_from_record_gate
@requires_any(Permission.CASELOADS_MANAGE)
def choose_worker(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """Suggest workers for a participant, each with the reasons; the manager chooses.

    It asks for no reason: it shows what was said for this choice alone, and never the record (ADR 0083).
    """
    person = person_or_404(request, person_id)
    cases = find_cases(request.program, [str(person.public_id)])
    if not cases:
        raise Http404
    found = caseloads(request.program, request.at)
    current = found.of(cases[0].primary_worker_id)
    wanted = queries.wanted_by(person, cases[0].primary_worker_id)
    suggested = queries.suggestions(request.program, found, wanted)
    others = [each for each in suggested if each.caseload != current]
    form = ChooseWorkerForm(
        request.POST or None,
        team=[each.caseload.user for each in others],
        hints=presenters.hints(others, wanted),
    )
    if request.method == "POST" and form.is_valid():
        response = assign(request, form, cases, current.user.pk if current else None)
        if response is not None:
            return response
    record_choice_shown(request, person)
    return render_choice(request, person, form, cases[0])


def record_choice_shown(request: ProgramRequest, person: Person) -> None:
    """Record whose wish was shown: as their record opened, or for who may not open it, as caseloads viewed."""
    if can_open_record(request.actor, person, request.at):
        record_opened(request, person)
        return
    record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.CASELOADS_LISTED,
        details={"count": 1},
        people=[person.public_id],
    )


def assign(
    request: ProgramRequest, form: ChooseWorkerForm, cases: Sequence[Enrollment], from_worker_id: int | None
) -> HttpResponse | None:
    """Give the participant the chosen worker, within the limits of caseloads; None where that was refused."""
    try:
        result = move_people(
            actor=request.actor,
            program=request.program,
            people=cases,
            from_worker_id=from_worker_id,
            to_worker_id=form.chosen.pk,
            reason=form.cleaned_data["reason"],
            at=request.at,
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    say_what_moved(request, form.chosen, result)
    return redirect(after_choice(request, cases[0].person))


def after_choice(request: ProgramRequest, person: Person) -> str:
    """The record for who may open it, else the caseloads: choosing is no reason to be asked for one."""
    if can_open_record(request.actor, person, request.at):
        return reverse("people:person", args=[request.program.slug, person.public_id])
    return reverse("caseloads:list", args=[request.program.slug])


def render_choice(
    request: ProgramRequest, person: Person, form: ChooseWorkerForm, enrollment: Enrollment
) -> HttpResponse:
    """Show the suggestions under the participant's own words."""
    wish = queries.wish_of(person)
    names = names_of([wish.worker_id if wish else None, enrollment.primary_worker_id])
    asks = asks_for_another(wish, queries.last_change(person))
    context = {
        "person": person,
        "form": form,
        "worker": names.get(enrollment.primary_worker_id or 0, ""),
        "wish": presenters.wish_lines(wish, names, asks=asks),
        "opens": can_open_record(request.actor, person, request.at),
        "cancel_url": after_choice(request, person),
    }
    return render(request, "casework/matching/choose.html", context)
