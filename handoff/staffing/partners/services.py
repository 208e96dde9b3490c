"""Add a partner's fact about a participant, and take it back (P8)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.casework.services import lock_person
from handoff.core.refusals import Refused, check_says_the_same
from handoff.participants.models import Person
from handoff.programs.queries import local_date
from handoff.staffing.models.partners import PartnerFact
from handoff.staffing.partners import policies, queries


@dataclass(frozen=True)
class FactInput:
    """Which agency adds what, and its day."""

    agency_id: int
    kind: str
    on: date


def record(actor: Actor, fact: PartnerFact, action: AuditAction, at: datetime) -> None:
    audit.record(
        actor=actor,
        at=at,
        action=action,
        subject=fact.person.public_id,
        details={"kind": fact.kind, "fact": str(fact.public_id)},
    )


@transaction.atomic
def add_fact(*, actor: Actor, person: Person, fact_input: FactInput, key: str, at: datetime) -> PartnerFact:
    """Add a fact of the user's own agency. The gate is asked again under the lock; a form sent twice adds one."""
    person = lock_person(person)
    named = queries.agencies_named(actor, queries.decision_about(actor, person, at))
    existing = PartnerFact.objects.filter(key=key).first()
    policies.check_fact(
        actor,
        person,
        named,
        fact_input.agency_id,
        fact_input.kind,
        fact_input.on,
        local_date(person.program, at),
    )
    if existing is not None:
        check_says_the_same(
            (existing.person_id, person.pk), (existing.kind, fact_input.kind), (existing.on, fact_input.on)
        )
        return existing
    fact = PartnerFact.objects.create(
        program=person.program,
        person=person,
        agency=named[fact_input.agency_id],
        kind=fact_input.kind,
        on=fact_input.on,
        added_at=at,
        added_by_id=actor.user_id,
        key=key,
    )
    record(actor, fact, AuditAction.PARTNER_FACT_ADDED, at)
    return fact


@transaction.atomic
def withdraw_fact(*, actor: Actor, person: Person, public_id: str, at: datetime) -> None:
    """Mark a fact as entered in error. A second click changes nothing."""
    person = lock_person(person)
    named = queries.agencies_named(actor, queries.decision_about(actor, person, at))
    facts = PartnerFact.objects.filter(person=person).select_related("person")
    fact = next((each for each in facts if str(each.public_id) == public_id), None)
    if fact is None:
        raise Refused(_("Only the organization that added this can withdraw it."))
    policies.check_can_withdraw(actor, fact, named)
    if fact.withdrawn_at is None:
        fact.withdrawn_at, fact.withdrawn_by_id = at, actor.user_id
        fact.save(update_fields=["withdrawn_at", "withdrawn_by_id"])
        record(actor, fact, AuditAction.PARTNER_FACT_WITHDRAWN, at)
