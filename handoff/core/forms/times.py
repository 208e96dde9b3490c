"""A time of day as people in the field write it."""

import re
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

CLOCK = re.compile(
    r"(\d{1,2})(?:[:.h]?(\d{2}))?(?::\d{2})?\s*([ap])?\.?\s*(?:m\.?)?", re.IGNORECASE | re.ASCII
)
NOON = 12


class ClockTimeField(forms.Field):
    """A time of day: 14:30, 1430, 2.30 PM, 2:30 p.m. Returns a `time`, or None when left blank."""

    default_error_messages = {
        "invalid": _("Enter a time, for example 2:30 PM or 1430."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("For example, 2:30 PM or 1430."))
        super().__init__(widget=forms.TextInput(attrs={"autocomplete": "off"}), **kwargs)

    def to_python(self, value: object) -> time | None:
        """The typed time; raises ValidationError for anything else, a lone hour without AM or PM included."""
        if isinstance(value, time) or value in self.empty_values:
            return value if isinstance(value, time) else None
        found = CLOCK.fullmatch(str(value).strip())
        if found is None or (found[2] is None and found[3] is None):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
        if half and not 1 <= hour <= NOON:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if half:
            hour = hour % NOON + (NOON if half == "p" else 0)
        try:
            return time(hour, minute)
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
