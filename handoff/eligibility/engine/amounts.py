"""Drugs and the units they are measured in. Weights convert into each other; dosage units never convert to a weight.

Drugs are listed so that an amount can be compared with the right limit, never to exclude one: a criterion may limit how
much, but not single out which drug (handbook 3a; requirement G5).
"""

from dataclasses import dataclass
from decimal import Decimal

from handoff.core.text import mark_for_translation

UNIDENTIFIED = "unidentified"
"""Found and weighed, but not identified: most street drugs are mixtures (handbook 3a)."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure. `factor` is its size in the base unit of its kind."""

    key: str
    words: str
    singular: str
    kind: str
    factor: Decimal

    def words_for(self, quantity: Decimal) -> str:
        """The unit as it stands behind a quantity: "1 gram", "0.5 grams"."""
        return self.singular if quantity == 1 else self.words


@dataclass(frozen=True, slots=True)
class Drug:
    """A drug, and the group whose amounts are summed where a limit names the group."""

    key: str
    words: str
    group: str = ""


UNITS: dict[str, Unit] = {
    unit.key: unit
    for unit in (
        Unit("g", mark_for_translation("grams"), mark_for_translation("gram"), "weight", Decimal(1)),
        Unit(
            "mg",
            mark_for_translation("milligrams"),
            mark_for_translation("milligram"),
            "weight",
            Decimal("0.001"),
        ),
        Unit(
            "kg", mark_for_translation("kilograms"), mark_for_translation("kilogram"), "weight", Decimal(1000)
        ),
        # The avoirdupois pound is exactly 0.45359237 kg (international agreement of 1959), the ounce a sixteenth.
        Unit(
            "oz",
            mark_for_translation("ounces"),
            mark_for_translation("ounce"),
            "weight",
            Decimal("28.349523125"),
        ),
        Unit(
            "lb",
            mark_for_translation("pounds"),
            mark_for_translation("pound"),
            "weight",
            Decimal("453.59237"),
        ),
        Unit(
            "dosage_unit",
            mark_for_translation("pills or doses"),
            mark_for_translation("pill or dose"),
            "count",
            Decimal(1),
        ),
    )
}

OPIOIDS = "opioids"

DRUGS: dict[str, Drug] = {
    drug.key: drug
    for drug in (
        Drug("cocaine", mark_for_translation("cocaine or crack")),
        Drug("methamphetamine", mark_for_translation("methamphetamine")),
        Drug("heroin", mark_for_translation("heroin"), OPIOIDS),
        Drug("fentanyl", mark_for_translation("fentanyl"), OPIOIDS),
        Drug("carfentanil", mark_for_translation("carfentanil"), OPIOIDS),
        Drug("prescription_opioid", mark_for_translation("opioid medication"), OPIOIDS),
        Drug("opium", mark_for_translation("opium"), OPIOIDS),
        Drug("other_opioid", mark_for_translation("another opioid"), OPIOIDS),
        Drug("marijuana", mark_for_translation("marijuana")),
        Drug("synthetic_cannabinoid", mark_for_translation("synthetic cannabinoid")),
        Drug("amphetamine", mark_for_translation("amphetamine")),
        Drug("mdma", mark_for_translation("MDMA")),
        Drug("mdpv", mark_for_translation("MDPV")),
        Drug("mephedrone", mark_for_translation("mephedrone")),
        Drug("lsd", mark_for_translation("LSD")),
        Drug("psilocybin", mark_for_translation("psilocybin")),
        Drug("methaqualone", mark_for_translation("methaqualone")),
        Drug("pcp", mark_for_translation("PCP")),
        Drug("ketamine", mark_for_translation("ketamine")),
        Drug("benzodiazepine", mark_for_translation("benzodiazepine")),
        Drug("other", mark_for_translation("another drug")),
        Drug(UNIDENTIFIED, mark_for_translation("an unidentified substance")),
    )
}

GROUPS: dict[str, str] = {OPIOIDS: mark_for_translation("opioids")}


def limit_covers(limited: str, drug: str) -> bool:
    """Whether a limit on a drug or group counts this drug."""
    return limited == drug or (drug in DRUGS and bool(DRUGS[drug].group) and DRUGS[drug].group == limited)


def drug_words(limited: str) -> str:
    if limited in GROUPS:
        return GROUPS[limited]
    return DRUGS[limited].words if limited in DRUGS else mark_for_translation("an unnamed drug")


def to_base_unit(quantity: Decimal, unit: str) -> Decimal:
    """A quantity in grams, or in dosage units. It only multiplies, so nothing is rounded."""
    return quantity * UNITS[unit].factor


def is_same_kind(unit: str, other: str) -> bool:
    """Whether two units measure the same thing. A weight and a count of dosage units do not."""
    return unit in UNITS and other in UNITS and UNITS[unit].kind == UNITS[other].kind
