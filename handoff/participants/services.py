"""Adding and correcting people, and how to reach them."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.core.refusals import Refused
from handoff.participants.lookup import services as lookup
from handoff.participants.lookup.rules.names import normalise_name
from handoff.participants.models import ApproachNote, ContactPoint, Gender, Person, PersonKeyUsed
from handoff.programs.models import Program


@dataclass(frozen=True)
class PersonGiven:
    """What a form says of a person."""

    first_name: str
    last_name: str
    middle_name: str = ""
    suffix: str = ""
    preferred_name: str = ""
    date_of_birth: date | None = None
    approximate_age: int | None = None
    gender: str = Gender.NOT_ASKED
    gender_words: str = ""
    race_ethnicity: list[str] = field(default_factory=list)
    language: str = "en"


CORRECTABLE = tuple(PersonGiven.__dataclass_fields__)


def same_person(program: Program, given: PersonGiven) -> Person | None:
    """Return the one person already known with this very name and date of birth, if there is exactly one.

    Anything less certain is a question for a human, never a silent link.
    """
    if given.date_of_birth is None:
        return None
    wanted = (normalise_name(given.first_name), normalise_name(given.last_name))
    born_then = Person.objects.filter(program=program, date_of_birth=given.date_of_birth)
    found = [
        each
        for each in born_then
        if (normalise_name(each.first_name), normalise_name(each.last_name)) == wanted
    ]
    return found[0] if len(found) == 1 else None


@transaction.atomic
def find_or_add_person(
    *, actor: Actor, program: Program, given: PersonGiven, existing: uuid.UUID | None, key: str, at: datetime
) -> Person:
    """Return the person a form is about: the one chosen, the one with the same name and birth date, or a new one."""
    if not given.first_name.strip() or not given.last_name.strip():
        raise Refused(_("Please give a first and a last name; what the person goes by is enough."))
    used = PersonKeyUsed.objects.filter(key=key).select_related("person").first()
    if used is not None:
        return used.person
    person = (
        Person.objects.filter(program=program, public_id=existing).first()
        if existing
        else same_person(program, given)
    )
    if person is None:
        person = Person.objects.create(
            program=program,
            added_at=at,
            added_by_id=actor.user_id,
            **{name: getattr(given, name) for name in CORRECTABLE},
        )
        lookup.rebuild_keys(person)
        audit.record(actor=actor, at=at, action="person.added", subject=person.public_id)
    PersonKeyUsed.objects.create(key=key, person=person)
    return person


@transaction.atomic
def correct_person(*, actor: Actor, person: Person, given: PersonGiven, at: datetime) -> Person:
    """Write down a correction; the audit row names the fields that changed, never what they say."""
    if person.program_id != actor.program_id:
        raise Refused(_("This person is not in your program."))
    changed = [name for name in CORRECTABLE if getattr(person, name) != getattr(given, name)]
    if not given.first_name.strip() or not given.last_name.strip():
        raise Refused(_("Please give a first and a last name; what the person goes by is enough."))
    for name in changed:
        setattr(person, name, getattr(given, name))
    person.save(update_fields=changed)
    if {"first_name", "last_name", "middle_name", "preferred_name", "date_of_birth"} & set(changed):
        lookup.rebuild_keys(person)
    audit.record(
        actor=actor, at=at, action="person.corrected", subject=person.public_id, details={"fields": changed}
    )
    return person


@transaction.atomic
def add_contact_point(
    *,
    actor: Actor,
    person: Person,
    kind: str,
    value: str,
    at: datetime,
    works: str = ContactPoint.Works.UNKNOWN,
    safe_to_text: bool = False,
    safe_to_leave_word: bool = False,
    note: str = "",
) -> ContactPoint:
    """Add a way to reach the person; the same one is not added twice."""
    if person.program_id != actor.program_id:
        raise Refused(_("This person is not in your program."))
    if not value.strip():
        raise Refused(_("Please say how to reach them."))
    point, created = ContactPoint.objects.get_or_create(
        person=person,
        kind=kind,
        value=value.strip(),
        ended_at=None,
        defaults={
            "works": works,
            "safe_to_text": safe_to_text,
            "safe_to_leave_word": safe_to_leave_word,
            "note": note,
            "from_care": actor.on_care_side,
            "added_at": at,
            "added_by_id": actor.user_id,
        },
    )
    if created:
        audit.record(
            actor=actor, at=at, action="contact_point.added", subject=person.public_id, details={"kind": kind}
        )
    return point


@transaction.atomic
def mark_contact_point(*, actor: Actor, point: ContactPoint, works: str, at: datetime) -> ContactPoint:
    """Say whether a way to reach somebody works."""
    if point.person.program_id != actor.program_id:
        raise Refused(_("This person is not in your program."))
    point.works = works
    point.save(update_fields=["works"])
    audit.record(
        actor=actor,
        at=at,
        action="contact_point.marked",
        subject=point.person.public_id,
        details={"works": works},
    )
    return point


@transaction.atomic
def write_approach_note(*, actor: Actor, person: Person, text: str, at: datetime) -> ApproachNote:
    """Write how the person wishes to be approached; the newest is shown before every visit or call (K9)."""
    if not actor.on_care_side or person.program_id != actor.program_id:
        raise Refused(_("Only the care team writes approach notes."))
    if not text.strip():
        raise Refused(_("Please write a few words."))
    note = ApproachNote.objects.create(
        person=person, text=text.strip(), written_at=at, written_by_id=actor.user_id
    )
    audit.record(actor=actor, at=at, action="approach_note.written", subject=person.public_id)
    return note
