"""Who may write and correct case notes. Who reads them is `notes.queries.readable_condition`."""

from datetime import datetime

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.casework.models import CaseNote
from handoff.casework.models.notes import NoteLabel
from handoff.casework.policies import check_can_do_outreach, check_is_care_team
from handoff.core.refusals import Refused
from handoff.participants.models import Person


def check_can_write_note(actor: Actor, person: Person, occurred_at: datetime, at: datetime) -> None:
    """The care team of the person's own program writes notes, about what has already happened."""
    check_can_do_outreach(actor, person, occurred_at, at)


def check_note(kind: str, label: str, words: str) -> None:
    """A note has a kind, a confidentiality label, and words."""
    if kind not in CaseNote.Kind.values:
        raise Refused(_("Choose what the note is about."))
    if label not in NoteLabel.values:
        raise Refused(_("Choose who can read the note."))
    if not words.strip():
        raise Refused(_("Enter the note."))


def check_can_correct_note(actor: Actor, note: CaseNote) -> None:
    """Only its author corrects a note; a colleague who knows better writes a note of their own."""
    check_is_care_team(actor, note.person)
    if note.added_by_id != actor.user_id:
        raise Refused(_("Only the person who wrote this note can correct it. Write a new note instead."))
