"""The roster and a person's record, for the care team. Police and prosecutors have no such page."""

import uuid
from functools import partial
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.accounts.presenters import who_changed_last
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction, AuditLook
from handoff.core.actions import Destination, form_action
from handoff.core.statements import asked_together
from handoff.core.ui import Cell, TimelineEntry
from handoff.desk.people import queries
from handoff.desk.people.forms import (
    ApproachForm,
    ContactPointForm,
    PeopleFilterForm,
    PersonForm,
    TimelineForm,
)
from handoff.desk.people.presenters import roster as presenters
from handoff.desk.people.presenters.drafts import drafts_about
from handoff.desk.people.presenters.record import person_record
from handoff.desk.people.presenters.timeline import SHOW_ALL, TimelineFilter
from handoff.participants import services
from handoff.participants.merging.queries import active_merges
from handoff.participants.models import ContactPoint, Person
from handoff.participants.views import person_or_404

PEOPLE_PER_PAGE = 50
ENTRIES_PER_PAGE = 12
"""So that the page stays a few screens of a phone long."""


def without_name(filters: QueryDict) -> QueryDict:
    """The filters of a URL: a name in one, as in an old bookmark, isn't searched for."""
    kept = filters.copy()
    kept.pop("name", None)
    return kept


@requires_any(Permission.PARTICIPANT_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def list_people(request: ProgramRequest, program: str) -> HttpResponse:
    form = PeopleFilterForm(request.POST or without_name(request.GET))
    if form.is_valid() and request.method == "POST" and not form.cleaned_data["name"]:
        chosen = urlencode({name: value for name, value in form.cleaned_data.items() if value})
        return redirect(f"{request.path}?{chosen}" if chosen else request.path)
    people = queries.search_people(request.program, form.cleaned_data.get("name", ""))
    found = queries.filter_roster(request.program, form.wanted(request.actor), people)
    referred = queries.referred_people(request.program, people)
    page = Paginator(found.values_list("pk", "person_id"), PEOPLE_PER_PAGE).get_page(request.GET.get("page"))
    asked = queries.name_digest(form.cleaned_data)
    context = {
        "form": form,
        "filtered": any(form.cleaned_data.values()) or bool(form.errors),
        "page": page,
        "download_query": download_query(request, people),
        "columns": presenters.roster_columns(),
        "rows": read_roster(request, list(page.object_list), referred, asked),
        "referred_columns": presenters.referred_columns(),
        "referred_rows": presenters.referred_rows(request.program, referred),
    }
    return render(request, "desk/people/people.html", context)


def read_roster(
    request: ProgramRequest, listed: list[tuple[int, int]], referred: list[Person], asked: str
) -> list[list[Cell]]:
    """Read one page of the roster in one message, and record who is shown, the people beside it too."""
    with asked_together(queries.roster_questions(request.program, listed)):
        enrollments = queries.LISTED.about([pk for pk, _person in listed], request.program.pk)
        record_roster_opened(request, [*(each.person for each in enrollments), *referred], asked)
        return presenters.roster_rows(request.program, enrollments, request.at)


def download_query(request: ProgramRequest, people: list[int] | None) -> str | None:
    """The filters of the list's file; None after a search, since a name can't stand in its address."""
    return without_name(request.GET).urlencode() if people is None else None


def record_roster_opened(request: ProgramRequest, people: list[Person], asked: str) -> None:
    """Record which people a page of the roster showed; of a search only a digest is kept."""
    audit.record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.ROSTER_OPENED,
        details={"count": len(people), "asked": asked},
        people=[each.public_id for each in people],
    )


@requires_any(Permission.PARTICIPANT_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def show_person(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """Show a person's record (K1). Words to find in the history come by POST, so that none stand in a URL."""
    found = person_or_404(request, person_id)
    form = TimelineForm(request.POST or None)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    with asked_together(queries.record_questions(found, request.program, request.actor, request.at)):
        shown = person_record(found, request.program, request.actor, request.at)
        merges = active_merges(found)
    wanted = TimelineFilter(request.GET.get("show", SHOW_ALL), words)
    pages = Paginator(shown.timeline.filter(wanted), ENTRIES_PER_PAGE)
    page = pages.get_page(request.POST.get("page", request.GET.get("page")))
    record_person_opened(request, found, words, page)
    context = {
        "record": shown,
        "person": found,
        "drafts": drafts_about(found, request.program, request.user, request.at),
        "merges": merges,
        "form": form,
        "searched": bool(words),
        "show": wanted.show,
        "page": page,
    }
    return render(request, "desk/people/person.html", context)


def record_person_opened(
    request: ProgramRequest, person: Person, words: str, page: Page[TimelineEntry]
) -> None:
    """Record the look with the case notes whose words the page shows, so that each note's readers are known."""
    notes = [entry.record for entry in page.object_list if entry.record]
    audit.record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.PERSON_OPENED,
        subject=person.public_id,
        details={
            **({"asked": audit.search_digest(words)} if words else {}),
            **({"notes": notes} if notes else {}),
        },
    )


@requires_any(Permission.INTAKE_DO, Permission.RECORDS_CORRECT)
def correct_person(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    found = person_or_404(request, person_id)
    audit.record_read(
        actor=request.actor, at=request.at, action=AuditLook.PERSON_OPENED, subject=found.public_id
    )
    form = PersonForm(request.POST or None, person=found, actor=request.actor, at=request.at)
    form.who_changed = partial(who_changed_last, request.actor, found.public_id, AuditAction.PERSON_CORRECTED)
    response = form_action(
        request,
        form,
        lambda: services.correct_person(
            actor=request.actor,
            person=found,
            person_input=form.person_input(),
            at=request.at,
            different_from=form.same_person.different_from,
        ),
        done=_("Saved."),
        to=lambda corrected: after_correction(form, corrected),
    )
    if response is not None:
        return response
    services.record_matches_shown(actor=request.actor, matches=form.possible_matches, at=request.at)
    return render(
        request, "desk/people/form.html", {"form": form, "person": found, "heading": _("Edit details")}
    )


def after_correction(form: PersonForm, person: Person) -> Destination:
    """The record; or both records side by side, to merge them, where the user said that they are one person."""
    slug, same = person.program.slug, form.same_person.existing
    if same is not None:
        return ("duplicates:compare", slug, person.public_id, same)
    return ("people:person", slug, person.public_id)


@requires_any(Permission.OUTREACH_DO)
def add_contact_point(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """Add a phone number, an address, a place or a person who passes on messages (K6)."""
    found = person_or_404(request, person_id)
    audit.record_read(
        actor=request.actor, at=request.at, action=AuditLook.PERSON_OPENED, subject=found.public_id
    )
    form = ContactPointForm(request.POST or None)
    response = form_action(
        request,
        form,
        lambda: services.add_contact_point(
            actor=request.actor, person=found, at=request.at, **form.cleaned_data
        ),
        done=_("Saved."),
        to=("people:person", program, found.public_id),
    )
    if response is not None:
        return response
    return render(
        request,
        "desk/people/form.html",
        {"form": form, "person": found, "heading": _("Add contact information")},
    )


@requires_any(Permission.OUTREACH_DO)
@require_POST
def mark_contact_point(
    request: ProgramRequest, program: str, person_id: uuid.UUID, point_id: uuid.UUID
) -> HttpResponse:
    """Record in one tap whether a contact point works."""
    found = person_or_404(request, person_id)
    point = found.contact_points.filter(public_id=point_id).first()
    works = request.POST.get("works", "")
    if point is None or works not in ContactPoint.Works.values:
        raise Http404
    services.mark_contact_point(actor=request.actor, point=point, works=works, at=request.at)
    return redirect("people:person", program, found.public_id)


@requires_any(Permission.OUTREACH_DO)
def write_approach_note(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """Record how the person wishes to be approached (K9)."""
    found = person_or_404(request, person_id)
    audit.record_read(
        actor=request.actor, at=request.at, action=AuditLook.PERSON_OPENED, subject=found.public_id
    )
    newest = found.approach_notes.order_by("-written_at").first()
    form = ApproachForm(request.POST or None, initial={"text": newest.text if newest else ""})
    form.who_changed = partial(
        who_changed_last, request.actor, found.public_id, AuditAction.APPROACH_NOTE_WRITTEN
    )
    response = form_action(
        request,
        form,
        lambda: services.write_approach_note(
            actor=request.actor, person=found, text=form.cleaned_data["text"], at=request.at
        ),
        done=_("Saved."),
        to=("people:person", program, found.public_id),
    )
    if response is not None:
        return response
    return render(
        request,
        "desk/people/form.html",
        {"form": form, "person": found, "heading": _("Approach and safety notes")},
    )
