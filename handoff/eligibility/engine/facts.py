"""What is known of one encounter when eligibility is checked: plain values, most of them yes, no or unknown.

Facts hold conclusions, never the text of a criminal history. They cannot hold race, ethnicity, sex or gender (G9):
there is no field for them, and unknown fields are refused by name.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Self

from cattrs.errors import ForbiddenExtraKeysError
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from handoff.eligibility.engine.converters import new_converter

JsonObject = dict[str, Any]
"""An object as JSON stores it. Readers check every value before it is used."""
Reader = Callable[[Any], Any]
"""Turns a stored value into the value of a field, or raises TypeError or ValueError."""


class EligibilityPathway(StrEnum):
    """How the person comes to the program. Same values as `referrals.models.Pathway`, which needs Django."""

    ARREST_DIVERSION = "arrest_diversion"
    OFFICER_SOCIAL = "officer_social"
    COMMUNITY = "community"


class Reply(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Supervision(StrEnum):
    """The person's current supervision."""

    NONE = "none"
    UNSUPERVISED_PROBATION = "unsupervised_probation"
    SUPERVISED_PROBATION = "supervised_probation"
    PAROLE = "parole"
    POST_RELEASE = "post_release"
    PRETRIAL = "pretrial"
    UNKNOWN = "unknown"


class Immunity(StrEnum):
    """A protection by law, because of which nothing can be charged."""

    NONE = "none"
    SSP_SUPPLIES = "ssp_supplies"
    DECLARED_SHARP = "declared_sharp"
    TESTING_EQUIPMENT = "testing_equipment"
    OVERDOSE_CALL = "overdose_call"
    UNKNOWN = "unknown"


class Conviction(StrEnum):
    """Classes of past convictions: the handbook's nine, then those that single sites add."""

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
    """A drug that was found: key in `amounts.DRUGS` (blank: unknown), quantity, unit in `amounts.UNITS`."""

    drug: str = ""
    quantity: Decimal | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class OffenseFact:
    """An offense that could be charged. None means unknown."""

    key: str
    kind: str
    statute: str = ""
    felony: bool | None = None
    has_victim: bool | None = None
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ConvictionFact:
    """The officer's conclusion about one class of convictions, with the date of the most recent one."""

    answer: Reply = Reply.UNKNOWN
    most_recent_on: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that a check may know. `amounts` lists each drug once, however many offenses rest on it."""

    pathway: EligibilityPathway
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

    def to_plain(self) -> JsonObject:
        return dict(_CONVERTER.unstructure(self))

    @classmethod
    def from_plain(cls, plain: Mapping[str, object]) -> Self:
        """Read stored facts. Raises ValueError for anything that is not a fact."""
        try:
            return _CONVERTER.structure(plain, cls)
        except ForbiddenExtraKeysError as error:
            unknown_keys = ", ".join(sorted(error.extra_fields))
            raise ValueError(f"not a fact that eligibility may know: {unknown_keys}") from error


_CONVERTER = new_converter()
# Checks stored by earlier releases use the key "door", so the name in the database stays.
_STORED_AS = override(rename="door")
_CONVERTER.register_unstructure_hook(Facts, make_dict_unstructure_fn(Facts, _CONVERTER, pathway=_STORED_AS))
_CONVERTER.register_structure_hook(
    Facts, make_dict_structure_fn(Facts, _CONVERTER, _cattrs_forbid_extra_keys=True, pathway=_STORED_AS)
)
