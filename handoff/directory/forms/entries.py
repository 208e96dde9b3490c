"""Forms for a service, its organization, and the program's own note on it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from handoff.core.forms import (
    CheckboxTilesField,
    ClockTimeField,
    LongTextField,
    PhoneField,
    TilesField,
    VersionedForm,
)
from handoff.directory.definitions import LANGUAGES, WEEKDAYS
from handoff.directory.facts import HoursFacts, OrganizationFacts, PhoneFacts, PlaceFacts, ServiceFacts
from handoff.directory.models import Organization, Service
from handoff.directory.wording import LANGUAGE_LABELS, NEED_LABELS, WEEKDAY_LABELS, language_label
from handoff.programs.models import Agency

SERVICE_FIELDS = tuple(ServiceFacts.__dataclass_fields__)


def service_initial(service: Service) -> dict[str, object]:
    """A saved service as the form's first values."""
    values: dict[str, object] = {
        name: getattr(service, name) for name in SERVICE_FIELDS if name not in {"needs", "languages"}
    }
    return values | {
        "organization": str(service.organization.public_id) if service.organization else "",
        "needs": sorted(each.kind for each in service.needs.all()),
        "languages": sorted(each.code for each in service.languages.all()),
    }


def organization_initial(organization: Organization) -> dict[str, object]:
    """A saved organization as the form's first values."""
    values: dict[str, object] = {
        name: getattr(organization, name) for name in ("name", "description", "website", "email")
    }
    return values | {"agency": str(organization.agency.public_id) if organization.agency else ""}


class ServiceForm(VersionedForm):
    """What a service is, who offers it, who it is for, and what it costs."""

    name = forms.CharField(
        label=_("Name of the service"),
        max_length=200,
        error_messages={"required": _("Enter the service's name.")},
    )
    organization = forms.ChoiceField(label=_("Organization"), required=False)
    new_organization = forms.CharField(
        label=_("New organization"),
        max_length=200,
        required=False,
        help_text=_("Only if it isn't on the list."),
    )
    needs = CheckboxTilesField(
        label=_("What it helps with"),
        choices=list(NEED_LABELS.items()),
        compact=True,
        error_messages={"required": _("Choose what the service helps with.")},
    )
    status = TilesField(
        label=_("Is it open?"),
        choices=Service.Status.choices,
        initial=Service.Status.ACTIVE,
        error_messages={"required": _("Choose whether the service is open.")},
    )
    alert = forms.CharField(
        label=_("Notice"),
        max_length=500,
        required=False,
        help_text=_("For example: closed until January 15 for repairs."),
    )
    description = LongTextField(label=_("Description"), required=False, rows=3)
    languages = CheckboxTilesField(label=_("Languages"), required=False, compact=True)
    eligibility = LongTextField(
        label=_("Who can use it"),
        required=False,
        rows=2,
        help_text=_("For example: adults who live in the county."),
    )
    minimum_age = forms.IntegerField(label=_("Youngest age"), required=False, min_value=0, max_value=120)
    maximum_age = forms.IntegerField(label=_("Oldest age"), required=False, min_value=0, max_value=120)
    fees = LongTextField(
        label=_("Cost"), required=False, rows=2, help_text=_("For example: free, or a sliding scale.")
    )
    how_to_apply = LongTextField(
        label=_("How to get it"), required=False, rows=2, help_text=_("For example: walk in, or call first.")
    )
    url = forms.CharField(label=_("Website"), max_length=300, required=False)
    email = forms.CharField(label=_("Email"), max_length=254, required=False)
    alternate_name = forms.CharField(label=_("Also known as"), max_length=200, required=False)

    def __init__(
        self, *args: Any, organizations: Iterable[Organization], service: Service | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.organizations = {str(each.public_id): each for each in organizations}
        named = [(key, each.name) for key, each in self.organizations.items()]
        self.fields["organization"].choices = [("", _("Choose an organization")), *named]  # type: ignore[attr-defined]
        others = [each.code for each in service.languages.all()] if service else []
        known = dict(LANGUAGES)
        more = [(code, language_label(code)) for code in sorted(others) if code not in known]
        self.fields["languages"].choices = [*LANGUAGE_LABELS.items(), *more]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        """Ask for one organization: from the list, or a new one."""
        values = super().clean() or {}
        chosen, new = values.get("organization"), values.get("new_organization")
        if not chosen and not new and "organization" not in self.errors:
            self.add_error("organization", _("Choose the organization, or enter a new one."))
        if chosen and new:
            self.add_error("new_organization", _("Choose an organization or enter a new one, not both."))
        youngest, oldest = values.get("minimum_age"), values.get("maximum_age")
        if isinstance(youngest, int) and isinstance(oldest, int) and oldest < youngest:
            self.add_error("maximum_age", _("The oldest age can't be less than the youngest age."))
        return values

    def wanted_organization(self) -> Organization | OrganizationFacts:
        chosen = self.cleaned_data["organization"]
        if chosen:
            return self.organizations[chosen]
        return OrganizationFacts(name=self.cleaned_data["new_organization"])

    def service_facts(self) -> ServiceFacts:
        values = {name: self.cleaned_data[name] for name in SERVICE_FIELDS}
        return ServiceFacts(
            **{**values, "needs": tuple(values["needs"]), "languages": tuple(values["languages"])}
        )


class AddServiceForm(ServiceForm):
    """A new service with its phone, address and usual hours, so that most entries are done in one page."""

    field_order = (
        "name",
        "organization",
        "new_organization",
        "needs",
        "status",
        "alert",
        "phone",
        "address_1",
        "city",
        "postal_code",
        "weekdays",
        "opens_at",
        "closes_at",
        "languages",
    )

    phone = PhoneField(label=_("Phone"), required=False)
    address_1 = forms.CharField(label=_("Street address"), max_length=200, required=False)
    city = forms.CharField(label=_("City"), max_length=100, required=False)
    postal_code = forms.CharField(label=_("ZIP code"), max_length=20, required=False)
    weekdays = CheckboxTilesField(
        label=_("Open on"), choices=list(WEEKDAY_LABELS.items()), required=False, compact=True
    )
    opens_at = ClockTimeField(label=_("Opens at"), required=False)
    closes_at = ClockTimeField(
        label=_("Closes at"),
        required=False,
        help_text=_("For example, 5:00 PM or 1700. A time before it opens is on the next day."),
    )

    def clean(self) -> dict[str, object]:
        """Ask for days and both times, or none of them."""
        values = super().clean()
        answers = {name: values.get(name) for name in ("weekdays", "opens_at", "closes_at")}
        filled = [name for name, value in answers.items() if value not in (None, [])]
        missing = [name for name in answers if name not in filled and name not in self.errors]
        if filled and missing:
            self.add_error(missing[0], _("Enter the days and both times, or leave all three blank."))
        return values

    def phone_facts(self) -> PhoneFacts | None:
        phone = self.cleaned_data["phone"]
        return PhoneFacts(number=phone.text) if phone else None

    def place_facts(self) -> PlaceFacts | None:
        values = {name: self.cleaned_data[name] for name in ("address_1", "city", "postal_code")}
        return PlaceFacts(**values) if any(values.values()) else None

    def hours_facts(self) -> HoursFacts | None:
        values = self.cleaned_data
        if values["opens_at"] is None:
            return None
        days = tuple(day for day in WEEKDAYS if day in values["weekdays"])
        return HoursFacts(weekdays=days, opens_at=values["opens_at"], closes_at=values["closes_at"])


class NoteForm(VersionedForm):
    note = LongTextField(
        label=_("Your program's note"),
        required=False,
        rows=3,
        note=_("About the service only. Don't write about participants here."),
        help_text=_("For example: ask for the front desk. Imported files don't change it."),
    )


class OrganizationForm(VersionedForm):
    name = forms.CharField(
        label=_("Name of the organization"),
        max_length=200,
        error_messages={"required": _("Enter the organization's name.")},
    )
    description = LongTextField(label=_("Description"), required=False, rows=3)
    website = forms.CharField(label=_("Website"), max_length=300, required=False)
    email = forms.CharField(label=_("Email"), max_length=254, required=False)
    agency = forms.ChoiceField(
        label=_("Partner of the program that it is"),
        required=False,
        help_text=_(
            "Its users then see the referrals to its services that a release (ROI) naming it covers, and answer them."
        ),
    )

    def __init__(
        self, data: QueryDict | None, *, initial: dict[str, object], agencies: Iterable[Agency]
    ) -> None:
        super().__init__(data, initial=initial)
        self.agencies = {str(each.public_id): each for each in agencies}
        choices = [(value, each.name) for value, each in self.agencies.items()]
        self.fields["agency"].choices = [("", pgettext("an organization", "None")), *choices]  # type: ignore[attr-defined]

    @property
    def chosen_agency(self) -> Agency | None:
        return self.agencies.get(self.cleaned_data["agency"])

    def organization_facts(self) -> OrganizationFacts:
        values = self.cleaned_data
        return OrganizationFacts(
            name=values["name"],
            description=values["description"],
            website=values["website"],
            email=values["email"],
        )
