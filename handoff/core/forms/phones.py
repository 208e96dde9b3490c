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
US_NUMBER = re.compile(r"(?:\+1|\()([2-9]\d\d)(?:\) )?(\d{3})-?(\d{4})", re.ASCII)
"""A complete number as it is stored or shown; a list holds many of them, so the library needn't read these."""


@dataclass(frozen=True)
class Phone:
    """What was written, and the number to dial if there is one: Phone('919 555 0142', '+19195550142').

    `words` is the text as it was written if it says more than one number does: an extension, whose phone it is, when to
    call. `others` are further numbers in it.
    """

    text: str = ""
    e164: str = ""
    words: str = ""
    others: tuple[str, ...] = ()

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


def find_numbers(text: str) -> list[phonenumbers.PhoneNumber]:
    """The numbers in a text such as 'sister 919 555 0142, after 6', in order."""
    found = phonenumbers.PhoneNumberMatcher(text, REGION, leniency=phonenumbers.Leniency.POSSIBLE)
    return [match.number for match in found if is_dialable(match.number)]


def to_e164(number: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def parse_phone(text: str) -> Phone | None:
    """The number in one format, the words alone when they hold none, None for a number that can't be dialed.

    A text that says more than the number keeps all of its words.
    """
    if us_number := US_NUMBER.fullmatch(text):
        return Phone(text, "+1" + "".join(us_number.groups()))
    found = find_numbers(text)
    number = parse_number(text) or (found[0] if found else None)
    if number is None:
        digits = len(re.sub(r"\D", "", text))
        return Phone(text) if digits <= MOST_DIGITS_IN_WORDS else None
    first = to_e164(number)
    others = tuple(dict.fromkeys(each for each in map(to_e164, found) if each != first))
    bare = len(re.sub(r"\D", "", text)) <= len(first) and not re.search(r"[^\W\d_]", text)
    return Phone(text, first, "" if bare else text, others)


def format_phone(e164: str) -> str:
    """A stored number as it is written in the U.S.: (919) 555-0142."""
    if us_number := US_NUMBER.fullmatch(e164):
        return "({}) {}-{}".format(*us_number.groups())
    try:
        number = phonenumbers.parse(e164, REGION)
    except phonenumbers.NumberParseException:
        return e164
    home = number.country_code == phonenumbers.country_code_for_region(REGION)
    style = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style)


def shown_phone(text: str) -> str:
    """What was typed as a phone, written as in the U.S. if it holds a number, else as it is."""
    found = parse_phone(text)
    return format_phone(found.e164) if found is not None and found.e164 else text


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
        return super().widget_attrs(widget) | {"autocomplete": "off", "inputmode": "tel"}

    def clean(self, value: object) -> Phone:
        text = str(super().clean(str(value or "")))
        if not text:
            return Phone()
        phone = parse_phone(text)
        if phone is None or (self.numbers_only and not phone.e164):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return phone
