"""The case notes that an actor may read, and whose note an identifier names."""

import uuid
from datetime import datetime
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.casework.models import CaseNote, CaseNoteVersion
from handoff.casework.models.notes import TEXT_FIELDS, NoteLabel
from handoff.core.statements import Question, Statement
from handoff.participants.models import Person
from handoff.programs.models import Program


def readable_labels(actor: Actor, author_id: int | None) -> frozenset[NoteLabel]:
    """Which labels an actor may read in the notes of an author (ADR 0046).

    General notes: everyone on the care side. Health and Part 2: those whose work is care, since 42 CFR 2.12(c)(3) lets
    information move inside a program only as far as duties of care need it. Counseling notes: their author and who
    supervises them (42 CFR 2.11, 2.31(b)).
    """
    if not actor.can(Permission.PARTICIPANT_READ):
        return frozenset()
    labels = {NoteLabel.GENERAL}
    if actor.can(Permission.NOTES_READ_PROTECTED):
        labels |= {NoteLabel.HEALTH, NoteLabel.PART2}
    if actor.can(Permission.COUNSELING_SUPERVISE) or (author_id is not None and author_id == actor.user_id):
        labels.add(NoteLabel.COUNSELING)
    return frozenset(labels)


def readable_condition(others: frozenset[NoteLabel], own: frozenset[NoteLabel], user_id: int) -> Q:
    """The notes that a user may read: others' by their label, and those they wrote."""
    return Q(label__in=others) | Q(label__in=own, added_by_id=user_id)


def labels_for(actor: Actor) -> tuple[frozenset[NoteLabel], frozenset[NoteLabel]]:
    """Which labels an actor may read in others' notes and in their own."""
    return readable_labels(actor, None), readable_labels(actor, actor.user_id)


def readable_notes(actor: Actor) -> QuerySet[CaseNote]:
    """The notes of the actor's program that they may read, with their versions."""
    readable = readable_condition(*labels_for(actor), actor.user_id or 0)
    notes = CaseNote.objects.filter(readable, program_id=actor.program_id)
    return notes.prefetch_related("versions")


class NoteRow(NamedTuple):
    """A note as it reads now, without the model: a participant may have hundreds."""

    public_id: uuid.UUID
    added_by_id: int | None
    kind: str
    label: str
    occurred_at: datetime
    text: str
    health_text: str
    counseling_text: str

    @property
    def words(self) -> str:
        return str(getattr(self, TEXT_FIELDS[NoteLabel(self.label)]))


def newest_rows(person: Person, actor: Actor) -> list[NoteRow]:
    """What an actor may read of the notes about a person, each by its newest version. One query."""
    rows = chain.from_iterable(each.rows(*keys) for each, keys in note_questions(person, actor))
    # Versions come oldest first, so the last one of each note wins.
    newest = {row[0]: row[1:] for row in rows}
    return [NoteRow(*row) for row in newest.values()]


def note_questions(person: Person, actor: Actor) -> list[Question]:
    """What `newest_rows` will ask for this user, to be sent ahead; nothing where they may read no notes."""
    others, own = labels_for(actor)
    return note_rows(others, own).of(actor.program_id, person.pk, actor.user_id or 0) if own else []


@cache
def note_rows(others: frozenset[NoteLabel], own: frozenset[NoteLabel]) -> Statement[tuple[Any, ...]]:
    """The versions of a person's notes under some labels, and of those that one user wrote under some."""
    names = ("public_id", "added_by_id")
    fields = (*names, *(f"versions__{name}" for name in NoteRow._fields if name not in names))

    def rows(program_id: int, person_id: int, user_id: int) -> QuerySet[CaseNote, tuple[Any, ...]]:
        readable = readable_condition(others, own, user_id)
        notes = CaseNote.objects.filter(readable, program_id=program_id, person_id=person_id)
        return notes.order_by("pk", "versions__number").values_list("pk", *fields)

    return Statement(rows)


def readable_versions(note: CaseNote, actor: Actor) -> list[CaseNoteVersion]:
    """The versions that an actor may read, oldest first: one written under a stricter label stays under it."""
    allowed = readable_labels(actor, note.added_by_id)
    return [each for each in note.versions.all() if each.label in allowed]


def find_note(program: Program, actor: Actor, public_id: uuid.UUID) -> CaseNote | None:
    """The note, if the actor may read it; one that they may not read is the same as none."""
    notes = readable_notes(actor).filter(program=program, public_id=public_id)
    return notes.select_related("person").first()


def person_of_note(program_id: int, public_id: uuid.UUID) -> Person | None:
    """The participant this note is about."""
    notes = CaseNote.objects.filter(program_id=program_id, public_id=public_id)
    return Person.objects.filter(pk__in=notes.values("person_id")).first()
