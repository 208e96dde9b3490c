"""What is known of one encounter when eligibility is checked: plain values, most of them yes, no or unknown.

Facts hold conclusions only, never the text of a criminal history, and cannot hold race, ethnicity, sex or gender (G9):
there is no field for them and anything else is refused by name.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Self


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
        """Return the facts as values that JSON can hold."""
        plain: dict[str, Any] = {each.name: _plain(getattr(self, each.name)) for each in fields(self)}
        plain["offenses"] = [_plain_row(offense) for offense in self.offenses]
        plain["amounts"] = [_plain_row(amount) for amount in self.amounts]
        plain["convictions"] = {str(key): _plain_row(fact) for key, fact in sorted(self.convictions.items())}
        return plain

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Self:
        """Read facts back. Anything that is not a fact of this list is refused."""
        strangers = sorted(set(plain) - {each.name for each in fields(cls)})
        if strangers:
            raise ValueError(f"not a fact that eligibility may know: {', '.join(strangers)}")
        read: dict[str, Any] = {name: _READERS[name](value) for name, value in plain.items()}
        return cls(**read)


def _plain(value: object) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _plain_row(row: DrugAmount | OffenseFact | ConvictionFact) -> dict[str, Any]:
    return {each.name: _plain(getattr(row, each.name)) for each in fields(row)}


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _number(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _amounts(rows: list[dict[str, Any]]) -> tuple[DrugAmount, ...]:
    return tuple(DrugAmount(**{**row, "quantity": _number(row.get("quantity"))}) for row in rows)


def _offenses(rows: list[dict[str, Any]]) -> tuple[OffenseFact, ...]:
    return tuple(OffenseFact(**{**row, "value": _number(row.get("value"))}) for row in rows)


def _convictions(rows: dict[str, dict[str, Any]]) -> dict[Conviction, ConvictionFact]:
    return {
        Conviction(key): ConvictionFact(Reply(row["answer"]), _day(row.get("most_recent_on")))
        for key, row in rows.items()
    }


_READERS: dict[str, Any] = {
    "door": Door,
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
