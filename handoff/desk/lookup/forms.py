"""An officer's question about somebody they met."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from handoff.core.forms import Form, ThreePartDateField, TilesField
from handoff.desk.lookup.services import LookupReason
from handoff.participants.lookup.rules.keys import LookupQuery


class LookupForm(Form):
    """An officer's question."""

    first_name = forms.CharField(label=_("First name"), max_length=80, required=False)
    last_name = forms.CharField(label=_("Last name"), max_length=80, required=False)
    born_on = ThreePartDateField(
        label=_("Date of birth"),
        required=False,
        birthday=True,
        help_text=_("Leave it blank if you do not know it."),
    )
    reason = TilesField(label=_("Why do you ask?"), choices=LookupReason.choices, compact=True)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("first_name") and not given.get("last_name") and not self.errors:
            self.add_error("last_name", _("Type a first or a last name."))
        return given

    def query(self) -> LookupQuery:
        """Return what is asked, as the lookup takes it."""
        given = self.cleaned_data
        return LookupQuery(first=given["first_name"], last=given["last_name"], dob=given["born_on"])
