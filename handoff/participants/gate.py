"""The gate before a person's record: a care-side user who is not on the person's team gives a reason first (C8).

The law side never comes here: `consent.gate` decides what it may see, and no care-side page opens to it.
"""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from handoff.access.actor import Actor
from handoff.access.roles import ROLES, Side
from handoff.participants.models import Person
from handoff.participants.queries import can_open_record, find_person

Finder = Callable[[int, uuid.UUID], Person | None]
"""Finds, within a program, the person whom the record with a public id is about."""

View = TypeVar("View", bound=Callable[..., object])

CARE_PERMISSIONS = frozenset().union(*(role.permissions for role in ROLES.values() if role.side != Side.LAW))


class ReasonNeeded(Exception):
    """The record opens only with a reason. Holds the person; the page that asks shows nothing about them."""

    def __init__(self, person: Person) -> None:
        super().__init__("a reason is needed to open this record")
        self.person = person


_finders: dict[str, Finder] = {"person_id": find_person}


def register_person_parameter(identifier: str, finder: Finder) -> None:
    """Put every URL with this parameter behind the gate; called from each app's urls module."""
    _finders[identifier] = finder


def person_finder_for(identifier: str) -> Finder | None:
    """How to find the person that a URL parameter is about, or None."""
    return _finders.get(identifier)


def exempt_from_record_gate(view: View) -> View:
    """Let users who are not on the team open a view: the page that asks for the reason."""
    view.exempt_from_record_gate = True  # type: ignore[attr-defined]
    return view


def open_record(actor: Actor, person: Person, at: datetime) -> None:
    """Let a care-side user in who is on the person's team or gave a reason during this shift.

    People who have no worker yet are open to all outreach staff. Raises `ReasonNeeded`.
    """
    if actor.on_care_side and not can_open_record(actor, person, at):
        raise ReasonNeeded(person)
