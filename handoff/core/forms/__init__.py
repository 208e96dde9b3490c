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
from handoff.core.forms.numbers import StepperField
from handoff.core.forms.phones import Phone, PhoneField
from handoff.core.forms.signatures import SignatureField
from handoff.core.forms.texts import LongTextField

__all__ = [
    "BoundField",
    "CheckboxField",
    "CheckboxTilesField",
    "Form",
    "LongTextField",
    "Phone",
    "PhoneField",
    "ScanField",
    "SignatureField",
    "StepperField",
    "ThreePartDateField",
    "TilesField",
    "YesNoUnknown",
    "YesNoUnknownField",
]
