"""The form to report a new charge."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from handoff.accounts.models import User
from handoff.charges.models import NewCharge
from handoff.core.forms import CheckboxField, Form, ThreePartDateField, TilesField
from handoff.core.instructions import InstructedForm
from handoff.participants.lookup.rules.keys import LookupQuery
from handoff.programs.models import Agency
from handoff.referrals.forms.charges import PROTECTION_CHOICES
from handoff.staffing.reports.queries import NONE_OF_THEM

TYPED_HOW = [choice for choice in NewCharge.How.choices if choice[0] != NewCharge.How.NOT_KNOWN]
"""Whoever types a charge knows how it was made; a file may not say."""


class ReportChargeForm(Form):
    """A new charge against a person who may or may not be a participant."""

    instructed = InstructedForm("charge-report", _("New charge: report"))

    immunity = TilesField(
        label=_("Do any of these protect the person from a charge?"), choices=PROTECTION_CHOICES
    )
    first_name = forms.CharField(
        label=_("First name"), max_length=80, error_messages={"required": _("Enter a first name.")}
    )
    last_name = forms.CharField(
        label=_("Last name"), max_length=80, error_messages={"required": _("Enter a last name.")}
    )
    born_on = ThreePartDateField(
        label=_("Date of birth"),
        birthday=True,
        error_messages={"required": _("Enter the month, day, and year of birth.")},
    )
    offense = forms.ChoiceField(label=_("Offense"), error_messages={"required": _("Choose an offense.")})
    how = TilesField(label=_("How was it charged?"), choices=TYPED_HOW, compact=True)
    occurred_on = ThreePartDateField(
        label=_("Date charged"),
        error_messages={"required": _("Enter the month, day, and year they were charged.")},
    )
    incident_number = forms.CharField(
        label=_("Incident number"),
        max_length=40,
        required=False,
        help_text=_("As in your records system, for example 26-001234."),
    )
    agency = forms.ChoiceField(label=_("Arresting agency"), required=False)
    officer = forms.ChoiceField(
        label=_("Arresting officer"),
        required=False,
        help_text=_("The team can hear from the officer before the DA decides."),
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        offenses: list[tuple[str, str]],
        agencies: list[Agency],
        officers: list[User],
        own_id: int | None,
        own_agencies: frozenset[int],
        today: date,
    ) -> None:
        self.agencies, self.officers = agencies, officers
        own = [str(each.public_id) for each in agencies if each.pk in own_agencies]
        # An officer usually reports their own charge; an analyst chooses.
        myself = [str(each.public_id) for each in officers if each.pk == own_id]
        initial = {
            "occurred_on": today,
            "agency": own[0] if own else "",
            "officer": myself[0] if myself else "",
        }
        super().__init__(data, initial=initial)
        self.set_choices("offense", offenses, _("Choose one"))
        self.set_choices("agency", [(str(each.public_id), each.name) for each in agencies], _("Not listed"))
        self.set_choices(
            "officer",
            [(str(each.public_id), each.full_name) for each in officers],
            _("Unknown or not listed"),
        )
        self.fields["occurred_on"].latest = today  # type: ignore[attr-defined]

    def set_choices(self, name: str, choices: list[tuple[str, str]], empty: object) -> None:
        self.fields[name].choices = [("", empty), *choices]  # type: ignore[attr-defined]

    def lookup_query(self) -> LookupQuery:
        data = self.cleaned_data
        return LookupQuery(first=data["first_name"], last=data["last_name"], dob=data["born_on"])

    @property
    def chosen_agency(self) -> Agency | None:
        chosen = self.cleaned_data["agency"]
        return next((each for each in self.agencies if str(each.public_id) == chosen), None)

    @property
    def chosen_officer_id(self) -> int | None:
        chosen = self.cleaned_data["officer"]
        return next((each.pk for each in self.officers if str(each.public_id) == chosen), None)


class CompareForm(Form):
    """Which person a report is about: one of the participants shown, or none of them."""

    person = TilesField(label=_("Is it one of these people?"))
    court_dates = CheckboxField(
        label=_("Add the court date to their record"),
        required=False,
        help_text=_("A date that is on their record isn't added again."),
    )

    def __init__(
        self, data: QueryDict | None, *, choices: list[tuple[str, str]], court_dates: Sequence[str] = ()
    ) -> None:
        super().__init__(data)
        if not court_dates:
            del self.fields["court_dates"]
        none = (NONE_OF_THEM, _("None of them"))
        self.fields["person"].choices = [*choices, none]  # type: ignore[attr-defined]
