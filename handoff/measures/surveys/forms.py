"""Forms of a survey: a new round, a question, and the answers."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from handoff.core.forms import Form, LongTextField, StepperField, ThreePartDateField, TilesField
from handoff.measures.models import SurveyQuestion
from handoff.measures.rules.holding_back import LEAST
from handoff.measures.surveys.inputs import Answers, QuestionInput, RoundInput
from handoff.measures.surveys.rules import VALUES, WORDS
from handoff.measures.surveys.wording import ANSWERS


class RoundForm(Form):
    """A new round."""

    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        help_text=_("Only staff see it. For example: Fall 2026."),
        error_messages={"required": _("Enter a name, such as Fall 2026.")},
    )
    last_on = ThreePartDateField(
        label=_("Last day for answers"),
        help_text=_("A month or more gives people time. Paper answers can be entered after it."),
        error_messages={"required": _("Enter the last day for answers.")},
    )
    least = StepperField(
        label=_("Show results from at least"),
        unit=_("people"),
        min_value=LEAST,
        help_text=_("Fewer answers are never shown, so that no one is recognized. 11 is the lowest."),
        error_messages={"required": _("Enter 11 or more.")},
    )

    def round_input(self) -> RoundInput:
        data = self.cleaned_data
        return RoundInput(data["name"], data["last_on"], data["least"])


class QuestionForm(Form):
    """A question of the program's own."""

    text = forms.CharField(
        label=_("Question in English"),
        max_length=200,
        widget=forms.TextInput(attrs={"lang": "en"}),
        error_messages={"required": _("Enter the question in English.")},
        help_text=_("Short and plain, one thing at a time. Nothing that says who someone is."),
    )
    text_es = forms.CharField(
        label=_("Question in Spanish"),
        max_length=200,
        widget=forms.TextInput(attrs={"lang": "es"}),
        error_messages={"required": _("Enter the question in Spanish.")},
    )
    scale = TilesField(
        label=_("How it is answered"),
        choices=SurveyQuestion.Scale.choices,
        error_messages={"required": _("Choose how it is answered.")},
    )

    def question_input(self) -> QuestionInput:
        data = self.cleaned_data
        return QuestionInput(data["scale"], data["text"], data["text_es"])


def text_in(question: SurveyQuestion, language: str | None) -> str:
    return question.text_es if language == "es" else question.text


class AnswerForm(Form):
    """The questions as they are asked, each of which may be left out."""

    def __init__(self, data: QueryDict | None, *, questions: Sequence[SurveyQuestion]) -> None:
        super().__init__(data)
        self.questions = questions
        for each in questions:
            label = text_in(each, get_language())
            if each.scale == WORDS:
                field: forms.Field = LongTextField(
                    label=label,
                    required=False,
                    max_length=1000,
                    note=_("Don't write names: yours, or anyone else's."),
                )
            else:
                field = TilesField(
                    label=label,
                    required=False,
                    choices=[(str(value), ANSWERS[each.scale][value]) for value in VALUES[each.scale]],
                )
            self.fields[f"q{each.position}"] = field

    def answers(self) -> Answers:
        wanted = {each: self.cleaned_data[f"q{each.position}"].strip() for each in self.questions}
        return Answers(
            {each.pk: int(value) for each, value in wanted.items() if value and each.scale != WORDS},
            {each.pk: value for each, value in wanted.items() if value and each.scale == WORDS},
        )
