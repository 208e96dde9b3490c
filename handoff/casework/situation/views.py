"""How things stand for a participant: housing, work, income, benefits, treatment, coverage and documents, dated."""

import uuid
from datetime import date
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
from handoff.audit.definitions import AuditAction
from handoff.casework.models import DatedFact, DatedFactVersion
from handoff.casework.presenters import approach_of
from handoff.casework.queries import names_of
from handoff.casework.situation import presenters, queries, services
from handoff.casework.situation.forms import EndFactForm, FactForm
from handoff.core.actions import Destination, form_action, post_action
from handoff.core.forms import Form
from handoff.core.submissions import submission_key
from handoff.participants.models import Person
from handoff.participants.views import person_or_404, record_opened
from handoff.programs.queries import local_date

Kind = DatedFactVersion.Kind


def fact_or_404(request: ProgramRequest, fact_id: uuid.UUID) -> DatedFact:
    """A fact that the user may read; any other gets the same 404 as an unknown one."""
    fact = queries.find_fact(request.program, request.actor, fact_id)
    if fact is None:
        raise Http404
    return fact


def today(request: ProgramRequest) -> date:
    return local_date(request.program, request.at)


def facts_page(request: ProgramRequest, person: Person, kind: str) -> Destination:
    """The page of a person's facts, at one kind."""
    path = reverse("situation:list", args=[request.program.slug, person.public_id])
    return (f"{path}#{kind}",)


def render_form(
    request: ProgramRequest, person: Person, form: Form, heading: str, about: str = ""
) -> HttpResponse:
    """Show a form about a fact, under what it is about."""
    record_opened(request, person)
    list_url = reverse("situation:list", args=[request.program.slug, person.public_id])
    context = {"person": person, "form": form, "heading": heading, "about": about, "list_url": list_url}
    return render(request, "casework/situation/form.html", context)


def about_fact(fact: DatedFact) -> str:
    version = fact.current
    return f"{version.get_kind_display()}: {presenters.label_of(version.kind, version.value)}"


@requires_any(Permission.PARTICIPANT_READ)
def list_facts(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """Show how things stand now and how they were, kind by kind (K2, K13)."""
    person = person_or_404(request, person_id)
    record_opened(request, person)
    held = queries.held_facts(person, request.program, request.actor)
    names = names_of(presenters.user_ids(held))
    context = {
        "person": person,
        "approach": approach_of(person),
        "kinds": presenters.kind_cards(held, request.program, request.actor, names, today(request)),
        "may_write": request.actor.can(Permission.OUTREACH_DO),
    }
    return render(request, "casework/situation/list.html", context)


@requires_any(Permission.OUTREACH_DO)
def add_fact(request: ProgramRequest, program: str, person_id: uuid.UUID, kind: str) -> HttpResponse:
    person = person_or_404(request, person_id)
    if kind not in Kind.values:
        raise Http404
    form = FactForm(request.POST or None, kind=kind, today=today(request))
    response = form_action(
        request,
        form,
        lambda: services.add_fact(
            actor=request.actor,
            person=person,
            fact_input=form.fact_input(),
            key=submission_key(request),
            at=request.at,
        ),
        done=_("Saved. What it replaces stays in the history."),
        to=facts_page(request, person, kind),
    )
    return response or render_form(request, person, form, str(Kind(kind).label))


@requires_any(Permission.OUTREACH_DO)
def correct_fact(request: ProgramRequest, program: str, fact_id: uuid.UUID) -> HttpResponse:
    """Correct what was recorded wrongly; the earlier version stays readable."""
    fact = fact_or_404(request, fact_id)
    version, person = fact.current, fact.person
    form = FactForm(request.POST or None, kind=version.kind, today=today(request), version=version)
    form.who_changed = partial(
        who_changed_last,
        request.actor,
        person.public_id,
        AuditAction.FACT_CHANGED,
        fact=str(fact.public_id),
    )
    response = form_action(
        request,
        form,
        lambda: services.correct_fact(
            actor=request.actor, fact=fact, fact_input=form.fact_input(), at=request.at
        ),
        done=_("Corrected. The earlier version stays in its history."),
        to=facts_page(request, person, version.kind),
    )
    return response or render_form(request, person, form, _("Correct an entry"), about_fact(fact))


@requires_any(Permission.OUTREACH_DO)
def end_fact(request: ProgramRequest, program: str, fact_id: uuid.UUID) -> HttpResponse:
    """Say when something ended, or will end."""
    fact = fact_or_404(request, fact_id)
    form = EndFactForm(request.POST or None, version=fact.current, today=today(request))
    response = form_action(
        request,
        form,
        lambda: services.end_fact(actor=request.actor, fact=fact, until=form.last_day, at=request.at),
        done=_("Saved. It stays in the history."),
        to=facts_page(request, fact.person, fact.current.kind),
    )
    return response or render_form(request, fact.person, form, _("When did it end?"), about_fact(fact))


@requires_any(Permission.OUTREACH_DO)
@require_POST
def withdraw_fact(request: ProgramRequest, program: str, fact_id: uuid.UUID) -> HttpResponse:
    """Remove a fact that was recorded by mistake."""
    fact = fact_or_404(request, fact_id)
    return post_action(
        request,
        lambda: services.withdraw_fact(actor=request.actor, fact=fact, at=request.at),
        done=_("Removed. The entry stays in the log, and counts no longer."),
        to=facts_page(request, fact.person, fact.current.kind),
    )
