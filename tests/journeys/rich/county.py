"""The things of the county by name, and a person with a phone."""

from dataclasses import dataclass, field
from typing import Any

from handoff.testing.casework import (
    make_contact_point,
)
from handoff.testing.programs import make_person
from tests.journeys.scenario import Table


@dataclass
class Rich:
    """The table and one of each thing, by name."""

    table: Table
    things: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.things[name]


def reachable(table: Table) -> Any:
    """A person with a phone."""
    person = make_person(table.program)
    make_contact_point(person)
    return person
