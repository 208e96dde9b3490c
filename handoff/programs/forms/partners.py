"""What is typed about the organisations at the table."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from handoff.core.forms import (
    Form,
    PhoneField,
    ScanField,
    StepperField,
    ThreePartDateField,
    TickField,
    TilesField,
)
from handoff.programs.inputs import AgencyGiven, AgreementGiven
from handoff.programs.models import Agency, AgencyAgreement


class AgencyForm(Form):
    """A partner organisation."""

    kind = forms.ChoiceField(label=_("Kind of partner"), choices=Agency.Kind.choices)
    name = forms.CharField(label=_("Name"), max_length=120)
    phone = PhoneField(label=_("Phone"), required=False)
    email = forms.EmailField(label=_("Email"), required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    sworn_officers = StepperField(
        label=_("Sworn officers"),
        required=False,
        help_text=_("Law enforcement only: how many could refer people."),
    )
    takes_handoffs_all_hours = TickField(
        label=_("Takes people day and night"),
        required=False,
        help_text=_("Officers are offered this partner when nobody of the program is on call."),
    )
    is_active = TickField(label=_("Is at the table now"), required=False, initial=True)

    def given(self) -> AgencyGiven:
        """Return what was typed, as services take it."""
        return AgencyGiven(**{**self.cleaned_data, "phone": self.cleaned_data["phone"].text})


class ContactForm(Form):
    """Somebody to call."""

    name = forms.CharField(label=_("Name"), max_length=120)
    job = forms.CharField(label=_("What they do"), max_length=120, required=False)
    phone = PhoneField(label=_("Phone"), required=False)
    email = forms.EmailField(label=_("Email"), required=False)

    def given(self) -> dict[str, Any]:
        """Return what was typed, as services take it."""
        return {**self.cleaned_data, "phone": self.cleaned_data["phone"].text}


class ServiceForm(Form):
    """Something the partner offers."""

    name = forms.CharField(label=_("What they offer"), max_length=120)
    how_to_get_it = forms.CharField(label=_("How to get it"), max_length=300, required=False)

    def given(self) -> dict[str, Any]:
        """Return what was typed, as services take it."""
        return self.cleaned_data


class AgreementForm(Form):
    """A signed agreement."""

    kind = TilesField(label=_("Kind of agreement"), choices=AgencyAgreement.Kind.choices)
    signed_on = ThreePartDateField(label=_("Signed on"))
    expires_on = ThreePartDateField(
        label=_("Ends on"), required=False, help_text=_("Leave this blank if it has no end.")
    )
    upload = ScanField(label=_("The signed paper"), required=False, help_text=_("A photo or a PDF."))

    def given(self) -> AgreementGiven:
        """Return what was typed, as services take it."""
        return AgreementGiven(**self.cleaned_data)
