"""Drugs and the units they are measured in. Weights turn into each other; dosage units never turn into a weight.

The list names drugs so that an amount can be held against the right limit. It is never a list of exclusions: a
criterion may limit how much, and may not single out which (handbook 3a; requirement G5).
"""

from dataclasses import dataclass
from decimal import Decimal

from handoff.core.text import mark

UNIDENTIFIED = "unidentified"
"""Found and weighed, but nobody knows what it is: most street drugs are mixtures (handbook 3a)."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure: how many of the base unit of its kind it is."""

    key: str
    words: str
    kind: str
    factor: Decimal


@dataclass(frozen=True, slots=True)
class Drug:
    """A drug, and the group whose amounts are added together where a limit names the group."""

    key: str
    words: str
    group: str = ""


UNITS: dict[str, Unit] = {
    unit.key: unit
    for unit in (
        Unit("g", mark("g"), "weight", Decimal(1)),
        Unit("mg", mark("mg"), "weight", Decimal("0.001")),
        Unit("kg", mark("kg"), "weight", Decimal(1000)),
        # The avoirdupois pound is exactly 0.45359237 kg (international agreement of 1959), the ounce a sixteenth.
        Unit("oz", mark("oz"), "weight", Decimal("28.349523125")),
        Unit("lb", mark("lb"), "weight", Decimal("453.59237")),
        Unit("dosage_unit", mark("dosage units"), "count", Decimal(1)),
    )
}

OPIOIDS = "opioids"

DRUGS: dict[str, Drug] = {
    drug.key: drug
    for drug in (
        Drug("cocaine", mark("cocaine or crack")),
        Drug("methamphetamine", mark("methamphetamine")),
        Drug("heroin", mark("heroin"), OPIOIDS),
        Drug("fentanyl", mark("fentanyl"), OPIOIDS),
        Drug("carfentanil", mark("carfentanil"), OPIOIDS),
        Drug("prescription_opioid", mark("opioid medicine"), OPIOIDS),
        Drug("opium", mark("opium"), OPIOIDS),
        Drug("other_opioid", mark("another opioid"), OPIOIDS),
        Drug("marijuana", mark("marijuana")),
        Drug("synthetic_cannabinoid", mark("synthetic cannabinoid")),
        Drug("amphetamine", mark("amphetamine")),
        Drug("mdma", mark("MDMA")),
        Drug("mdpv", mark("MDPV")),
        Drug("mephedrone", mark("mephedrone")),
        Drug("lsd", mark("LSD")),
        Drug("psilocybin", mark("psilocybin")),
        Drug("methaqualone", mark("methaqualone")),
        Drug("pcp", mark("PCP")),
        Drug("ketamine", mark("ketamine")),
        Drug("benzodiazepine", mark("benzodiazepine")),
        Drug("other", mark("another drug")),
        Drug(UNIDENTIFIED, mark("a substance not identified")),
    )
}

GROUPS: dict[str, str] = {OPIOIDS: mark("opioids")}


def covers(limited: str, drug: str) -> bool:
    """Whether a limit on a drug or group counts this drug."""
    return limited == drug or (drug in DRUGS and bool(DRUGS[drug].group) and DRUGS[drug].group == limited)


def words_of(limited: str) -> str:
    """Return the English words of a drug or group."""
    if limited in GROUPS:
        return GROUPS[limited]
    return DRUGS[limited].words if limited in DRUGS else mark("a drug not named")


def in_base(quantity: Decimal, unit: str) -> Decimal:
    """Return a quantity in grams, or in dosage units. Nothing is divided, so nothing is rounded."""
    return quantity * UNITS[unit].factor


def same_kind(unit: str, other: str) -> bool:
    """Whether two units measure the same thing; a weight and a count of dosage units do not."""
    return unit in UNITS and other in UNITS and UNITS[unit].kind == UNITS[other].kind
