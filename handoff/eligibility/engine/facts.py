"""What is known of one encounter when eligibility is checked: plain values, most of them yes, no or unknown.

Facts hold conclusions only, never the text of a criminal history, and cannot hold race, ethnicity, sex or gender (G9):
there is no field for them and anything else is refused by name.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Self

from cattrs.errors import ForbiddenExtraKeysError

from handoff.eligibility.engine.converters import new_converter


class Door(StrEnum):
    """How the person comes to the program (law.md 1.2: three doors, not two)."""

    ARREST_DIVERSION = "arrest_diversion"
    OFFICER_SOCIAL = "officer_social"
    COMMUNITY = "community"


class Reply(StrEnum):
    """What the officer knows."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Supervision(StrEnum):
    """What supervision the person is under now."""

    NONE = "none"
    UNSUPERVISED_PROBATION = "unsupervised_probation"
    SUPERVISED_PROBATION = "supervised_probation"
    PAROLE = "parole"
    POST_RELEASE = "post_release"
    PRETRIAL = "pretrial"
    UNKNOWN = "unknown"


class Immunity(StrEnum):
    """A protection by law that makes the person not chargeable (law.md 2.4)."""

    NONE = "none"
    SSP_SUPPLIES = "ssp_supplies"
    DECLARED_SHARP = "declared_sharp"
    TESTING_EQUIPMENT = "testing_equipment"
    OVERDOSE_CALL = "overdose_call"
    UNKNOWN = "unknown"


class Conviction(StrEnum):
    """Classes of past convictions: the handbook's nine, then those that single sites add (law.md 1.2)."""

    HOMICIDE = "homicide"
    VEHICULAR_HOMICIDE = "vehicular_homicide"
    ARSON = "arson"
    ROBBERY = "robbery"
    KIDNAPPING = "kidnapping"
    HUMAN_TRAFFICKING = "human_trafficking"
    SEXUAL_ASSAULT = "sexual_assault"
    FIREARM_OR_DEADLY_WEAPON = "firearm_or_deadly_weapon"
    ATTEMPTED_VIOLENT = "attempted_violent"
    ASSAULT = "assault"
    BURGLARY = "burglary"
    DRUG_SALE = "drug_sale"
    PROMOTING_SEX_WORK = "promoting_sex_work"


@dataclass(frozen=True, slots=True)
class DrugAmount:
    """One drug found: what (`amounts.DRUGS`, or blank when not known), how much, in which unit (`amounts.UNITS`)."""

    drug: str = ""
    quantity: Decimal | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class OffenseFact:
    """One offense that could be charged; None where a property of it is not known."""

    key: str
    kind: str
    statute: str = ""
    felony: bool | None = None
    has_victim: bool | None = None
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ConvictionFact:
    """The officer's conclusion about one class of convictions, with the day of the most recent one."""

    answer: Reply = Reply.UNKNOWN
    most_recent_on: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a check may know. `amounts` lists everything found once, however many offenses rest on it."""

    door: Door
    on: date
    date_of_birth: date | None = None
    age: int | None = None
    resident: Reply = Reply.UNKNOWN
    substance_use: Reply = Reply.UNKNOWN
    amenable: Reply = Reply.UNKNOWN
    exploits_minors: Reply = Reply.UNKNOWN
    offenses: tuple[OffenseFact, ...] = ()
    amounts: tuple[DrugAmount, ...] = ()
    convictions: Mapping[Conviction, ConvictionFact] = field(default_factory=dict)
    supervision: Supervision = Supervision.UNKNOWN
    supervising_officer_agrees: Reply = Reply.UNKNOWN
    victim_agrees: Reply = Reply.UNKNOWN
    no_contact_order: Reply = Reply.UNKNOWN
    immunity: Immunity = Immunity.UNKNOWN

    def to_plain(self) -> dict[str, Any]:
        """The facts as values that JSON can hold."""
        return dict(_CONVERTER.unstructure(self))

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Self:
        """Raises `ValueError` for anything that is not a fact of this list."""
        try:
            return _CONVERTER.structure(plain, cls)
        except ForbiddenExtraKeysError as error:
            unknown_keys = ", ".join(sorted(error.extra_fields))
            raise ValueError(f"not a fact that eligibility may know: {unknown_keys}") from error


_CONVERTER = new_converter()
