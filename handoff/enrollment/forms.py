"""Forms for the intake's sections, its appointment and deadline, and a participant's status."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from handoff.core.forms import (
    CheckboxTilesField,
    Form,
    LongTextField,
    ThreePartDateField,
    TilesField,
    VersionedForm,
    YesNoUnknownField,
)
from handoff.core.instructions import InstructedForm
from handoff.enrollment.definitions import SECTIONS, IntakeSection, Question
from handoff.enrollment.models import StatusPeriod
from handoff.programs.models import IntakeQuestion

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MAX_ANSWER_LENGTH = 2000


def field_for(
    kind: str, label: "StrOrPromise", hint: "StrOrPromise", choices: list[tuple[str, str]]
) -> forms.Field:
    """The form field for one kind of question. No answer is ever required."""
    if kind == "yes_no":
        return YesNoUnknownField(label=label, help_text=hint, required=False)
    if kind == "several":
        return CheckboxTilesField(label=label, help_text=hint, choices=choices, required=False)
    if kind == "choice":
        return TilesField(label=label, help_text=hint, choices=choices, required=False)
    return LongTextField(label=label, help_text=hint, rows=2, max_length=MAX_ANSWER_LENGTH, required=False)


def choices_of(question: Question) -> list[tuple[str, str]]:
    """The question's choices in the reader's language."""
    return [(choice.code, gettext(choice.label)) for choice in question.choices]


def question_field(question: Question) -> forms.Field:
    return field_for(question.kind, _(question.text), _(question.hint), choices_of(question))


def program_question_name(question: IntakeQuestion) -> str:
    """The form field and answer key of a question that the program added."""
    return f"own_{question.public_id.hex}"


def program_question_text(question: IntakeQuestion) -> str:
    """The question in Spanish for readers of Spanish, if the program wrote it in Spanish; otherwise in English."""
    spanish = (get_language() or "").startswith("es")
    return question.text_es if spanish and question.text_es else question.text


def program_question_label(question: IntakeQuestion) -> str:
    """The question for a page, marked as English where the page is Spanish and the program wrote no Spanish."""
    text = program_question_text(question)
    spanish = (get_language() or "").startswith("es")
    return format_html('<span lang="en">{}</span>', text) if spanish and not question.text_es else text


class SectionForm(VersionedForm):
    """One section of the intake: the handbook's questions, then the program's own."""

    kept_while_typed = True
    instructed = InstructedForm("intake", _("Intake"))

    def __init__(
        self,
        data: QueryDict | None,
        *,
        section: IntakeSection,
        program_questions: Iterable[IntakeQuestion],
        initial: dict[str, object],
    ) -> None:
        super().__init__(data, initial=initial)
        self.fields |= {question.key: question_field(question) for question in section.questions}
        for each in program_questions:
            choices = [(str(choice), str(choice)) for choice in each.choices]
            self.fields[program_question_name(each)] = field_for(
                each.answer_kind, program_question_label(each), "", choices
            )

    @classmethod
    def instructed_fields(cls) -> dict[str, forms.Field]:
        """The handbook's questions of every section; the program writes its own questions as it likes."""
        return {each.key: question_field(each) for section in SECTIONS for each in section.questions}

    @property
    def answers(self) -> dict[str, object]:
        """The answers; blank ones are left out."""
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", [], None)}


class AppointmentForm(Form):
    """When and where the intake is, and how the person gets there."""

    instructed = InstructedForm("intake-appointment", _("Intake: appointment"))

    day = ThreePartDateField(
        label=_("Day"), error_messages={"required": _("Enter the month, day, and year of the appointment.")}
    )
    time = forms.TimeField(
        label=_("Time"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": _("Enter the time of the appointment.")},
    )
    place = forms.CharField(
        label=_("Place"),
        max_length=200,
        help_text=_("An office, or wherever they like to meet. For example: the library on Main Street."),
        error_messages={"required": _("Enter where you'll meet.")},
    )
    transport = forms.CharField(
        label=_("How they'll get there"),
        max_length=200,
        required=False,
        help_text=_("A ride, a bus pass, or on foot."),
    )

    def appointment_at(self, zone: ZoneInfo) -> datetime:
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"], zone)


class DeadlineForm(Form):
    """More time for an intake, with the reason."""

    instructed = InstructedForm("intake-deadline", _("Intake: more time"))

    until = ThreePartDateField(
        label=_("New deadline"),
        error_messages={"required": _("Enter the month, day, and year of the new deadline.")},
    )
    reason = LongTextField(
        label=_("Why do they need more time?"),
        note=_(
            "The referring officer will see the new date. Don't write anything about health or treatment."
        ),
        max_length=300,
        rows=3,
        help_text=_("For example: works nights, first free day is Friday."),
    )

    def __init__(self, data: QueryDict | None, *, earliest: date, latest: date) -> None:
        super().__init__(data)
        self.fields["until"].earliest, self.fields["until"].latest = earliest, latest  # type: ignore[attr-defined]


class InactiveForm(Form):
    """The reason why a participant becomes inactive."""

    instructed = InstructedForm("inactive", _("Participant: becoming inactive"))

    reason = TilesField(
        label=_("Reason"),
        choices=StatusPeriod.InactiveReason.choices,
        error_messages={"required": _("Choose a reason for the change.")},
    )
    note = LongTextField(
        label=_("Note"),
        required=False,
        max_length=300,
        rows=3,
        help_text=_("What helps if they come back. For example: moved to Durham, has our number."),
    )
    died_on = ThreePartDateField(
        label=_("If they died: on what day?"),
        required=False,
        help_text=_(
            "As well as you know it. It can be corrected later. Every release (ROI) ends. Leave blank for every other "
            "reason."
        ),
    )

    def __init__(self, data: QueryDict | None, *, today: date) -> None:
        super().__init__(data)
        self.fields["died_on"].latest = today  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or self.cleaned_data
        if cleaned.get("reason"):
            check_day_of_death(self, cleaned["reason"] == StatusPeriod.InactiveReason.DECEASED)
        return cleaned


def check_day_of_death(form: Form, is_deceased: bool) -> None:
    """Whoever is recorded as deceased died on a day; with any other reason there is none."""
    if "died_on" in form.cleaned_data and is_deceased and form.cleaned_data["died_on"] is None:
        form.add_error("died_on", _("Enter the day they died, as well as you know it."))
    if not is_deceased and form.cleaned_data.get("died_on") is not None:
        form.add_error("died_on", _("Leave the day blank, or choose “Deceased” as the reason."))
