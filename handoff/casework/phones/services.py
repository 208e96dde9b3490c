"""Record what happened with a free phone; the person's phone numbers follow (K6)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.casework.models import PhoneStep
from handoff.casework.phones import policies
from handoff.casework.phones.queries import phone_steps_of
from handoff.casework.policies import check_is_care_team
from handoff.casework.services import check_same_person, lock_person
from handoff.core.refusals import check_says_the_same
from handoff.participants.models import ContactPoint, Person
from handoff.participants.services import add_contact_point, mark_contact_point
from handoff.programs.queries import local_date

What = PhoneStep.What
Works = ContactPoint.Works
WORKS_AFTER = {What.RECEIVED: Works.YES, What.REPLACED: Works.YES, What.WORKS: Works.YES, What.LOST: Works.NO}
"""Whether the number works after each step; whoever only applied has no number of it yet."""


@dataclass(frozen=True)
class PhoneInput:
    """What happened with a free phone: its number is one of the person's, or a new one."""

    what: str
    occurred_on: date
    point: ContactPoint | None = None
    number: str = ""
    note: str = ""
    safe_to_text: bool = False


@transaction.atomic
def record_phone_step(
    *, actor: Actor, person: Person, phone_input: PhoneInput, key: str, at: datetime
) -> PhoneStep:
    """Record what happened with a free phone. The same form sent twice makes one entry."""
    check_is_care_team(actor, person)
    person = lock_person(person)
    existing = PhoneStep.objects.filter(key=key).first()
    if existing is not None:
        check_same_person(existing.person_id, person)
        check_says_the_same(
            (existing.what, phone_input.what),
            (existing.occurred_on, phone_input.occurred_on),
            (existing.note, phone_input.note.strip()),
            (value_of(existing.contact_point), phone_input.number or value_of(phone_input.point)),
        )
        return existing
    wanted = phone_input
    today = local_date(person.program, at)
    policies.check_phone_step(person, wanted.what, wanted.point, wanted.number, wanted.occurred_on, today)
    before = current_number(person)
    point = number_of(actor, person, wanted, at)
    mark_numbers(actor, wanted.what, before, point, at)
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.PHONE_STEP_RECORDED,
        subject=person.public_id,
        details={"what": wanted.what},
    )
    return PhoneStep.objects.create(
        program_id=person.program_id,
        person=person,
        what=wanted.what,
        contact_point=point,
        note=wanted.note.strip(),
        occurred_on=wanted.occurred_on,
        recorded_at=at,
        recorded_by_id=actor.user_id,
        key=key,
    )


def value_of(point: ContactPoint | None) -> str:
    return point.value if point is not None else ""


def current_number(person: Person) -> ContactPoint | None:
    """The number of the free phone as last recorded."""
    numbers = [each.contact_point for each in phone_steps_of(person) if each.contact_point is not None]
    return numbers[-1] if numbers else None


def number_of(actor: Actor, person: Person, wanted: PhoneInput, at: datetime) -> ContactPoint | None:
    """The number that was chosen, or a new one added to how the person is reached."""
    if not wanted.number:
        return wanted.point
    return add_contact_point(
        actor=actor,
        person=person,
        kind=ContactPoint.Kind.PHONE,
        value=wanted.number,
        works=Works.YES,
        safe_to_text=wanted.safe_to_text,
        at=at,
    )


def mark_numbers(
    actor: Actor, what: str, before: ContactPoint | None, point: ContactPoint | None, at: datetime
) -> None:
    """A lost phone's number doesn't work, and neither does one that another replaced."""
    works = WORKS_AFTER.get(What(what))
    if what == What.LOST and point is None:
        point = before
    if works is not None and point is not None and point.works != works:
        mark_contact_point(actor=actor, point=point, works=works, at=at)
    if what == What.REPLACED and before is not None and before != point and before.works != Works.NO:
        mark_contact_point(actor=actor, point=before, works=Works.NO, at=at)


@transaction.atomic
def withdraw_phone_step(*, actor: Actor, step: PhoneStep, at: datetime) -> PhoneStep:
    """Withdraw an entry made by mistake: the row stays. The marks of numbers stay as they are."""
    check_is_care_team(actor, step.person)
    step = PhoneStep.objects.select_for_update(of=("self",)).select_related("person").get(pk=step.pk)
    if step.withdrawn_at is None:
        step.withdrawn_at, step.withdrawn_by_id = at, actor.user_id
        step.save(update_fields=["withdrawn_at", "withdrawn_by_id"])
        audit.record(
            actor=actor, at=at, action=AuditAction.PHONE_STEP_WITHDRAWN, subject=step.person.public_id
        )
    return step
