"""Write case notes and correct them by a new version."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.casework.models import CaseNote, CaseNoteVersion
from handoff.casework.models.notes import TEXT_FIELDS, NoteLabel
from handoff.casework.notes import policies
from handoff.casework.services import lock_person
from handoff.core.refusals import Refused
from handoff.participants.models import Person
from handoff.programs.models import Program
from handoff.programs.queries import local_date


@dataclass(frozen=True)
class NoteInput:
    """What a note says, of what kind, how confidential, and when it happened."""

    kind: str
    label: str
    words: str
    occurred_at: datetime


def input_of(version: CaseNoteVersion) -> NoteInput:
    return NoteInput(version.kind, version.label, version.words, version.occurred_at)


def same_note(one: NoteInput, other: NoteInput, program: Program) -> bool:
    """Whether two notes say the same on the same day: a form sent again a little later corrects nothing."""
    days = {local_date(program, each.occurred_at) for each in (one, other)}
    return len(days) == 1 and (one.kind, one.label, one.words) == (
        other.kind,
        other.label,
        other.words.strip(),
    )


def write_version(actor: Actor, note: CaseNote, note_input: NoteInput, at: datetime) -> CaseNoteVersion:
    return CaseNoteVersion.objects.create(
        note=note,
        number=note.versions.count() + 1,
        kind=note_input.kind,
        label=note_input.label,
        occurred_at=note_input.occurred_at,
        written_at=at,
        written_by_id=actor.user_id,
        **{TEXT_FIELDS[NoteLabel(note_input.label)]: note_input.words.strip()},
    )


def record(actor: Actor, note: CaseNote, action: AuditAction, at: datetime) -> None:
    details = {"note": str(note.public_id)}
    audit.record(actor=actor, at=at, action=action, subject=note.person.public_id, details=details)


@transaction.atomic
def add_note(*, actor: Actor, person: Person, note_input: NoteInput, key: str, at: datetime) -> CaseNote:
    """Write a note. The same form sent twice makes one note; sent again with other words, it corrects that note."""
    policies.check_can_write_note(actor, person, note_input.occurred_at, at)
    policies.check_note(note_input.kind, note_input.label, note_input.words)
    person = lock_person(person)
    existing = CaseNote.objects.filter(key=key).select_related("person").first()
    if existing is not None:
        if existing.person_id != person.pk:
            raise Refused(_("This page is out of date. Reload it and try again."))
        return correct_note(actor=actor, note=existing, note_input=note_input, at=at)
    note = CaseNote.objects.create(
        program_id=actor.program_id,
        person=person,
        label=note_input.label,
        added_at=at,
        added_by_id=actor.user_id,
        key=key,
    )
    write_version(actor, note, note_input, at)
    record(actor, note, AuditAction.NOTE_ADDED, at)
    return note


@transaction.atomic
def correct_note(*, actor: Actor, note: CaseNote, note_input: NoteInput, at: datetime) -> CaseNote:
    """Correct a note by a new version. Its label covers the earlier ones too, unless theirs is stricter."""
    note = (
        CaseNote.objects.select_for_update(of=("self",)).select_related("person", "program").get(pk=note.pk)
    )
    policies.check_can_correct_note(actor, note)
    policies.check_can_write_note(actor, note.person, note_input.occurred_at, at)
    policies.check_note(note_input.kind, note_input.label, note_input.words)
    if same_note(input_of(note.current), note_input, note.program):
        return note
    write_version(actor, note, note_input, at)
    note.label = note_input.label
    note.save(update_fields=["label"])
    record(actor, note, AuditAction.NOTE_CORRECTED, at)
    return note
