"""Forms for overdoses, reversals, deaths, their review, and what the team does next."""

from collections.abc import Iterable
from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from handoff.accounts.models import User
from handoff.core.forms import (
    CheckboxField,
    CheckboxTilesField,
    Form,
    LongTextField,
    ThreePartDateField,
    TilesField,
    VersionedForm,
)
from handoff.core.instructions import InstructedForm
from handoff.enrollment.models import SafetyEvent
from handoff.enrollment.safety.inputs import EventInput, ReviewInput

Kind = SafetyEvent.Kind
CONFIRMED = [("yes", _("Yes, confirmed")), ("no", _("Not confirmed yet"))]


class EventForm(VersionedForm):
    """What happened, when, and how it is known. Each kind asks only what belongs to it."""

    instructed = InstructedForm("safety-event", _("Overdose, reversal, or death"))

    kept_while_typed = True

    happened_on = ThreePartDateField(label=_("When did it happen?"))
    is_about = CheckboxField(label=_("The day is a guess"), required=False)
    naloxone = TilesField(label=_("Was naloxone given?"), choices=SafetyEvent.Naloxone.choices, compact=True)
    cause = TilesField(label=_("What did they die of?"), choices=SafetyEvent.Cause.choices, compact=True)
    source = TilesField(label=_("How do you know?"), choices=SafetyEvent.Source.choices, compact=True)
    confirmed = TilesField(label=_("Is it certain?"), choices=CONFIRMED, compact=True)
    words = LongTextField(
        label=_("Anything the team should know (optional)"),
        max_length=500,
        rows=3,
        required=False,
        help_text=_("No other person's name, and nothing about blame."),
    )

    def __init__(
        self, data: QueryDict | None, *, kind: str, today: date, event: SafetyEvent | None = None
    ) -> None:
        super().__init__(data, initial=self.initial_of(event) if event else None)
        self.kind = kind
        self.fields["happened_on"].latest = today  # type: ignore[attr-defined]
        impossible = "participant" if kind == Kind.DEATH else "record"
        sources = [each for each in SafetyEvent.Source.choices if each[0] != impossible]
        self.fields["source"].choices = sources  # type: ignore[attr-defined]
        if kind != Kind.OVERDOSE:
            del self.fields["naloxone"]
        if kind != Kind.DEATH:
            del self.fields["cause"]

    @staticmethod
    def initial_of(event: SafetyEvent) -> dict[str, object]:
        return {
            "happened_on": event.happened_on,
            "is_about": event.is_about,
            "naloxone": event.naloxone,
            "cause": event.cause,
            "source": event.source,
            "confirmed": "yes" if event.is_confirmed else "no",
            "words": event.words,
        }

    def event_input(self) -> EventInput:
        sent = self.cleaned_data
        return EventInput(
            kind=self.kind,
            happened_on=sent["happened_on"],
            source=sent["source"],
            is_confirmed=sent["confirmed"] == "yes",
            is_about=sent["is_about"],
            naloxone=sent.get("naloxone", ""),
            cause=sent.get("cause", ""),
            words=sent["words"],
        )


class ReviewForm(Form):
    """What the team learned about its own work."""

    instructed = InstructedForm("safety-review", _("Looking back on an overdose or a death"))

    kept_while_typed = True

    held_on = ThreePartDateField(label=_("When did you look back on it?"))
    attendees = CheckboxTilesField(
        label=_("Who took part?"), error_messages={"required": _("Choose who took part.")}
    )
    helped = LongTextField(
        label=_("What helped, or went well? (optional)"), max_length=2000, rows=3, required=False
    )
    learned = LongTextField(
        label=_("What did you learn?"),
        max_length=2000,
        rows=4,
        help_text=_(
            "About the program's work: what was missing, what came too late. It's not about whose fault it was."
        ),
        error_messages={"required": _("Enter what you learned.")},
    )

    def __init__(self, data: QueryDict | None, *, team: Iterable[User], today: date) -> None:
        super().__init__(data, initial={"held_on": today})
        self.team = {str(each.public_id): each for each in team}
        self.fields["held_on"].latest = today  # type: ignore[attr-defined]
        self.fields["attendees"].choices = [  # type: ignore[attr-defined]
            (key, each.full_name) for key, each in self.team.items()
        ]

    def review_input(self) -> ReviewInput:
        sent = self.cleaned_data
        attendees = [self.team[each].pk for each in sent["attendees"]]
        return ReviewInput(sent["held_on"], attendees, sent["learned"], sent["helped"])


class ActionForm(Form):
    """What the program does next, who does it, and by when."""

    instructed = InstructedForm("safety-action", _("What to do after looking back"))

    kept_while_typed = True

    words = forms.CharField(
        label=_("What will be done?"),
        max_length=300,
        help_text=_("For example: give naloxone to everyone at the shelter. No participant's name."),
        error_messages={"required": _("Enter what will be done.")},
    )
    owner = forms.ChoiceField(
        label=_("Who does it?"), choices=[], error_messages={"required": _("Choose who does it.")}
    )
    due_on = ThreePartDateField(label=_("By when?"))

    def __init__(self, data: QueryDict | None, *, team: Iterable[User]) -> None:
        super().__init__(data)
        self.team = {str(each.public_id): each for each in team}
        choices = [("", _("Choose")), *((key, each.full_name) for key, each in self.team.items())]
        self.fields["owner"].choices = choices  # type: ignore[attr-defined]

    @property
    def owner_id(self) -> int:
        return self.team[self.cleaned_data["owner"]].pk
