"""New charges and what the team says of them. The law side sees them only as far as a live ROI allows."""

import uuid
from datetime import datetime

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.charges.models import NewCharge
from handoff.consent.models import InformationKind
from handoff.consent.queries import may_disclose, people_who_allow
from handoff.participants.models import Person
from handoff.programs.models import Program
from handoff.staffing.models import ChargeDecision


def charges_for(program: Program, actor: Actor, at: datetime) -> QuerySet[NewCharge]:
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
    if actor.on_care_side and actor.can(Permission.CHARGES_REVIEW):
        return charges
    allowed = charges.filter(
        person_id__in=people_who_allow(actor.agency_ids, InformationKind.PARTICIPATION, at)
    )
    if actor.can(Permission.NEW_CHARGE_DECIDE):
        return allowed
    mine = actor.user_id or 0
    return allowed.filter(Q(officer_id=mine) | Q(recorded_by_id=mine))


def undecided_charges(program: Program, actor: Actor, at: datetime) -> QuerySet[NewCharge]:
    """Return the new charges that the DA has not decided, oldest first."""
    return charges_for(program, actor, at).filter(Q(outcome__isnull=True)).order_by("occurred_on", "pk")


def find_charge(program: Program, actor: Actor, public_id: uuid.UUID, at: datetime) -> NewCharge | None:
    """Return one new charge that the actor may read."""
    return charges_for(program, actor, at).filter(public_id=public_id).first()


def may_read_views(charge: NewCharge, actor: Actor, at: datetime) -> bool:
    """Say whether the team's views may be shown: to the law side only under a live ROI for charges."""
    if actor.on_care_side:
        return True
    return any(
        may_disclose(charge.person_id, agency_id, InformationKind.CHARGES, at)
        for agency_id in actor.agency_ids
    )


def person_of_charge(program_id: int, public_id: uuid.UUID) -> Person | None:
    """Return against whom a new charge was made."""
    return Person.objects.filter(program_id=program_id, new_charges__public_id=public_id).first()
