"""Forms to report a new charge, to recommend what to do with it, and to decide."""

from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from handoff.charges.models import NewCharge
from handoff.core.forms import Form, LongTextField, ThreePartDateField, TilesField
from handoff.participants.lookup.rules.keys import LookupQuery
from handoff.staffing.models import ChargeDecision, TeamRecommendation

NO_HISTORY = _("Don't write criminal history here.")


class ReportChargeForm(Form):
    """A new charge against a person who may or may not be a participant."""

    first_name = forms.CharField(label=_("First name"), max_length=80)
    last_name = forms.CharField(label=_("Last name"), max_length=80)
    born_on = ThreePartDateField(label=_("Date of birth"), birthday=True)
    offense = forms.ChoiceField(label=_("Offense"))
    how = TilesField(label=_("How was it charged?"), choices=NewCharge.How.choices, compact=True)
    occurred_on = ThreePartDateField(label=_("Date charged"))
    incident_number = forms.CharField(label=_("Incident number"), max_length=40, required=False)

    def __init__(self, data: QueryDict | None, *, offenses: list[tuple[str, str]], today: date) -> None:
        super().__init__(data, initial={"occurred_on": today})
        self.fields["offense"].choices = [("", _("Choose one")), *offenses]  # type: ignore[attr-defined]
        self.fields["occurred_on"].latest = today  # type: ignore[attr-defined]

    def lookup_query(self) -> LookupQuery:
        data = self.cleaned_data
        return LookupQuery(first=data["first_name"], last=data["last_name"], dob=data["born_on"])


class RecommendationForm(Form):
    """What one member of the team would do with the charge."""

    advice = TilesField(
        label=_("What do you recommend?"), choices=TeamRecommendation.Advice.choices, compact=True
    )
    comment = LongTextField(
        label=_("Briefly. The DA can read this if a release allows it."),
        required=False,
        max_length=500,
        note=_("Only what the participant agreed to share. Don't write criminal history here."),
    )


class DecisionForm(Form):
    """The DA's decision."""

    outcome = TilesField(label=_("Decision"), choices=ChargeDecision.Outcome.choices, compact=True)
    reason = LongTextField(label=_("Reason"), required=False, max_length=500, note=NO_HISTORY)
