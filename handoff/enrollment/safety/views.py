"""Overdoses, reversals and deaths of a participant, what the team learned, and what it does next (M13)."""

import uuid
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from handoff.access.decorators import requires_all
from handoff.access.http import ProgramRequest
from handoff.audit import services as audit
from handoff.audit.definitions import AuditLook
from handoff.core.actions import form_action, post_action
from handoff.core.forms import Form
from handoff.core.submissions import submission_key
from handoff.enrollment.models import SafetyEvent
from handoff.enrollment.safety import presenters, queries, services
from handoff.enrollment.safety.forms import ActionForm, EventForm, ReviewForm
from handoff.enrollment.safety.policies import READING
from handoff.participants.models import Person
from handoff.participants.views import person_or_404, record_opened
from handoff.programs.queries import local_date

Kind = SafetyEvent.Kind


def today(request: ProgramRequest) -> date:
    return local_date(request.program, request.at)


def event_or_404(request: ProgramRequest, event_id: uuid.UUID) -> SafetyEvent:
    event = queries.find_event(request.program, event_id)
    if event is None:
        raise Http404
    return event


def render_form(
    request: ProgramRequest, person: Person, form: Form, heading: str, opening: list[str]
) -> HttpResponse:
    record_opened(request, person)
    context = {"person": person, "form": form, "heading": heading, "opening": opening}
    return render(request, "enrollment/safety/form.html", context)


@requires_all(*READING)
@require_safe
def list_events(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """What is recorded about one person, with reviews and actions."""
    person = person_or_404(request, person_id)
    record_opened(request, person)
    cards = presenters.event_cards(queries.events_of(person), today(request))
    context = {
        "person": person,
        "cards": cards,
        "has_died": any(each.event.kind == Kind.DEATH for each in cards),
        "earlier": presenters.changed_entries(queries.earlier_of(person)),
    }
    return render(request, "enrollment/safety/list.html", context)


@requires_all(*READING)
def add_event(request: ProgramRequest, program: str, person_id: uuid.UUID, what: str) -> HttpResponse:
    """Record an overdose, a reversal or a death. A death says first what it closes."""
    person = person_or_404(request, person_id)
    form = EventForm(request.POST or None, kind=what, today=today(request))
    response = form_action(
        request,
        form,
        lambda: services.record_event(
            actor=request.actor,
            person=person,
            event_input=form.event_input(),
            key=submission_key(request),
            at=request.at,
        ),
        done=_("Recorded. When you're ready, look back on it with the team."),
        to=("safety:list", program, person.public_id),
    )
    return response or render_form(request, person, form, str(Kind(what).label), opening_words(what))


def opening_words(what: str) -> list[str]:
    if what != Kind.DEATH:
        return []
    return [
        _("We're sorry. Take the time you need."),
        _(
            "Once you save, no appointment, reminder, or agenda asks for them, and their releases (ROI) end: nothing "
            "more is shared under them. Their record stays."
        ),
        _(
            "Whoever asks for their records needs a lawful request, or the consent of their personal representative "
            "(42 CFR 2.15(b), read in the edition of October 2002). Confirm with your attorney."
        ),
    ]


@requires_all(*READING)
def correct_event(request: ProgramRequest, program: str, safety_event_id: uuid.UUID) -> HttpResponse:
    """Correct what was recorded wrongly; the earlier entry stays."""
    event = event_or_404(request, safety_event_id)
    form = EventForm(request.POST or None, kind=event.kind, today=today(request), event=event)
    response = form_action(
        request,
        form,
        lambda: services.correct_event(
            actor=request.actor,
            event=event,
            event_input=form.event_input(),
            key=submission_key(request),
            at=request.at,
        ),
        done=_("Corrected. The earlier entry stays in the history."),
        to=("safety:list", program, event.person.public_id),
    )
    return response or render_form(request, event.person, form, _("Correct an entry"), [])


@requires_all(*READING)
@require_POST
def remove_event(request: ProgramRequest, program: str, safety_event_id: uuid.UUID) -> HttpResponse:
    """Remove an entry made by mistake."""
    event = event_or_404(request, safety_event_id)
    done = _("Removed. It counts nowhere, and stays in the history.")
    if event.kind == Kind.DEATH:
        done = _(
            "Removed. They're still marked inactive and their releases (ROI) have ended: mark them active again, and "
            "ask them to sign again."
        )
    return post_action(
        request,
        lambda: services.remove_event(actor=request.actor, event=event, at=request.at),
        done=done,
        to=("safety:list", program, event.person.public_id),
    )


@requires_all(*READING)
def review_event(request: ProgramRequest, program: str, safety_event_id: uuid.UUID) -> HttpResponse:
    """Record what the team learned."""
    event = event_or_404(request, safety_event_id)
    team = queries.care_team(request.program, today(request))
    form = ReviewForm(request.POST or None, team=team, today=today(request))
    response = form_action(
        request,
        form,
        lambda: services.record_review(
            actor=request.actor,
            event=event,
            review_input=form.review_input(),
            key=submission_key(request),
            at=request.at,
        ),
        done=_("Saved. Add what the program will do next, if anything."),
        to=("safety:list", program, event.person.public_id),
    )
    opening = [_("Look back to learn, not to blame. Only the care team reads this.")]
    return response or render_form(request, event.person, form, _("Look back with the team"), opening)


@requires_all(*READING)
def add_action(request: ProgramRequest, program: str, safety_event_id: uuid.UUID) -> HttpResponse:
    """Plan what the program does next."""
    event = event_or_404(request, safety_event_id)
    form = ActionForm(request.POST or None, team=queries.care_team(request.program, today(request)))
    response = form_action(
        request,
        form,
        lambda: services.add_action(
            actor=request.actor,
            event=event,
            words=form.cleaned_data["words"],
            owner_id=form.owner_id,
            due_on=form.cleaned_data["due_on"],
            key=submission_key(request),
            at=request.at,
        ),
        done=_("Saved. It stays on the list of things to do until it's done."),
        to=("safety:list", program, event.person.public_id),
    )
    return response or render_form(request, event.person, form, _("Plan what to do next"), [])


@requires_all(*READING)
@require_POST
def finish_action(request: ProgramRequest, program: str, safety_action_id: uuid.UUID) -> HttpResponse:
    action = queries.find_action(request.program, safety_action_id)
    if action is None:
        raise Http404
    return post_action(
        request,
        lambda: services.finish_action(actor=request.actor, action=action, at=request.at),
        done=_("Marked done."),
        to=("safety:list", program, action.event.person.public_id),
    )


@requires_all(*READING)
@require_safe
def list_reviews(request: ProgramRequest, program: str) -> HttpResponse:
    """Overdoses and deaths that the team hasn't looked back on, and what is still to do."""
    waiting, actions = list(queries.to_review(request.program)), list(queries.open_actions(request.program))
    audit.record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.SAFETY_EVENTS_LISTED,
        people=[each.person.public_id for each in waiting]
        + [each.event.person.public_id for each in actions],
    )
    context = {
        "waiting": [(each, presenters.when_text(each)) for each in waiting],
        "actions": presenters.open_action_lines(actions, today(request)),
    }
    return render(request, "enrollment/safety/reviews.html", context)
