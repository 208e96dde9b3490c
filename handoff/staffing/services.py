"""Hearing the team on a new charge, and the DA's decision (handbook 5d, scenario 3)."""

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.access.roles import RoleName
from handoff.accounts.models import User
from handoff.accounts.queries import actor_for, members_who_may
from handoff.audit import services as audit
from handoff.charges import services as charges
from handoff.charges.models import NewCharge
from handoff.charges.queries import offenses_in_force
from handoff.consent import services as consent
from handoff.consent.models import InformationKind, Shown
from handoff.consent.queries import kinds_allowed
from handoff.consent.services import Showing
from handoff.core.refusals import Refused
from handoff.enrollment.models import Enrollment
from handoff.notifications.services import queue
from handoff.participants.lookup.rules.keys import LookupQuery
from handoff.participants.lookup.services import find_candidates, is_certain
from handoff.participants.models import Person
from handoff.programs.models import Agency, Program
from handoff.programs.queries import local_date
from handoff.staffing import policies
from handoff.staffing.models import ChargeDecision, ChargeView
from handoff.staffing.queries import find_charge


@transaction.atomic
def bring_new_charge(
    *,
    actor: Actor,
    program: Program,
    person: Person,
    agency: Agency | None,
    officer_id: int | None,
    charge: charges.ChargeGiven,
    how: str,
    incident_number: str,
    occurred_on: date,
    key: str,
    at: datetime,
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
    )
    alert_team(new_charge, at)
    return new_charge


def alert_team(charge: NewCharge, at: datetime) -> None:
    """Alert program staff, and the DA's office where a live ROI lets it know of the participation (J2)."""
    program = charge.program
    path = reverse("staffing:new_charges", args=[program.slug])
    for user in members_who_may(program, Permission.CHARGES_REVIEW, local_date(program, at)):
        actor = actor_for(user, program, at)
        if actor is not None and find_charge(program, actor, charge.public_id, at) is not None:
            queue(
                program_id=program.pk,
                user=user,
                kind="new_charge",
                path=path,
                key=str(charge.public_id),
                at=at,
            )


@transaction.atomic
def give_view(*, actor: Actor, charge: NewCharge, advice: str, words: str, at: datetime) -> ChargeView:
    """Write down what one member of the team would do with the charge; a later view of theirs is a new row."""
    policies.check_can_give_view(actor, charge, advice)
    assert actor.user_id is not None
    view = ChargeView.objects.create(
        charge=charge,
        written_by_id=actor.user_id,
        role=min(actor.roles),
        advice=advice,
        words=words.strip(),
        written_at=at,
    )
    audit.record(actor=actor, at=at, action="new_charge.view_given", subject=charge.public_id)
    return view


@transaction.atomic
def decide_new_charge(
    *, actor: Actor, charge: NewCharge, outcome: str, reason: str, at: datetime
) -> ChargeDecision:
    """Record the DA's decision and tell the team; nobody's status changes by it (G7)."""
    policies.check_can_decide_new_charge(actor, charge, outcome)
    assert actor.user_id is not None
    decision = ChargeDecision.objects.create(
        charge=charge, outcome=outcome, reason=reason.strip(), decided_at=at, decided_by_id=actor.user_id
    )
    audit.record(
        actor=actor,
        at=at,
        action="new_charge.decided",
        subject=charge.public_id,
        details={"outcome": outcome},
    )
    heard = set(charge.views.values_list("written_by_id", flat=True)) | {charge.officer_id}
    path = reverse("staffing:new_charges", args=[charge.program.slug])
    for user in User.objects.filter(pk__in=[each for each in heard if each], is_active=True):
        key = f"{charge.public_id}:{decision.pk}"
        queue(program_id=charge.program_id, user=user, kind="charge_decided", path=path, key=key, at=at)
    return decision


def participant_meant(program: Program, query: LookupQuery) -> Person | None:
    """Return the one participant whom name and date of birth mean beyond doubt; nothing is linked below that."""
    certain = [each for each in find_candidates(program.pk, query) if is_certain(query, each)]
    ids = Enrollment.objects.filter(program=program, person_id__in=[each.person_id for each in certain])
    meant = list(Person.objects.filter(pk__in=ids.values("person_id"))[:2])
    return meant[0] if len(meant) == 1 else None


@transaction.atomic
def bring_if_participant(
    *,
    actor: Actor,
    program: Program,
    query: LookupQuery,
    charge: charges.ChargeGiven,
    how: str,
    incident_number: str,
    occurred_on: date,
    key: str,
    at: datetime,
) -> None:
    """Bring a charge to the team if the person is a participant, and tell the one who brings it nothing either way.

    An officer brings their own charge and is heard on it later; a crime analyst brings an agency's. The form's key
    counts for one person only: a key missing or used before would otherwise be refused of participants alone, and tell.
    """
    if not key:
        raise ValueError("a new charge needs a key")
    person = participant_meant(program, query)
    audit.record(actor=actor, at=at, action="new_charge.brought", details={"matched": person is not None})
    if person is None:
        return
    bring_new_charge(
        actor=actor,
        program=program,
        person=person,
        agency=Agency.objects.filter(pk__in=actor.agency_ids).first(),
        officer_id=actor.user_id if RoleName.OFFICER in actor.roles else None,
        charge=charge,
        how=how,
        incident_number=incident_number,
        occurred_on=occurred_on,
        key=sha256(f"{key}:{person.public_id}".encode()).hexdigest(),
        at=at,
    )


def charge_named(program: Program, offense_key: str, on: date) -> charges.ChargeGiven:
    """Return the charge that an entry of the program's list of offenses names, as the law read on a day."""
    offense = offenses_in_force(program, on).filter(key=offense_key).first()
    if offense is None:
        raise Refused(_("Please choose an offense from the list."))
    return charges.ChargeGiven(offense_key=offense.key, title=offense.title, statute=offense.statute)


def register_listed(*, actor: Actor, charges_shown: Sequence[NewCharge], at: datetime) -> None:
    """Register that a partner's user sees participants named, or their charges, in a list of new charges (C10).

    One row for each person and day; the care team reads its own records.
    """
    if actor.on_care_side:
        return
    kind = InformationKind.PARTICIPATION
    people = {each.person_id: each.person for each in charges_shown}
    agencies = Agency.objects.filter(pk__in=actor.agency_ids).order_by("pk")
    showings = [
        Showing(person=person, agency=agency, kinds=frozenset({kind.value}))
        for agency in agencies
        for person in people.values()
        if kind in kinds_allowed(person.pk, agency.pk, at)
    ]
    consent.register_showings(
        actor=actor,
        showings=showings,
        what=Shown.CHARGES,
        purpose="decide together on a new charge",
        at=at,
    )


def register_opened(*, actor: Actor, charge: NewCharge, at: datetime) -> None:
    """Register that a partner's user opens a participant's new charge and what the team says of it (C10, 42 CFR 2.25).

    The care team reads its own records, so nothing is disclosed to it.
    """
    if actor.on_care_side:
        return
    for agency in Agency.objects.filter(pk__in=actor.agency_ids).order_by("pk"):
        allowed = kinds_allowed(charge.person_id, agency.pk, at)
        kinds = {kind for kind in (InformationKind.PARTICIPATION, InformationKind.CHARGES) if kind in allowed}
        if kinds:
            consent.disclose(
                actor=actor,
                person=charge.person,
                agency=agency,
                kinds=kinds,
                what="new charge opened",
                purpose="decide together on a new charge",
                to_user_id=actor.user_id,
                at=at,
            )
            return
