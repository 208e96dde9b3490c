"""Record, undo and annotate contact attempts, record urgent help, and note what became of an appointment."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.casework import policies
from handoff.casework.funds.queries import fund_at_first
from handoff.casework.funds.services import spend
from handoff.casework.inputs import HelpInput
from handoff.casework.models import (
    Appointment,
    AppointmentEvent,
    ContactAttempt,
    ContactCorrection,
    HelpGiven,
    ServiceReferral,
)
from handoff.core.refusals import Refused, check_says_the_same
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
    help_input: HelpInput | None = None,
) -> ContactAttempt:
    """Record one attempt to reach a person (H3, K3), and the help handed out with it.

    The same form sent twice makes one contact; sent again with other answers, it corrects that contact (C-F03).
    """
    policies.check_can_do_outreach(actor, person, occurred_at, at)
    person = lock_person(person)
    wanted = ContactAttempt(
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
    contact = save_once(actor, wanted)
    if help_input is not None:
        record_help(
            actor=actor,
            person=person,
            help_input=help_input,
            occurred_at=contact.occurred_at,
            key=f"{key}:help",
            at=at,
        )
    return contact


def save_once(actor: Actor, wanted: ContactAttempt) -> ContactAttempt:
    """Save a contact, unless its form was sent before and says nothing new."""
    existing = sent_before(wanted.key)
    if existing is not None:
        check_same_person(existing.person_id, wanted.person)
        if says_the_same(existing, wanted) or existing.recorded_by_id != actor.user_id:
            return existing
    check_contact(wanted.person, wanted.referral, wanted.how, wanted.result)
    if existing is not None:
        replace_contact(actor, existing, wanted)
    save_contact(actor, wanted)
    return wanted


def sent_before(key: str) -> ContactAttempt | None:
    """The contact that a form made, or the newest of those that corrected it."""
    sent = ContactAttempt.objects.filter(Q(key=key) | Q(key__startswith=f"{key}:"))
    return sent.order_by("-pk").first()


def says_the_same(one: ContactAttempt, other: ContactAttempt) -> bool:
    fields = ("how", "result", "note", "transport_arranged")
    same_time = is_same_time(one.occurred_at, other.occurred_at, other.recorded_at)
    return same_time and all(getattr(one, name) == getattr(other, name) for name in fields)


def is_same_time(saved: datetime, sent: datetime, at: datetime) -> bool:
    """True where a form that is sent again has the time that was saved, or none entered: then it has the new now."""
    return sent in {saved, at}


def replace_contact(actor: Actor, existing: ContactAttempt, wanted: ContactAttempt) -> None:
    """Let a contact stand for an earlier one that was sent from the same form: the earlier stays on record as undone.

    It keeps its own time, unless another was entered.
    """
    ContactCorrection.objects.get_or_create(
        contact=existing,
        defaults={"corrected_at": wanted.recorded_at, "corrected_by_id": actor.user_id},
    )
    if wanted.occurred_at == wanted.recorded_at:
        wanted.occurred_at = existing.occurred_at
    wanted.key = f"{wanted.key}:{existing.pk}"


def save_contact(actor: Actor, contact: ContactAttempt) -> None:
    contact.save()
    person, at = contact.person, contact.recorded_at
    details = {"result": contact.result}
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.CONTACT_RECORDED,
        subject=person.public_id,
        details=details,
    )
    # A call that no one answered is no working relationship: it must not open the record for a month.
    if contact.result == ContactAttempt.Result.REACHED:
        team.join_after_contact(actor=actor, person=person, at=at)


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
    *, actor: Actor, person: Person, help_input: HelpInput, occurred_at: datetime, key: str, at: datetime
) -> HelpGiven:
    """Record urgent help such as food, shelter, a phone or naloxone; it may come before any intake (I4).

    The fund that pays has the cost in its ledger at once (K8).
    """
    policies.check_can_do_outreach(actor, person, occurred_at, at)
    person = lock_person(person)
    existing = HelpGiven.objects.filter(key=key).first()
    if existing is not None:
        check_same_person(existing.person_id, person)
        check_says_the_same(
            (existing.kind, help_input.kind),
            (existing.item, help_input.item),
            (existing.quantity, help_input.quantity),
            (existing.note, help_input.note.strip()),
            (existing.cost_cents, help_input.total_cents),
            (fund_at_first(existing), help_input.fund),
            (is_same_time(existing.occurred_at, occurred_at, at), True),
        )
        return existing
    policies.check_help(actor, help_input)
    help_given = HelpGiven.objects.create(
        program_id=actor.program_id,
        person=person,
        kind=help_input.kind,
        item=help_input.item,
        quantity=help_input.quantity,
        cost_cents=help_input.total_cents,
        note=help_input.note.strip(),
        occurred_at=occurred_at,
        recorded_at=at,
        recorded_by_id=actor.user_id,
        key=key,
    )
    details = {"kind": help_input.kind}
    audit.record(
        actor=actor, at=at, action=AuditAction.HELP_PROVIDED, subject=person.public_id, details=details
    )
    if help_input.fund is not None:
        spend(actor=actor, fund=help_input.fund, help_given=help_given, reason=help_input.reason, at=at)
    return help_given


def check_same_person(person_id: int, person: Person) -> None:
    """A submission key already used for another person comes from an outdated page: refuse it."""
    if person_id != person.pk:
        raise Refused(_("This page is out of date. Reload it and try again."))


def record_appointment(actor: Actor, appointment: Appointment, action: AuditAction, at: datetime) -> None:
    audit.record(
        actor=actor,
        at=at,
        action=action,
        subject=appointment.person.public_id,
        details={"appointment": str(appointment.public_id)},
    )


def add_appointment_event(
    actor: Actor, appointment: Appointment, what: str, at: datetime, next_step: str = ""
) -> AppointmentEvent:
    return AppointmentEvent.objects.create(
        appointment=appointment,
        what=what,
        starts_at=appointment.starts_at,
        place=appointment.place,
        next_step=next_step.strip(),
        recorded_at=at,
        recorded_by_id=actor.user_id,
    )


def lock_planned(referral: ServiceReferral) -> QuerySet[Appointment]:
    """The appointments planned for a referral, the earliest first, locked until they are changed."""
    rows = Appointment.objects.filter(referral=referral, state=Appointment.State.PLANNED)
    return rows.select_for_update(of=("self",)).select_related("person", "program").order_by("starts_at")


def end_appointment(
    actor: Actor, appointment: Appointment, state: str, at: datetime, next_step: str = ""
) -> None:
    """Record what became of an appointment: kept, missed or canceled, by whoever records it, at the one place."""
    appointment.state = state
    appointment.save(update_fields=["state"])
    add_appointment_event(actor, appointment, state, at, next_step)
    record_appointment(actor, appointment, AuditAction.APPOINTMENT_CHANGED, at)
