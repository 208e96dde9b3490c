"""Pages for outreach: the queue, contacts logged in one tap, urgent help, and participants not heard from."""

import uuid
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.accounts.middleware.phones import takes_phone_boxes
from handoff.audit.definitions import AuditLook
from handoff.audit.services import record_read, search_digest
from handoff.casework import presenters, queries, services
from handoff.casework.forms import ContactForm, HelpFields, HelpForm, NoteForm, SearchForm, expand_tap
from handoff.casework.models import ContactAttempt
from handoff.core.actions import Destination, form_action, post_action
from handoff.core.submissions import submission_key
from handoff.core.text import uuid_or_none
from handoff.participants.models import Person
from handoff.participants.views import person_or_404, record_opened
from handoff.programs.queries import time_zone_of
from handoff.referrals.models import Referral

PER_PAGE = 40
OUTREACH_PER_PAGE = 20
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
    return queries.find_open_referral(person, uuid_or_none(sent))


def previous_list(request: ProgramRequest, person: Person, referral: Referral | None) -> Destination:
    """The place on the queue where the request about a referral came from, otherwise the person's record."""
    if referral is None:
        return ("people:person", request.program.slug, person.public_id)
    query = {"open": str(referral.public_id)}
    show = request.POST.get("show", "")
    if show in presenters.PART_LABELS and show != queries.SHOW_ALL:
        query["show"] = show
    path = reverse("casework:outreach", args=[request.program.slug])
    return (f"{path}?{urlencode(query)}#referral-{referral.public_id}",)


def page_of_queue(request: ProgramRequest, wanted: queries.OutreachFilter) -> Page[Referral]:
    """The page that was asked for, or else the one that holds the opened referral."""
    listed = queries.filter_outreach(request.program, request.actor, request.at, wanted)
    pages = Paginator(listed, OUTREACH_PER_PAGE)
    asked = request.POST.get("page", request.GET.get("page"))
    if wanted.opened is None or asked is not None:
        return pages.get_page(asked)
    ids = list(listed.values_list("public_id", flat=True))
    before = ids.index(wanted.opened) if wanted.opened in ids else 0
    return pages.get_page(before // OUTREACH_PER_PAGE + 1)


@requires_any(Permission.OUTREACH_DO)
@require_http_methods(["GET", "HEAD", "POST"])
def show_outreach_list(request: ProgramRequest, program: str) -> HttpResponse:
    """List referred people who have not been reached: at the scene now, new, overdue, then the rest (H3, W1)."""
    form = SearchForm(request.POST or None)
    words = form.cleaned_data.get("name", "") if form.is_valid() else ""
    opened = uuid_or_none(request.GET.get("open", ""))
    wanted = queries.OutreachFilter(request.GET.get("show", ""), words, opened)
    page = page_of_queue(request, wanted)
    cards = presenters.outreach_cards(list(page.object_list), request.actor, request.at, opened)
    last = queries.latest_undoable_contact(request.actor, request.at)
    details = {"count": len(cards), **({"asked": search_digest(words)} if words else {})}
    people = [each.person.public_id for each in cards]
    record_read(
        actor=request.actor, at=request.at, action=AuditLook.OUTREACH_OPENED, details=details, people=people
    )
    context = {
        "form": form,
        "searched": bool(words),
        "page": page,
        "cards": cards,
        "show": wanted.show if wanted.show in presenters.PART_LABELS else queries.SHOW_ALL,
        "parts": presenters.list_parts(queries.count_outreach(request.program, request.actor, request.at)),
        "logged": presenters.logged_contact(last, cards, request.actor) if last else None,
    }
    return render(request, "casework/outreach.html", context)


@requires_any(Permission.OUTREACH_DO)
@takes_phone_boxes
def log_contact(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """Log a contact in one tap from the queue, or with day, time and note on its own page (K3)."""
    person = person_or_404(request, person_id)
    referral = named_referral(request, person)
    sent = expand_tap(request.POST) if request.method == "POST" else None
    form = ContactForm(sent, at=request.typed_at, zone=time_zone_of(request.program))
    offer_help(request, form)
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
            help_input=form.help_input,
            key=submission_key(request),
            at=request.at,
        ),
        done=words_after_contact(referral),
        to=previous_list(request, person, referral),
    )
    if response is not None:
        return response
    return render_form(request, person, referral, form, _("Log a contact"))


def words_after_contact(referral: Referral | None) -> str:
    """The outreach list itself shows what was logged, with Undo; a person's record shows neither."""
    if referral is not None:
        return ""
    return _(
        "Contact logged. If it's a mistake, undo it on the outreach list within an hour, before you log another."
    )


def offer_help(request: ProgramRequest, form: HelpFields) -> None:
    form.offer(queries.help_offer(request.program), may_overdraw=request.actor.can(Permission.FUNDS_MANAGE))


@requires_any(Permission.OUTREACH_DO)
def record_help(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    person = person_or_404(request, person_id)
    referral = named_referral(request, person)
    form = HelpForm(request.POST or None, at=request.at, zone=time_zone_of(request.program))
    offer_help(request, form)
    response = form_action(
        request,
        form,
        lambda: services.record_help(
            actor=request.actor,
            person=person,
            help_input=form.help_input,
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
    record_opened(request, person)
    options = presenters.contact_options(person)
    context = {
        "person": person,
        "referral": referral,
        "form": form,
        "heading": heading,
        "can_wait": isinstance(form, ContactForm),
        "approach": presenters.approach_of(person),
        "contact_options": options,
        "log_rows": presenters.log_rows(may_text=any(each.may_text for each in options), at_scene=False)
        if isinstance(form, ContactForm)
        else [],
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
        actor=request.actor, at=request.at, action=AuditLook.PERSON_OPENED, subject=contact.person.public_id
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
        action=AuditLook.SILENCE_LISTED,
        details={"count": len(page)},
        people=[each.person.public_id for each in page],
    )
    may_log = request.actor.can(Permission.OUTREACH_DO)
    context = {
        "page": page,
        "columns": presenters.silence_columns(may_log=may_log),
        "rows": presenters.silence_rows(page.object_list, request.program, request.at, may_log=may_log),
        "days": days,
        "silence_days": SILENCE_DAYS,
    }
    return render(request, "casework/out_of_touch.html", context)
