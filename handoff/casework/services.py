"""Record, undo and annotate contact attempts, and record urgent help."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.casework import policies
from handoff.casework.models import ContactAttempt, ContactCorrection, HelpGiven
from handoff.core.refusals import Refused
from handoff.participants.models import Person
from handoff.participants.team import services as team
from handoff.referrals.models import Referral


def lock_person(person: Person) -> Person:
    """Lock the person: a double tap waits here and then finds the first tap's row."""
    return Person.objects.select_for_update(of=("self",)).select_related("program").get(pk=person.pk)


@transaction.atomic
def record_contact(
    *,
    actor: Actor,
    person: Person,
    referral: Referral | None,
    how: str,
    result: str,
    occurred_at: datetime,
    key: str,
    at: datetime,
    note: str = "",
    transport_arranged: bool = False,
) -> ContactAttempt:
    """Record one attempt to reach a person (H3, K3). The same form sent twice makes one row."""
    policies.check_can_do_outreach(actor, person, occurred_at, at)
    person = lock_person(person)
    existing = ContactAttempt.objects.filter(key=key).first()
    if existing is not None:
        check_same_person(existing, person)
        return existing
    check_contact(person, referral, how, result)
    contact = ContactAttempt.objects.create(
        program_id=actor.program_id,
        person=person,
        referral=referral,
        how=how,
        result=result,
        note=note.strip(),
        transport_arranged=transport_arranged,
        occurred_at=occurred_at,
        recorded_at=at,
        recorded_by_id=actor.user_id,
        key=key,
    )
    subject, details = person.public_id, {"result": result}
    audit.record(actor=actor, at=at, action=AuditAction.CONTACT_RECORDED, subject=subject, details=details)
    # A call that no one answered is no working relationship: it must not open the record for a month.
    if result == ContactAttempt.Result.REACHED:
        team.join_after_contact(actor=actor, person=person, at=at)
    return contact


def check_contact(person: Person, referral: Referral | None, how: str, result: str) -> None:
    """A contact needs a kind and a result, and any referral named with it must be the person's own."""
    if how not in ContactAttempt.How.values or result not in ContactAttempt.Result.values:
        raise Refused(_("Choose how you tried and whether someone answered."))
    if referral is not None and referral.person_id != person.pk:
        raise Refused(_("This referral is about someone else."))


@transaction.atomic
def undo_contact(*, actor: Actor, contact: ContactAttempt, at: datetime) -> ContactCorrection:
    """Undo a contact logged by mistake: it stays on record but no longer counts. Undoing twice changes nothing."""
    contact = ContactAttempt.objects.select_for_update().get(pk=contact.pk)
    existing = ContactCorrection.objects.filter(contact=contact).first()
    # Before the policy: a second tap on Undo should succeed even after the hour has passed.
    if existing is not None:
        return existing
    policies.check_can_undo_contact(actor, contact, at)
    correction = ContactCorrection.objects.create(
        contact=contact, corrected_at=at, corrected_by_id=actor.user_id
    )
    audit.record(actor=actor, at=at, action=AuditAction.CONTACT_WITHDRAWN, subject=contact.person.public_id)
    return correction


@transaction.atomic
def write_contact_note(
    *, actor: Actor, contact: ContactAttempt, note: str, transport_arranged: bool, at: datetime
) -> ContactAttempt:
    """Add or change the note of a contact after it was logged."""
    contact = ContactAttempt.objects.select_for_update().get(pk=contact.pk)
    policies.check_is_contact_author(actor, contact)
    if ContactCorrection.objects.filter(contact=contact).exists():
        raise Refused(_("This contact was undone."))
    contact.note, contact.transport_arranged = note.strip(), transport_arranged
    contact.save(update_fields=["note", "transport_arranged"])
    audit.record(actor=actor, at=at, action=AuditAction.CONTACT_NOTED, subject=contact.person.public_id)
    return contact


@transaction.atomic
def record_help(
    *,
    actor: Actor,
    person: Person,
    kind: str,
    occurred_at: datetime,
    key: str,
    at: datetime,
    quantity: int = 1,
    cost_cents: int | None = None,
    note: str = "",
) -> HelpGiven:
    """Record urgent help such as food, shelter, a phone or naloxone; it may come before any intake (I4)."""
    policies.check_can_do_outreach(actor, person, occurred_at, at)
    person = lock_person(person)
    existing = HelpGiven.objects.filter(key=key).first()
    if existing is not None:
        check_same_person(existing, person)
        return existing
    if kind not in HelpGiven.Kind.values or quantity < 1:
        raise Refused(_("Enter what you gave and how many."))
    help_given = HelpGiven.objects.create(
        program_id=actor.program_id,
        person=person,
        kind=kind,
        quantity=quantity,
        cost_cents=cost_cents,
        note=note.strip(),
        occurred_at=occurred_at,
        recorded_at=at,
        recorded_by_id=actor.user_id,
        key=key,
    )
    audit.record(
        actor=actor, at=at, action=AuditAction.HELP_PROVIDED, subject=person.public_id, details={"kind": kind}
    )
    return help_given


def check_same_person(existing: ContactAttempt | HelpGiven, person: Person) -> None:
    """A submission key already used for another person comes from an outdated page: refuse it."""
    if existing.person_id != person.pk:
        raise Refused(_("This page is out of date. Reload it and try again."))
