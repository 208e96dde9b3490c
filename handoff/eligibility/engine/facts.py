"""What is known of one encounter when eligibility is checked: plain values, most of them yes, no or unknown.

Facts hold conclusions, never the text of a criminal history. They cannot hold race, ethnicity, sex or gender (G9):
there is no field for them, and unknown fields are refused by name.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Self

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
        plain: JsonObject = {
            _STORED_AS.get(each.name, each.name): _plain(getattr(self, each.name)) for each in fields(self)
        }
        plain["offenses"] = [_plain_row(offense) for offense in self.offenses]
        plain["amounts"] = [_plain_row(amount) for amount in self.amounts]
        plain["convictions"] = {str(key): _plain_row(fact) for key, fact in sorted(self.convictions.items())}
        return plain

    @classmethod
    def from_plain(cls, plain: Mapping[str, object]) -> Self:
        """Read stored facts. Raises ValueError for anything that is not a fact."""
        unknown_keys = sorted(set(plain) - set(_READERS))
        if unknown_keys:
            raise ValueError(f"not a fact that eligibility may know: {', '.join(unknown_keys)}")
        read: JsonObject = {_NAME_OF.get(key, key): _READERS[key](value) for key, value in plain.items()}
        return cls(**read)


def _plain(value: object) -> object:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _plain_row(row: DrugAmount | OffenseFact | ConvictionFact) -> JsonObject:
    return {each.name: _plain(getattr(row, each.name)) for each in fields(row)}


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _number(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _amounts(rows: list[JsonObject]) -> tuple[DrugAmount, ...]:
    return tuple(DrugAmount(**{**row, "quantity": _number(row.get("quantity"))}) for row in rows)


def _offenses(rows: list[JsonObject]) -> tuple[OffenseFact, ...]:
    return tuple(OffenseFact(**{**row, "value": _number(row.get("value"))}) for row in rows)


def _convictions(rows: dict[str, JsonObject]) -> dict[Conviction, ConvictionFact]:
    return {
        Conviction(key): ConvictionFact(Reply(row["answer"]), _day(row.get("most_recent_on")))
        for key, row in rows.items()
    }


# Checks stored by earlier releases use this key, so the name in the database stays.
_STORED_AS = {"pathway": "door"}
_NAME_OF = {stored: name for name, stored in _STORED_AS.items()}
_READERS: dict[str, Reader] = {
    "door": EligibilityPathway,
    "on": date.fromisoformat,
    "date_of_birth": _day,
    "age": lambda value: value,
    "resident": Reply,
    "substance_use": Reply,
    "amenable": Reply,
    "exploits_minors": Reply,
    "offenses": _offenses,
    "amounts": _amounts,
    "convictions": _convictions,
    "supervision": Supervision,
    "supervising_officer_agrees": Reply,
    "victim_agrees": Reply,
    "no_contact_order": Reply,
    "immunity": Immunity,
}
