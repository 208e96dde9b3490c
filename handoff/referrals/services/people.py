"""The person a referral is about, and the ways to reach them."""

from datetime import datetime
from typing import Any

from handoff.access.actor import Actor
from handoff.participants.models import Gender, Person
from handoff.participants.services import PersonGiven, add_contact_point, correct_person, find_or_add_person
from handoff.programs.models import Program
from handoff.referrals.inputs import ContactGiven


def person_for(
    *, actor: Actor, program: Program, given: PersonGiven, existing: Any, key: str, at: datetime
) -> Person:
    """Return the person a referral is about, and fill in what was not known of them before."""
    person = find_or_add_person(
        actor=actor, program=program, given=given, existing=existing, key=f"referral:{key}", at=at
    )
    fuller = filled_in(person, given)
    return (
        correct_person(actor=actor, person=person, given=fuller, at=at)
        if fuller != as_given(person)
        else person
    )


def as_given(person: Person) -> PersonGiven:
    """Return what is recorded of a person, as a form would give it."""
    return PersonGiven(**{name: getattr(person, name) for name in PersonGiven.__dataclass_fields__})


def filled_in(person: Person, given: PersonGiven) -> PersonGiven:
    """Return what is recorded, with blanks taken from what was given now; nothing known is overwritten."""
    values: dict[str, Any] = {}
    for name in PersonGiven.__dataclass_fields__:
        known = getattr(person, name)
        blank = known in ("", None, []) or (name == "gender" and known == Gender.NOT_ASKED)
        values[name] = getattr(given, name) if blank else known
    if person.approximate_age is None and person.date_of_birth is not None:
        values["approximate_age"] = None
    return PersonGiven(**values)


def add_contacts(*, actor: Actor, person: Person, contacts: tuple[ContactGiven, ...], at: datetime) -> None:
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
