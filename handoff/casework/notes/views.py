"""Writing, reading and correcting case notes."""

import uuid
from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.accounts.presenters import who_changed_last
from handoff.audit.definitions import AuditAction, AuditLook
from handoff.audit.services import record_read
from handoff.casework.models import CaseNote
from handoff.casework.notes import policies, presenters, queries, services
from handoff.casework.notes.forms import CorrectNoteForm, NoteForm
from handoff.casework.queries import names_of
from handoff.core.actions import form_action
from handoff.core.refusals import refusal_message
from handoff.core.submissions import submission_key
from handoff.participants.models import Person
from handoff.participants.views import person_or_404
from handoff.programs.queries import time_zone_of


def note_or_404(request: ProgramRequest, note_id: uuid.UUID) -> CaseNote:
    """A note that the user may read; any other gets the same 404 as an unknown one."""
    note = queries.find_note(request.program, request.actor, note_id)
    if note is None:
        raise Http404
    return note


def record_opened(
    request: ProgramRequest, person: Person, action: AuditLook, note: CaseNote | None = None
) -> None:
    details = {"note": str(note.public_id)} if note is not None else {}
    record_read(actor=request.actor, at=request.at, action=action, subject=person.public_id, details=details)


@requires_any(Permission.OUTREACH_DO)
def add_note(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """Write a case note about a participant; what is typed is kept until it is saved (D7)."""
    person = person_or_404(request, person_id)
    form = NoteForm(request.POST or None, at=request.at, zone=time_zone_of(request.program))
    response = form_action(
        request,
        form,
        lambda: services.add_note(
            actor=request.actor,
            person=person,
            note_input=form.note_input(),
            key=submission_key(request),
            at=request.at,
        ),
        done=_("Note saved."),
        to=lambda note: ("notes:show", program, note.public_id),
    )
    if response is not None:
        return response
    record_opened(request, person, AuditLook.PERSON_OPENED)
    return render_form(request, person, form, _("Write a note"))


@requires_any(Permission.PARTICIPANT_READ)
def show_note(request: ProgramRequest, program: str, note_id: uuid.UUID) -> HttpResponse:
    """Show a note as it reads now, with its earlier versions."""
    note = note_or_404(request, note_id)
    record_opened(request, note.person, AuditLook.NOTE_OPENED, note)
    names = names_of(each.written_by_id for each in note.versions.all())
    newest, *earlier = presenters.shown_versions(note, request.actor, names)
    refusal = refusal_message(policies.check_can_correct_note, request.actor, note)
    context = {"note": note, "newest": newest, "earlier": earlier, "correct_refusal": refusal}
    return render(request, "casework/notes/note.html", context)


@requires_any(Permission.OUTREACH_DO)
def correct_note(request: ProgramRequest, program: str, note_id: uuid.UUID) -> HttpResponse:
    """Correct a note by a new version; its author alone can."""
    note = note_or_404(request, note_id)
    zone = time_zone_of(request.program)
    form = CorrectNoteForm(request.POST or None, version=note.current, at=request.at, zone=zone)
    form.who_changed = partial(
        who_changed_last,
        request.actor,
        note.person.public_id,
        AuditAction.NOTE_CORRECTED,
        note=str(note.public_id),
    )
    response = form_action(
        request,
        form,
        lambda: services.correct_note(
            actor=request.actor, note=note, note_input=form.note_input(), at=request.at
        ),
        done=_("Note corrected. The earlier version stays below."),
        to=("notes:show", program, note.public_id),
    )
    if response is not None:
        return response
    record_opened(request, note.person, AuditLook.NOTE_OPENED, note)
    return render_form(request, note.person, form, _("Correct a note"), note)


def render_form(
    request: ProgramRequest,
    person: Person,
    form: NoteForm | CorrectNoteForm,
    heading: str,
    note: CaseNote | None = None,
) -> HttpResponse:
    context = {
        "person": person,
        "note": note,
        "form": form,
        "heading": heading,
        "list_url": reverse("people:person", args=[request.program.slug, person.public_id]),
    }
    return render(request, "casework/notes/form.html", context)
