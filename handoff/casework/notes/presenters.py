"""Case notes as entries of a timeline, and one note with its earlier versions."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.functional import lazy
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.casework.models import CaseNote, CaseNoteVersion
from handoff.casework.models.notes import NoteLabel
from handoff.casework.notes.queries import NoteRow, readable_versions
from handoff.core.ui import TimelineEntry

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SHOWN_CHARACTERS = 400
"""How much of a note a timeline shows; the note's own page has the rest."""


def title_of(version: CaseNoteVersion | NoteRow) -> str:
    """The kind of a note, with its label unless that is general."""
    kind = str(CaseNote.Kind(version.kind).label)
    if version.label == NoteLabel.GENERAL:
        return _("Note: %(kind)s") % {"kind": kind}
    return _("Note: %(kind)s (%(label)s)") % {"kind": kind, "label": NoteLabel(version.label).label}


def note_entries(notes: Iterable[NoteRow], names: dict[int, str], slug: str) -> Iterator[TimelineEntry]:
    """Each note once, as it reads now, at the time it is about."""
    # With 500 entries, reversing each URL and translating each title would take a third of the page's time.
    any_note = uuid.UUID(int=0)
    url = reverse("notes:show", args=[slug, any_note])
    titles: dict[tuple[str, str], str] = {}
    for note in notes:
        public_id, kind = str(note.public_id), (note.kind, note.label)
        if kind not in titles:
            titles[kind] = title_of(note)
        yield TimelineEntry(
            at=note.occurred_at,
            title=titles[kind],
            by=names.get(note.added_by_id or 0, ""),
            text=shown_text(note),
            url=url.replace(str(any_note), public_id),
            record=public_id,
        )


def shown_text(version: NoteRow) -> "StrOrPromise":
    """The first words of a note. A counseling note's text is only on its own page, apart from the record."""
    if version.label == NoteLabel.COUNSELING:
        return ""
    words = version.words
    # Truncator walks through every character, so a long note is shortened only when it is shown.
    return words if len(words) <= SHOWN_CHARACTERS else shortened(words)


def shorten(words: str) -> str:
    return Truncator(words).chars(SHOWN_CHARACTERS)


shortened = lazy(shorten, str)


@dataclass(frozen=True)
class VersionShown:
    """One version of a note: its title, its words, when it was written and who wrote it."""

    version: CaseNoteVersion
    title: str
    by: str


def shown_versions(note: CaseNote, actor: Actor, names: dict[int, str]) -> list[VersionShown]:
    """The versions of a note that an actor may read, newest first."""
    return [
        VersionShown(each, title_of(each), names.get(each.written_by_id or 0, ""))
        for each in reversed(readable_versions(note, actor))
    ]
