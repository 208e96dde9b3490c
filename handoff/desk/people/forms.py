"""Finding a participant, correcting what is known of them, and who is on their team."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from handoff.core.forms import Form, LongTextField, ThreePartDateField, TickField, TickTilesField, TilesField
from handoff.enrollment.models import StatusPeriod
from handoff.participants.models import ContactPoint, Gender, Person, RaceEthnicity, RecordOpening
from handoff.participants.services import CORRECTABLE, PersonGiven


class PeopleFilterForm(Form):
    """Which participants to list; lives in the address, so that a list can be shared."""

    name = forms.CharField(label=_("Name"), max_length=80, required=False)
    status = TilesField(
        label=_("Status"),
        choices=[("", _("All")), *StatusPeriod.Status.choices],
        required=False,
        compact=True,
    )


class PersonForm(Form):
    """Who the person is: names, birth, and what they say of themselves."""

    first_name = forms.CharField(label=_("First name"), max_length=80)
    middle_name = forms.CharField(label=_("Middle name"), max_length=80, required=False)
    last_name = forms.CharField(label=_("Last name"), max_length=80)
    suffix = forms.CharField(
        label=_("Suffix"), max_length=10, required=False, help_text=_("Such as Jr. or III.")
    )
    preferred_name = forms.CharField(label=_("Name they go by"), max_length=80, required=False)
    date_of_birth = ThreePartDateField(label=_("Date of birth"), required=False, birthday=True)
    approximate_age = forms.IntegerField(
        label=_("Age, if the date of birth is not known"), min_value=0, max_value=120, required=False
    )
    gender = TilesField(label=_("Gender, as they say it"), choices=Gender.choices, compact=True)
    gender_words = forms.CharField(label=_("In their own words"), max_length=80, required=False)
    race_ethnicity = TickTilesField(
        label=_("Race and ethnicity, as they say it"),
        choices=RaceEthnicity.choices,
        required=False,
        compact=True,
        help_text=_("Tick all that apply. One tick is a complete answer."),
    )
    language = TilesField(
        label=_("Language they want to speak"),
        choices=[("en", _("English")), ("es", _("Spanish"))],
        compact=True,
    )

    @staticmethod
    def of(person: Person) -> dict[str, Any]:
        """Return what the form shows first of a person."""
        return {name: getattr(person, name) for name in CORRECTABLE}

    def given(self) -> PersonGiven:
        """Return what was typed, as the service takes it."""
        return PersonGiven(**{name: self.cleaned_data[name] for name in CORRECTABLE})


class WayToReachForm(Form):
    """A way to reach somebody."""

    kind = TilesField(label=_("What is it?"), choices=ContactPoint.Kind.choices, compact=True)
    value = forms.CharField(
        label=_("Number, address or place"), max_length=200, help_text=_("Such as: ask at the shelter desk.")
    )
    safe_to_text = TickField(label=_("Text messages are safe"), required=False)
    safe_to_leave_word = TickField(label=_("Leaving word is safe"), required=False)
    note = forms.CharField(label=_("Anything to know"), max_length=300, required=False)

    def given(self) -> dict[str, Any]:
        """Return what was typed, as the service takes it."""
        return dict(self.cleaned_data)


class ApproachForm(Form):
    """How the person wishes to be approached."""

    text = LongTextField(
        label=_("How to approach them"),
        max_length=500,
        help_text=_("Shown before every visit or call: what helps, what to avoid, whom not to talk to."),
    )


class ReasonForm(Form):
    """Why somebody outside the team opens a record: one tap, and words only for what is not on the list (C8)."""

    reason = TilesField(label=_("Why do you open this record?"), choices=RecordOpening.Reason.choices)
    note = forms.CharField(
        label=_("In a few words, if it is something else"),
        max_length=200,
        required=False,
        help_text=_("Kept with the record. Do not write anybody's name."),
    )


class TeamForm(Form):
    """Whom to add to a person's team."""

    member = forms.TypedChoiceField(label=_("Who joins the team?"), coerce=int, widget=forms.Select)

    def __init__(self, *args: Any, members: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].choices = [("", _("Choose")), *members]  # type: ignore[attr-defined]
