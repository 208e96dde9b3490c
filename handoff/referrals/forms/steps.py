"""Question pages of the wizard: who, what happened, the person's answer, screening and handoff."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundWidget
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from handoff.core.forms import (
    CheckboxField,
    CheckboxTilesField,
    LongTextField,
    PhoneField,
    StepperField,
    ThreePartDateField,
    TilesField,
    YesNoUnknownField,
)
from handoff.participants.models import Gender, RaceEthnicity
from handoff.programs.queries import local_date, time_zone_of
from handoff.referrals.forms.base import BoundFieldGroup, CleanedAnswers, FieldGroup, StepForm
from handoff.referrals.models import AgeBand, HandoffRecord, Pathway, Referral, ServiceWanted

NO_HISTORY = _("Don't write criminal history here.")

MOST_UNFOLDED = 6
"""Up to this many offenses are shown without folding."""


class WhoForm(StepForm):
    """Name and birth date, or an approximate age."""

    first_name = forms.CharField(label=_("First name"), max_length=80)
    last_name = forms.CharField(label=_("Last name"), max_length=80)
    date_of_birth = ThreePartDateField(label=_("Date of birth"), required=False, birthday=True)
    approximate_age = StepperField(label=_("Approximate age"), required=False, unit=_("years"), max_value=120)
    preferred_name = forms.CharField(label=_("Name they go by"), max_length=80, required=False)
    groups = (
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


class WhatForm(StepForm):
    """The pathway, and whether the law protects the person from the charge (E8)."""

    # The field keeps this name because saved drafts store answers under it.
    door = TilesField(
        label=_("What kind of referral is this?"),
        choices=[
            (Pathway.ARREST_DIVERSION, _("Arrest diversion: you could file a charge")),
            (Pathway.OFFICER_SOCIAL, _("Social referral: no charge")),
        ],
    )
    immunity = TilesField(
        label=_("Do any of these protect the person from a charge?"),
        required=False,
        choices=[
            ("none", _("None of these")),
            ("ssp_supplies", _("Syringe program supplies, or residue in them")),
            ("declared_sharp", _("Told you about a needle or sharp before the search")),
            ("testing_equipment", _("Drug testing equipment")),
            ("overdose_call", _("Called for help for an overdose, or overdosed")),
            ("unknown", _("Unknown")),
        ],
    )

    def adapt_fields(self) -> None:
        if not self.wizard.may_divert:
            self.remove_fields("immunity")
            self.fields["door"].choices = [(Pathway.OFFICER_SOCIAL, _("Social referral: no charge"))]  # type: ignore[attr-defined]

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("door") == Pathway.ARREST_DIVERSION and not cleaned.get("immunity"):
            self.add_error("immunity", _("Choose one of these. Unknown is an answer too."))


OFFENSE_GROUPS: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (_("Drugs"), ("possession", "paraphernalia")),
    (_("Theft and stolen goods"), ("larceny", "shoplifting", "stolen_goods")),
    (_("Trespassing and property damage"), ("trespass", "property_damage")),
    (_("Sex work"), ("sex_work", "loitering_for_prostitution")),
)
OTHER_OFFENSES = _("Other common offenses")


@dataclass(frozen=True)
class OffenseGroup:
    """Common offenses of one sort, folded. The group is open if one of them is selected."""

    title: str | Promise
    boxes: list[BoundWidget]
    open: bool


class ChargesForm(StepForm):
    """The offenses that could be charged, when it happened, and the incident number."""

    offenses = CheckboxTilesField(label=_("What are the possible charges?"), required=False, choices=[])
    other_offense = forms.ChoiceField(label=_("Another offense"), required=False, choices=[])
    incident_number = forms.CharField(label=_("Incident number"), max_length=40, required=False)
    when = TilesField(
        label=_("When did it happen?"),
        choices=[("now", _("Now")), ("earlier", _("Earlier"))],
        initial="now",
        compact=True,
    )
    day = ThreePartDateField(label=_("Day"), required=False)
    time = forms.TimeField(label=_("Time"), required=False, help_text=_("For example, 2:30 PM or 14:30."))
    groups = (
        FieldGroup(("other_offense",), _("Another offense"), folded=True),
        FieldGroup(("incident_number", "when")),
        FieldGroup(("day", "time"), _("If it was earlier: date and time"), folded=True),
    )

    def adapt_fields(self) -> None:
        self.offered = {row.key: row for row in self.wizard.offenses}
        common = [row for row in self.wizard.offenses if row.is_common]
        rest = [row for row in self.wizard.offenses if not row.is_common]
        self.fields["offenses"].choices = [(row.key, row.shown_title) for row in common]  # type: ignore[attr-defined]
        listed = [("", _("None")), *((row.key, row.shown_title) for row in rest)]
        self.fields["other_offense"].choices = listed  # type: ignore[attr-defined]
        self.fields["incident_number"].widget.attrs |= {"autocomplete": "off", "autocapitalize": "characters"}
        self.fields["time"].input_formats = ["%H:%M", "%I:%M %p", "%I:%M%p", "%I %p", "%I%p"]  # type: ignore[attr-defined]
        self.fields["time"].widget.attrs["autocomplete"] = "off"
        if not rest:
            self.remove_fields("other_offense")

    @property
    def offense_groups(self) -> list[OffenseGroup]:
        """The common offenses by sort, so that one tap opens the few that matter."""
        sort_of = {kind: title for title, kinds in OFFENSE_GROUPS for kind in kinds}
        sorted_boxes: dict[str | Promise, list[BoundWidget]] = {title: [] for title, _kinds in OFFENSE_GROUPS}
        for box in self["offenses"].subwidgets:
            row = self.offered[str(box.data["value"])]
            sorted_boxes.setdefault(sort_of.get(row.kind, OTHER_OFFENSES), []).append(box)
        few = len(self["offenses"].subwidgets) <= MOST_UNFOLDED
        return [
            OffenseGroup(title, boxes, few or any(box.data["selected"] for box in boxes))
            for title, boxes in sorted_boxes.items()
            if boxes
        ]

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        chosen = [*cleaned.get("offenses", []), cleaned.get("other_offense", "")]
        cleaned["chosen"] = [self.offered[key] for key in chosen if key in self.offered]
        if not cleaned["chosen"] and not self.errors:
            self.add_error(
                "offenses", _("Choose at least one offense, or go back and make a social referral.")
            )
        cleaned["occurred_at"] = self.occurred_at(cleaned)

    def occurred_at(self, cleaned: CleanedAnswers) -> datetime:
        """When it happened: now, or the day and time entered."""
        began: datetime = self.wizard.draft.started_at
        if cleaned.get("when") != "earlier":
            return began
        if not cleaned.get("day") or not cleaned.get("time"):
            if not ({"day", "time"} & set(self.errors)):
                self.add_error("day" if not cleaned.get("day") else "time", _("Enter the date and time."))
            return began
        happened = datetime.combine(cleaned["day"], cleaned["time"], time_zone_of(self.wizard.program))
        if happened > self.wizard.at:
            self.add_error("day", _("This is in the future. Correct the date or time."))
        elif happened < self.wizard.at - timedelta(days=366):
            self.add_error("day", _("This is more than a year ago. Correct the date."))
        return happened


class DetailsForm(StepForm):
    """Details of the chosen offenses: drug and amount, value, whether a victim agrees."""

    drug = TilesField(label=_("Which drug?"), choices=[], compact=True)
    quantity = StepperField(
        label=_("How much?"), required=False, decimal_places=3, step=1, help_text=_("Leave blank if unknown.")
    )
    unit = TilesField(label=_("Unit"), choices=[], required=False, compact=True)
    value_dollars = StepperField(
        label=_("Value of the goods"),
        required=False,
        unit=_("dollars"),
        decimal_places=2,
        step=10,
        help_text=_("Leave blank if unknown."),
    )
    victim_agrees = YesNoUnknownField(label=_("Does the victim agree to diversion?"))

    @property
    def named_drug(self) -> str:
        """The drug that the chosen offense already names, as 'possession of cocaine' does; else blank."""
        keys = [
            row.key for row in self.wizard.cleaned_answers("charges").get("chosen", []) if row.asks_for_drug
        ]
        known = dict(self.wizard.drugs)
        named = {drug for drug in known if any(key.startswith(f"possess-{drug}") for key in keys)}
        return named.pop() if len(named) == 1 and len(keys) == 1 else ""

    @property
    def bound_groups(self) -> list[BoundFieldGroup]:
        """Folds the list of drugs if the offense already names the drug."""
        shown = super().bound_groups
        if "drug" not in self.fields or not self.named_drug or self["drug"].errors:
            return shown
        title = _("Drug: %(drug)s") % {"drug": dict(self.wizard.drugs)[self.named_drug]}
        changed = self["drug"].value() != self.named_drug
        rest = [field for field in shown[0].fields if field.name != "drug"]
        return [
            BoundFieldGroup("", rest, folded=False, open=True),
            BoundFieldGroup(title, [self["drug"]], True, changed),
        ]

    def adapt_fields(self) -> None:
        chosen = self.wizard.cleaned_answers("charges").get("chosen", [])
        if not any(row.asks_for_drug for row in chosen):
            self.remove_fields("drug", "quantity", "unit")
        else:
            self.fields["drug"].choices = self.wizard.drugs  # type: ignore[attr-defined]
            self.fields["unit"].choices = self.wizard.units  # type: ignore[attr-defined]
            self.fields["unit"].initial = "g"
            self.fields["drug"].initial = self.named_drug
        if not any(row.asks_for_value for row in chosen):
            self.remove_fields("value_dollars")
        if not any(row.has_victim for row in chosen):
            self.remove_fields("victim_agrees")

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("quantity") is not None and not cleaned.get("unit"):
            self.add_error("unit", _("Choose a unit for the amount."))


class OfferForm(StepForm):
    """Records in which language the script was read."""

    language = forms.ChoiceField(choices=settings.LANGUAGES, widget=forms.HiddenInput, required=False)


class AnswerForm(StepForm):
    answer = TilesField(
        label=_("What did they say?"),
        choices=[("yes", _("Yes, they want to join")), ("not_now", _("Not now"))],
    )


class NotNowForm(StepForm):
    """Optional reasons and demographics, to see who the program does not reach. No name is stored."""

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


LANGUAGE_CHOICES = [("en", _("English")), ("es", _("Spanish"))]


class ScreeningForm(StepForm):
    """The short screening form: how to reach the person, what they want help with, and how they describe themselves."""

    kept_while_typed = True

    phone = PhoneField(
        label=_("Phone"),
        required=False,
        help_text=_("Ten digits. No phone? Enter another way to reach them."),
    )
    safe_to_text = CheckboxField(label=_("OK to text"), required=False)
    safe_to_leave_word = CheckboxField(label=_("OK to leave a message"), required=False)
    place = forms.CharField(label=_("Where can we find them?"), max_length=200, required=False)
    through = forms.CharField(
        label=_("Someone who can pass on a message (name and number)"), max_length=200, required=False
    )
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    services_wanted = CheckboxTilesField(
        label=_("What do they want help with?"), required=False, choices=ServiceWanted.choices, compact=True
    )
    language = TilesField(label=_("Language"), choices=LANGUAGE_CHOICES, initial="en", compact=True)
    gender = TilesField(label=_("Gender"), required=False, choices=Gender.choices, compact=True)
    race_ethnicity = CheckboxTilesField(
        label=_("Race and ethnicity (check all that apply)"), required=False, choices=RaceEthnicity.choices
    )
    reason = LongTextField(
        label=_("Why are you making this referral?"), required=False, max_length=500, rows=2, note=NO_HISTORY
    )
    groups = (
        FieldGroup(("phone", "safe_to_text", "safe_to_leave_word")),
        FieldGroup(("place", "through", "address"), _("Other ways to reach them"), folded=True),
        FieldGroup(("services_wanted", "language")),
        FieldGroup(
            ("gender", "race_ethnicity"), _("Gender, race, and ethnicity (ask; optional)"), folded=True
        ),
        FieldGroup(("reason",), _("Why you're making this referral, in a few words"), folded=True),
    )

    def adapt_fields(self) -> None:
        if self.wizard.pathway == Pathway.ARREST_DIVERSION:
            self.remove_fields("reason")
        if not self.is_bound:
            self.initial.setdefault("language", self.wizard.script_language)

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        ways = ("phone", "place", "through", "address")
        if not any(cleaned.get(name) for name in ways) and not set(ways) & set(self.errors):
            self.add_error(
                "phone", _("Enter at least one way to reach them: a phone number, a place, or a person.")
            )


class HandoffForm(StepForm):
    kind = TilesField(label=_("How are you handing off?"), choices=HandoffRecord.Kind.choices)
    reached = TilesField(
        label=_("Did someone answer?"),
        required=False,
        choices=[("yes", _("Reached")), ("no", _("Not reached")), ("not_called", _("Not called"))],
        compact=True,
    )
    minutes = StepperField(
        label=_("Your time for this referral"), required=False, unit=_("minutes"), max_value=24 * 60
    )

    @property
    def bound_groups(self) -> list[BoundFieldGroup]:
        """Shows the time measured so far as the title of the group where it can be corrected."""
        minutes = max(1, round(self.wizard.draft.seconds / 60))
        words = ngettext(
            "Time spent: about %(count)s minute. Change",
            "Time spent: about %(count)s minutes. Change",
            minutes,
        )
        asked = [self[name] for name in ("kind", "reached") if name in self.fields]
        own = self["minutes"]
        return [
            BoundFieldGroup("", asked, folded=False, open=True),
            BoundFieldGroup(words % {"count": minutes}, [own], folded=True, open=bool(own.errors)),
        ]

    def adapt_fields(self) -> None:
        offered = self.wizard.handoff_kinds
        kinds = [(value, label) for value, label in HandoffRecord.Kind.choices if value in offered]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["kind"].initial = offered[0]
        if offered == [HandoffRecord.Kind.CARD]:
            self.remove_fields("reached")
