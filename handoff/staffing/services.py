"""A new charge against a participant: the report, the team's recommendations, the DA's decision (handbook 5d)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.accounts.models import User
from handoff.accounts.queries import users_with_permission
from handoff.accounts.queries.actors import actors_for
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.charges import services as charges
from handoff.charges.models import NewCharge
from handoff.charges.queries import offenses_effective_on
from handoff.consent import services as consent
from handoff.consent.models import DisclosureContext, InformationKind
from handoff.consent.services import DisclosureItem
from handoff.core.refusals import Refused
from handoff.notifications.queries import notices_about
from handoff.notifications.services import queue_notices
from handoff.participants.models import Person
from handoff.programs.models import Agency, Program
from handoff.programs.queries import local_date
from handoff.staffing import policies
from handoff.staffing.models import ChargeDecision, TeamRecommendation
from handoff.staffing.queries import ConsentDecisions, readers_of


@transaction.atomic
def report_new_charge(
    *,
    actor: Actor,
    program: Program,
    person: Person,
    agency: Agency | None,
    officer_id: int | None,
    charge: charges.ChargeInput,
    how: str,
    incident_number: str,
    occurred_on: date,
    key: str,
    at: datetime,
    reported_by_id: int | None = None,
    source: charges.SourceFacts | None = None,
) -> NewCharge:
    """Record a new charge against a participant and alert the DA's office and program staff (J2)."""
    new_charge = charges.record_new_charge(
        actor=actor,
        program=program,
        person=person,
        agency=agency,
        officer_id=officer_id,
        charge=charge,
        how=how,
        incident_number=incident_number,
        occurred_on=occurred_on,
        key=key,
        at=at,
        reported_by_id=reported_by_id,
        source=source,
    )
    alert_team(new_charge, at)
    return new_charge


def alert_team(
    charge: NewCharge,
    at: datetime,
    *,
    partners_only: bool = False,
    kind: str = "new_charge",
    occasion: str = "",
) -> None:
    """Alert program staff, and the DA's office where a live ROI lets it know of the participation (J2).

    `occasion` tells a later alert about the same charge, such as its amendment, from the first.
    """
    program = charge.program
    path = reverse("staffing:new_charges", args=[program.slug])
    team = users_with_permission(program, Permission.CHARGES_REVIEW, local_date(program, at))
    # The arresting officer is heard too (handbook 5d); whoever reported the charge knows of it.
    officers = User.objects.filter(pk=charge.officer_id or 0, is_active=True).exclude(
        pk=charge.recorded_by_id or 0
    )
    readers = readers_of(charge, [*team, *officers], at)
    care_side = {pk for pk, actor in actors_for(readers, program, at).items() if actor.on_care_side}
    queue_notices(
        program_id=program.pk,
        users=[each for each in readers if not (partners_only and each.pk in care_side)],
        kind=kind,
        path=path,
        key=f"{charge.public_id}{occasion}",
        at=at,
    )


def tell_entered_in_error(charge: NewCharge, at: datetime) -> None:
    """Tell those who were alerted about a charge that it was never about this person."""
    alerted = notices_about(charge.program_id, "new_charge", str(charge.public_id))
    path = reverse("staffing:new_charges", args=[charge.program.slug])
    queue_notices(
        program_id=charge.program_id,
        users=User.objects.filter(pk__in=alerted, is_active=True),
        kind="charge_entered_in_error",
        path=path,
        key=f"{charge.public_id}:{at.isoformat()}",
        at=at,
    )


@transaction.atomic
def record_recommendation(
    *, actor: Actor, charge: NewCharge, advice: str, comment: str, at: datetime
) -> TeamRecommendation:
    """Record what one member of the team would do with the charge; a later recommendation is a new row."""
    policies.check_can_record_recommendation(actor, charge, advice)
    assert actor.user_id is not None
    recommendation = TeamRecommendation.objects.create(
        charge=charge,
        written_by_id=actor.user_id,
        role=policies.recommending_role(actor),
        advice=advice,
        comment=comment.strip(),
        written_at=at,
    )
    audit.record(
        actor=actor, at=at, action=AuditAction.NEW_CHARGE_RECOMMENDATION_RECORDED, subject=charge.public_id
    )
    return recommendation


@transaction.atomic
def decide_new_charge(
    *, actor: Actor, charge: NewCharge, outcome: str, reason: str, at: datetime
) -> ChargeDecision:
    """Record the DA's decision and notify the team; it changes no one's status (G7)."""
    # Two clicks, or two people of the office, wait for each other: the second finds the charge decided.
    charge = lock_charge(charge)
    policies.check_can_decide_new_charge(actor, charge, outcome)
    return _write_decision(actor, charge, outcome, reason, AuditAction.NEW_CHARGE_DECIDED, at)


@transaction.atomic
def change_decision(
    *, actor: Actor, charge: NewCharge, outcome: str, reason: str, at: datetime
) -> ChargeDecision:
    """Record another decision with the reason for the change, beside the earlier ones (N6)."""
    charge = lock_charge(charge)
    policies.check_can_change_decision(actor, charge, outcome, reason)
    return _write_decision(actor, charge, outcome, reason, AuditAction.NEW_CHARGE_DECISION_CHANGED, at)


def lock_charge(charge: NewCharge) -> NewCharge:
    """Read a charge again and lock its row until the transaction ends."""
    return NewCharge.objects.select_for_update(of=("self",)).select_related("program").get(pk=charge.pk)


def _write_decision(
    actor: Actor, charge: NewCharge, outcome: str, reason: str, action: AuditAction, at: datetime
) -> ChargeDecision:
    assert actor.user_id is not None
    decision = ChargeDecision.objects.create(
        charge=charge, outcome=outcome, reason=reason.strip(), decided_at=at, decided_by_id=actor.user_id
    )
    audit.record(actor=actor, at=at, action=action, subject=charge.public_id, details={"outcome": outcome})
    notify_of_decision(charge, decision, at)
    return decision


def notify_of_decision(charge: NewCharge, decision: ChargeDecision, at: datetime) -> None:
    """Notify program staff, the DA's office, whoever recommended and the arresting officer, if they may open it."""
    program = charge.program
    team = users_with_permission(program, Permission.CHARGES_REVIEW, local_date(program, at))
    heard = {*charge.recommendations.values_list("written_by_id", flat=True), charge.officer_id or 0}
    users = {each.pk: each for each in (*team, *User.objects.filter(pk__in=heard, is_active=True))}
    users.pop(decision.decided_by_id, None)
    path = reverse("staffing:new_charges", args=[program.slug])
    queue_notices(
        program_id=program.pk,
        users=readers_of(charge, users.values(), at),
        kind="charge_decided",
        path=path,
        key=f"{charge.public_id}:{decision.pk}",
        at=at,
    )


def charge_input_for(program: Program, offense_key: str, on: date) -> charges.ChargeInput:
    """The charge for an entry in the program's list of offenses, as the law read on a day."""
    offense = offenses_effective_on(program, on).filter(key=offense_key).first()
    if offense is None:
        raise Refused(_("Choose an offense from the list."))
    return charges.ChargeInput(offense_key=offense.key, title=offense.title, statute=offense.statute)


def record_list_disclosures(
    *, actor: Actor, charges_shown: Sequence[NewCharge], decisions: ConsentDecisions, at: datetime
) -> None:
    """Log that a list of new charges names participants to a partner's user (C10).

    One row for each person and day; nothing is disclosed to the care team, which reads its own records.
    """
    if actor.on_care_side:
        return
    kind = InformationKind.PARTICIPATION
    people = {each.person_id: each.person for each in charges_shown}
    agencies = Agency.objects.in_bulk(actor.agency_ids)
    items = [
        DisclosureItem(
            person=person,
            agency=agencies[agency_id],
            kinds=frozenset({kind.value}),
            decision=decisions[person.pk],
        )
        for person in people.values()
        for agency_id in decisions[person.pk].agencies_covering(kind)
    ]
    consent.record_daily_disclosures(
        actor=actor,
        items=items,
        what=DisclosureContext.CHARGES,
        purpose="decide together on a new charge",
        at=at,
    )


def record_charge_disclosures(
    *, actor: Actor, charge: NewCharge, decisions: ConsentDecisions, at: datetime
) -> None:
    """Log that a partner's user opens a new charge and the team's recommendations (C10, 42 CFR 2.25).

    The care team reads its own records, so nothing is disclosed to it.
    """
    decision = decisions.get(charge.person_id)
    if actor.on_care_side or decision is None:
        return
    agencies = Agency.objects.in_bulk(actor.agency_ids)
    for agency_id, allowed in sorted(decision.kinds_by_agency().items()):
        kinds = {kind for kind in (InformationKind.PARTICIPATION, InformationKind.CHARGES) if kind in allowed}
        if kinds:
            consent.disclose(
                actor=actor,
                person=charge.person,
                agency=agencies[agency_id],
                decision=decision,
                kinds=kinds,
                what="new charge opened",
                purpose="decide together on a new charge",
                to_user_id=actor.user_id,
                at=at,
            )
            # One row: the user learns this once, through the first of their agencies that an ROI names.
            return
