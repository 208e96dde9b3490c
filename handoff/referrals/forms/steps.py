"""Question pages of the wizard: who, the person's answer, screening and handoff."""

from datetime import datetime

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from handoff.access.actor import Actor
from handoff.core.forms import (
    CheckboxField,
    CheckboxTilesField,
    LongTextField,
    PhoneField,
    StepperField,
    ThreePartDateField,
    TilesField,
    format_phone,
)
from handoff.core.instructions import InstructedForm
from handoff.eligibility.models import EligibilityDecision
from handoff.participants.forms import SAME_PERSON, SamePersonForm
from handoff.participants.models import Gender, RaceEthnicity
from handoff.programs.queries import local_date
from handoff.referrals.forms.base import BoundFieldGroup, FieldGroup, StepForm
from handoff.referrals.forms.checking import add_checking_agency
from handoff.referrals.models import AgeBand, Pathway, Referral, ServiceWanted

NO_HISTORY = _("Don't write criminal history here.")
TEXT_HINT = _("Only if they say so. Someone else may read their phone.")
MESSAGE_HINT = _("Only if they say so. Someone else may hear it.")
MINUTES_HINT = _("From the first talk about the program to the handoff. For example: 20.")


class WhoForm(StepForm, SamePersonForm):
    """Name and birth date, or an approximate age. One name is enough: not everyone has two.

    Program staff, who may know, are asked whether the person is on record already. Officers and partners aren't.
    """

    instructed = InstructedForm("referral-who", _("Referral: who they are"))

    first_name = forms.CharField(label=_("First name"), max_length=80, required=False)
    last_name = forms.CharField(label=_("Last name"), max_length=80, required=False)
    date_of_birth = ThreePartDateField(label=_("Date of birth"), required=False)
    approximate_age = StepperField(
        label=_("Approximate age"),
        required=False,
        unit=_("years"),
        max_value=120,
        start=30,
        help_text=_("Your best guess, for example 35."),
    )
    preferred_name = forms.CharField(
        label=_("Name they go by"),
        max_length=80,
        required=False,
        help_text=_("For example: Bobby. Peer support will ask for this name."),
    )
    groups = (
        FieldGroup((SAME_PERSON,)),
        FieldGroup(("first_name", "last_name", "date_of_birth")),
        FieldGroup(
            ("approximate_age", "preferred_name"),
            _("Don't know the birth date? Goes by another name?"),
            folded=True,
        ),
    )

    def adapt_fields(self) -> None:
        for name in ("first_name", "last_name", "preferred_name"):
            self.fields[name].widget.attrs |= {
                "autocomplete": "off",
                "autocapitalize": "words",
                "spellcheck": "false",
            }
        today = local_date(self.wizard.program, self.wizard.at)
        field = self.fields["date_of_birth"]
        if isinstance(field, ThreePartDateField):
            field.latest, field.earliest = today, today.replace(year=today.year - 120, day=1)

    def asker(self) -> tuple[Actor, datetime] | None:
        wizard = self.wizard
        return (wizard.actor, wizard.at) if wizard.pathway == Pathway.COMMUNITY else None

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        if not self.errors and not (cleaned.get("first_name") or cleaned.get("last_name")):
            self.add_error("first_name", _("Enter at least one name. The name they go by is enough."))


class OfferForm(StepForm):
    """The language in which the script was read, and what the person said: the buttons of the page."""

    language = forms.ChoiceField(choices=settings.LANGUAGES, widget=forms.HiddenInput, required=False)
    answer = forms.ChoiceField(
        choices=[
            ("yes", _("Yes, they want to join")),
            ("not_now", _("Not now")),
            ("other", _("Don't offer the program")),
        ],
        widget=forms.HiddenInput,
        error_messages={"required": _("Choose what they said.")},
    )


class NoOfferForm(StepForm):
    """Why an officer doesn't offer the program after the DA approved an exception: it stays their choice (G8)."""

    instructed = InstructedForm("referral-not-offered", _("Referral: not offered"))

    reason = LongTextField(
        label=_("Why don't you offer the program?"),
        max_length=300,
        rows=2,
        note=NO_HISTORY,
        help_text=_("For example: they left, or the situation has changed."),
    )


class NotNowForm(StepForm):
    """Optional demographics, and reasons if the person declined, to see who the program does not reach (handbook 7a).

    No name is stored.
    """

    instructed = InstructedForm("referral-not-now", _("Referral: they said no"))

    decline_reason = TilesField(
        label=_("Why not? (optional, only if they want to share)"),
        required=False,
        choices=Referral.DeclineReason.choices,
    )
    age_band = TilesField(label=_("Age"), required=False, choices=AgeBand.choices, compact=True)
    gender = TilesField(label=_("Gender, as they say it (optional)"), required=False, choices=Gender.choices)
    race_ethnicity = CheckboxTilesField(
        label=_("Race and ethnicity"), required=False, choices=RaceEthnicity.choices
    )
    groups = (
        FieldGroup(("decline_reason",)),
        FieldGroup(
            ("age_band", "gender", "race_ethnicity"),
            _("About them (optional, only if they want to share)"),
            folded=True,
        ),
    )

    def adapt_fields(self) -> None:
        if self.wizard.decision == EligibilityDecision.Decision.NO_OFFER:
            self.remove_fields("decline_reason")


LANGUAGE_CHOICES = [("en", _("English")), ("es", _("Spanish"))]


class ScreeningForm(StepForm):
    """The short screening form: how to reach the person, what they want help with, and how they describe themselves."""

    instructed = InstructedForm("referral-screening", _("Referral: how to reach them and what they want"))

    kept_while_typed = True

    phone = PhoneField(
        label=_("Phone"),
        required=False,
        help_text=_("Ten digits. No phone? Enter another way to reach them."),
    )
    safe_to_text = CheckboxField(label=_("OK to text"), required=False, help_text=TEXT_HINT)
    safe_to_leave_word = CheckboxField(
        label=_("OK to leave a message"), required=False, help_text=MESSAGE_HINT
    )
    place = forms.CharField(
        label=_("Where can we find them?"),
        max_length=200,
        required=False,
        help_text=_("For example: the bus shelter on Main Street, mornings."),
    )
    through = forms.CharField(
        label=_("Someone who can pass on a message (name and number)"),
        max_length=200,
        required=False,
        help_text=_("For example: sister Ana, 919-555-0142."),
    )
    address = forms.CharField(
        label=_("Address"),
        max_length=200,
        required=False,
        help_text=_("Where they sleep or get mail. A shelter is fine."),
    )
    services_wanted = CheckboxTilesField(
        label=_("What do they want help with?"),
        required=False,
        choices=ServiceWanted.choices,
        compact=True,
        help_text=_("Ask them. Choose everything they name."),
    )
    language = TilesField(
        label=_("Language"),
        choices=LANGUAGE_CHOICES,
        initial="en",
        compact=True,
        error_messages={"required": _("Choose a language.")},
    )
    gender = TilesField(label=_("Gender"), required=False, choices=Gender.choices, compact=True)
    gender_words = forms.CharField(label=_("Gender, in their own words"), max_length=80, required=False)
    race_ethnicity = CheckboxTilesField(
        label=_("Race and ethnicity (check all that apply)"), required=False, choices=RaceEthnicity.choices
    )
    reason = LongTextField(
        label=_("Why are you making this referral?"),
        required=False,
        max_length=500,
        rows=2,
        note=NO_HISTORY,
        help_text=_("For example: asked about treatment, nowhere to sleep tonight."),
    )
    groups = (
        FieldGroup(("phone", "safe_to_text", "safe_to_leave_word")),
        FieldGroup(("place", "through", "address"), _("Other ways to reach them"), folded=True),
        FieldGroup(("services_wanted", "language", "checking_agency")),
        FieldGroup(
            ("gender", "gender_words", "race_ethnicity"),
            _("Gender, race, and ethnicity (ask; optional)"),
            folded=True,
        ),
        FieldGroup(("reason",), _("Why you're making this referral, in a few words"), folded=True),
    )

    def adapt_fields(self) -> None:
        if not self.is_bound:
            self.initial.setdefault("language", self.wizard.script_language)
        if self.wizard.pathway == Pathway.COMMUNITY:
            add_checking_agency(self, self.wizard.program)

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        ways = ("phone", "place", "through", "address")
        if not any(cleaned.get(name) for name in ways) and not set(ways) & set(self.errors):
            self.add_error(
                "phone", _("Enter at least one way to reach them: a phone number, a place, or a person.")
            )


NO_CALL = "card"


class HandoffForm(StepForm):
    """Which number the officer called and whether someone answered, or that they gave the card.

    The numbers are the choice: no one is recorded as called unless the officer chose them.
    """

    instructed = InstructedForm("referral-handoff", _("Referral: handoff"))

    called = TilesField(
        label=_("Who did you call?"), choices=[], error_messages={"required": _("Choose who you called.")}
    )
    reached = TilesField(
        label=_("Did someone answer?"),
        required=False,
        choices=[("yes", _("They answered")), ("no", _("No answer"))],
        compact=True,
    )
    partner_agrees = CheckboxField(
        label=_("The person says it's OK that this partner sees their name, phone, and where they are"),
        required=False,
        help_text=_(
            "Then the partner can start the intake with them. It sees nothing else, and only until program staff take "
            "over. Without a yes it gets your call and nothing in Handoff."
        ),
    )
    scene = forms.CharField(
        label=_("Where are you?"),
        max_length=200,
        required=False,
        help_text=_(
            "So that peer support can find you. For example: behind 200 Main Street. Leave blank if they already know."
        ),
    )
    minutes = StepperField(
        label=_("Your time for this referral"),
        required=False,
        unit=_("minutes"),
        max_value=24 * 60,
        help_text=MINUTES_HINT,
    )

    def adapt_fields(self) -> None:
        numbers = self.wizard.options.numbers
        called = [(each.key, f"{each.name} · {format_phone(each.phone)}") for each in numbers]
        self.fields["called"].choices = [*called, (NO_CALL, _("No one. I gave them the card."))]  # type: ignore[attr-defined]
        self.fields["scene"].widget.attrs["autocomplete"] = "off"
        if not numbers:
            self.fields["called"].initial = NO_CALL
            self.remove_fields("reached", "scene")
        if not self.partner_keys:
            self.remove_fields("partner_agrees")

    @property
    def partner_keys(self) -> list[str]:
        """The numbers that a 24-hour partner answers (H5)."""
        return [each.key for each in self.wizard.options.numbers if each.partner is not None]

    @property
    def bound_groups(self) -> list[BoundFieldGroup]:
        """Shows the time measured so far as the title of the group where it can be corrected."""
        minutes = max(1, round(self.wizard.draft.seconds / 60))
        words = ngettext(
            "Time spent: about %(count)s minute. Change",
            "Time spent: about %(count)s minutes. Change",
            minutes,
        )
        asked = [self[name] for name in ("reached", "scene") if name in self.fields]
        numbers = " ".join(each.key for each in self.wizard.options.numbers)
        own, partners = self["minutes"], " ".join(self.partner_keys)
        return [
            BoundFieldGroup("", [self["called"]]),
            *([BoundFieldGroup("", asked, asked_after="called", asked_values=numbers)] if asked else []),
            *(
                [BoundFieldGroup("", [self["partner_agrees"]], asked_after="called", asked_values=partners)]
                if partners
                else []
            ),
            BoundFieldGroup(words % {"count": minutes}, [own], folded=True, open=bool(own.errors)),
        ]

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        called = cleaned.get("called")
        if called and called != NO_CALL and not cleaned.get("reached"):
            self.add_error("reached", _("Choose whether someone answered."))
