"""A number with its unit beside it, and buttons for less and more."""

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from handoff.core.forms.base import Attrs

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Number = Decimal | int


class Stepper(forms.TextInput):
    """A text box for a number between two buttons, with the unit after it."""

    template_name = "core/forms/stepper.html"

    def __init__(
        self,
        *,
        unit: "StrOrPromise",
        step: Number,
        least: Number | None,
        most: Number | None,
        places: int,
        start: Number | None = None,
    ) -> None:
        super().__init__()
        self.start = start
        self.unit, self.step, self.minimum, self.maximum, self.decimal_places = (
            unit,
            step,
            least,
            most,
            places,
        )

    def get_context(self, name: str, value: object, attrs: Attrs | None) -> Attrs:
        """Pass the unit, the step and the limits to the template."""
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        widget["unit"] = self.unit
        widget["unit_id"] = f"{widget['attrs'].get('id', name)}_unit"
        described = str(widget["attrs"].get("aria-describedby", ""))
        if self.unit:
            widget["attrs"]["aria-describedby"] = f"{described} {widget['unit_id']}".strip()
        widget["attrs"]["inputmode"] = "decimal" if self.decimal_places else "numeric"
        widget["attrs"]["autocomplete"] = "off"
        widget["steps"] = {
            "data-step": str(self.step),
            "data-places": str(self.decimal_places),
            "data-min": "" if self.minimum is None else str(self.minimum),
            "data-max": "" if self.maximum is None else str(self.maximum),
            "data-start": "" if self.start is None else str(self.start),
        }
        return context


class StepperField(forms.Field):
    """A number. Returns an `int`, or a `Decimal` with `decimal_places` above zero; None when left blank.

    `start` is where a blank stepper starts, near the likely answer; it fills in nothing by itself.
    """

    examples = ("3", "3.5")
    """What to type, as a whole number and with a decimal point."""

    default_error_messages = {
        "invalid": _("Enter a number, for example %(example)s."),
        "too_many_places": _("Use no more than %(places)s digits after the decimal point."),
    }

    def __init__(
        self,
        *,
        unit: "StrOrPromise" = "",
        step: Number = 1,
        min_value: Number | None = 0,
        max_value: Number | None = None,
        decimal_places: int = 0,
        start: Number | None = None,
        **kwargs: Any,
    ) -> None:
        self.decimal_places = decimal_places
        widget = Stepper(
            unit=unit, step=step, least=min_value, most=max_value, places=decimal_places, start=start
        )
        super().__init__(widget=widget, **kwargs)
        if min_value is not None:
            self.validators.append(MinValueValidator(min_value, _("Enter %(limit_value)s or more.")))
        if max_value is not None:
            self.validators.append(MaxValueValidator(max_value, _("Enter %(limit_value)s or less.")))

    def prepare_value(self, value: object) -> object:
        """Show a stored decimal without the zeros that its column adds: 1, not 1.000."""
        return format(value.normalize(), "f") if isinstance(value, Decimal) and value.is_finite() else value

    def to_python(self, value: object) -> Number | None:
        """Read a whole or decimal number; one comma counts as the point, as on Spanish keyboards."""
        if value in self.empty_values:
            return None
        text = str(value).strip().replace(" ", "")
        if text.count(",") == 1 and "." not in text and len(text.partition(",")[2]) != 3:
            text = text.replace(",", ".")
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or abs(number) >= 10**9:
            raise self.not_a_number()
        return self.rounded(number)

    def not_a_number(self) -> ValidationError:
        example = self.examples[bool(self.decimal_places)]
        return ValidationError(self.error_messages["invalid"], code="invalid", params={"example": example})

    def rounded(self, number: Decimal) -> Number:
        """The number in its own type; raises ValidationError when digits would be lost."""
        exact = number.quantize(Decimal(1).scaleb(-self.decimal_places))
        if exact == number:
            return exact if self.decimal_places else int(exact)
        if not self.decimal_places:
            raise ValidationError(_("Enter a whole number."), code="whole")
        params = {"places": self.decimal_places}
        raise ValidationError(self.error_messages["too_many_places"], code="too_many_places", params=params)

    def has_changed(self, initial: object, data: object) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d*)?")
GROUPED_WITH_POINTS = re.compile(r"\d{1,3}(\.\d{3})+")


class DollarsField(StepperField):
    """An amount of money as people write it in the U.S., with or without the sign and the commas: $1,250.50."""

    examples = ("1,200", "12.50")

    def __init__(self, *, decimal_places: int = 2, **kwargs: Any) -> None:
        super().__init__(unit=_("dollars"), decimal_places=decimal_places, **kwargs)

    def to_python(self, value: object) -> Number | None:
        """Read an amount; 1.200 is refused, which would be $1.20 here and $1,200 in other countries."""
        text = str(value if value is not None else "").strip().removeprefix("$").strip()
        if GROUPED_WITH_POINTS.fullmatch(text):
            raise self.not_a_number()
        return super().to_python(text.replace(",", "") if GROUPED.fullmatch(text) else text)
