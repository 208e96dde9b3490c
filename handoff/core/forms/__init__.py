"""The base form and the fields that an officer can fill in with one hand."""

from handoff.core.forms.base import BoundField, Form
from handoff.core.forms.choices import (
    CheckboxField,
    CheckboxTilesField,
    TilesField,
    YesNoUnknown,
    YesNoUnknownField,
)
from handoff.core.forms.dates import ThreePartDateField
from handoff.core.forms.files import ScanField
from handoff.core.forms.numbers import DollarsField, StepperField
from handoff.core.forms.phones import Phone, PhoneField, format_phone
from handoff.core.forms.signatures import SignatureField
from handoff.core.forms.texts import LongTextField
from handoff.core.forms.times import ClockTimeField
from handoff.core.forms.versions import VersionedForm

__all__ = [
    "BoundField",
    "CheckboxField",
    "CheckboxTilesField",
    "ClockTimeField",
    "DollarsField",
    "Form",
    "LongTextField",
    "Phone",
    "PhoneField",
    "ScanField",
    "SignatureField",
    "StepperField",
    "ThreePartDateField",
    "TilesField",
    "VersionedForm",
    "YesNoUnknown",
    "YesNoUnknownField",
    "format_phone",
]
