"""New charges and the team's recommendations. Police and prosecutors see them only as far as a live ROI allows."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.accounts.models import User
from handoff.accounts.queries.actors import actors_for
from handoff.charges.models import NewCharge
from handoff.consent.gate import ConsentDecision, decide, users_who_may_learn
from handoff.consent.models import InformationKind
from handoff.participants.models import Person
from handoff.programs.models import Agency, Program
from handoff.staffing.models import ChargeDecision, ChargeReport

CHARGE_READERS = (
    Permission.CHARGES_RECORD_NEW,
    Permission.CHARGES_REVIEW,
    Permission.NEW_CHARGE_DECIDE,
    Permission.RECORDS_CORRECT,
)

ConsentDecisions = Mapping[int, ConsentDecision]
"""The consent gate's decision about each person, by the person's primary key."""


def charge_decisions(actor: Actor, at: datetime, people: Collection[int] | None = None) -> ConsentDecisions:
    """What participants' ROIs let a partner's user learn from new charges. Empty for the care team: it needs no ROI."""
    return {} if can_read_all_charges(actor) else decide(actor, people, at, permissions=CHARGE_READERS)


def can_read_all_charges(actor: Actor) -> bool:
    reading = actor.can(Permission.CHARGES_REVIEW) or actor.can(Permission.RECORDS_CORRECT)
    return actor.on_care_side and reading


def charges_for(
    program: Program, actor: Actor, at: datetime, decisions: ConsentDecisions | None = None
) -> QuerySet[NewCharge]:
    """The new charges of a program that the actor may read, newest first.

    The care team sees all. For a partner's user, a live ROI must let their agency know of the participation; then the
    DA's office sees the charge, an officer the charges they made, and a crime analyst the charges they reported.
    """
    latest = ChargeDecision.objects.filter(charge=OuterRef("pk")).order_by("-decided_at", "-pk")
    charges = (
        NewCharge.objects.filter(program=program)
        .select_related("person", "agency", "program")
        .annotate(
            recommendation_count=Count("recommendations"), outcome=Subquery(latest.values("outcome")[:1])
        )
        .order_by("-occurred_on", "-pk")
    )
    if can_read_all_charges(actor):
        return charges
    if decisions is None:
        decisions = charge_decisions(actor, at)
    allowed = charges.filter(
        person_id__in=[pk for pk, each in decisions.items() if each.covers(InformationKind.PARTICIPATION)]
    )
    if actor.can(Permission.NEW_CHARGE_DECIDE):
        return allowed
    own_id = actor.user_id or 0
    return allowed.filter(Q(officer_id=own_id) | Q(recorded_by_id=own_id))


def readers_of(charge: NewCharge, users: Iterable[User], at: datetime) -> list[User]:
    """Those of some users who may open a charge as `charges_for` says, in as many queries as for one."""
    found = {each.pk: each for each in users}
    actors = actors_for(found.values(), charge.program, at)
    informed = users_who_may_learn(
        [pk for pk, actor in actors.items() if not can_read_all_charges(actor)],
        charge.program,
        charge.person_id,
        InformationKind.PARTICIPATION,
        at,
        permissions=CHARGE_READERS,
    )
    own = {charge.officer_id, charge.recorded_by_id}
    return [
        found[pk]
        for pk, actor in actors.items()
        if can_read_all_charges(actor)
        or (pk in informed and (actor.can(Permission.NEW_CHARGE_DECIDE) or pk in own))
    ]


def undecided_charges(
    program: Program, actor: Actor, at: datetime, decisions: ConsentDecisions | None = None
) -> QuerySet[NewCharge]:
    """New charges without a decision by the DA, oldest first."""
    undecided = charges_for(program, actor, at, decisions).filter(
        decisions__isnull=True, entered_in_error_at__isnull=True
    )
    # A warrant asks for help to clear it, not for a joint decision.
    undecided = undecided.exclude(how=NewCharge.How.WARRANT)
    return undecided.order_by("occurred_on", "pk")


def find_charge(program: Program, actor: Actor, public_id: uuid.UUID, at: datetime) -> NewCharge | None:
    return charges_for(program, actor, at).filter(public_id=public_id).first()


def is_to_be_decided(decisions: Iterable[ChargeDecision]) -> bool:
    """Whether the DA is still to dismiss or prosecute: without a decision, or after the last one continued it."""
    last = max(decisions, key=lambda each: (each.decided_at, each.pk), default=None)
    return last is None or last.outcome == ChargeDecision.Outcome.CONTINUE


def count_reports(program: Program) -> int:
    """How many reports wait for a person to compare them."""
    return ChargeReport.objects.filter(program=program, dropped_at__isnull=True).count()


def people_known_to_da(program: Program, people: Collection[int], at: datetime) -> set[int] | None:
    """Those of some people about whose charges a live ROI lets a DA's office know; None in a program without one."""
    offices = list(Agency.objects.filter(program=program, kind=Agency.Kind.DISTRICT_ATTORNEY, is_active=True))
    if not offices:
        return None
    return {
        pk
        for office in offices
        for pk, decision in decide(office, people, at).items()
        if decision.covers(InformationKind.PARTICIPATION)
    }


def can_read_recommendations(charge: NewCharge, actor: Actor, decisions: ConsentDecisions) -> bool:
    """The care team may; anyone else needs a live ROI that covers charges."""
    if actor.on_care_side:
        return True
    decision = decisions.get(charge.person_id)
    return decision is not None and decision.covers(InformationKind.CHARGES)


def person_of_charge(program_id: int, public_id: uuid.UUID) -> Person | None:
    """The person a new charge was made against."""
    return Person.objects.filter(program_id=program_id, new_charges__public_id=public_id).first()
