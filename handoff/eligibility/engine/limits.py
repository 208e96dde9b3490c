"""The parts that criteria are made of: limits and permissions, each with the source it rests on."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from handoff.core.text import mark
from handoff.eligibility.engine.amounts import covers, in_base
from handoff.eligibility.engine.facts import Conviction, Supervision


class Criterion(StrEnum):
    """Every criterion by the code that findings, exceptions and reports use."""

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


class Permission(StrEnum):
    """Whether somebody under supervision may take part."""

    ALLOWED = "allowed"
    NEEDS_APPROVAL = "needs_approval"
    NOT_ALLOWED = "not_allowed"


class VictimRule(StrEnum):
    """What an offense with a victim means.

    The handbook's example says "victimless" while its list of common charges has theft and trespass, which have
    victims. `ANY` follows the list: the kinds of offense decide.
    """

    ANY = "any"
    WITH_AGREEMENT = "with_agreement"
    NONE = "none"


class LimitKind(StrEnum):
    """The law's trafficking weight, or the amount that the partners take for personal use (law.md 2.1)."""

    TRAFFICKING = "trafficking"
    PERSONAL_USE = "personal_use"


@dataclass(frozen=True, slots=True)
class DrugLimit:
    """How much of a drug (or group of drugs) is too much, as it held between two dates, both included.

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
        """Whether the limit was in force on that day."""
        return (self.effective_from is None or self.effective_from <= day) and (
            self.effective_to is None or day <= self.effective_to
        )

    def covers(self, drug: str) -> bool:
        """Whether the limit counts this drug."""
        return covers(self.drug, drug)

    def excludes(self, in_base_unit: Decimal) -> bool:
        """Whether a quantity, in grams or dosage units, is too much."""
        limit = in_base(self.quantity, self.unit)
        return in_base_unit >= limit if self.reached_excludes else in_base_unit > limit


@dataclass(frozen=True, slots=True)
class ValueLimit:
    """The most that goods may be worth for one kind of offense; exactly that much is allowed."""

    kind: str
    dollars: Decimal
    source: str = ""


@dataclass(frozen=True, slots=True)
class DisqualifyingConviction:
    """A class of convictions that disqualifies: for so many years, or (None) at any time."""

    conviction: Conviction
    years: int | None = None
    source: str = ""


CONVICTION_WORDS: dict[Conviction, str] = {
    Conviction.HOMICIDE: mark("homicide"),
    Conviction.VEHICULAR_HOMICIDE: mark("vehicular homicide"),
    Conviction.ARSON: mark("arson"),
    Conviction.ROBBERY: mark("robbery"),
    Conviction.KIDNAPPING: mark("kidnapping"),
    Conviction.HUMAN_TRAFFICKING: mark("human trafficking"),
    Conviction.SEXUAL_ASSAULT: mark("a sexual assault offense"),
    Conviction.FIREARM_OR_DEADLY_WEAPON: mark("an offense with a firearm or deadly weapon"),
    Conviction.ATTEMPTED_VIOLENT: mark("an attempt of one of these violent crimes"),
    Conviction.ASSAULT: mark("assault"),
    Conviction.BURGLARY: mark("burglary"),
    Conviction.DRUG_SALE: mark("selling drugs"),
    Conviction.PROMOTING_SEX_WORK: mark("promoting prostitution"),
}

SUPERVISION_WORDS: dict[Supervision, str] = {
    Supervision.UNSUPERVISED_PROBATION: mark("unsupervised probation"),
    Supervision.SUPERVISED_PROBATION: mark("supervised probation"),
    Supervision.PAROLE: mark("parole"),
    Supervision.POST_RELEASE: mark("post-release supervision"),
    Supervision.PRETRIAL: mark("pretrial release"),
}
"""The kinds of supervision that criteria decide on."""
