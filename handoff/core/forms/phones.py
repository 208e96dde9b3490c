"""How to reach a person: a phone number, or the words that say where to ask."""

import re
from dataclasses import dataclass
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from handoff.core.forms.base import Attrs

REGION = "US"
MOST_DIGITS_IN_WORDS = 6


@dataclass(frozen=True)
class Phone:
    """What was written, and the number to dial if there is one: Phone('919 555 0142', '+19195550142')."""

    text: str = ""
    e164: str = ""

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return self.text


def is_dialable(number: phonenumbers.PhoneNumber) -> bool:
    """True for a complete number, area code included."""
    reason = phonenumbers.is_possible_number_with_reason(number)
    return bool(reason == phonenumbers.ValidationResult.IS_POSSIBLE)


def parse_number(text: str) -> phonenumbers.PhoneNumber | None:
    """The number when the text is nothing but a number."""
    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        return None
    return number if is_dialable(number) else None


def find_number(text: str) -> phonenumbers.PhoneNumber | None:
    """The first number in a text such as 'sister 919 555 0142, after 6'."""
    found = phonenumbers.PhoneNumberMatcher(text, REGION, leniency=phonenumbers.Leniency.POSSIBLE)
    return next((match.number for match in found if is_dialable(match.number)), None)


def parse_phone(text: str) -> Phone | None:
    """The number in one format, the words alone when they hold none, None for a number that can't be dialed."""
    number = parse_number(text) or find_number(text)
    if number:
        return Phone(text, phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    digits = len(re.sub(r"\D", "", text))
    return Phone(text) if digits <= MOST_DIGITS_IN_WORDS else None


def format_phone(e164: str) -> str:
    """A stored number as it is written in the U.S.: (919) 555-0142."""
    try:
        number = phonenumbers.parse(e164, REGION)
    except phonenumbers.NumberParseException:
        return e164
    home = number.country_code == phonenumbers.country_code_for_region(REGION)
    style = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style)


class PhoneField(forms.CharField):
    """A phone number, or words such as 'ask at the shelter desk' unless `numbers_only`. Returns a `Phone`."""

    default_error_messages = {
        "invalid": _("This isn't a valid phone number. Enter 10 digits, for example 919 555 0142."),
    }

    def __init__(self, *, numbers_only: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 120)
        super().__init__(**kwargs)
        self.numbers_only = numbers_only

    def widget_attrs(self, widget: forms.Widget) -> Attrs:
        return super().widget_attrs(widget) | {"autocomplete": "off"}

    def clean(self, value: object) -> Phone:
        text = str(super().clean(str(value or "")))
        if not text:
            return Phone()
        phone = parse_phone(text)
        if phone is None or (self.numbers_only and not phone.e164):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return phone
