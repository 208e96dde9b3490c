"""The person a referral is about, and the ways to reach them."""

from datetime import datetime
from typing import Any

from handoff.access.actor import Actor
from handoff.participants.models import Gender, Person
from handoff.participants.services import PersonInput, add_contact_point, correct_person, find_or_add_person
from handoff.programs.models import Program
from handoff.referrals.inputs import ContactInput


def find_or_add_referred_person(
    *, actor: Actor, program: Program, person_input: PersonInput, existing: Any, key: str, at: datetime
) -> Person:
    """Return the person a referral is about, and fill in what was not known of them before."""
    person = find_or_add_person(
        actor=actor,
        program=program,
        person_input=person_input,
        existing=existing,
        key=f"referral:{key}",
        at=at,
    )
    fuller = fill_blanks(person, person_input)
    return (
        correct_person(actor=actor, person=person, person_input=fuller, at=at)
        if fuller != recorded_person_input(person)
        else person
    )


def recorded_person_input(person: Person) -> PersonInput:
    """Return what is recorded of a person, as a form would give it."""
    return PersonInput(**{name: getattr(person, name) for name in PersonInput.__dataclass_fields__})


def fill_blanks(person: Person, person_input: PersonInput) -> PersonInput:
    """Return what is recorded, with blanks taken from what was given now; nothing known is overwritten."""
    values: dict[str, Any] = {}
    for name in PersonInput.__dataclass_fields__:
        known = getattr(person, name)
        blank = known in ("", None, []) or (name == "gender" and known == Gender.NOT_ASKED)
        values[name] = getattr(person_input, name) if blank else known
    if person.approximate_age is None and person.date_of_birth is not None:
        values["approximate_age"] = None
    return PersonInput(**values)


def add_contacts(*, actor: Actor, person: Person, contacts: tuple[ContactInput, ...], at: datetime) -> None:
    """Write down the ways to reach the person."""
    for contact in contacts:
        add_contact_point(
            actor=actor,
            person=person,
            kind=contact.kind,
            value=contact.value,
            safe_to_text=contact.safe_to_text,
            safe_to_leave_word=contact.safe_to_leave_word,
            note=contact.note,
            at=at,
        )
