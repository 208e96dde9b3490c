"""Forms for a case note and its correction."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from handoff.casework.forms import OccurredAtForm
from handoff.casework.models import CaseNote, CaseNoteVersion
from handoff.casework.models.notes import NoteLabel
from handoff.casework.notes.services import NoteInput
from handoff.core.forms import LongTextField, ThreePartDateField, TilesField, VersionedForm
from handoff.core.instructions import InstructedForm

MOST_CHARACTERS = 10000
ADVICE = _("Write what helps the next colleague. No criminal history, and no names of other participants.")
HINTS = {
    NoteLabel.GENERAL: _("Everyone on the care side who may open this record."),
    NoteLabel.HEALTH: _("Peers, case managers, and the program manager."),
    NoteLabel.PART2: _("Peers, case managers, and the program manager."),
    NoteLabel.COUNSELING: _("You and the supervisor. For a counselor's notes on a private session."),
}


def kind_field() -> TilesField:
    return TilesField(label=_("What is the note about?"), choices=CaseNote.Kind.choices, compact=True)


def label_field() -> TilesField:
    return TilesField(
        label=_("Who can read it?"),
        choices=NoteLabel.choices,
        hints={each.value: hint for each, hint in HINTS.items()},
    )


def text_field() -> LongTextField:
    return LongTextField(
        label=_("Note"),
        note=ADVICE,
        max_length=MOST_CHARACTERS,
        rows=10,
        error_messages={"required": _("Enter the note.")},
    )


class NoteForm(OccurredAtForm):
    """A new case note, about something that happened now or within the last 90 days."""

    instructed = InstructedForm("case-note", _("Case note"))

    kind = kind_field()
    label = label_field()
    text = text_field()

    def note_input(self) -> NoteInput:
        kind, label, text = (self.cleaned_data[name] for name in ("kind", "label", "text"))
        return NoteInput(kind, label, text, self.occurred_at)


class CorrectNoteForm(VersionedForm):
    """The note as it should have been written; the earlier version stays readable."""

    instructed = NoteForm.instructed

    kept_while_typed = True

    kind = kind_field()
    label = label_field()
    text = text_field()
    day = ThreePartDateField(
        label=_("Date"), error_messages={"required": _("Enter the day that the note is about.")}
    )

    def __init__(
        self, data: QueryDict | None, *, version: CaseNoteVersion, at: datetime, zone: ZoneInfo
    ) -> None:
        self.happened = version.occurred_at.astimezone(zone)
        initial = {"kind": version.kind, "label": version.label, "text": version.words}
        super().__init__(data, initial={**initial, "day": self.happened.date()})
        self.at = at
        self.fields["day"].latest = at.astimezone(zone).date()  # type: ignore[attr-defined]

    def note_input(self) -> NoteInput:
        """The corrected note; the time of day stays, unless that would lie in the future."""
        kind, label, text, day = (self.cleaned_data[name] for name in ("kind", "label", "text", "day"))
        moment = self.happened.replace(year=day.year, month=day.month, day=day.day)
        return NoteInput(kind, label, text, min(moment, self.at))
