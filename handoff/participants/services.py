"""Adding and correcting people, and how to reach them."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction, AuditLook
from handoff.core.refusals import Refused
from handoff.participants.lookup import services as lookup
from handoff.participants.lookup.rules.dates import is_placeholder_date
from handoff.participants.lookup.rules.names import is_placeholder, normalize_name
from handoff.participants.merging.queries import find_second_person
from handoff.participants.merging.services import dismiss_duplicate, notice_duplicates
from handoff.participants.models import (
    ApproachNote,
    ContactPoint,
    Gender,
    Person,
    PersonKeyUsed,
    RecordOpening,
)
from handoff.participants.queries import (
    PossibleMatch,
    can_open_record,
    correction_of_shift,
    find_person,
    kept_record,
)
from handoff.programs.models import Program


@dataclass(frozen=True)
class PersonInput:
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


CORRECTABLE_FIELDS = tuple(PersonInput.__dataclass_fields__)


def find_same_person(program: Program, person_input: PersonInput) -> Person | None:
    """The one person already recorded with exactly this name and date of birth, if there is exactly one.

    Anything less certain is a question for a human, never a silent link; so is a name or date that is written where the
    real one isn't known (John Doe, January 1), and another suffix.
    """
    if person_input.date_of_birth is None or is_placeholder_date(person_input.date_of_birth):
        return None
    if is_placeholder(person_input.first_name) or is_placeholder(person_input.last_name):
        return None
    wanted = (normalize_name(person_input.first_name), normalize_name(person_input.last_name))
    born_then = Person.objects.filter(program=program, date_of_birth=person_input.date_of_birth)
    suffix = normalize_name(person_input.suffix)
    found = [
        kept_record(each)
        for each in born_then.select_related("merged_into")
        if (normalize_name(each.first_name), normalize_name(each.last_name)) == wanted
        and (not suffix or normalize_name(each.suffix) in (suffix, ""))
    ]
    return found[0] if len(set(found)) == 1 else None


@transaction.atomic
def find_or_add_person(
    *,
    actor: Actor,
    program: Program,
    person_input: PersonInput,
    existing: uuid.UUID | None,
    key: str,
    at: datetime,
    different_from: Collection[uuid.UUID] = (),
) -> Person:
    """The person a form is about: the one chosen, the one with the same name and birth date, or a new one.

    `different_from` are those who were shown to the actor, and who the actor said it isn't.
    """
    if not person_input.first_name.strip() and not person_input.last_name.strip():
        raise Refused(_("Enter at least one name. The name they go by is enough."))
    # The key is looked up before the name: a form sent twice must not add a second person.
    used = PersonKeyUsed.objects.filter(key=key).select_related("person").first()
    if used is not None:
        return used.person
    person = find_person(program.pk, existing) if existing else find_same_person(program, person_input)
    if person is None or person.public_id in different_from:
        person = Person.objects.create(
            program=program,
            added_at=at,
            added_by_id=actor.user_id,
            **{name: getattr(person_input, name) for name in CORRECTABLE_FIELDS},
        )
        lookup.rebuild_keys(person)
        audit.record(actor=actor, at=at, action=AuditAction.PERSON_ADDED, subject=person.public_id)
        notice_duplicates(person, at)
        record_different(actor, person, different_from, at)
    PersonKeyUsed.objects.create(key=key, person=person)
    return person


def record_different(
    actor: Actor, person: Person, different_from: Collection[uuid.UUID], at: datetime
) -> None:
    """Keep the answer that a person is none of these, so that the pairs aren't suggested again (D6).

    Of someone whose record the actor may not open, the actor saw only name and birth date: that pair stays to review.
    """
    for public_id in sorted(different_from):
        other = find_second_person(person.program_id, public_id)
        if other is not None and can_open_record(actor, other, at):
            dismiss_duplicate(actor=actor, one=person, other=other, at=at)


def record_matches_shown(*, actor: Actor, matches: Collection[PossibleMatch], at: datetime) -> None:
    """Log that a form showed these people as possible matches, in each one's own trail."""
    if matches:
        audit.record_read(
            actor=actor,
            at=at,
            action=AuditLook.MATCHES_SHOWN,
            details={"count": len(matches)},
            people=[each.person.public_id for each in matches],
        )


@transaction.atomic
def correct_person(
    *,
    actor: Actor,
    person: Person,
    person_input: PersonInput,
    at: datetime,
    different_from: Collection[uuid.UUID] = (),
) -> Person:
    """Save a correction; the audit row names the fields that changed, never their content."""
    if person.program_id != actor.program_id:
        raise Refused(_("This person isn't in your program."))
    changed = [name for name in CORRECTABLE_FIELDS if getattr(person, name) != getattr(person_input, name)]
    if not person_input.first_name.strip() and not person_input.last_name.strip():
        raise Refused(_("Enter at least one name. The name they go by is enough."))
    for name in changed:
        setattr(person, name, getattr(person_input, name))
    person.save(update_fields=changed)
    if {"first_name", "last_name", "middle_name", "preferred_name", "date_of_birth"} & set(changed):
        lookup.rebuild_keys(person)
        notice_duplicates(person, at)
    record_different(actor, person, different_from, at)
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.PERSON_CORRECTED,
        subject=person.public_id,
        details={"fields": changed},
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
        raise Refused(_("This person isn't in your program."))
    if not value.strip():
        raise Refused(_("Enter how to reach them."))
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
            actor=actor,
            at=at,
            action=AuditAction.CONTACT_POINT_ADDED,
            subject=person.public_id,
            details={"kind": kind},
        )
    return point


@transaction.atomic
def mark_contact_point(*, actor: Actor, point: ContactPoint, works: str, at: datetime) -> ContactPoint:
    """Record whether a way to reach the person works."""
    if point.person.program_id != actor.program_id:
        raise Refused(_("This person isn't in your program."))
    point.works = works
    point.save(update_fields=["works"])
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.CONTACT_POINT_MARKED,
        subject=point.person.public_id,
        details={"works": works},
    )
    return point


@transaction.atomic
def forbid_texts(*, actor: Actor, point: ContactPoint, at: datetime) -> ContactPoint:
    """Record that a number isn't to be texted anymore, whatever was agreed before."""
    if point.person.program_id != actor.program_id:
        raise Refused(_("This person isn't in your program."))
    point.safe_to_text = False
    point.save(update_fields=["safe_to_text"])
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.CONTACT_POINT_MARKED,
        subject=point.person.public_id,
        details={"safe_to_text": False},
    )
    return point


@transaction.atomic
def write_approach_note(*, actor: Actor, person: Person, text: str, at: datetime) -> ApproachNote:
    """Save how the person wishes to be approached; the newest note is shown before every visit or call (K9)."""
    if not actor.on_care_side or person.program_id != actor.program_id:
        raise Refused(_("Only the care team can write approach and safety notes."))
    if not text.strip():
        raise Refused(_("Enter a few words."))
    note = ApproachNote.objects.create(
        person=person, text=text.strip(), written_at=at, written_by_id=actor.user_id
    )
    audit.record(actor=actor, at=at, action=AuditAction.APPROACH_NOTE_WRITTEN, subject=person.public_id)
    return note


@transaction.atomic
def reopen_for_correction(*, actor: Actor, person: Person, at: datetime) -> RecordOpening | None:
    """Open one more record under the reason "Correcting data" that the actor gave earlier in the shift, if they did.

    Only for those whose work is correcting records (ADR 0041). Each record has its own opening and its own audit row,
    so that the weekly review and the person's record show it; it ends when the shift does.
    """
    earlier = correction_of_shift(actor, at)
    if earlier is None or person.program_id != actor.program_id:
        return None
    reason = RecordOpening.Reason.CORRECTION
    return save_opening(actor=actor, person=person, reason=reason, note="", at=at, ends_at=earlier.ends_at)


def save_opening(
    *, actor: Actor, person: Person, reason: str, note: str, at: datetime, ends_at: datetime
) -> RecordOpening:
    opening = RecordOpening.objects.create(
        person=person, user_id=actor.user_id or 0, reason=reason, note=note, opened_at=at, ends_at=ends_at
    )
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.RECORD_OPENED_WITH_REASON,
        subject=person.public_id,
        reason=str(reason),
        details={"hours": (ends_at - at) // timedelta(hours=1)},
    )
    return opening
