"""The gate before a person's record: a care-side user who is not on the person's team gives a reason first (C8).

Law side and partners never come here: `consent.gate` decides what they may see, and no care-side page opens to them.
"""

import uuid
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from typing import TypeVar

from django.apps import AppConfig, apps
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from handoff.access.actor import Actor
from handoff.access.http import ProgramRequest
from handoff.access.roles import OUTSIDE, ROLES
from handoff.participants.models import Person
from handoff.participants.queries import can_open_record

Finder = Callable[[int, uuid.UUID], Person | None]
"""Finds, within a program, the person whom the record with a public id is about."""

View = TypeVar("View", bound=Callable[..., object])

CARE_PERMISSIONS = frozenset().union(
    *(role.permissions for role in ROLES.values() if role.side not in OUTSIDE)
)


class ReasonNeeded(Exception):
    """The record opens only with a reason. Holds the person; the page that asks shows nothing about them."""

    def __init__(self, person: Person) -> None:
        super().__init__("a reason is needed to open this record")
        self.person = person


def collect_person_finders(configs: Iterable[AppConfig]) -> dict[str, Finder]:
    """The finder of each URL parameter that apps declare as `person_parameters`, by the parameter's name.

    Raises `ImproperlyConfigured` where two apps declare the same one, and `ImportError` where a finder doesn't exist.
    """
    found: dict[str, Finder] = {}
    for config in configs:
        for name, path in getattr(config, "person_parameters", {}).items():
            if name in found:
                raise ImproperlyConfigured(f"{config.label} declares {name}, which another app has declared")
            found[name] = import_string(path)
    return found


@cache
def person_finders() -> dict[str, Finder]:
    """What the installed apps declare; collected once, when all of them are loaded."""
    apps.check_models_ready()
    return collect_person_finders(apps.get_app_configs())


def person_finder_for(identifier: str) -> Finder | None:
    """How to find the person that a URL parameter is about, or None."""
    return person_finders().get(identifier)


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


def people_of_request(request: ProgramRequest) -> dict[uuid.UUID, Person]:
    """The people that the record gate has already let this request open, by the id in the URL."""
    people: dict[uuid.UUID, Person] = request.__dict__.setdefault("people", {})
    return people


def remember_person(request: ProgramRequest, public_id: uuid.UUID, person: Person) -> None:
    """Keep the person that the record gate found for the view, which would read the same row again."""
    people_of_request(request)[public_id] = person
