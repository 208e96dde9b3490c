"""Forms to upload a workbook, and to answer what only a person can say about it."""

from collections.abc import Sequence

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from handoff.core.forms import Form
from handoff.workbooks.facts import Question


class WorkbookForm(Form):
    source_name = forms.CharField(
        label=_("Which workbook it is"),
        max_length=100,
        help_text=_("For example: Alder LEAD participants. Use the same words when you upload it again."),
        error_messages={"required": _("Enter which workbook it is.")},
    )
    upload = forms.FileField(
        label=_("File"),
        help_text=_("An Excel or OpenDocument workbook, or CSV."),
        error_messages={"required": _("Choose a workbook."), "empty": _("The file is empty.")},
    )
    sheet = forms.CharField(
        label=_("Name of the sheet"),
        max_length=60,
        required=False,
        help_text=_("Leave it blank to let us find the sheet that lists people."),
    )


class QuestionsForm(Form):
    """One choice for each question; one that stays open is asked again."""

    def __init__(self, data: QueryDict | None, *, questions: Sequence[Question]) -> None:
        super().__init__(data)
        self.questions = {self.field_name(each): each for each in questions}
        for name, question in self.questions.items():
            self.fields[name] = forms.ChoiceField(
                label=question.label,
                help_text=question.where,
                choices=[("", _("Not decided")), *question.choices],
                required=False,
            )

    @staticmethod
    def field_name(question: Question) -> str:
        return f"q{question.key[:24]}"

    @property
    def asked(self) -> list[tuple[Question, BoundField]]:
        """Each question with its field."""
        return [(question, self[name]) for name, question in self.questions.items()]

    @property
    def answers(self) -> dict[str, str]:
        """The answers that were given, by the keys of their questions."""
        chosen = {question.key: self.cleaned_data[name] for name, question in self.questions.items()}
        return {key: value for key, value in chosen.items() if value}

    @property
    def outcome(self) -> str:
        """What is said once the form was sent: nothing is claimed where every question stayed open."""
        said = self.is_valid() and self.answers
        return str(_("Your answers were saved.") if said else _("No question was answered."))
