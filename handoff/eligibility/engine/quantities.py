"""Holding the drugs found in one encounter against the limits. Amounts under one limit are added together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from handoff.core.text import mark
from handoff.eligibility.engine.amounts import DRUGS, UNIDENTIFIED, UNITS, in_base, same_kind, words_of
from handoff.eligibility.engine.checks import POSSESSION
from handoff.eligibility.engine.criteria import Criteria, DrugLimit, LimitKind
from handoff.eligibility.engine.facts import DrugAmount, Facts
from handoff.eligibility.engine.findings import Answer, Reading, Value, Word

NO_DRUG_OFFENSE = mark("No drugs are part of this.")
AMOUNT_NOT_GIVEN = mark("The amount of the drug has not been given.")
DRUG_NOT_GIVEN = mark("Which drug it is has not been given.")
UNIT_DOES_NOT_FIT = mark(
    "The limit for %(drug)s is in another unit. Dosage units are not turned into a weight."
)
NO_LIMIT_THEN = mark("No limit for %(drug)s is on record for the day of the encounter.")
NO_LIMITS = mark("The partners have set no limit of this kind.")

TOO_MUCH: Mapping[tuple[LimitKind, bool], str] = {
    (LimitKind.TRAFFICKING, True): mark(
        "%(amount)s %(unit)s of %(drug)s: the trafficking weight is %(limit)s %(unit)s or more."
    ),
    (LimitKind.TRAFFICKING, False): mark(
        "%(amount)s %(unit)s of %(drug)s: the trafficking weight is more than %(limit)s %(unit)s."
    ),
    (LimitKind.PERSONAL_USE, True): mark(
        "%(amount)s %(unit)s of %(drug)s: personal use is taken to be less than %(limit)s %(unit)s."
    ),
    (LimitKind.PERSONAL_USE, False): mark(
        "%(amount)s %(unit)s of %(drug)s: personal use is taken to be up to %(limit)s %(unit)s."
    ),
}
WITHIN: Mapping[LimitKind, str] = {
    LimitKind.TRAFFICKING: mark("The amount is below the trafficking weight."),
    LimitKind.PERSONAL_USE: mark("The amount is within what the partners take for personal use."),
}


@dataclass(frozen=True, slots=True)
class _Sum:
    """What was found under one limit, in grams or dosage units."""

    limit: DrugLimit
    total: Decimal

    def reading(self) -> Reading:
        values: dict[str, Value] = {
            "amount": round(self.total / UNITS[self.limit.unit].factor, 4).normalize(),
            "unit": Word(UNITS[self.limit.unit].words),
            "drug": Word(words_of(self.limit.drug)),
            "limit": self.limit.quantity,
        }
        sentence = TOO_MUCH[self.limit.kind, self.limit.reached_excludes]
        return Reading(Answer.NOT_MET, sentence, values, self.limit.source)


def hold_against_limits(facts: Facts, criteria: Criteria, kind: LimitKind) -> Reading:
    """Read whether the drugs found stay within the limits of one kind.

    Too much of anything is not met, whatever else is unknown. Short of that, one amount that can't be told leaves the
    whole unknown.
    """
    if not any(limit.kind is kind for limit in criteria.drug_limits):
        return Reading(Answer.NOT_ASKED, NO_LIMITS)
    possession = any(offense.kind == POSSESSION for offense in facts.offenses)
    if not facts.amounts:
        return (
            Reading(Answer.UNKNOWN, AMOUNT_NOT_GIVEN)
            if possession
            else Reading(Answer.NOT_ASKED, NO_DRUG_OFFENSE)
        )
    limits = criteria.limits_on(kind, facts.on)
    for total in _sums(facts.amounts, limits):
        if total.limit.excludes(total.total):
            return total.reading()
    for amount in _in_order(facts.amounts):
        if doubt := _doubt(amount, limits, criteria, kind):
            return doubt
    return Reading(Answer.MET, WITHIN[kind])


def _in_order(amounts: Sequence[DrugAmount]) -> list[DrugAmount]:
    return sorted(amounts, key=lambda amount: (amount.drug, amount.unit, str(amount.quantity)))


def _known(amount: DrugAmount) -> Decimal | None:
    """Return the quantity if it can be counted."""
    quantity = amount.quantity
    return quantity if quantity is not None and quantity.is_finite() and quantity >= 0 else None


def _sums(amounts: Sequence[DrugAmount], limits: Sequence[DrugLimit]) -> list[_Sum]:
    return [_Sum(limit, _total(amounts, limit)) for limit in limits]


def _total(amounts: Sequence[DrugAmount], limit: DrugLimit) -> Decimal:
    """Add up what a limit counts. A marijuana limit and a heroin limit never share an amount; a group's limit does."""
    total = Decimal(0)
    for amount in amounts:
        quantity = _known(amount)
        if quantity is not None and limit.covers(amount.drug) and same_kind(amount.unit, limit.unit):
            total += in_base(quantity, amount.unit)
    return total


def _doubt(
    amount: DrugAmount, limits: Sequence[DrugLimit], criteria: Criteria, kind: LimitKind
) -> Reading | None:
    """Return why an amount can't be held against the limits, if it can't. A drug without any limit has no doubt."""
    if amount.drug not in DRUGS:
        return Reading(Answer.UNKNOWN, DRUG_NOT_GIVEN)
    ever = [limit for limit in criteria.drug_limits if limit.kind is kind and limit.covers(amount.drug)]
    if not ever and amount.drug != UNIDENTIFIED:
        return None
    named: dict[str, Value] = {"drug": Word(DRUGS[amount.drug].words)}
    now = [limit for limit in limits if limit.covers(amount.drug)]
    if not now:
        return Reading(Answer.UNKNOWN, NO_LIMIT_THEN, named)
    if _known(amount) is None or amount.unit not in UNITS:
        return Reading(Answer.UNKNOWN, AMOUNT_NOT_GIVEN)
    if not any(same_kind(amount.unit, limit.unit) for limit in now):
        return Reading(Answer.UNKNOWN, UNIT_DOES_NOT_FIT, named)
    return None
