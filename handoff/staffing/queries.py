"""New charges and what the team says of them. The law side sees them only as far as a live ROI allows."""

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.charges.models import NewCharge
from handoff.consent.gate import ConsentDecision, decide
from handoff.consent.models import InformationKind
from handoff.participants.models import Person
from handoff.programs.models import Program
from handoff.staffing.models import ChargeDecision

CHARGE_READERS = (Permission.CHARGES_RECORD_NEW, Permission.CHARGES_REVIEW, Permission.NEW_CHARGE_DECIDE)

Decisions = Mapping[int, ConsentDecision]
"""What the gate decided about each person, by the person's primary key."""


def charge_decisions(actor: Actor, at: datetime, people: Collection[int] | None = None) -> Decisions:
    """What participants' ROIs let a law-side reader of new charges learn; the care team reads its own records."""
    return {} if reads_all_charges(actor) else decide(actor, people, at, permissions=CHARGE_READERS)


def reads_all_charges(actor: Actor) -> bool:
    return actor.on_care_side and actor.can(Permission.CHARGES_REVIEW)


def charges_for(
    program: Program, actor: Actor, at: datetime, decisions: Decisions | None = None
) -> QuerySet[NewCharge]:
    """Return the new charges of a program that the actor's roles may read, newest first.

    The care team sees all. On the law side a live ROI must let the actor's agency know of the participation: the DA's
    office then sees the charge, an officer those they made, a crime analyst those they brought.
    """
    latest = ChargeDecision.objects.filter(charge=OuterRef("pk")).order_by("-decided_at", "-pk")
    charges = (
        NewCharge.objects.filter(program=program)
        .select_related("person", "agency", "program")
        .annotate(views_given=Count("views"), outcome=Subquery(latest.values("outcome")[:1]))
        .order_by("-occurred_on", "-pk")
    )
    if reads_all_charges(actor):
        return charges
    if decisions is None:
        decisions = charge_decisions(actor, at)
    allowed = charges.filter(
        person_id__in=[pk for pk, each in decisions.items() if each.covers(InformationKind.PARTICIPATION)]
    )
    if actor.can(Permission.NEW_CHARGE_DECIDE):
        return allowed
    mine = actor.user_id or 0
    return allowed.filter(Q(officer_id=mine) | Q(recorded_by_id=mine))


def undecided_charges(
    program: Program, actor: Actor, at: datetime, decisions: Decisions | None = None
) -> QuerySet[NewCharge]:
    """Return the new charges that the DA has not decided, oldest first."""
    undecided = charges_for(program, actor, at, decisions).filter(outcome__isnull=True)
    return undecided.order_by("occurred_on", "pk")


def find_charge(program: Program, actor: Actor, public_id: uuid.UUID, at: datetime) -> NewCharge | None:
    """Return one new charge that the actor may read."""
    return charges_for(program, actor, at).filter(public_id=public_id).first()


def may_read_views(charge: NewCharge, actor: Actor, decisions: Decisions) -> bool:
    """Say whether the team's views may be shown: to the law side only under a live ROI for charges."""
    if actor.on_care_side:
        return True
    decision = decisions.get(charge.person_id)
    return decision is not None and decision.covers(InformationKind.CHARGES)


def person_of_charge(program_id: int, public_id: uuid.UUID) -> Person | None:
    """Return against whom a new charge was made."""
    return Person.objects.filter(program_id=program_id, new_charges__public_id=public_id).first()
