"""The parts of criteria: limits and rules, each with its source."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from handoff.core.text import mark_for_translation
from handoff.eligibility.engine.amounts import limit_covers, to_base_unit
from handoff.eligibility.engine.facts import Conviction, Supervision


class Criterion(StrEnum):
    """Every criterion, by the code that findings, exceptions and reports use."""

    IMMUNITY = "immunity"
    OFFENSE = "offense"
    FELONY = "felony"
    VALUE = "value"
    VICTIM = "victim"
    TRAFFICKING_WEIGHT = "trafficking_weight"
    PERSONAL_USE = "personal_use"
    AGE = "age"
    RESIDENCE = "residence"
    SUBSTANCE_USE = "substance_use"
    AMENABLE = "amenable"
    EXPLOITS_MINORS = "exploits_minors"
    CONVICTIONS = "convictions"
    SUPERVISION = "supervision"
    NO_CONTACT_ORDER = "no_contact_order"


class ChargeClass(StrEnum):
    """Which charges are diverted at all: a program can start before the DA supports it (P7)."""

    ALL = "all"
    MISDEMEANORS = "misdemeanors"
    NONE = "none"


class SupervisionRule(StrEnum):
    """Whether a person under supervision may be in the program."""

    ALLOWED = "allowed"
    NEEDS_APPROVAL = "needs_approval"
    NOT_ALLOWED = "not_allowed"


class VictimRule(StrEnum):
    """What an offense with a victim means.

    The handbook's example says "victimless", but its list of common charges has theft and trespass, which have victims.
    `ANY` follows the list: the kind of offense decides.
    """

    ANY = "any"
    WITH_AGREEMENT = "with_agreement"
    NONE = "none"


class LimitKind(StrEnum):
    """The statutory trafficking weight, or the amount that the partners consider personal use."""

    TRAFFICKING = "trafficking"
    PERSONAL_USE = "personal_use"


@dataclass(frozen=True, slots=True)
class DrugLimit:
    """How much of a drug or group is too much, effective between two dates, both included.

    `reached_excludes`: "4 g or more" is True (3.99 g passes, 4 g does not); "more than 10 lb" is False (10 lb passes).
    """

    drug: str
    quantity: Decimal
    unit: str
    reached_excludes: bool = True
    kind: LimitKind = LimitKind.TRAFFICKING
    effective_from: date | None = None
    effective_to: date | None = None
    source: str = ""
    reviewed_by: str = ""

    def holds_on(self, day: date) -> bool:
        return (self.effective_from is None or self.effective_from <= day) and (
            self.effective_to is None or day <= self.effective_to
        )

    def covers(self, drug: str) -> bool:
        return limit_covers(self.drug, drug)

    def excludes(self, in_base_unit: Decimal) -> bool:
        """Whether a quantity in grams or dosage units is too much."""
        limit = to_base_unit(self.quantity, self.unit)
        return in_base_unit >= limit if self.reached_excludes else in_base_unit > limit


@dataclass(frozen=True, slots=True)
class ValueLimit:
    """The highest value of goods for one kind of offense, in dollars, included."""

    kind: str
    dollars: Decimal
    source: str = ""


@dataclass(frozen=True, slots=True)
class DisqualifyingConviction:
    """A class of convictions that disqualifies for some years, or always (None)."""

    conviction: Conviction
    years: int | None = None
    source: str = ""


CONVICTION_WORDS: dict[Conviction, str] = {
    Conviction.HOMICIDE: mark_for_translation("homicide"),
    Conviction.VEHICULAR_HOMICIDE: mark_for_translation("vehicular homicide"),
    Conviction.ARSON: mark_for_translation("arson"),
    Conviction.ROBBERY: mark_for_translation("robbery"),
    Conviction.KIDNAPPING: mark_for_translation("kidnapping"),
    Conviction.HUMAN_TRAFFICKING: mark_for_translation("human trafficking"),
    Conviction.SEXUAL_ASSAULT: mark_for_translation("sexual assault"),
    Conviction.FIREARM_OR_DEADLY_WEAPON: mark_for_translation("an offense with a firearm or deadly weapon"),
    Conviction.ATTEMPTED_VIOLENT: mark_for_translation("an attempt at one of these violent crimes"),
    Conviction.ASSAULT: mark_for_translation("assault"),
    Conviction.BURGLARY: mark_for_translation("burglary"),
    Conviction.DRUG_SALE: mark_for_translation("selling drugs"),
    Conviction.PROMOTING_SEX_WORK: mark_for_translation("promoting prostitution"),
}

SUPERVISION_WORDS: dict[Supervision, str] = {
    Supervision.UNSUPERVISED_PROBATION: mark_for_translation("unsupervised probation"),
    Supervision.SUPERVISED_PROBATION: mark_for_translation("supervised probation"),
    Supervision.PAROLE: mark_for_translation("parole"),
    Supervision.POST_RELEASE: mark_for_translation("post-release supervision"),
    Supervision.PRETRIAL: mark_for_translation("pretrial release"),
}
"""The kinds of supervision that criteria decide on."""
