"""The criteria editor: every parameter of `Criteria` as a question in plain language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django import forms
from django.forms import BaseFormSet
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_lazy as later

from handoff.charges.definitions import everyday_title
from handoff.core.forms import (
    CheckboxField,
    CheckboxTilesField,
    DollarsField,
    Form,
    LongTextField,
    StepperField,
    ThreePartDateField,
    TilesField,
    VersionedForm,
)
from handoff.core.forms.versions import value_in_words
from handoff.core.refusals import refusal_message
from handoff.eligibility.engine.amounts import DRUGS, GROUPS, UNITS
from handoff.eligibility.engine.criteria import (
    Criteria,
    CriteriaError,
    LimitKind,
    SupervisionRule,
    VictimRule,
)
from handoff.eligibility.engine.facts import Conviction, JsonObject
from handoff.eligibility.engine.findings import format_sentence
from handoff.eligibility.engine.kinds import choosable_kinds, choosable_offenses, kind_words
from handoff.eligibility.engine.limits import CONVICTION_WORDS, SUPERVISION_WORDS
from handoff.eligibility.models import CriteriaReading
from handoff.eligibility.wording import CHARGE_SENTENCES, CRITERION_WORDS, VICTIM_SENTENCES
from handoff.programs.policies import check_words_about_criteria

VALUE_KINDS = ("larceny", "shoplifting", "stolen_goods", "property_damage", "fraud")
ANY_TIME, LAST_YEARS, NOT_ASKED = "any", "years", "no"
PERMISSIONS = {
    SupervisionRule.ALLOWED: _("Can be in the program"),
    SupervisionRule.NEEDS_APPROVAL: _("Can be in the program if the supervising officer agrees"),
    SupervisionRule.NOT_ALLOWED: _("Can't be in the program"),
}
LOOK_BACKS = [
    (NOT_ASKED, _("Doesn't disqualify")),
    (ANY_TIME, _("Disqualifies, no matter when")),
    (LAST_YEARS, _("Disqualifies for a number of years")),
]


def offense_choices() -> list[tuple[str | Promise, list[tuple[str, str]]]]:
    """Every offense that criteria may name, with its statute, grouped by kind."""
    grouped: dict[str, list[tuple[str, str]]] = {}
    for offense in choosable_offenses():
        grouped.setdefault(offense.kind, []).append(
            (offense.key, f"{everyday_title(offense, get_language() or 'en')} ({offense.statute})")
        )
    return [(later(kind_words(kind)), grouped[kind]) for kind in choosable_kinds() if kind in grouped]


def drug_choices() -> list[tuple[str, str | Promise]]:
    named = [(key, later(drug.words)) for key, drug in DRUGS.items()]
    groups = [(key, later(words)) for key, words in GROUPS.items()]
    return [("", _("Choose a drug")), *groups, *named]


def refuse_forbidden_words(form: Form, *names: str) -> None:
    """Show at each field why its words can't be part of criteria (G4, G5, G9)."""
    for name in names:
        refusal = refusal_message(check_words_about_criteria, form.cleaned_data.get(name) or "")
        if refusal:
            form.add_error(name, refusal)


class DateInput(forms.DateInput):
    """A date in one box, for a long table of dates."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class LimitForm(Form):
    """How much of one drug is too much. Clearing the quantity removes the row."""

    drug = forms.ChoiceField(label=_("Drug"), required=False, choices=drug_choices)
    quantity = StepperField(label=_("Quantity"), decimal_places=3, required=False)
    unit = forms.ChoiceField(
        label=_("Unit"),
        choices=[(key, later(unit.words)) for key, unit in UNITS.items()],
        error_messages={"required": _("Choose a unit for the amount.")},
    )
    reached_excludes = forms.ChoiceField(
        label=_("Limit"),
        choices=[("yes", _("this much or more")), ("no", _("more than this"))],
        error_messages={"required": _("Choose whether the limit itself still qualifies.")},
    )
    kind = forms.ChoiceField(
        label=_("Reason"),
        choices=[
            (LimitKind.TRAFFICKING.value, _("trafficking weight")),
            (LimitKind.PERSONAL_USE.value, _("more than personal use")),
        ],
        error_messages={"required": _("Choose a reason for this limit.")},
    )
    effective_from = forms.DateField(label=_("From"), required=False, widget=DateInput())
    effective_to = forms.DateField(label=_("Until"), required=False, widget=DateInput())
    source = forms.CharField(label=_("Source"), max_length=200, required=False)
    reviewed_by = forms.CharField(
        label=_("Confirmed by an attorney (name and date)"), max_length=120, required=False
    )

    @property
    def title(self) -> str:
        """What the row is about: drug, quantity and unit."""
        key, quantity = str(self["drug"].value() or ""), self["quantity"].value()
        words = GROUPS.get(key) or (DRUGS[key].words if key in DRUGS else "")
        if not words or not quantity:
            return _now(words) if words else _now("Another amount")
        unit = UNITS.get(str(self["unit"].value()))
        values = {"drug": _now(words), "quantity": quantity, "unit": _now(unit.words) if unit else ""}
        return _now("%(drug)s: %(quantity)s %(unit)s") % values

    def clean(self) -> None:
        super().clean()
        values = self.cleaned_data
        if values.get("quantity") is not None and not values.get("drug"):
            self.add_error("drug", _("Choose the drug for this amount."))
        refuse_forbidden_words(self, "source", "reviewed_by")

    def to_plain(self) -> JsonObject | None:
        """The row as `Criteria` reads it, or None if it is blank."""
        values = self.cleaned_data
        if values.get("quantity") is None:
            return None
        return {
            **values,
            "quantity": f"{values['quantity'].normalize():f}",
            "reached_excludes": values["reached_excludes"] == "yes",
            "effective_from": values["effective_from"].isoformat() if values["effective_from"] else None,
            "effective_to": values["effective_to"].isoformat() if values["effective_to"] else None,
        }


LimitForms = forms.formset_factory(LimitForm, extra=2, max_num=80)


class CriteriaForm(VersionedForm):
    """All parameters except the drug amounts, which have rows of their own."""

    name = forms.CharField(
        label=_("Name of these criteria"),
        max_length=80,
        error_messages={"required": _("Enter a name for these criteria.")},
    )
    note = forms.CharField(
        label=_("What changes, and why"),
        max_length=300,
        required=False,
        help_text=_("For example: adds shoplifting, as agreed at the June meeting."),
    )
    effective_on = ThreePartDateField(
        label=_("Active from"),
        help_text=_("Or from the last approval, if that's later."),
        error_messages={"required": _("Enter the month, day, and year these criteria start.")},
    )
    charges = TilesField(
        label=_("What the program takes"),
        choices=[(each.value, words) for each, words in CHARGE_SENTENCES.items()],
        help_text=_(
            "You can start before the DA's office joins, and propose more later. Felonies need the DA's approval."
        ),
        error_messages={"required": _("Choose what the program takes.")},
    )
    minimum_age = StepperField(
        label=_("Minimum age"),
        unit=_("years"),
        min_value=12,
        max_value=99,
        error_messages={"required": _("Enter a minimum age.")},
    )
    residence_required = CheckboxField(label=_("Lives or stays in the program's area"), required=False)
    substance_use_required = CheckboxField(label=_("Known to use controlled substances"), required=False)
    amenability_required = CheckboxField(
        label=_("Calm enough to talk"),
        required=False,
        help_text=_(
            "Not violent, not experiencing psychosis, and not a danger to themselves or "
            "others when first met."
        ),
    )
    exploitation_of_minors_excluded = CheckboxField(
        label=_("Doesn't appear to exploit minors"), required=False
    )
    eligible_kinds = CheckboxTilesField(label=_("Kinds of offense that are eligible"), required=False)
    felony_kinds = CheckboxTilesField(
        label=_("Of these, also eligible as a felony"),
        required=False,
        help_text=_("Possession of most drugs is a felony in North Carolina in any amount."),
    )
    eligible_offenses = CheckboxTilesField(
        label=_("Other specific offenses that are eligible"), required=False
    )
    excluded_offenses = CheckboxTilesField(label=_("Specific offenses that aren't eligible"), required=False)
    victims = TilesField(
        label=_("Offenses with a victim"),
        choices=[(rule.value, words) for rule, words in VICTIM_SENTENCES.items()],
        error_messages={"required": _("Choose how to treat offenses with a victim.")},
    )
    no_contact_order_excluded = CheckboxField(label=_("Not eligible with a no-contact order"), required=False)
    never_by_exception = CheckboxTilesField(
        label=_("The DA's office makes no exceptions to these criteria"),
        required=False,
        compact=True,
        choices=[(code.value, words) for code, words in CRITERION_WORDS.items()],
    )

    def __init__(
        self, data: MultiValueDict[str, str] | None = None, *, initial: dict[str, object] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        kinds = [(kind, later(words)) for kind, words in choosable_kinds().items()]
        grouped = offense_choices()
        for name, choices in (
            ("eligible_kinds", kinds),
            ("felony_kinds", kinds),
            ("eligible_offenses", grouped),
            ("excluded_offenses", grouped),
        ):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        for kind in VALUE_KINDS:
            label = _now("%(kind)s: value limit") % {"kind": _now(kind_words(kind))}
            limit = DollarsField(label=label, decimal_places=0, step=100, min_value=1, required=False)
            self.fields[f"value_{kind}"] = limit
        for conviction, words in CONVICTION_WORDS.items():
            label = _now("Conviction: %(what)s") % {"what": _now(words)}
            self.fields[f"conviction_{conviction}"] = forms.ChoiceField(label=label, choices=LOOK_BACKS)
            self.fields[f"years_{conviction}"] = StepperField(
                label=_("For how many years"), unit=_("years"), min_value=1, max_value=99, required=False
            )
        for kind, words in SUPERVISION_WORDS.items():
            label = _now("Person on %(kind)s") % {"kind": _now(words)}
            self.fields[f"supervision_{kind}"] = forms.ChoiceField(
                label=label, choices=[(permission.value, each) for permission, each in PERMISSIONS.items()]
            )

    def group(self, *names: str) -> list[forms.BoundField]:
        return [self[name] for name in names]

    @property
    def value_fields(self) -> list[forms.BoundField]:
        return self.group(*(f"value_{kind}" for kind in VALUE_KINDS))

    @property
    def conviction_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"conviction_{each}"], self[f"years_{each}"]) for each in CONVICTION_WORDS]

    @property
    def supervision_fields(self) -> list[forms.BoundField]:
        return self.group(*(f"supervision_{each}" for each in SUPERVISION_WORDS))

    def clean(self) -> None:
        """Asks for years where a look-back was chosen, and refuses words that bring in a forbidden criterion."""
        super().clean()
        values = self.cleaned_data
        for conviction in CONVICTION_WORDS:
            if values.get(f"conviction_{conviction}") == LAST_YEARS and not values.get(f"years_{conviction}"):
                self.add_error(f"years_{conviction}", _("Enter the number of years."))
        refuse_forbidden_words(self, "name", "note")

    def show_errors(self, errors: Iterable[CriteriaError]) -> None:
        """Show each reason at the field that it is about."""
        for error in errors:
            sentence = format_sentence(error.sentence, error.values, _now)
            if error.name in self.fields:
                self.add_error(error.name, sentence)
            else:
                self.add_error(None, sentence)


@dataclass(frozen=True)
class CriteriaEditor:
    """The editor: the questions, and the rows of drug amounts."""

    form: CriteriaForm
    limits: "BaseFormSet[LimitForm]"

    def is_valid(self) -> bool:
        return bool(self.form.is_valid() & self.limits.is_valid())

    def to_plain(self, before: Criteria) -> JsonObject:
        """The input as `Criteria` reads it. Sources that the editor does not ask for stay as they were."""
        values = self.form.cleaned_data
        sources = {limit.kind: limit.source for limit in before.value_limits}
        convicted = {row.conviction: row.source for row in before.convictions}
        same = (
            "name charges minimum_age residence_required substance_use_required amenability_required victims "
            "eligible_kinds exploitation_of_minors_excluded felony_kinds eligible_offenses excluded_offenses "
            "no_contact_order_excluded never_by_exception"
        ).split()
        return {
            **{name: values[name] for name in same},
            "drug_limits": [row for row in (each.to_plain() for each in self.limits) if row is not None],
            "value_limits": [
                {"kind": kind, "dollars": str(values[f"value_{kind}"]), "source": sources.get(kind, "")}
                for kind in VALUE_KINDS
                if values[f"value_{kind}"]
            ],
            "convictions": [
                {
                    "conviction": each.value,
                    "years": look_back_years(values, each),
                    "source": convicted.get(each, ""),
                }
                for each in CONVICTION_WORDS
                if values[f"conviction_{each}"] != NOT_ASKED
            ],
            "supervision": {each.value: values[f"supervision_{each}"] for each in SUPERVISION_WORDS},
        }


def look_back_years(values: JsonObject, conviction: Conviction) -> int | None:
    """The look-back in years, or None for any time."""
    chosen = values[f"conviction_{conviction}"] == LAST_YEARS
    return int(values[f"years_{conviction}"]) if chosen else None


def amounts_in_words(rows: Sequence[JsonObject]) -> str:
    """The rows of drug amounts as text, for who saves after someone else changed them."""
    fields = LimitForm().fields
    return "; ".join(
        ", ".join(value_in_words(field, row[name]) for name, field in fields.items() if row.get(name))
        for row in rows
    )


def criteria_editor(
    criteria: Criteria, effective_on: date, note: str, data: MultiValueDict[str, str] | None = None
) -> CriteriaEditor:
    """The editor with the current criteria, or with what was sent."""
    plain = criteria.to_plain()
    first: dict[str, object] = {**plain, "effective_on": effective_on, "note": note}
    first |= {f"value_{limit.kind}": limit.dollars for limit in criteria.value_limits}
    rows = {row.conviction: row for row in criteria.convictions}
    for conviction in CONVICTION_WORDS:
        row = rows.get(conviction)
        first[f"conviction_{conviction}"] = (
            NOT_ASKED if row is None else LAST_YEARS if row.years else ANY_TIME
        )
        first[f"years_{conviction}"] = row.years if row else None
    first |= {f"supervision_{each}": criteria.supervision_rule(each).value for each in SUPERVISION_WORDS}
    lines = [
        {**row, "reached_excludes": "yes" if row["reached_excludes"] else "no"}
        for row in plain["drug_limits"]
    ]
    form = CriteriaForm(data, initial=first)
    form.beside = {_now("Drug amounts"): amounts_in_words(lines)}
    return CriteriaEditor(form, LimitForms(data, initial=lines, prefix="limits"))


__all__ = ["CriteriaEditor", "CriteriaForm", "LimitForms", "VictimRule", "criteria_editor"]


class ApprovalForm(Form):
    """What whoever approves a version confirms first: an approval can't be undone."""

    read = CheckboxField(
        label=_("I've read the criteria and the texts above."),
        error_messages={"required": _("Read the version, then check the box above the button.")},
    )


class ReadingForm(Form):
    """The answer of someone new at a partner who read the criteria (P9)."""

    answer = TilesField(
        label=_("Do you ask for changes?"),
        choices=[
            (CriteriaReading.Answer.CONFIRMED, _("No. I've read them and confirm them.")),
            (CriteriaReading.Answer.CHANGES, _("Yes. I've read them and ask for changes.")),
        ],
        error_messages={"required": _("Choose whether you ask for changes.")},
    )
    changes = LongTextField(
        label=_("What should change?"),
        rows=3,
        max_length=300,
        required=False,
        note=_("Only if you ask for changes. Don't write about a person."),
    )
