"""Overdoses, reversals, deaths, and what was looked up before and after a referral, in tests."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from handoff.access.actor import Actor
from handoff.enrollment.look_back.files import services as files
from handoff.enrollment.look_back.inputs import LookBackInput
from handoff.enrollment.look_back.services import record_look_back
from handoff.enrollment.models import LookBack, SafetyEvent
from handoff.enrollment.safety import services
from handoff.enrollment.safety.inputs import EventInput, ReviewInput
from handoff.participants.models import Person
from handoff.programs.queries import local_date
from handoff.spreadsheets.models import ImportBatch
from handoff.testing.programs import AT, make_actor


def make_event(
    person: Person, kind: str = "overdose", actor: Actor | None = None, at: datetime = AT, **fields: Any
) -> SafetyEvent:
    """An overdose of today that naloxone reversed, or a death of unknown cause, unless stated otherwise."""
    answers = {"overdose": {"naloxone": "given"}, "death": {"cause": "unknown"}}.get(kind, {})
    values = {
        "kind": kind,
        "happened_on": local_date(person.program, at),
        "source": "worker",
        "is_confirmed": True,
        **answers,
    }
    return services.record_event(
        actor=actor or make_actor(person.program, "peer_support"),
        person=person,
        event_input=EventInput(**{**values, **fields}),
        key=str(uuid.uuid4()),
        at=at,
    )


def make_overdose(
    person: Person, actor: Actor, at: datetime = AT, words: str = "Found in time.", due_on: date | None = None
) -> SafetyEvent:
    """An overdose with everything that can be written about one: a review and an action."""
    event = make_event(person, "overdose", actor, at, words=words)
    today = local_date(person.program, at)
    services.record_review(
        actor=actor,
        event=event,
        review_input=ReviewInput(today, [actor.user_id or 0], words, words),
        key=str(uuid.uuid4()),
        at=at,
    )
    services.add_action(
        actor=actor,
        event=event,
        words=words[:300],
        owner_id=actor.user_id or 0,
        due_on=due_on or today + timedelta(days=7),
        key=str(uuid.uuid4()),
        at=at,
    )
    return event


def make_look_back_file(person: Person, actor: Actor, at: datetime = AT) -> ImportBatch:
    """A table that was read and not imported yet: a booking of someone, and a number that no one has."""
    today = local_date(person.program, at)
    first = today - timedelta(days=365)
    rows = [
        [str(person.public_id), "Booking", first, today, first],
        [uuid.UUID(int=7), "Booking", first, today, ""],
    ]
    lines = ["Handoff ID,Kind,From,Until,Day", *(",".join(str(cell) for cell in row) for row in rows)]
    content = "\n".join(lines).encode()
    batch = files.read_file(actor=actor, program=person.program, source="Jail", content=content, at=at)
    columns = {"number": 0, "kind": 1, "first_on": 2, "last_on": 3, "day": 4}
    files.choose_columns(actor=actor, batch=batch, columns=columns, at=at)
    return batch


def make_look_back(person: Person, actor: Actor | None = None, at: datetime = AT, **fields: Any) -> LookBack:
    """The jail roster of the year until now, with one booking, unless stated otherwise."""
    today = local_date(person.program, at)
    values = {
        "kind": "booking",
        "first_on": today - timedelta(days=365),
        "last_on": today,
        "days": [today - timedelta(days=100)],
        "source": "Jail roster",
    }
    return record_look_back(
        actor=actor or make_actor(person.program, "peer_support"),
        person=person,
        look=LookBackInput(**{**values, **fields}),
        key=str(uuid.uuid4()),
        at=at,
    )
