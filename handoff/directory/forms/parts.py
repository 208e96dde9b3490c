"""Forms for the phones, places, hours and costs of a service."""

from django import forms
from django.utils.translation import gettext_lazy as _

from handoff.core.forms import (
    CheckboxTilesField,
    ClockTimeField,
    PhoneField,
    ThreePartDateField,
    TilesField,
    VersionedForm,
)
from handoff.directory.definitions import WEEKDAYS, WEEKS
from handoff.directory.facts import CostFacts, HoursFacts, PhoneFacts, PlaceFacts
from handoff.directory.models import CostOption, Phone, Schedule, ServiceAtLocation
from handoff.directory.wording import WEEK_LABELS, WEEKDAY_LABELS


class PhoneForm(VersionedForm):
    number = PhoneField(
        label=_("Phone number"),
        numbers_only=True,
        error_messages={"required": _("Enter a phone number.")},
    )
    extension = forms.CharField(label=_("Extension"), max_length=20, required=False)
    kind = TilesField(
        label=_("Type of number"),
        choices=Phone.Kind.choices,
        initial=Phone.Kind.VOICE,
        compact=True,
        error_messages={"required": _("Choose a type of number.")},
    )
    description = forms.CharField(
        label=_("What it's for"), max_length=200, required=False, help_text=_("For example: after hours.")
    )

    @staticmethod
    def initial_of(phone: Phone) -> dict[str, object]:
        return {name: getattr(phone, name) for name in ("number", "extension", "kind", "description")}

    def facts(self) -> PhoneFacts:
        values = self.cleaned_data
        return PhoneFacts(
            number=values["number"].text,
            extension=values["extension"],
            kind=values["kind"],
            description=values["description"],
        )


PLACE_FIELDS = (
    "name",
    "address_1",
    "address_2",
    "city",
    "state",
    "postal_code",
    "neighborhood",
    "directions",
)


class PlaceForm(VersionedForm):
    name = forms.CharField(label=_("Name of the place"), max_length=200, required=False)
    address_1 = forms.CharField(label=_("Street address"), max_length=200, required=False)
    address_2 = forms.CharField(label=_("Apartment, suite, or floor"), max_length=200, required=False)
    city = forms.CharField(label=_("City"), max_length=100, required=False)
    state = forms.CharField(label=_("State"), max_length=20, required=False)
    postal_code = forms.CharField(label=_("ZIP code"), max_length=20, required=False)
    neighborhood = forms.CharField(label=_("Neighborhood"), max_length=100, required=False)
    directions = forms.CharField(
        label=_("How to find it"),
        max_length=500,
        required=False,
        help_text=_("For example: side entrance, bus 4 stops in front, ramp on the left."),
    )

    @staticmethod
    def initial_of(place: ServiceAtLocation) -> dict[str, object]:
        return {name: getattr(place.location, name) for name in PLACE_FIELDS}

    def facts(self) -> PlaceFacts:
        return PlaceFacts(**{name: self.cleaned_data[name] for name in PLACE_FIELDS})


class HoursForm(VersionedForm):
    weekdays = CheckboxTilesField(
        label=_("Open on"), choices=list(WEEKDAY_LABELS.items()), required=False, compact=True
    )
    opens_at = ClockTimeField(label=_("Opens at"), required=False)
    closes_at = ClockTimeField(
        label=_("Closes at"),
        required=False,
        help_text=_("For example, 5:00 PM or 1700. A time before it opens is on the next day."),
    )
    weeks = CheckboxTilesField(
        label=_("Only in some weeks of the month"),
        choices=list(WEEK_LABELS.items()),
        required=False,
        compact=True,
        help_text=_("Leave this blank if it's every week."),
    )
    valid_from = ThreePartDateField(
        label=_("First day"), required=False, help_text=_("Only for hours of a season.")
    )
    valid_to = ThreePartDateField(label=_("Last day"), required=False)
    description = forms.CharField(
        label=_("Notes on these hours"),
        max_length=300,
        required=False,
        help_text=_("For example: by appointment only, or shower hour."),
    )

    @staticmethod
    def initial_of(hours: Schedule) -> dict[str, object]:
        names = ("opens_at", "closes_at", "valid_from", "valid_to", "description")
        values: dict[str, object] = {name: getattr(hours, name) for name in names}
        for name in ("opens_at", "closes_at"):
            at = getattr(hours, name)
            values[name] = at.strftime("%H:%M") if at else ""
        return values | {
            "weekdays": [each for each in hours.weekdays.split(",") if each],
            "weeks": list(hours.weeks),
        }

    def facts(self) -> HoursFacts:
        values = self.cleaned_data
        return HoursFacts(
            weekdays=tuple(day for day in WEEKDAYS if day in values["weekdays"]),
            weeks=tuple(week for week in WEEKS if week in values["weeks"]),
            opens_at=values["opens_at"],
            closes_at=values["closes_at"],
            valid_from=values["valid_from"],
            valid_to=values["valid_to"],
            description=values["description"],
        )


class CostForm(VersionedForm):
    option = forms.CharField(
        label=_("What it's for"),
        max_length=200,
        error_messages={"required": _("Enter what the cost is for.")},
        help_text=_("For example: each visit, or a bed for one night."),
    )
    amount = forms.DecimalField(
        label=_("Cost in dollars"),
        required=False,
        min_value=0,
        max_digits=8,
        decimal_places=2,
        help_text=_("Leave this blank if it isn't a set amount."),
    )

    @staticmethod
    def initial_of(cost: CostOption) -> dict[str, object]:
        return {"option": cost.option, "amount": cost.amount}

    def facts(self) -> CostFacts:
        return CostFacts(option=self.cleaned_data["option"], amount=self.cleaned_data["amount"])
