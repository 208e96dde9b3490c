"""An entry of the directory as plain values: what a form or a file says about a service.

`source_name` is known of what is saved. It tells apart what two sources number alike, and is no part of what is said.
"""

from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal


@dataclass(frozen=True)
class OrganizationFacts:
    """Who offers services."""

    name: str
    description: str = ""
    website: str = ""
    email: str = ""
    source_id: str = ""
    source_name: str = field(default="", compare=False)


@dataclass(frozen=True)
class PhoneFacts:
    """A number to call; the extension is text, because "012" is not 12."""

    number: str
    extension: str = ""
    kind: str = "voice"
    description: str = ""
    source_id: str = ""


@dataclass(frozen=True)
class PlaceFacts:
    """Where a service is offered, and how to get there."""

    name: str = ""
    address_1: str = ""
    address_2: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    neighborhood: str = ""
    directions: str = ""
    latitude: float | None = None
    longitude: float | None = None
    source_id: str = ""
    source_name: str = field(default="", compare=False)


@dataclass(frozen=True)
class HoursFacts:
    """One spell of opening on some weekdays, in the program's own time zone.

    An end that isn't after the start is on the next day. Without times, `description` is all that is known.
    """

    weekdays: tuple[str, ...] = ()
    weeks: tuple[str, ...] = ()
    opens_at: time | None = None
    closes_at: time | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    description: str = ""
    source_id: str = ""


@dataclass(frozen=True)
class CostFacts:
    """What one thing costs, in dollars."""

    option: str
    amount: Decimal | None = None
    source_id: str = ""


@dataclass(frozen=True)
class ServiceFacts:
    """What a service is, who it is for and what it costs; its phones, places and hours are stated beside it."""

    name: str
    alternate_name: str = ""
    description: str = ""
    status: str = "active"
    alert: str = ""
    url: str = ""
    email: str = ""
    eligibility: str = ""
    minimum_age: int | None = None
    maximum_age: int | None = None
    fees: str = ""
    how_to_apply: str = ""
    needs: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class EntryFacts:
    """A service with everything a file says about it; `faults` are sentences about how its cells were read."""

    source_id: str
    service: ServiceFacts
    organization: OrganizationFacts | None = None
    phones: tuple[PhoneFacts, ...] = ()
    places: tuple[PlaceFacts, ...] = ()
    hours: tuple[HoursFacts, ...] = ()
    costs: tuple[CostFacts, ...] = ()
    checked_on: date | None = None
    faults: tuple[str, ...] = ()
    source_name: str = field(default="", compare=False)
