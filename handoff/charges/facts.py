"""A charge as the measures count it, as its source states it, and what a change of it replaced."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class ChargeFact:
    """One charge set aside. It belongs to the referral that names the same encounter."""

    charge: int
    encounter: int
    person: int
    offense: str
    title: str
    set_aside_on: date
    state: str


@dataclass(frozen=True, slots=True)
class NewChargeFact:
    """One charge reported after a referral, and how it came about."""

    charge: int
    person: int
    offense: str
    occurred_on: date
    how: str


Stored: TypeAlias = str | int | None
"""A value as it is kept in JSON: days and times in ISO format."""
ChargeValue: TypeAlias = str | int | date | datetime | None


@dataclass(frozen=True, slots=True)
class ChargeValues:
    """What a source says of a charge."""

    offense_key: str
    title: str
    statute: str
    how: str
    occurred_on: date
    occurred_at: datetime | None
    counts: int

    @classmethod
    def of(cls, charge: object) -> "ChargeValues":
        """The values of a charge as it is recorded."""
        return cls(**{each.name: getattr(charge, each.name) for each in fields(cls)})

    def by_name(self) -> dict[str, ChargeValue]:
        return {each.name: getattr(self, each.name) for each in fields(self)}


CHARGE_FIELDS = frozenset(each.name for each in fields(ChargeValues))


def stored_values(values: Mapping[str, ChargeValue]) -> dict[str, Stored]:
    """Former values of a charge as they are kept."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def read_values(stored: Mapping[str, Stored]) -> dict[str, ChargeValue]:
    """Former values of a charge; a name that is no value of a charge is refused with a ValueError."""
    unknown = sorted(set(stored) - CHARGE_FIELDS)
    if unknown:
        raise ValueError(f"not a value of a charge: {', '.join(unknown)}")
    return {name: read_value(name, value) for name, value in stored.items()}


def read_value(name: str, value: Stored) -> ChargeValue:
    if not isinstance(value, str):
        return value
    if name == "occurred_on":
        return date.fromisoformat(value)
    return datetime.fromisoformat(value) if name == "occurred_at" else value


@dataclass(frozen=True, slots=True)
class FormerCourtDate:
    """The court date that went off the record with a charge entered in error, for an undo to put it back."""

    court: str
    when: str
    on: date | None
    starts: time | None
    added_by_id: int | None

    def stored(self) -> dict[str, Stored]:
        return {
            "court": self.court,
            "when": self.when,
            "on": self.on.isoformat() if self.on else "",
            "time": self.starts.isoformat() if self.starts else "",
            "by": self.added_by_id,
        }

    @classmethod
    def read(cls, stored: Mapping[str, Stored]) -> "FormerCourtDate":
        on, starts, by = stored["on"], stored["time"], stored["by"]
        return cls(
            court=str(stored["court"]),
            when=str(stored["when"]),
            on=date.fromisoformat(str(on)) if on else None,
            starts=time.fromisoformat(str(starts)) if starts else None,
            added_by_id=int(by) if by is not None else None,
        )
