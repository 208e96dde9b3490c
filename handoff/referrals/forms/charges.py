"""The charge pages of the wizard: protections by law, possible charges, and what the criteria ask about each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django import forms
from django.forms.boundfield import BoundWidget
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handoff.charges.models import Offense
from handoff.core.forms import (
    CheckboxTilesField,
    ClockTimeField,
    DollarsField,
    StepperField,
    ThreePartDateField,
    TilesField,
    YesNoUnknownField,
)
from handoff.core.instructions import InstructedForm
from handoff.eligibility.engine.amounts import DRUGS
from handoff.programs.queries import time_zone_of
from handoff.referrals.forms.base import BoundFieldGroup, Choice, CleanedAnswers, FieldGroup, StepForm

if TYPE_CHECKING:
    from handoff.referrals.forms.wizard import ReferralWizard

OFFENSE_GROUPS: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (_("Drugs"), ("possession", "paraphernalia")),
    (_("Theft and stolen goods"), ("larceny", "shoplifting", "stolen_goods")),
    (_("Trespassing and property damage"), ("trespass", "property_damage")),
    (_("Sex work"), ("sex_work", "loitering_for_prostitution")),
)
OTHER_OFFENSES = _("Other common offenses")
MOST_UNFOLDED = 6
"""Up to this many offenses are shown without folding."""
NO_PROTECTION = ("none", "unknown")


@dataclass(frozen=True)
class OffenseGroup:
    """Common offenses of one sort. The group is open if one of them is selected; its title names those selected."""

    title: str | Promise
    boxes: list[BoundWidget]
    open: bool

    @property
    def selected(self) -> list[str]:
        return [str(box.data["label"]) for box in self.boxes if box.data["selected"]]


PROTECTION_CHOICES: list[tuple[str, str | Promise]] = [
    ("none", _("None of these")),
    ("ssp_supplies", _("Syringe program supplies, or residue in them")),
    ("declared_sharp", _("Told you about a needle or sharp before the search")),
    ("testing_equipment", _("Drug testing equipment")),
    ("overdose_call", _("Called for help for an overdose, or overdosed")),
    ("unknown", _("Unknown")),
]
"""The protections by law, which are asked before a charge is set aside or reported (E8)."""


class ChargesForm(StepForm):
    """Whether the law protects the person from a charge (E8), the possible charges, when it happened, and the incident
    number.
    """

    instructed = InstructedForm("referral-charges", _("Referral: possible charges"))

    immunity = TilesField(
        label=_("Do any of these protect the person from a charge?"),
        choices=PROTECTION_CHOICES,
        error_messages={"required": _("Choose one of these. Unknown is an answer too.")},
    )
    offenses = CheckboxTilesField(
        label=_("What are the possible charges?"),
        required=False,
        choices=[],
        help_text=_("Choose every offense you could charge."),
    )
    other_offense = forms.ChoiceField(
        label=_("Another offense"),
        required=False,
        choices=[],
        help_text=_("Only if it isn't on the list above."),
    )
    incident_number = forms.CharField(
        label=_("Incident number"),
        max_length=40,
        required=False,
        help_text=_("As in your records system, for example 26-001234."),
    )
    when = TilesField(
        label=_("When did it happen?"),
        choices=[("now", _("Now")), ("earlier", _("Earlier"))],
        initial="now",
        compact=True,
    )
    day = ThreePartDateField(label=_("Day"), required=False)
    time = ClockTimeField(label=_("Time"), required=False)
    groups = (
        FieldGroup(("other_offense",), _("Another offense"), folded=True),
        FieldGroup(("incident_number", "when")),
        FieldGroup(
            ("day", "time"),
            _("If it was earlier: date and time"),
            asked_after="when",
            asked_values=("earlier",),
        ),
    )

    def adapt_fields(self) -> None:
        self.offered = {row.key: row for row in self.wizard.offenses}
        common = [row for row in self.wizard.offenses if row.is_common]
        rest = [row for row in self.wizard.offenses if not row.is_common]
        self.fields["offenses"].choices = [(row.key, row.shown_title) for row in common]  # type: ignore[attr-defined]
        listed = [("", _("None")), *((row.key, row.shown_title) for row in rest)]
        self.fields["other_offense"].choices = listed  # type: ignore[attr-defined]
        self.fields["incident_number"].widget.attrs |= {"autocomplete": "off", "autocapitalize": "characters"}
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
        chargeable = cleaned.get("immunity") in NO_PROTECTION
        if chargeable and not cleaned["chosen"] and not self.errors:
            self.add_error("offenses", _("Choose at least one offense, or make it a social referral."))
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


@dataclass(frozen=True)
class ChargeDetails:
    """What was found or taken in one charge. `drug` is blank if the charge has none or it is unknown."""

    drug: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    value_dollars: Decimal | None = None


def drug_named_by(offense: Offense, drugs: Sequence[str]) -> str:
    """The drug that an offense already names, as 'possession of cocaine' does; else blank."""
    named = (each for each in drugs if f"{offense.key}-".startswith(f"possess-{each}-"))
    return next(named, "") if offense.asks_for_drug else ""


@dataclass(frozen=True)
class DetailGroup:
    """What to ask about one charge, or about all of them if `offense` is None."""

    offense: Offense | None
    names: Sequence[str]

    def field_name(self, name: str) -> str:
        return name if self.offense is None else f"{name}_{self.offense.key}"


def detail_groups(wizard: ReferralWizard) -> list[DetailGroup]:
    """The chosen charges with the details to ask about each: only those that the criteria need."""
    asked = wizard.criteria_questions
    chosen: list[Offense] = wizard.cleaned_answers("charges").get("chosen", [])
    drugs = [key for key, _words in wizard.drugs]
    groups = []
    for offense in chosen:
        names = []
        if offense.asks_for_drug:
            names += [*([] if drug_named_by(offense, drugs) else ["drug"]), "quantity", "unit"]
        if offense.asks_for_value and offense.kind in asked.value_kinds:
            names.append("value")
        if names:
            groups.append(DetailGroup(offense, names))
    if "victim_agrees" in asked and any(row.has_victim for row in chosen):
        groups.append(DetailGroup(None, ["victim_agrees"]))
    return groups


AMOUNT_HINT = _("Your estimate is enough. For example: 0.5. Leave blank if unknown.")
VALUE_HINT = _("The owner's estimate is enough. For example: 45. Leave blank if unknown.")
DETAILS = ("drug", "quantity", "unit", "value", "victim_agrees")


def detail_field(name: str, *, drugs: Sequence[Choice] = (), units: Sequence[Choice] = ()) -> forms.Field:
    """The form field for one detail of a charge."""
    if name == "drug":
        return TilesField(label=_("Which drug?"), choices=drugs, compact=True)
    if name == "unit":
        return TilesField(label=_("Unit"), choices=units, required=False, compact=True, initial="g")
    if name == "victim_agrees":
        return YesNoUnknownField(
            label=_("Does the victim agree to diversion?"),
            help_text=_("For a business, ask someone who can decide, such as the store manager."),
        )
    if name == "value":
        return DollarsField(label=_("Value of the goods"), required=False, step=10, help_text=VALUE_HINT)
    return StepperField(label=_("How much?"), required=False, decimal_places=3, help_text=AMOUNT_HINT)


class DetailsForm(StepForm):
    """Details of each chosen offense on its own: drug and amount, or value; and whether a victim agrees.

    Two drugs are two charges with an amount each. An amount left blank is unknown, which no limit counts as met.
    """

    instructed = InstructedForm("referral-details", _("Referral: details of each charge"))

    def adapt_fields(self) -> None:
        self.detail_groups = detail_groups(self.wizard)
        for group in self.detail_groups:
            for name in group.names:
                self.fields[group.field_name(name)] = detail_field(
                    name, drugs=self.wizard.drugs, units=self.wizard.units
                )

    @classmethod
    def instruction_name(cls, name: str) -> str:
        """One instruction serves the same detail of every offense."""
        return next((each for each in DETAILS if name == each or name.startswith(f"{each}_")), name)

    @classmethod
    def instructed_fields(cls) -> dict[str, forms.Field]:
        return {name: detail_field(name) for name in DETAILS}

    @property
    def bound_groups(self) -> list[BoundFieldGroup]:
        """One group for each charge, under its name."""
        return [
            BoundFieldGroup(
                group.offense.shown_title if group.offense else "",
                [self[group.field_name(name)] for name in group.names],
            )
            for group in self.detail_groups
        ]

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        for group in self.detail_groups:
            quantity, unit = group.field_name("quantity"), group.field_name("unit")
            if cleaned.get(quantity) is not None and not cleaned.get(unit):
                self.add_error(unit, _("Choose a unit for the amount."))


def details_of(wizard_answers: CleanedAnswers, offense: Offense) -> ChargeDetails:
    """What the details page says about one charge, with the drug that the charge itself names."""

    def answer(name: str) -> object:
        return wizard_answers.get(f"{name}_{offense.key}")

    drug = str(answer("drug") or drug_named_by(offense, list(DRUGS)) or "") if offense.asks_for_drug else ""
    quantity, value = answer("quantity"), answer("value")
    return ChargeDetails(
        drug=drug,
        quantity=quantity if isinstance(quantity, Decimal) else None,
        unit=str(answer("unit") or "") if isinstance(quantity, Decimal) else "",
        value_dollars=value if isinstance(value, Decimal) else None,
    )
