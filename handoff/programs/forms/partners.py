"""Forms for partner organizations."""

from django import forms
from django.utils.translation import gettext_lazy as _

from handoff.core.forms import (
    CheckboxField,
    Form,
    PhoneField,
    ScanField,
    StepperField,
    ThreePartDateField,
    TilesField,
    VersionedForm,
)
from handoff.core.instructions import InstructedForm
from handoff.programs.inputs import AgencyInput, AgreementInput
from handoff.programs.models import Agency, AgencyAgreement


class AgencyForm(VersionedForm):
    instructed = InstructedForm("partner", _("Partner"))
    kind = forms.ChoiceField(
        label=_("Type of partner"),
        choices=Agency.Kind.choices,
        error_messages={"required": _("Choose a type of partner.")},
    )
    name = forms.CharField(
        label=_("Name"), max_length=120, error_messages={"required": _("Enter the partner's name.")}
    )
    phone = PhoneField(label=_("Phone"), required=False)
    email = forms.EmailField(label=_("Email"), required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    sworn_officers = StepperField(
        label=_("Sworn officers"),
        required=False,
        help_text=_("Law enforcement only: how many officers could refer people."),
    )
    takes_handoffs_all_hours = CheckboxField(
        label=_("Open 24 hours"),
        required=False,
        help_text=_("We offer officers this partner when no one from the program is on call."),
    )
    approval = TilesField(
        label=_("Must approve the eligibility criteria"),
        error_messages={"required": _("Choose whether this partner must approve the criteria.")},
        choices=Agency.Approval.choices,
        initial=Agency.Approval.USUAL,
        help_text=_("Criteria become active only after every partner that must approve has done so."),
    )
    is_active = CheckboxField(label=_("Current partner"), required=False, initial=True)

    def agency_input(self) -> AgencyInput:
        return AgencyInput(**{**self.cleaned_data, "phone": self.cleaned_data["phone"].text})


class ContactForm(Form):
    instructed = InstructedForm("partner-contact", _("Partner: contact"))

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        error_messages={"required": _("Enter the name of the person to call.")},
    )
    job = forms.CharField(
        label=_("What they do"),
        max_length=120,
        required=False,
        help_text=_("For example: shift supervisor, nights."),
    )
    phone = PhoneField(label=_("Phone"), required=False)
    email = forms.EmailField(label=_("Email"), required=False)

    def contact_fields(self) -> dict[str, str]:
        return {**self.cleaned_data, "phone": self.cleaned_data["phone"].text}


class ServiceForm(Form):
    instructed = InstructedForm("partner-service", _("Partner: what they offer"))
    name = forms.CharField(
        label=_("What they offer"),
        max_length=120,
        error_messages={"required": _("Enter what they offer.")},
        help_text=_("For example: a shelter bed, or treatment with medication."),
    )
    how_to_get_it = forms.CharField(
        label=_("How to get it"),
        max_length=300,
        required=False,
        help_text=_("For example: call before noon and ask for intake."),
    )

    def service_fields(self) -> dict[str, str]:
        return self.cleaned_data


class AgreementForm(Form):
    instructed = InstructedForm("partner-agreement", _("Partner: agreement"))

    kind = TilesField(
        label=_("Type of agreement"),
        choices=AgencyAgreement.Kind.choices,
        error_messages={"required": _("Choose a type of agreement.")},
    )
    signed_on = ThreePartDateField(
        label=_("Signed on"), error_messages={"required": _("Enter the month, day, and year it was signed.")}
    )
    expires_on = ThreePartDateField(
        label=_("Expires on"), required=False, help_text=_("Leave this blank if it has no end date.")
    )
    upload = ScanField(label=_("Signed document"), required=False, help_text=_("A photo or a PDF."))

    def agreement_input(self) -> AgreementInput:
        return AgreementInput(**self.cleaned_data)
