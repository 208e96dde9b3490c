"""Bringing a new charge, giving a view, deciding."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from handoff.charges.models import NewCharge
from handoff.core.forms import Form, LongTextField, ThreePartDateField, TilesField
from handoff.participants.lookup.rules.keys import LookupQuery
from handoff.staffing.models import ChargeDecision, ChargeView

NO_HISTORY = _("Do not write criminal history here.")


class BringChargeForm(Form):
    """A new charge against somebody who may be a participant."""

    first_name = forms.CharField(label=_("First name"), max_length=80)
    last_name = forms.CharField(label=_("Last name"), max_length=80)
    born_on = ThreePartDateField(label=_("Date of birth"), birthday=True)
    offense = forms.ChoiceField(label=_("Offense"))
    how = TilesField(label=_("How was it charged?"), choices=NewCharge.How.choices, compact=True)
    occurred_on = ThreePartDateField(label=_("Date of the charge"))
    incident_number = forms.CharField(label=_("Incident number"), max_length=40, required=False)

    def __init__(self, *args: Any, offenses: list[tuple[str, str]], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["offense"].choices = [("", _("Choose one")), *offenses]  # type: ignore[attr-defined]
        self.fields["occurred_on"].latest = today  # type: ignore[attr-defined]

    def query(self) -> LookupQuery:
        """Return who is meant, as the lookup takes it."""
        given = self.cleaned_data
        return LookupQuery(first=given["first_name"], last=given["last_name"], dob=given["born_on"])


class ViewForm(Form):
    """What one member of the team would do."""

    advice = TilesField(
        label=_("What would you do with the charge?"), choices=ChargeView.Advice.choices, compact=True
    )
    words = LongTextField(
        label=_("In a few words, for the DA to read"),
        required=False,
        max_length=500,
        note=_("Only what the participant agreed to share. Do not write criminal history here."),
    )


class DecideForm(Form):
    """The DA's decision."""

    outcome = TilesField(label=_("Decision"), choices=ChargeDecision.Outcome.choices, compact=True)
    reason = LongTextField(label=_("Reason"), required=False, max_length=500, note=NO_HISTORY)
