"""A date in three labeled boxes, month first in every language, so that day and month are never swapped."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from handoff.core.forms.base import Attrs

PARTS = ("month", "day", "year")


@dataclass(frozen=True)
class TypedDate:
    """What was typed into the three boxes, right or wrong."""

    month: str = ""
    day: str = ""
    year: str = ""

    @property
    def is_blank(self) -> bool:
        return not (self.month or self.day or self.year)


def typed_date(value: object) -> TypedDate:
    """The three boxes for a date, an ISO text such as a saved draft's, or what was typed before."""
    if isinstance(value, TypedDate):
        return value
    if isinstance(value, str) and value:
        try:
            value = date.fromisoformat(value[:10])
        except ValueError:
            return TypedDate()
    if isinstance(value, date):
        return TypedDate(str(value.month), str(value.day), str(value.year))
    return TypedDate()


class ThreePartDateWidget(forms.Widget):
    """Month, day and year, each with its label."""

    template_name = "core/forms/three_part_date.html"
    use_fieldset = True
    autocomplete = {"month": "bday-month", "day": "bday-day", "year": "bday-year"}

    def __init__(self, *, birthday: bool = False) -> None:
        super().__init__()
        self.is_birthday = birthday

    def get_context(self, name: str, value: object, attrs: Attrs | None) -> Attrs:
        context = super().get_context(name, value, attrs)
        typed = typed_date(value)
        built = context["widget"]["attrs"]
        context["widget"]["is_wrong"] = built.get("aria-invalid") == "true"
        context["widget"]["is_needed"] = built.get("aria-required") == "true"
        labels = {"month": gettext("Month"), "day": gettext("Day"), "year": gettext("Year")}
        context["widget"]["parts"] = [
            {
                "name": f"{name}_{part}",
                "id": f"{built.get('id', name)}_{part}",
                "label": labels[part],
                "value": getattr(typed, part),
                "part": part,
                "length": 4 if part == "year" else 2,
                "autocomplete": self.autocomplete[part] if self.is_birthday else "off",
            }
            for part in PARTS
        ]
        return context

    def value_from_datadict(self, data: Mapping[str, object], files: object, name: str) -> TypedDate:
        """What was typed, unchecked."""
        return TypedDate(**{part: str(data.get(f"{name}_{part}") or "").strip() for part in PARTS})

    def value_omitted_from_data(self, data: Mapping[str, object], files: object, name: str) -> bool:
        return not any(f"{name}_{part}" in data for part in PARTS)

    def id_for_label(self, id_: str) -> str:
        return ""

    def first_input_id(self, auto_id: str) -> str:
        return f"{auto_id}_month"


EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
"""The limits of a field that names none."""


class ThreePartDateField(forms.Field):
    """A date typed as month, day, year. Returns a `date`, or None when left blank.

    `earliest` and `latest` are dates (both allowed). What was typed stays in the boxes when it is wrong.
    """

    blank_sentence = _("Enter the month, day, and year for “{field}.”")
    default_error_messages = {
        "required": _("Enter the month, day, and year."),
        "month_missing": _("Enter the month."),
        "day_missing": _("Enter the day."),
        "year_missing": _("Enter the year."),
        "not_numbers": _("Use numbers only, for example 4 for April, then 27, then 1986."),
        "no_month": _("%(month)s isn't a month. Enter month, then day."),
        "short_year": _("Enter the year with four digits, for example 1986."),
        "no_day": _("%(month)s %(day)s isn't a date. Check the month and day."),
        "no_leap_day": _("%(month)s %(day)s isn't a date in %(year)s. Check the date."),
        "too_early": _("The date can't be before %(limit)s."),
        "too_late": _("The date can't be after %(limit)s."),
    }

    def __init__(
        self,
        *,
        earliest: date | None = None,
        latest: date | None = None,
        birthday: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(widget=ThreePartDateWidget(birthday=birthday), **kwargs)
        # Without limits of its own a date could be one that no time zone can be applied to, such as 12/31/9999.
        self.earliest = earliest or EARLIEST
        self.latest = latest or LATEST

    def make_error(self, code: str, **values: object) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=values)

    def to_python(self, value: object) -> date | None:
        """The typed date; raises ValidationError naming the part that is wrong."""
        if isinstance(value, date):
            return value
        typed = typed_date(value)
        if typed.is_blank:
            return None
        missing = [part for part in PARTS if not getattr(typed, part)]
        if missing:
            raise ValidationError([self.make_error(f"{part}_missing") for part in missing])
        return self.parse_parts(typed)

    def parse_parts(self, typed: TypedDate) -> date:
        if not all(part.isascii() and part.isdigit() for part in (typed.month, typed.day, typed.year)):
            raise self.make_error("not_numbers")
        month, day, year = int(typed.month), int(typed.day), int(typed.year)
        if not 1 <= month <= 12:
            raise self.make_error("no_month", month=month)
        if len(typed.year) != 4 or year < 1000:
            raise self.make_error("short_year")
        try:
            return date(year, month, day)
        except ValueError as error:
            code = "no_leap_day" if (month, day) == (2, 29) else "no_day"
            raise self.make_error(code, month=MONTHS[month], day=day, year=year) from error

    def validate(self, value: date | None) -> None:
        """Refuse a blank when an answer is required, and a date outside the limits."""
        super().validate(value)
        if value and value < self.earliest:
            raise self.make_error("too_early", limit=date_format(self.earliest))
        if value and value > self.latest:
            raise self.make_error("too_late", limit=date_format(self.latest))

    def has_changed(self, initial: object, data: object) -> bool:
        return typed_date(initial) != typed_date(data)
