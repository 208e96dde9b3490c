"""Compares the drugs found in an encounter with the limits. Amounts under one limit are summed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from handoff.core.text import mark_for_translation
from handoff.eligibility.engine.amounts import (
    DRUGS,
    UNIDENTIFIED,
    UNITS,
    drug_words,
    is_same_kind,
    to_base_unit,
)
from handoff.eligibility.engine.checks import POSSESSION
from handoff.eligibility.engine.criteria import Criteria, DrugLimit, LimitKind
from handoff.eligibility.engine.facts import DrugAmount, Facts
from handoff.eligibility.engine.findings import CriterionAnswer, RuleReading, TranslatableWord, Value

NO_DRUG_OFFENSE = mark_for_translation("No drugs are involved.")
AMOUNT_NOT_GIVEN = mark_for_translation("We don't know the amount of the drug.")
DRUG_NOT_GIVEN = mark_for_translation("We don't know which drug it is.")
UNIT_DOES_NOT_FIT = mark_for_translation(
    "The limit for %(drug)s is in another unit. We don't convert pills or doses to a weight."
)
NO_LIMIT_THEN = mark_for_translation("There's no limit for %(drug)s on record for the day of the encounter.")
NO_LIMITS = mark_for_translation("The partners haven't set this kind of limit.")

TOO_MUCH: Mapping[tuple[LimitKind, bool], str] = {
    (LimitKind.TRAFFICKING, True): mark_for_translation(
        "%(amount)s %(unit)s of %(drug)s: the trafficking weight is %(limit)s %(limit_unit)s or more."
    ),
    (LimitKind.TRAFFICKING, False): mark_for_translation(
        "%(amount)s %(unit)s of %(drug)s: the trafficking weight is more than %(limit)s %(limit_unit)s."
    ),
    (LimitKind.PERSONAL_USE, True): mark_for_translation(
        "%(amount)s %(unit)s of %(drug)s: the partners count less than %(limit)s %(limit_unit)s as personal use."
    ),
    (LimitKind.PERSONAL_USE, False): mark_for_translation(
        "%(amount)s %(unit)s of %(drug)s: the partners count up to %(limit)s %(limit_unit)s as personal use."
    ),
}
WITHIN: Mapping[LimitKind, str] = {
    LimitKind.TRAFFICKING: mark_for_translation("The amount is below the trafficking weight."),
    LimitKind.PERSONAL_USE: mark_for_translation(
        "The amount is within what the partners count as personal use."
    ),
}


@dataclass(frozen=True, slots=True)
class _Sum:
    """The amount found under one limit, in grams or dosage units."""

    limit: DrugLimit
    total: Decimal

    def reading(self) -> RuleReading:
        unit = UNITS[self.limit.unit]
        amount = round(self.total / unit.factor, 4).normalize()
        values: dict[str, Value] = {
            "amount": amount,
            "unit": TranslatableWord(unit.words_for(amount)),
            "drug": TranslatableWord(drug_words(self.limit.drug)),
            "limit": self.limit.quantity,
            "limit_unit": TranslatableWord(unit.words_for(self.limit.quantity)),
        }
        sentence = TOO_MUCH[self.limit.kind, self.limit.reached_excludes]
        return RuleReading(CriterionAnswer.NOT_MET, sentence, values, self.limit.source)


def check_limits(facts: Facts, criteria: Criteria, kind: LimitKind) -> RuleReading:
    """Whether the drugs found stay within the limits of one kind.

    Too much of any drug means not met, whatever else is unknown. Otherwise one amount that cannot be compared makes the
    result unknown.
    """
    if not any(limit.kind is kind for limit in criteria.drug_limits):
        return RuleReading(CriterionAnswer.NOT_ASKED, NO_LIMITS)
    possession = any(offense.kind == POSSESSION for offense in facts.offenses)
    if not facts.amounts:
        return (
            RuleReading(CriterionAnswer.UNKNOWN, AMOUNT_NOT_GIVEN)
            if possession
            else RuleReading(CriterionAnswer.NOT_ASKED, NO_DRUG_OFFENSE)
        )
    limits = criteria.limits_on(kind, facts.on)
    for total in _sums(facts.amounts, limits):
        if total.limit.excludes(total.total):
            return total.reading()
    for amount in _sort_amounts(facts.amounts):
        if doubt := _why_unknown(amount, limits, criteria, kind):
            return doubt
    return RuleReading(CriterionAnswer.MET, WITHIN[kind])


def _sort_amounts(amounts: Sequence[DrugAmount]) -> list[DrugAmount]:
    return sorted(amounts, key=lambda amount: (amount.drug, amount.unit, str(amount.quantity)))


def _countable_quantity(amount: DrugAmount) -> Decimal | None:
    quantity = amount.quantity
    return quantity if quantity is not None and quantity.is_finite() and quantity >= 0 else None


def _sums(amounts: Sequence[DrugAmount], limits: Sequence[DrugLimit]) -> list[_Sum]:
    return [_Sum(limit, _total(amounts, limit)) for limit in limits]


def _total(amounts: Sequence[DrugAmount], limit: DrugLimit) -> Decimal:
    """Sum what a limit counts. Limits on single drugs never share an amount; a group limit does."""
    total = Decimal(0)
    for amount in amounts:
        quantity = _countable_quantity(amount)
        if quantity is not None and limit.covers(amount.drug) and is_same_kind(amount.unit, limit.unit):
            total += to_base_unit(quantity, amount.unit)
    return total


def _why_unknown(
    amount: DrugAmount, limits: Sequence[DrugLimit], criteria: Criteria, kind: LimitKind
) -> RuleReading | None:
    """Why an amount cannot be compared with the limits, or None. A drug without any limit is never in doubt."""
    if amount.drug not in DRUGS:
        return RuleReading(CriterionAnswer.UNKNOWN, DRUG_NOT_GIVEN)
    ever = [limit for limit in criteria.drug_limits if limit.kind is kind and limit.covers(amount.drug)]
    if not ever and amount.drug != UNIDENTIFIED:
        return None
    named: dict[str, Value] = {"drug": TranslatableWord(DRUGS[amount.drug].words)}
    now = [limit for limit in limits if limit.covers(amount.drug)]
    if not now:
        return RuleReading(CriterionAnswer.UNKNOWN, NO_LIMIT_THEN, named)
    if _countable_quantity(amount) is None or amount.unit not in UNITS:
        return RuleReading(CriterionAnswer.UNKNOWN, AMOUNT_NOT_GIVEN)
    if not any(is_same_kind(amount.unit, limit.unit) for limit in now):
        return RuleReading(CriterionAnswer.UNKNOWN, UNIT_DOES_NOT_FIT, named)
    return None
