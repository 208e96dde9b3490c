"""The form about a free phone."""

from collections.abc import Iterable
from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from handoff.casework.forms import DayForm
from handoff.casework.models import PhoneStep
from handoff.casework.models.supplies import MOST_WORDS
from handoff.casework.phones.services import PhoneInput
from handoff.core.forms import CheckboxField, LongTextField, PhoneField, TilesField
from handoff.core.forms.phones import format_phone
from handoff.core.instructions import InstructedForm
from handoff.participants.models import ContactPoint


class PhoneStepForm(DayForm):
    """What happened with a free phone."""

    instructed = InstructedForm("free-phone", _("Free phone"))

    what = TilesField(label=_("What happened?"), choices=PhoneStep.What.choices)
    point = forms.ChoiceField(label=_("Its number"), required=False, choices=[])
    number = PhoneField(
        label=_("Or its new number"),
        numbers_only=True,
        required=False,
        help_text=_("It's added to how they can be reached."),
    )
    safe_to_text = CheckboxField(label=_("OK to text the new number"), required=False)
    note = LongTextField(
        label=_("Note"),
        required=False,
        max_length=MOST_WORDS,
        rows=2,
        help_text=_("For example: through Lifeline, or bought by the program."),
    )

    def __init__(self, data: QueryDict | None, *, today: date, phones: Iterable[ContactPoint]) -> None:
        super().__init__(data, today=today)
        self.phones = {str(each.public_id): each for each in phones}
        choices = [(value, format_phone(each.value)) for value, each in self.phones.items()]
        self.fields["point"].choices = [("", _("Not one of these")), *choices]  # type: ignore[attr-defined]

    def phone_input(self) -> PhoneInput:
        sent = self.cleaned_data
        return PhoneInput(
            what=sent["what"],
            occurred_on=self.day,
            point=self.phones.get(sent["point"]),
            number=sent["number"].e164,
            note=sent["note"],
            safe_to_text=sent["safe_to_text"],
        )
