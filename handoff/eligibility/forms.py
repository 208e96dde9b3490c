"""The criteria editor: every parameter of `Criteria` as a question in plain language, grouped as partners talk."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_lazy as later

from handoff.core.forms import Form, StepperField, ThreePartDateField, TickField, TickTilesField, TilesField
from handoff.eligibility.engine.amounts import DRUGS, GROUPS, UNITS
from handoff.eligibility.engine.criteria import Criteria, CriteriaError, LimitKind, Permission, VictimRule
from handoff.eligibility.engine.facts import Conviction
from handoff.eligibility.engine.kinds import choosable_kinds, choosable_offenses, kind_words
from handoff.eligibility.engine.limits import CONVICTION_WORDS, SUPERVISION_WORDS
from handoff.eligibility.wording import CRITERION_WORDS, VICTIM_SENTENCES
from handoff.programs.rules import forbidden_question

VALUE_KINDS = ("larceny", "shoplifting", "stolen_goods", "property_damage", "fraud")
ANY_TIME, LAST_YEARS, NOT_ASKED = "any", "years", "no"
PERMISSIONS = {
    Permission.ALLOWED: _("May take part"),
    Permission.NEEDS_APPROVAL: _("May take part when the supervising officer agrees"),
    Permission.NOT_ALLOWED: _("May not take part"),
}
LOOK_BACKS = [
    (NOT_ASKED, _("Does not disqualify")),
    (ANY_TIME, _("Disqualifies at any time")),
    (LAST_YEARS, _("Disqualifies for some years")),
]


def offense_choices() -> list[tuple[Any, list[tuple[str, str]]]]:
    """Return every offense that criteria may name, with its statute, under its kind."""
    grouped: dict[str, list[tuple[str, str]]] = {}
    for offense in choosable_offenses():
        grouped.setdefault(offense.kind, []).append(
            (offense.key, f"{offense.plain_title} ({offense.statute})")
        )
    return [(later(kind_words(kind)), grouped[kind]) for kind in choosable_kinds() if kind in grouped]


class DateInput(forms.DateInput):
    """A day in one box, for a long table of dates."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class LimitForm(Form):
    """How much of one drug is too much; a blank quantity takes the line away."""

    drug = forms.ChoiceField(label=_("Drug"), required=False)
    quantity = StepperField(label=_("Quantity"), decimal_places=3, required=False)
    unit = forms.ChoiceField(
        label=_("Unit"), choices=[(key, later(unit.words)) for key, unit in UNITS.items()]
    )
    reached_excludes = forms.ChoiceField(
        label=_("Too much is"), choices=[("yes", _("this much or more")), ("no", _("more than this"))]
    )
    kind = forms.ChoiceField(
        label=_("Because it is"),
        choices=[
            (LimitKind.TRAFFICKING.value, _("trafficking weight")),
            (LimitKind.PERSONAL_USE.value, _("beyond personal use")),
        ],
    )
    effective_from = forms.DateField(label=_("From"), required=False, widget=DateInput())
    effective_to = forms.DateField(label=_("Until"), required=False, widget=DateInput())
    source = forms.CharField(label=_("Source"), max_length=200, required=False)
    reviewed_by = forms.CharField(
        label=_("Confirmed by counsel (name and date)"), max_length=120, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(key, later(drug.words)) for key, drug in DRUGS.items()]
        groups = [(key, later(words)) for key, words in GROUPS.items()]
        self.fields["drug"].choices = [("", _("Choose a drug")), *groups, *named]  # type: ignore[attr-defined]

    @property
    def title(self) -> str:
        """Return what the line is about, as given: the drug, how much, in which unit."""
        key, quantity = str(self["drug"].value() or ""), self["quantity"].value()
        words = GROUPS.get(key) or (DRUGS[key].words if key in DRUGS else "")
        if not words or not quantity:
            return _now(words) if words else _now("Another amount")
        unit = UNITS.get(str(self["unit"].value()))
        values = {"drug": _now(words), "quantity": quantity, "unit": _now(unit.words) if unit else ""}
        return _now("%(drug)s: %(quantity)s %(unit)s") % values

    def clean(self) -> dict[str, Any]:
        """Ask for the drug where a quantity is given."""
        values = super().clean() or {}
        if values.get("quantity") is not None and not values.get("drug"):
            self.add_error("drug", _("Choose the drug that this amount is about."))
        return values

    def plain(self) -> dict[str, Any] | None:
        """Return the line as criteria read it, or nothing where it was left blank."""
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


class CriteriaForm(Form):
    """Everything about criteria but the amounts, which are lines of their own."""

    name = forms.CharField(label=_("Name of these criteria"), max_length=80)
    note = forms.CharField(label=_("What changes, and why"), max_length=300, required=False)
    effective_on = ThreePartDateField(
        label=_("In force from"), help_text=_("Or from the second approval, if that is later.")
    )
    minimum_age = StepperField(label=_("Minimum age"), unit=_("years"), min_value=12, max_value=99)
    residence_required = TickField(label=_("Lives in the jurisdiction"), required=False)
    substance_use_required = TickField(label=_("Is known to use controlled substances"), required=False)
    amenability_required = TickField(
        label=_("Is amenable on contact"),
        required=False,
        help_text=_("Not violent, psychotic, or a threat to self or others when first met."),
    )
    exploitation_of_minors_excluded = TickField(label=_("Does not appear to exploit minors"), required=False)
    eligible_kinds = TickTilesField(label=_("Kinds of offense that are eligible"), required=False)
    felony_kinds = TickTilesField(
        label=_("Of these, eligible also as a felony"),
        required=False,
        help_text=_("Possession of most drugs is a felony in North Carolina in any amount."),
    )
    eligible_offenses = TickTilesField(label=_("Single offenses that are eligible as well"), required=False)
    excluded_offenses = TickTilesField(label=_("Single offenses that are not eligible"), required=False)
    victims = TilesField(
        label=_("Offenses with a victim"),
        choices=[(rule.value, words) for rule, words in VICTIM_SENTENCES.items()],
    )
    no_contact_order_excluded = TickField(label=_("A no-contact order excludes"), required=False)
    never_by_exception = TickTilesField(
        label=_("Criteria to which the DA's office makes no exception"),
        required=False,
        compact=True,
        choices=[(code.value, words) for code, words in CRITERION_WORDS.items()],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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
            label = _now("%(kind)s: goods worth at most") % {"kind": _now(kind_words(kind))}
            self.fields[f"value_{kind}"] = StepperField(
                label=label, unit=_("dollars"), step=100, min_value=1, required=False
            )
        for conviction, words in CONVICTION_WORDS.items():
            label = _now("A conviction for %(what)s") % {"what": _now(words)}
            self.fields[f"conviction_{conviction}"] = forms.ChoiceField(label=label, choices=LOOK_BACKS)
            self.fields[f"years_{conviction}"] = StepperField(
                label=_("For how many years"), unit=_("years"), min_value=1, max_value=99, required=False
            )
        for kind, words in SUPERVISION_WORDS.items():
            label = _now("Somebody on %(kind)s") % {"kind": _now(words)}
            self.fields[f"supervision_{kind}"] = forms.ChoiceField(
                label=label, choices=[(permission.value, each) for permission, each in PERMISSIONS.items()]
            )

    def group(self, *names: str) -> list[Any]:
        return [self[name] for name in names]

    @property
    def value_fields(self) -> list[Any]:
        return self.group(*(f"value_{kind}" for kind in VALUE_KINDS))

    @property
    def conviction_fields(self) -> list[tuple[Any, Any]]:
        return [(self[f"conviction_{each}"], self[f"years_{each}"]) for each in CONVICTION_WORDS]

    @property
    def supervision_fields(self) -> list[Any]:
        return self.group(*(f"supervision_{each}" for each in SUPERVISION_WORDS))

    def clean(self) -> dict[str, Any]:
        """Ask for years where some were chosen, and refuse words that smuggle in what no criterion may be."""
        values = super().clean() or {}
        for conviction in CONVICTION_WORDS:
            if values.get(f"conviction_{conviction}") == LAST_YEARS and not values.get(f"years_{conviction}"):
                self.add_error(f"years_{conviction}", _("Enter for how many years."))
        for name in ("name", "note"):
            sentence = forbidden_question(values.get(name) or "")
            if sentence:
                self.add_error(name, _now(sentence))
        return values

    def show_errors(self, errors: Iterable[CriteriaError]) -> None:
        """Put each reason why criteria cannot be so at the field it is about."""
        for error in errors:
            sentence = _now(error.sentence) % error.values
            if error.name in self.fields:
                self.add_error(error.name, sentence)
            else:
                self.add_error(None, sentence)


@dataclass(frozen=True)
class Typed:
    """The editor as sent or as first shown: the questions and the lines of amounts."""

    form: CriteriaForm
    limits: Any

    def is_valid(self) -> bool:
        return bool(self.form.is_valid() & self.limits.is_valid())

    def plain(self, before: Criteria) -> dict[str, Any]:
        """Return what was typed as criteria read it; sources that are not asked for stay as they were."""
        values = self.form.cleaned_data
        sources = {limit.kind: limit.source for limit in before.value_limits}
        convicted = {row.conviction: row.source for row in before.convictions}
        same = (
            "name minimum_age residence_required substance_use_required amenability_required victims eligible_kinds "
            "exploitation_of_minors_excluded felony_kinds eligible_offenses excluded_offenses "
            "no_contact_order_excluded never_by_exception"
        ).split()
        return {
            **{name: values[name] for name in same},
            "drug_limits": [row for row in (each.plain() for each in self.limits) if row is not None],
            "value_limits": [
                {"kind": kind, "dollars": str(values[f"value_{kind}"]), "source": sources.get(kind, "")}
                for kind in VALUE_KINDS
                if values[f"value_{kind}"]
            ],
            "convictions": [
                {
                    "conviction": each.value,
                    "years": look_back(values, each),
                    "source": convicted.get(each, ""),
                }
                for each in CONVICTION_WORDS
                if values[f"conviction_{each}"] != NOT_ASKED
            ],
            "supervision": {each.value: values[f"supervision_{each}"] for each in SUPERVISION_WORDS},
        }


def look_back(values: Mapping[str, Any], conviction: Conviction) -> int | None:
    """Return the years of a look-back, or None for any time."""
    chosen = values[f"conviction_{conviction}"] == LAST_YEARS
    return int(values[f"years_{conviction}"]) if chosen else None


def editor(criteria: Criteria, effective_on: date, note: str, data: Any = None) -> Typed:
    """Return the editor filled with criteria, or with what was sent."""
    plain = criteria.to_plain()
    first: dict[str, Any] = {**plain, "effective_on": effective_on, "note": note}
    first |= {f"value_{limit.kind}": limit.dollars for limit in criteria.value_limits}
    rows = {row.conviction: row for row in criteria.convictions}
    for conviction in CONVICTION_WORDS:
        row = rows.get(conviction)
        first[f"conviction_{conviction}"] = (
            NOT_ASKED if row is None else LAST_YEARS if row.years else ANY_TIME
        )
        first[f"years_{conviction}"] = row.years if row else None
    first |= {f"supervision_{each}": criteria.permission(each).value for each in SUPERVISION_WORDS}
    lines = [
        {**row, "reached_excludes": "yes" if row["reached_excludes"] else "no"}
        for row in plain["drug_limits"]
    ]
    form = CriteriaForm(data, initial=first)
    return Typed(form, LimitForms(data, initial=lines, prefix="limits"))


__all__ = ["CriteriaForm", "LimitForms", "Typed", "VictimRule", "editor"]
