"""Field contacts and urgent help: a few taps each."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.audit import services as audit
from handoff.casework.models import ContactAttempt, HelpGiven
from handoff.core.refusals import Refused
from handoff.participants.models import Person
from handoff.referrals.models import Referral


def check_can_do_outreach(actor: Actor, person: Person, occurred_at: datetime, at: datetime) -> None:
    """Only the care team of the person's own program, about something that has happened."""
    if person.program_id != actor.program_id:
        raise Refused(_("This person is not in your program."))
    if not actor.can(Permission.OUTREACH_DO):
        raise Refused(_("Only the care team records contacts and help."))
    if occurred_at > at:
        raise Refused(_("That time is in the future. Please check the date and time."))


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
    existing = ContactAttempt.objects.filter(key=key, program_id=actor.program_id).first()
    if existing is not None:
        return existing
    check_can_do_outreach(actor, person, occurred_at, at)
    if how not in ContactAttempt.How.values or result not in ContactAttempt.Result.values:
        raise Refused(_("Please say how you tried and whether you reached them."))
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
    audit.record(actor=actor, at=at, action="contact.recorded", subject=person.public_id, details={"result": result})
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
    existing = HelpGiven.objects.filter(key=key, program_id=actor.program_id).first()
    if existing is not None:
        return existing
    check_can_do_outreach(actor, person, occurred_at, at)
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
