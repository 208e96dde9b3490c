"""The officer's lookup form."""

from django import forms
from django.utils.translation import gettext_lazy as _

from handoff.core.forms import Form, ThreePartDateField, TilesField
from handoff.core.instructions import InstructedForm
from handoff.desk.lookup.services import LookupReason
from handoff.participants.lookup.rules.keys import LookupQuery


class LookupForm(Form):
    instructed = InstructedForm("lookup", _("Participation lookup"))
    first_name = forms.CharField(
        label=_("First name"),
        max_length=80,
        required=False,
        help_text=_("As on an ID, or the name they use."),
    )
    last_name = forms.CharField(label=_("Last name"), max_length=80, required=False)
    born_on = ThreePartDateField(
        label=_("Date of birth"),
        required=False,
        birthday=True,
        help_text=_("Leave it blank if you don't know it."),
    )
    reason = TilesField(
        label=_("Reason"),
        choices=LookupReason.choices,
        compact=True,
        error_messages={"required": _("Choose why you're looking this person up.")},
    )

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        if not data.get("first_name") and not data.get("last_name") and not self.errors:
            self.add_error("last_name", _("Enter a first or last name."))
        return data

    def lookup_query(self) -> LookupQuery:
        data = self.cleaned_data
        return LookupQuery(first=data["first_name"], last=data["last_name"], dob=data["born_on"])
