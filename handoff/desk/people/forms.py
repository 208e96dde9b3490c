"""Forms for the roster, a person's details, their team, and the reason to open a record."""

from datetime import datetime

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from handoff.access.actor import Actor
from handoff.core.forms import (
    CheckboxField,
    CheckboxTilesField,
    Form,
    LongTextField,
    ThreePartDateField,
    TilesField,
    VersionedForm,
)
from handoff.core.instructions import InstructedForm
from handoff.desk.people.queries import RosterFilter
from handoff.enrollment.models import StatusPeriod
from handoff.participants.forms import SamePersonForm
from handoff.participants.models import ContactPoint, Gender, Person, RaceEthnicity, RecordOpening
from handoff.participants.services import CORRECTABLE_FIELDS, PersonInput
from handoff.referrals.forms.steps import MESSAGE_HINT, TEXT_HINT


class PeopleFilterForm(Form):
    """Filters of the roster.

    Sent with POST, so that no name appears in a URL; without a name the filters move to the URL, to be bookmarked.
    """

    name = forms.CharField(
        label=_("Name or phone number"),
        max_length=80,
        required=False,
        help_text=_("A few digits of the number are enough."),
    )
    worker = TilesField(
        label=_("Worker"), choices=[("", _("All")), ("mine", _("Mine"))], required=False, compact=True
    )
    status = TilesField(
        label=_("Status"),
        choices=[("", _("All")), *StatusPeriod.Status.choices],
        required=False,
        compact=True,
    )
    phone = TilesField(
        label=_("Phone"),
        choices=[("", _("All")), ("none", _("No working phone"))],
        required=False,
        compact=True,
    )

    def wanted(self, actor: Actor) -> RosterFilter:
        """The filters that were sent, for this user; none where they can't be read."""
        sent = self.cleaned_data if self.is_valid() else {}
        return RosterFilter(
            status=sent.get("status", ""),
            worker_id=actor.user_id if sent.get("worker") == "mine" else None,
            without_phone=sent.get("phone") == "none",
        )


class TimelineForm(Form):
    """Look for words in a person's history. Sent with POST, so that no word appears in a URL."""

    words = forms.CharField(label=_("Find in the history"), max_length=100, required=False)


class PersonForm(VersionedForm, SamePersonForm):
    """Names, birth, and how the person describes themselves."""

    kept_while_typed = True
    instructed = InstructedForm("person", _("Participant: details"))

    def __init__(self, data: QueryDict | None = None, *, person: Person, actor: Actor, at: datetime) -> None:
        self.person, self.actor, self.at = person, actor, at
        super().__init__(data, initial=self.initial_for(person))

    def asker(self) -> tuple[Actor, datetime] | None:
        """Asked when the name or the birth date was changed: about the others on record, the list of pairs asks."""
        return (self.actor, self.at) if set(self.names) & set(self.changed_data) else None

    def record_at_hand(self) -> Person:
        return self.person

    first_name = forms.CharField(
        label=_("First name"), max_length=80, error_messages={"required": _("Enter a first name.")}
    )
    middle_name = forms.CharField(label=_("Middle name"), max_length=80, required=False)
    last_name = forms.CharField(
        label=_("Last name"), max_length=80, error_messages={"required": _("Enter a last name.")}
    )
    suffix = forms.CharField(
        label=_("Suffix"), max_length=10, required=False, help_text=_("Such as Jr. or III.")
    )
    preferred_name = forms.CharField(
        label=_("Name they go by"),
        max_length=80,
        required=False,
        help_text=_("The name to use when you call or write."),
    )
    date_of_birth = ThreePartDateField(label=_("Date of birth"), required=False, birthday=True)
    approximate_age = forms.IntegerField(
        label=_("Age, if you don't know the date of birth"),
        min_value=0,
        max_value=120,
        required=False,
        help_text=_("Your best guess, for example 35."),
    )
    gender = TilesField(
        label=_("Gender, as they describe it"),
        choices=Gender.choices,
        compact=True,
        error_messages={"required": _("Choose the gender they describe, or “Unknown.”")},
    )
    gender_words = forms.CharField(label=_("In their own words"), max_length=80, required=False)
    race_ethnicity = CheckboxTilesField(
        label=_("Race and ethnicity, as they describe it"),
        choices=RaceEthnicity.choices,
        required=False,
        compact=True,
        help_text=_("Check all that apply. One is enough."),
    )
    language = TilesField(
        label=_("Preferred language"),
        choices=[("en", _("English")), ("es", _("Spanish"))],
        compact=True,
        error_messages={"required": _("Choose the language they prefer.")},
    )

    @staticmethod
    def initial_for(person: Person) -> dict[str, object]:
        return {name: getattr(person, name) for name in CORRECTABLE_FIELDS}

    def person_input(self) -> PersonInput:
        return PersonInput(**{name: self.cleaned_data[name] for name in CORRECTABLE_FIELDS})


class ContactPointForm(Form):
    instructed = InstructedForm("contact-point", _("Participant: contact information"))
    kept_while_typed = True

    kind = TilesField(
        label=_("Type"),
        choices=ContactPoint.Kind.choices,
        compact=True,
        error_messages={"required": _("Choose a type of contact, such as phone or address.")},
    )
    value = forms.CharField(
        label=_("Number, address, or place"),
        max_length=200,
        help_text=_("For example: 919-555-0142, or ask at the shelter desk."),
        error_messages={"required": _("Enter a number, an address, or a place.")},
    )
    safe_to_text = CheckboxField(label=_("OK to text"), required=False, help_text=TEXT_HINT)
    safe_to_leave_word = CheckboxField(
        label=_("OK to leave a message"), required=False, help_text=MESSAGE_HINT
    )
    note = forms.CharField(
        label=_("Anything else we should know"),
        max_length=300,
        required=False,
        help_text=_("For example: evenings only, or ask for Ana."),
    )


class ApproachForm(VersionedForm):
    instructed = InstructedForm("approach", _("Participant: approach and safety notes"))
    kept_while_typed = True

    text = LongTextField(
        label=_("Approach and safety notes"),
        max_length=500,
        help_text=_(
            "Shown before every visit or call: what helps, what to avoid, who not to contact. For example: meet "
            "outside, and don't call the house."
        ),
        error_messages={"required": _("Enter how to approach this person safely.")},
    )


class ReasonForm(Form):
    """Why someone outside the team opens a record: one tap, and a note only for a reason not on the list (C8)."""

    instructed = InstructedForm("open-record", _("Participant: opening a record outside your team"))

    reason = TilesField(label=_("Why do you need this record?"), choices=RecordOpening.Reason.choices)
    note = forms.CharField(
        label=_("If something else, explain in a few words"),
        max_length=200,
        required=False,
        help_text=_("Kept with the record. Don't write anyone's name."),
    )


class TeamForm(Form):
    instructed = InstructedForm("team", _("Participant: team"))

    member = forms.TypedChoiceField(
        label=_("Add a team member"),
        coerce=int,
        widget=forms.Select,
        error_messages={"required": _("Choose who to add to the team.")},
    )

    def __init__(self, data: QueryDict | None, *, members: list[tuple[int, str]]) -> None:
        super().__init__(data)
        self.fields["member"].choices = [("", _("Choose")), *members]  # type: ignore[attr-defined]
