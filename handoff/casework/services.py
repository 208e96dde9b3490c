"""Field contacts and urgent help: a few taps each."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.casework import policies
from handoff.casework.models import ContactAttempt, ContactCorrection, HelpGiven
from handoff.core.refusals import Refused
from handoff.participants.models import Person
from handoff.participants.team import services as team
from handoff.referrals.models import Referral


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
    """Write down one try to reach somebody (H3, K3); the same form sent twice is one row."""
    policies.check_can_do_outreach(actor, person, occurred_at, at)
    person = Person.objects.select_for_update().get(pk=person.pk)
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
    audit.record(
        actor=actor, at=at, action="contact.recorded", subject=person.public_id, details={"result": result}
    )
    team.join_after_contact(actor=actor, person=person, at=at)
    return contact


def check_contact(person: Person, referral: Referral | None, how: str, result: str) -> None:
    """A contact says how and with what result, and is about the person whose referral it names."""
    if how not in ContactAttempt.How.values or result not in ContactAttempt.Result.values:
        raise Refused(_("Please say how you tried and whether you reached them."))
    if referral is not None and referral.person_id != person.pk:
        raise Refused(_("This referral is about somebody else."))


@transaction.atomic
def take_back_contact(*, actor: Actor, contact: ContactAttempt, at: datetime) -> ContactCorrection:
    """Undo a slip of the thumb: the contact stays on record, marked, and counts no more. Twice is once."""
    contact = ContactAttempt.objects.select_for_update().get(pk=contact.pk)
    existing = ContactCorrection.objects.filter(contact=contact).first()
    if existing is not None:
        return existing
    policies.check_can_take_back(actor, contact, at)
    correction = ContactCorrection.objects.create(
        contact=contact, corrected_at=at, corrected_by_id=actor.user_id
    )
    audit.record(actor=actor, at=at, action="contact.taken_back", subject=contact.person.public_id)
    return correction


@transaction.atomic
def write_contact_note(
    *, actor: Actor, contact: ContactAttempt, note: str, transport_arranged: bool, at: datetime
) -> ContactAttempt:
    """Add the words that there was no time for when the contact was logged."""
    contact = ContactAttempt.objects.select_for_update().get(pk=contact.pk)
    policies.check_is_own_contact(actor, contact)
    if ContactCorrection.objects.filter(contact=contact).exists():
        raise Refused(_("This contact was taken back."))
    contact.note, contact.transport_arranged = note.strip(), transport_arranged
    contact.save(update_fields=["note", "transport_arranged"])
    audit.record(actor=actor, at=at, action="contact.noted", subject=contact.person.public_id)
    return contact


@transaction.atomic
def give_help(
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
    """Write down food, shelter, a phone, naloxone given, also before any intake (I4)."""
    policies.check_can_do_outreach(actor, person, occurred_at, at)
    person = Person.objects.select_for_update().get(pk=person.pk)
    existing = HelpGiven.objects.filter(key=key).first()
    if existing is not None:
        check_same_person(existing, person)
        return existing
    if kind not in HelpGiven.Kind.values or quantity < 1:
        raise Refused(_("Please say what was given and how many."))
    given = HelpGiven.objects.create(
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
    audit.record(actor=actor, at=at, action="help.given", subject=person.public_id, details={"kind": kind})
    return given


def check_same_person(existing: ContactAttempt | HelpGiven, person: Person) -> None:
    """A key used for somebody else comes from a page that is out of date; nothing is written for the wrong one."""
    if existing.person_id != person.pk:
        raise Refused(_("This page is out of date. Reload it and try again."))
