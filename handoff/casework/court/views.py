"""A participant's court dates, warrants and stay-away orders, and the program's courtrooms (J4)."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.casework.court import presenters, queries, services
from handoff.casework.court.forms import (
    ChangeCasesForm,
    CourtCaseForm,
    CourtroomForm,
    EndOrderForm,
    OrderForm,
    WishForm,
)
from handoff.casework.models import CourtCase
from handoff.casework.queries import names_of, wish_of
from handoff.charges.queries import listed_warrants_of
from handoff.core.actions import form_action, post_action
from handoff.core.forms import Form
from handoff.core.submissions import submission_key
from handoff.participants.models import Person
from handoff.participants.queries import textable_point
from handoff.participants.views import person_or_404, record_opened
from handoff.programs.queries import local_date


def case_or_404(request: ProgramRequest, case_id: uuid.UUID) -> CourtCase:
    case = queries.find_case(request.program, case_id)
    if case is None:
        raise Http404
    return case


def render_form(
    request: ProgramRequest, person: Person, form: Form, heading: str, about: str = ""
) -> HttpResponse:
    """Show a form about court, under what it is about."""
    record_opened(request, person)
    list_url = reverse("court:list", args=[request.program.slug, person.public_id])
    context = {"person": person, "form": form, "heading": heading, "about": about, "list_url": list_url}
    return render(request, "casework/court/form.html", context)


def court_context(request: ProgramRequest, person: Person) -> dict[str, object]:
    """Everything about court on a participant's record."""
    cases, orders = queries.cases_of(person), queries.orders_of(person)
    current = [each for each in cases if each.closed_at is None]
    names, rooms = names_of(presenters.user_ids(cases)), presenters.rooms_of(request.program)
    return {
        "person": person,
        "dates": presenters.appearance_cards(current, person, request.at),
        "undated": [each for each in current if each.on is None],
        "closed": [each for each in cases if each.closed_at is not None],
        "orders": presenters.order_cards(each for each in orders if each.ended_on is None),
        "ended": presenters.order_cards(each for each in orders if each.ended_on is not None),
        "charged": list(listed_warrants_of(person)),
        "history": presenters.case_entries(cases, names, rooms),
        "textable": textable_point(person) is not None,
        "may_write": request.actor.can(Permission.OUTREACH_DO),
    }


@requires_any(Permission.PARTICIPANT_READ)
def show_court(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """Show the court dates to come, cases without a date, warrants and orders; save what a text may say."""
    person = person_or_404(request, person_id)
    says = wish_of(person)
    form = WishForm(request.POST or None, initial={"says": says})
    response = form_action(
        request,
        form,
        lambda: services.record_text_wish(
            actor=request.actor, person=person, says=form.cleaned_data["says"], at=request.at
        ),
        done=_("Saved. The texts on this page say no more than that."),
        to=("court:list", program, person_id),
    )
    if response is not None:
        return response
    record_opened(request, person)
    context = court_context(request, person) | {"says": presenters.wish_label(says), "form": form}
    return render(request, "casework/court/list.html", context)


@requires_any(Permission.OUTREACH_DO)
def add_court_case(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    person = person_or_404(request, person_id)
    form = CourtCaseForm(request.POST or None)
    response = form_action(
        request,
        form,
        lambda: services.add_court_case(
            actor=request.actor,
            person=person,
            number=form.cleaned_data["number"],
            court_input=form.court_input(),
            key=submission_key(request),
            at=request.at,
        ),
        done=_("Court date added. You'll be reminded on your home page."),
        to=("court:list", program, person_id),
    )
    return response or render_form(request, person, form, _("Add a court date"))


@requires_any(Permission.OUTREACH_DO)
def change_cases(request: ProgramRequest, program: str, case_id: uuid.UUID) -> HttpResponse:
    """Record what happened at court: a new date, none yet, or the case is over."""
    case = case_or_404(request, case_id)
    together = queries.beside(case)
    form = ChangeCasesForm(request.POST or None, together=together)
    response = form_action(
        request,
        form,
        lambda: services.change_court_cases(
            actor=request.actor,
            cases=form.chosen,
            what=form.cleaned_data["what"],
            court_input=form.new_date(),
            at=request.at,
        ),
        done=_("Saved. The earlier date stays in the history."),
        to=("court:list", program, case.person.public_id),
    )
    about = presenters.when_text(case, presenters.rooms_of(request.program))
    return response or render_form(request, case.person, form, _("What happened at court?"), about)


@requires_any(Permission.OUTREACH_DO)
@require_POST
def record_reminder(request: ProgramRequest, program: str, case_id: uuid.UUID) -> HttpResponse:
    """Note that the participant was reminded: once for the whole appearance."""
    case = case_or_404(request, case_id)
    return post_action(
        request,
        lambda: services.record_reminder(actor=request.actor, case=case, at=request.at),
        done=_("Saved. The reminder is off your list."),
        to=("court:list", program, case.person.public_id),
    )


@requires_any(Permission.OUTREACH_DO)
@require_POST
def stop_texts(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """Note that they answered STOP, or that the number is wrong: no one is texted there anymore."""
    person = person_or_404(request, person_id)
    return post_action(
        request,
        lambda: services.stop_texts(actor=request.actor, person=person, at=request.at),
        done=_("Saved. That number isn't texted anymore, on any record. Ask for another way to reach them."),
        to=("court:list", program, person_id),
    )


@requires_any(Permission.OUTREACH_DO)
def record_order(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    person = person_or_404(request, person_id)
    form = OrderForm(request.POST or None, today=local_date(request.program, request.at))
    response = form_action(
        request,
        form,
        lambda: services.record_court_order(
            actor=request.actor,
            person=person,
            order_input=form.order_input(),
            key=submission_key(request),
            at=request.at,
        ),
        done=_("Saved. What to do next is shown with it."),
        to=("court:list", program, person_id),
    )
    return response or render_form(request, person, form, _("Record a warrant or stay-away order"))


@requires_any(Permission.OUTREACH_DO)
def end_order(request: ProgramRequest, program: str, court_order_id: uuid.UUID) -> HttpResponse:
    """Record that a warrant was cleared, or how an order ended."""
    order = queries.find_order(request.program, court_order_id)
    if order is None:
        raise Http404
    form = EndOrderForm(request.POST or None, today=local_date(request.program, request.at))
    response = form_action(
        request,
        form,
        lambda: services.end_court_order(
            actor=request.actor,
            order=order,
            ended_on=form.cleaned_data["ended_on"],
            how=form.cleaned_data["how"],
            at=request.at,
        ),
        done=_("Saved. It stays on the record with how it ended."),
        to=("court:list", program, order.person.public_id),
    )
    about = f"{order.get_kind_display()} · {presenters.order_days(order)}"
    return response or render_form(request, order.person, form, _("How did it end?"), about)


@requires_any(Permission.PROGRAM_SETUP, Permission.OUTREACH_DO)
def list_courtrooms(request: ProgramRequest, program: str) -> HttpResponse:
    """Show the program's courtrooms, and let a manager add or change one."""
    may_write = request.actor.can(Permission.PROGRAM_SETUP)
    if request.method == "POST" and not may_write:
        raise Http404
    form = CourtroomForm(request.POST or None)
    response = form_action(
        request,
        form,
        lambda: services.save_courtroom(
            actor=request.actor, program=request.program, at=request.at, **form.cleaned_data
        ),
        done=_("Saved. Court dates in this room show these hours now."),
        to=("court:rooms", program),
    )
    if response is not None:
        return response
    context = {
        "rooms": queries.courtrooms_of(request.program),
        "form": form,
        "may_write": may_write,
    }
    return render(request, "casework/court/rooms.html", context)
