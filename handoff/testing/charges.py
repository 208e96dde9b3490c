"""Charges set aside by an officer."""

from datetime import date, datetime, timedelta
from typing import Any

from handoff.access.actor import Actor
from handoff.charges.models import Encounter
from handoff.charges.services import ChargeInput, set_aside_charges
from handoff.participants.models import Person
from handoff.programs.queries import local_date
from handoff.testing.programs import AT, make_agency

TRESPASS = ChargeInput(
    offense_key="second-degree-trespass", title="Second-degree trespass", statute="14-159.13"
)
WINDOW = timedelta(days=14)


def make_encounter(
    person: Person, officer: Actor, *, at: datetime = AT, lapses_on: date | None = None, **fields: Any
) -> Encounter:
    """An encounter with one charge set aside for two weeks."""
    return set_aside_charges(
        **{
            "actor": officer,
            "program": person.program,
            "person": person,
            "agency": make_agency(person.program),
            "officer_id": officer.user_id,
            "incident_number": "26-000123",
            "occurred_at": at,
            "charges": [TRESPASS],
            "lapses_on": lapses_on or local_date(person.program, at) + WINDOW,
            "at": at,
            **fields,
        }
    )
