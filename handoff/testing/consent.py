"""Releases that a person could sign."""

import uuid
from datetime import datetime
from typing import Any

from handoff.access.actor import Actor
from handoff.access.roles import RoleName
from handoff.consent.models import InformationKind, Purpose, Release
from handoff.consent.services import RecipientInput, ReleaseInput, sign_release
from handoff.participants.models import Person
from handoff.programs.models import Agency
from handoff.testing.programs import AT, make_actor, make_agency

STROKES = [[[100, 200], [300, 80], [520, 210], [700, 90]]]


def make_release_input(
    *agencies: Agency, kinds: Any = (InformationKind.PARTICIPATION,), **fields: Any
) -> ReleaseInput:
    """A whole form, signed on the screen for a year, that names the agencies."""
    return ReleaseInput(
        **{
            "recipients": tuple(
                RecipientInput(agency=agency, kinds=frozenset(str(kind) for kind in kinds))
                for agency in agencies
            ),
            "purposes": (Purpose.SERVICES.value, Purpose.INTAKE_DONE.value),
            "days": 365,
            "discloser": "The program's staff",
            "signer_name": "Jordan Rivers",
            "signature": STROKES,
            **fields,
        }
    )


def make_release(
    person: Person,
    *agencies: Agency,
    actor: Actor | None = None,
    at: datetime = AT,
    kinds: Any = (InformationKind.PARTICIPATION,),
    **fields: Any,
) -> Release:
    """A signed release, by default to the program's law enforcement agency."""
    named = agencies or (make_agency(person.program),)
    return sign_release(
        actor=actor or make_actor(person.program, RoleName.PEER_SUPPORT, at),
        person=person,
        release_input=make_release_input(*named, kinds=kinds, **fields),
        key=str(uuid.uuid4()),
        at=at,
    )
