"""Pages for outreach: the queue, contacts logged in one tap, urgent help, and participants not heard from."""

import uuid

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit.definitions import AuditAction
from handoff.audit.services import record_read, search_digest
from handoff.casework import presenters, queries, services
from handoff.casework.forms import ContactForm, HelpForm, NoteForm, SearchForm, expand_tap
from handoff.casework.models import ContactAttempt
from handoff.core.actions import Destination, form_action, post_action
from handoff.core.submissions import submission_key
from handoff.participants.models import Person
from handoff.participants.views import person_or_404
from handoff.programs.queries import time_zone_of
from handoff.referrals.models import Referral

PER_PAGE = 40
SILENCE_DAYS = (30, 60, 90)


def own_contact_or_404(request: ProgramRequest, contact_id: uuid.UUID) -> ContactAttempt:
    """A contact that the user logged; anyone else's gets the same 404 as an unknown one."""
    contact = queries.find_contact(request.program, contact_id)
    if contact is None or contact.recorded_by_id != request.actor.user_id:
        raise Http404
    return contact


def named_referral(request: ProgramRequest, person: Person) -> Referral | None:
    """The open referral that the request names, if any."""
    sent = request.POST.get("referral", request.GET.get("referral", ""))
    try:
        return queries.find_open_referral(person, uuid.UUID(sent)) if sent else None
    except ValueError:
        return None


def previous_list(request: ProgramRequest, person: Person, referral: Referral | None) -> Destination:
    """The queue if the request was about a referral, otherwise the person's record."""
    if referral is None:
        return ("people:person", request.program.slug, person.public_id)
    return ("casework:outreach", request.program.slug)


@requires_any(Permission.OUTREACH_DO)
def show_outreach_list(request: ProgramRequest, program: str) -> HttpResponse:
    """List referred people who have not been reached, oldest referral first (H3)."""
    form = SearchForm(request.GET)
    form.is_valid()
    words = form.cleaned_data.get("name", "")
    page = Paginator(queries.search_outreach(request.program, words), PER_PAGE).get_page(
        request.GET.get("page")
    )
    cards = presenters.outreach_cards(list(page.object_list), request.actor, request.at)
    last = queries.latest_undoable_contact(request.actor, request.at)
    details = {"count": len(cards), "asked": search_digest(words) if words else ""}
    record_read(
        actor=request.actor,
        at=request.at,
        action=AuditAction.OUTREACH_OPENED,
        details=details,
        people=[each.person.public_id for each in cards],
    )
    context = {
        "form": form,
        "searched": bool(words),
        "page": page,
        "cards": cards,
        "last": last,
        "last_words": presenters.contact_summary(last) if last else "",
    }
    return render(request, "casework/outreach.html", context)


@requires_any(Permission.OUTREACH_DO)
def log_contact(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """Log a contact in one tap from the queue, or with day, time and note on its own page."""
    person = person_or_404(request, person_id)
    referral = named_referral(request, person)
    sent = expand_tap(request.POST) if request.method == "POST" else None
    form = ContactForm(sent, at=request.at, zone=time_zone_of(request.program))
    response = form_action(
        request,
        form,
        lambda: services.record_contact(
            actor=request.actor,
            person=person,
            referral=referral,
            how=form.cleaned_data["how"],
            result=form.cleaned_data["result"],
            note=form.cleaned_data["note"],
            transport_arranged=form.cleaned_data["transport_arranged"],
            occurred_at=form.occurred_at,
            key=submission_key(request),
            at=request.at,
        ),
        to=previous_list(request, person, referral),
    )
    if response is not None:
        return response
    return render_form(request, person, referral, form, _("Log a contact"))


@requires_any(Permission.OUTREACH_DO)
def record_help(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    person = person_or_404(request, person_id)
    referral = named_referral(request, person)
    form = HelpForm(request.POST or None, at=request.at, zone=time_zone_of(request.program))
    response = form_action(
        request,
        form,
        lambda: services.record_help(
            actor=request.actor,
            person=person,
            kind=form.cleaned_data["kind"],
            quantity=form.cleaned_data["quantity"],
            cost_cents=form.cost_cents,
            note=form.cleaned_data["note"],
            occurred_at=form.occurred_at,
            key=submission_key(request),
            at=request.at,
        ),
        done=_("Help recorded."),
        to=previous_list(request, person, referral),
    )
    if response is not None:
        return response
    return render_form(request, person, referral, form, _("Record urgent help given"))


def render_form(
    request: ProgramRequest,
    person: Person,
    referral: Referral | None,
    form: ContactForm | HelpForm,
    heading: str,
) -> HttpResponse:
    """Show a form about a person, below the note on how they wish to be approached (K9)."""
    record_read(
        actor=request.actor, at=request.at, action=AuditAction.PERSON_OPENED, subject=person.public_id
    )
    context = {
        "person": person,
        "referral": referral,
        "form": form,
        "heading": heading,
        "approach": presenters.approach_of(person),
        "contact_options": presenters.contact_options(person),
    }
    return render(request, "casework/form.html", context)


@requires_any(Permission.OUTREACH_DO)
@require_POST
def undo_contact(request: ProgramRequest, program: str, contact_id: uuid.UUID) -> HttpResponse:
    """Undo a contact that the user logged."""
    contact = own_contact_or_404(request, contact_id)
    return post_action(
        request,
        lambda: services.undo_contact(actor=request.actor, contact=contact, at=request.at),
        done=_("Undone. Contact removed."),
        to=previous_list(request, contact.person, contact.referral),
    )


@requires_any(Permission.OUTREACH_DO)
def write_note(request: ProgramRequest, program: str, contact_id: uuid.UUID) -> HttpResponse:
    contact = own_contact_or_404(request, contact_id)
    before = {"note": contact.note, "transport_arranged": contact.transport_arranged}
    form = NoteForm(request.POST if request.method == "POST" else None, initial=before)
    response = form_action(
        request,
        form,
        lambda: services.write_contact_note(
            actor=request.actor, contact=contact, at=request.at, **form.cleaned_data
        ),
        done=_("Note saved with the contact."),
        to=previous_list(request, contact.person, contact.referral),
    )
    if response is not None:
        return response
    record_read(
        actor=request.actor, at=request.at, action=AuditAction.PERSON_OPENED, subject=contact.person.public_id
    )
    summary = presenters.contact_summary(contact)
    return render(request, "casework/note.html", {"contact": contact, "form": form, "summary": summary})


@requires_any(Permission.PARTICIPANT_READ)
def list_out_of_touch(request: ProgramRequest, program: str) -> HttpResponse:
    """List active participants not heard from for 30, 60 or 90 days, to discuss at staffing (K7)."""
    asked = request.GET.get("days", "")
    days = int(asked) if asked in {str(each) for each in SILENCE_DAYS} else SILENCE_DAYS[0]
    listed = queries.out_of_touch_participants(request.program, request.at, days)
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    record_read(
        actor=request.actor,
        at=request.at,
        action=AuditAction.SILENCE_LISTED,
        details={"count": len(page)},
        people=[each.person.public_id for each in page],
    )
    context = {
        "page": page,
        "days": days,
        "silence_days": SILENCE_DAYS,
        "may_log": request.actor.can(Permission.OUTREACH_DO),
    }
    return render(request, "casework/out_of_touch.html", context)
