"""The referred person and the ways to reach them."""

import uuid
from datetime import datetime

from handoff.access.actor import Actor
from handoff.participants.models import ContactPoint, Gender, Person
from handoff.participants.services import PersonInput, add_contact_point, correct_person, find_or_add_person
from handoff.programs.models import Program
from handoff.referrals.inputs import ContactInput
from handoff.referrals.models import Referral


def find_or_add_referred_person(
    *,
    actor: Actor,
    program: Program,
    person_input: PersonInput,
    existing: uuid.UUID | None,
    key: str,
    at: datetime,
    different_from: frozenset[uuid.UUID] = frozenset(),
) -> Person:
    """Find or add the referred person, and fill in what was unknown about them."""
    person = find_or_add_person(
        actor=actor,
        program=program,
        person_input=person_input,
        existing=existing,
        key=f"referral:{key}",
        at=at,
        different_from=different_from,
    )
    fuller = fill_blanks(person, person_input)
    return (
        correct_person(actor=actor, person=person, person_input=fuller, at=at)
        if fuller != recorded_person_input(person)
        else person
    )


def keep_as_entered(
    referral: Referral, person_input: PersonInput, contacts: tuple[ContactInput, ...]
) -> None:
    """Keep the name and the number to text as the referrer typed them, for the referrer's own pages.

    The record may know the person under another spelling or number, which those pages must not reveal.
    """
    referral.entered_name = f"{person_input.first_name} {person_input.last_name}".strip()
    texted = (each.value for each in contacts if each.kind == ContactPoint.Kind.PHONE and each.safe_to_text)
    referral.entered_phone = next(texted, "")


def recorded_person_input(person: Person) -> PersonInput:
    return PersonInput(**{name: getattr(person, name) for name in PersonInput.__dataclass_fields__})


def fill_blanks(person: Person, person_input: PersonInput) -> PersonInput:
    """The recorded person with blanks filled from the input. Nothing on record is overwritten."""
    recorded = recorded_person_input(person)
    # A birth date on record makes the age known; an estimate beside it would contradict it sooner or later.
    age_is_known = recorded.approximate_age is not None or recorded.date_of_birth is not None
    gender_is_known = recorded.gender not in {"", Gender.NOT_ASKED}
    return PersonInput(
        first_name=recorded.first_name or person_input.first_name,
        last_name=recorded.last_name or person_input.last_name,
        middle_name=recorded.middle_name or person_input.middle_name,
        suffix=recorded.suffix or person_input.suffix,
        preferred_name=recorded.preferred_name or person_input.preferred_name,
        date_of_birth=recorded.date_of_birth or person_input.date_of_birth,
        approximate_age=recorded.approximate_age if age_is_known else person_input.approximate_age,
        gender=recorded.gender if gender_is_known else person_input.gender,
        gender_words=recorded.gender_words or person_input.gender_words,
        race_ethnicity=recorded.race_ethnicity or person_input.race_ethnicity,
        language=recorded.language or person_input.language,
    )


def add_contacts(*, actor: Actor, person: Person, contacts: tuple[ContactInput, ...], at: datetime) -> None:
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
