"""Legal requests, breaches, and people with something held about them in every kind of record."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from handoff.access.actor import Actor
from handoff.access.roles import RoleName
from handoff.participants.models import Person
from handoff.programs.models import Program
from handoff.records.models import LegalRequest
from handoff.records.services import legal
from handoff.records.services.breaches import BreachInput
from handoff.records.services.legal import LegalPaperInput, LegalRequestInput
from handoff.testing.programs import AT, make_actor


def make_legal_paper_input(kind: str = "subpoena", **fields: Any) -> LegalPaperInput:
    """A paper of a court, without a scan unless set otherwise."""
    return LegalPaperInput(kind=kind, issued_by="Superior Court", issued_on=AT.date(), **fields)


def make_legal_request(
    program: Program,
    person: Person | None,
    actor: Actor | None = None,
    at: datetime = AT,
    *,
    kind: str = "subpoena",
    words: str = "Every record.",
    **fields: Any,
) -> LegalRequest:
    """A request that came this morning, due in ten days."""
    legal_request_input = LegalRequestInput(
        **{
            "kind": kind,
            "from_whom": "Clerk of Superior Court",
            "received_on": at.date(),
            "received_how": "in_person",
            "scope_asked": words,
            "due_on": at.date() + timedelta(days=10),
            "notes": words,
            **fields,
        }
    )
    return legal.register_request(
        actor=actor or make_actor(program, RoleName.PROGRAM_MANAGER, at),
        program=program,
        person=person,
        request_input=legal_request_input,
        paper=make_legal_paper_input(kind),
        key=str(uuid.uuid4()),
        at=at,
    )


def make_breach_input(words: str = "A list was sent to the wrong printer.", **fields: Any) -> BreachInput:
    """A breach of justice and identity facts of three people, discovered now."""
    values: dict[str, Any] = {
        "discovered_at": AT,
        "what_happened": words,
        "kinds": ("identity", "justice"),
        "people_affected": 3,
    }
    return BreachInput(**{**values, **fields})
