"""The intake's sections as forms, the appointment, the window and the status."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from handoff.core.forms import (
    CheckboxTilesField,
    Form,
    LongTextField,
    ThreePartDateField,
    TilesField,
    YesNoUnknownField,
)
from handoff.enrollment.definitions import IntakeSection, Question
from handoff.enrollment.models import StatusPeriod
from handoff.programs.models import IntakeQuestion

MAX_ANSWER_LENGTH = 2000


def field_for(kind: str, label: str, hint: str, choices: list[tuple[str, str]]) -> forms.Field:
    """Return the field that takes one answer; none has to be given."""
    common: dict[str, Any] = {"label": label, "help_text": hint, "required": False}
    if kind == "yes_no":
        return YesNoUnknownField(**common)
    if kind == "several":
        return CheckboxTilesField(choices=choices, **common)
    if kind == "choice":
        return TilesField(choices=choices, **common)
    return LongTextField(rows=2, max_length=MAX_ANSWER_LENGTH, **common)


def choices_of(question: Question) -> list[tuple[str, str]]:
    """Return the answers that can be tapped, in the reader's language."""
    return [(choice.code, gettext(choice.label)) for choice in question.choices]


def program_question_name(question: IntakeQuestion) -> str:
    """Return the name under which the answer to a program's own question is kept."""
    return f"own_{question.public_id.hex}"


def program_question_text(question: IntakeQuestion) -> str:
    """Return the program's own question in the reader's language, where the program wrote it in that."""
    spanish = (get_language() or "").startswith("es")
    return question.text_es if spanish and question.text_es else question.text


class SectionForm(Form):
    """One section of the intake: the handbook's questions, then the program's own."""

    def __init__(
        self, *args: Any, section: IntakeSection, program_questions: Iterable[IntakeQuestion], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for question in section.questions:
            words, hint = gettext(question.text), gettext(question.hint) if question.hint else ""
            self.fields[question.key] = field_for(question.kind, words, hint, choices_of(question))
        for each in program_questions:
            choices = [(str(choice), str(choice)) for choice in each.choices]
            self.fields[program_question_name(each)] = field_for(
                each.answer_kind, program_question_text(each), "", choices
            )

    @property
    def answers(self) -> dict[str, Any]:
        """Return what was answered; what was left blank is not kept."""
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", [], None)}


class AppointmentForm(Form):
    """When and where the intake is, and how the person gets there."""

    day = ThreePartDateField(label=_("Day"))
    time = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    place = forms.CharField(
        label=_("Place"), max_length=200, help_text=_("An office, or where they like to meet.")
    )
    transport = forms.CharField(
        label=_("How they get there"),
        max_length=200,
        required=False,
        help_text=_("A ride, a bus pass, on foot."),
    )

    def appointment_at(self, zone: ZoneInfo) -> datetime:
        """Return the appointment's moment in the program's zone."""
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"], zone)


class WindowForm(Form):
    """More time for an intake, with the reason."""

    until = ThreePartDateField(label=_("New last day"))
    reason = LongTextField(
        label=_("Why is more time needed?"),
        note=_("The referring officer sees the new date. Write nothing about health or treatment."),
        max_length=300,
        rows=3,
    )

    def __init__(self, *args: Any, earliest: date, latest: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].earliest, self.fields["until"].latest = earliest, latest  # type: ignore[attr-defined]


class InactiveForm(Form):
    """Why a participant is not engaged now."""

    reason = TilesField(label=_("Reason"), choices=StatusPeriod.InactiveReason.choices)
    note = LongTextField(label=_("Note"), required=False, max_length=300, rows=3)
