"""The form of an agency's head count."""

from collections.abc import Iterable
from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from handoff.core.forms import Form, StepperField, ThreePartDateField
from handoff.core.instructions import InstructedForm
from handoff.programs.models import Agency


class HeadCountForm(Form):
    """How many sworn officers an agency has, and from what day."""

    instructed = InstructedForm("head-count", _("Head count"))

    agency = forms.ChoiceField(
        label=_("Agency"), choices=[], error_messages={"required": _("Choose the agency.")}
    )
    officers = StepperField(
        label=_("Sworn officers"),
        help_text=_("All who could refer people, on leave or not. For example: 40."),
        error_messages={"required": _("Enter how many sworn officers the agency has.")},
    )
    counted_on = ThreePartDateField(
        label=_("Since"),
        error_messages={"required": _("Enter the day from which this number is right.")},
        help_text=_("The day from which this number is right. Earlier periods keep the number they had."),
    )

    def __init__(self, data: QueryDict | None, *, agencies: Iterable[Agency], today: date) -> None:
        listed = list(agencies)
        super().__init__(
            data, initial={"counted_on": today, "agency": str(listed[0].public_id) if listed else ""}
        )
        self.agencies = {str(each.public_id): each for each in listed}
        self.fields["agency"].choices = [  # type: ignore[attr-defined]
            (key, each.name) for key, each in self.agencies.items()
        ]

    @property
    def chosen(self) -> Agency:
        return self.agencies[self.cleaned_data["agency"]]
