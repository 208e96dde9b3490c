"""The form to record how a court closed a new charge."""

from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from handoff.charges.dispositions.inputs import DispositionInput
from handoff.charges.models import Disposition
from handoff.core.forms import Form, ThreePartDateField, TilesField
from handoff.core.instructions import InstructedForm


class DispositionForm(Form):
    instructed = InstructedForm("charge-disposition", _("New charge: disposition and sentence"))

    code = TilesField(label=_("How did the court close the charge?"), choices=Disposition.Code.choices)
    disposed_on = ThreePartDateField(label=_("On which day?"))
    verdict = forms.ChoiceField(
        label=_("Verdict, if a judge or jury decided"),
        required=False,
        choices=[("", _("No verdict")), *Disposition.Verdict.choices],
    )
    sentence = forms.ChoiceField(
        label=_("Sentence, if there is one"),
        required=False,
        choices=[("", _("No sentence")), *Disposition.Sentence.choices],
    )
    words = forms.CharField(
        label=_("More about the sentence"),
        max_length=200,
        required=False,
        help_text=_("For example: 12 months, or 24 hours. Don't write criminal history here."),
    )

    def __init__(self, data: QueryDict | None, *, current: Disposition | None, today: date) -> None:
        names = ("code", "disposed_on", "verdict", "sentence", "words")
        initial = {name: getattr(current, name) for name in names} if current is not None else None
        super().__init__(data, initial=initial)
        self.fields["disposed_on"].latest = today  # type: ignore[attr-defined]

    def disposition_input(self) -> DispositionInput:
        return DispositionInput(**self.cleaned_data)
