"""Setting charges aside, their outcome, and new charges (handbook 3b, 3c, 5d)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.charges import policies
from handoff.charges.definitions import Divertible, OffenseDefinition, north_carolina_offenses
from handoff.charges.models import Encounter, NewCharge, Offense, SetAsideCharge, SetAsideChargeEvent
from handoff.charges.sent.services import notify_da
from handoff.core.refusals import Refused
from handoff.participants.models import Person
from handoff.programs.models import Agency, Program
from handoff.programs.queries import local_date

State = SetAsideCharge.State


@dataclass(frozen=True)
class ChargeInput:
    """A charge as the officer selected it. `quantity` is in `unit`."""

    offense_key: str
    title: str
    statute: str = ""
    drug: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    value_dollars: Decimal | None = None


@dataclass(frozen=True)
class SourceFacts:
    """What a records system's export says besides, and which source it is: it may list one offense several times."""

    source_name: str
    occurred_at: datetime | None = None
    counts: int = 1


@transaction.atomic
def set_aside_charges(
    *,
    actor: Actor,
    program: Program,
    person: Person,
    agency: Agency | None,
    officer_id: int | None,
    incident_number: str,
    occurred_at: datetime,
    charges: Sequence[ChargeInput],
    lapses_on: date,
    at: datetime,
) -> Encounter:
    """Set the charges of an encounter aside: held, never filed, until the intake or the last day of the hold (G1)."""
    policies.check_can_set_aside(actor, program, person, agency, occurred_at, at)
    if not charges:
        raise Refused(_("Choose at least one charge to set aside."))
    if lapses_on <= local_date(program, at):
        raise Refused(_("The intake deadline must be after today."))
    encounter = Encounter.objects.create(
        program=program,
        agency=agency,
        person=person,
        officer_id=officer_id,
        incident_number=incident_number.strip(),
        occurred_at=occurred_at,
        recorded_at=at,
    )
    for charge_input in charges:
        charge = _write_charge(encounter, charge_input, lapses_on, at)
        _write_event(charge, "set_aside", actor, at=at, lapses_on=lapses_on)
    details = {"charges": len(charges), "lapses_on": lapses_on.isoformat()}
    audit.record(
        actor=actor, at=at, action=AuditAction.CHARGE_SET_ASIDE, subject=encounter.public_id, details=details
    )
    return encounter


def _write_charge(
    encounter: Encounter, charge_input: ChargeInput, lapses_on: date, at: datetime
) -> SetAsideCharge:
    return SetAsideCharge.objects.create(
        encounter=encounter,
        offense_key=charge_input.offense_key,
        title=charge_input.title,
        statute=charge_input.statute,
        drug=charge_input.drug,
        quantity=charge_input.quantity,
        unit=charge_input.unit,
        value_dollars=charge_input.value_dollars,
        set_aside_at=at,
        first_lapses_on=lapses_on,
        lapses_on=lapses_on,
    )


@transaction.atomic
def confirm_diversion(*, actor: Actor, encounter: Encounter, at: datetime) -> Encounter:
    """Divert the held charges for good, because the intake is complete. Calling it again changes nothing."""
    encounter, held = _lock_encounter(encounter)
    policies.check_can_confirm_diversion(actor, encounter, at)
    _set_state(held, State.DIVERTED, actor, at)
    if held:
        audit.record(actor=actor, at=at, action=AuditAction.CHARGE_DIVERTED, subject=encounter.public_id)
    return encounter


@transaction.atomic
def extend_hold(
    *, actor: Actor, encounter: Encounter, lapses_on: date, reason: str, at: datetime
) -> Encounter:
    """Give more time before the officer may choose, with a reason (I3)."""
    encounter, held = _lock_encounter(encounter)
    policies.check_can_extend_hold(actor, encounter, lapses_on, reason, at)
    for charge in held:
        charge.lapses_on = lapses_on
        charge.save(update_fields=["lapses_on"])
        _write_event(charge, "hold_extended", actor, at=at, lapses_on=lapses_on, reason=reason.strip())
    details = {"lapses_on": lapses_on.isoformat()}
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.CHARGE_HOLD_EXTENDED,
        subject=encounter.public_id,
        details=details,
    )
    return encounter


@transaction.atomic
def keep_hold_open(*, actor: Actor, encounter: Encounter, at: datetime) -> Encounter:
    """Keep held charges from lapsing because the program asks for more time. Calling it again changes nothing.

    It records no event: on the police side nothing but the officer's sentence changes, and only after the last day.
    """
    encounter, held = _lock_encounter(encounter)
    policies.check_can_confirm_diversion(actor, encounter, at)
    for charge in held:
        charge.needs_more_time = True
        charge.save(update_fields=["needs_more_time"])
    return encounter


@transaction.atomic
def refer_to_da(*, actor: Actor, encounter: Encounter, at: datetime) -> Encounter:
    """The officer's choice to pursue the charges after a deadline without an intake. They reach the DA's list (N2)."""
    encounter = _choose_outcome(actor, encounter, State.REFERRED_TO_DA, at)
    notify_da(encounter, at)
    return encounter


@transaction.atomic
def drop_charges(*, actor: Actor, encounter: Encounter, at: datetime) -> Encounter:
    """The officer's choice, after the deadline passed without an intake, to drop the charges."""
    return _choose_outcome(actor, encounter, State.DROPPED, at)


def _choose_outcome(actor: Actor, encounter: Encounter, state: str, at: datetime) -> Encounter:
    encounter, held = _lock_encounter(encounter)
    policies.check_can_choose_outcome(actor, encounter, at)
    _set_state(held, state, actor, at)
    audit.record(actor=actor, at=at, action=AuditAction(f"charge.{state}"), subject=encounter.public_id)
    return encounter


def _lock_encounter(encounter: Encounter) -> tuple[Encounter, list[SetAsideCharge]]:
    """The encounter and its charges that are still held, both locked until the transaction ends."""
    # The encounter first, then its charges: every change takes the locks in this order.
    fresh = Encounter.objects.select_for_update(of=("self",)).select_related("program").get(pk=encounter.pk)
    held = list(
        fresh.set_aside_charges.select_for_update(of=("self",)).filter(state=State.HELD).order_by("pk")
    )
    return fresh, held


def _set_state(charges: Iterable[SetAsideCharge], state: str, actor: Actor, at: datetime) -> None:
    for charge in charges:
        charge.state = state
        charge.save(update_fields=["state"])
        _write_event(charge, state, actor, at=at)


def _write_event(
    charge: SetAsideCharge,
    what: str,
    actor: Actor,
    *,
    at: datetime,
    lapses_on: date | None = None,
    reason: str = "",
) -> None:
    SetAsideChargeEvent.objects.create(
        charge=charge,
        what=what,
        reason=reason,
        lapses_on=lapses_on,
        occurred_at=at,
        recorded_at=at,
        recorded_by_id=actor.user_id,
    )


@transaction.atomic
def record_new_charge(
    *,
    actor: Actor,
    program: Program,
    person: Person,
    agency: Agency | None,
    officer_id: int | None,
    charge: ChargeInput,
    how: str,
    incident_number: str,
    occurred_on: date,
    key: str,
    at: datetime,
    reported_by_id: int | None = None,
    source: SourceFacts | None = None,
) -> NewCharge:
    """Record a charge made after the referral, once per key. It changes no one's status: people decide that (G7)."""
    policies.check_can_record_new_charge(actor, program, person, agency, compared=reported_by_id is not None)
    if (used := _find_charge_by_key(key, person)) is not None:
        return used
    policies.check_new_charge(charge.title, how, NewCharge.How.values, occurred_on, local_date(program, at))
    not_from = source.source_name if source is not None else ""
    if (same := find_charge_of_incident(person, incident_number, charge.offense_key, not_from)) is not None:
        return same
    new_charge = NewCharge.objects.create(
        program=program,
        person=person,
        agency=agency,
        officer_id=officer_id,
        **_charge_fields(charge, source),
        how=how,
        incident_number=incident_number.strip(),
        occurred_on=occurred_on,
        recorded_at=at,
        recorded_by_id=reported_by_id or actor.user_id,
        key=key,
    )
    action, subject = AuditAction.NEW_CHARGE_RECORDED, new_charge.public_id
    audit.record(actor=actor, at=at, action=action, subject=subject, details={"how": how})
    return new_charge


def _charge_fields(charge: ChargeInput, source: SourceFacts | None) -> dict[str, str | int | datetime | None]:
    """What was charged, with the time and the counts that a source's export states."""
    return {
        "offense_key": charge.offense_key,
        "title": charge.title.strip(),
        "statute": charge.statute,
        "occurred_at": source.occurred_at if source is not None else None,
        "counts": source.counts if source is not None else 1,
    }


def _find_charge_by_key(key: str, person: Person) -> NewCharge | None:
    """The charge already recorded with this submission key. A key used for another person is refused."""
    if not key:
        raise ValueError("a new charge needs a key")
    # Two submissions about one person wait for each other. `no_key` still lets other rows refer to the person.
    Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    used = NewCharge.objects.filter(key=key).first()
    if used is not None and used.person_id != person.pk:
        raise Refused(_("This form was already used for someone else. Open a new one."))
    return used


def find_charge_of_incident(
    person: Person, incident_number: str, offense_key: str, not_from: str = ""
) -> NewCharge | None:
    """The charge already recorded for this offense in this incident: an officer and an analyst may both report it.

    `not_from` is a source that lists each charge once, so that two of its charges are two.
    """
    number = incident_number.strip()
    if not number or not offense_key:
        return None
    same = NewCharge.objects.filter(
        person=person,
        incident_number__iexact=number,
        offense_key=offense_key,
        entered_in_error_at__isnull=True,
    )
    return (same.exclude(sources__source_name=not_from) if not_from else same).first()


@transaction.atomic
def install_offenses(*, actor: Actor, program: Program, at: datetime) -> int:
    """Copy the shipped offense list into the program; existing entries stay as they are. Returns how many are new."""
    policies.check_can_edit_offenses(actor, program.pk)
    known = set(Offense.objects.filter(program=program).values_list("key", "effective_from"))
    fresh = [row for row in north_carolina_offenses() if (row.key, row.effective_from) not in known]
    Offense.objects.bulk_create(_offense_row(program, row) for row in fresh)
    if fresh:
        audit.record(actor=actor, at=at, action=AuditAction.OFFENSES_INSTALLED, details={"added": len(fresh)})
    return len(fresh)


def _offense_row(program: Program, row: OffenseDefinition) -> Offense:
    return Offense(
        program=program,
        key=row.key,
        title=row.title,
        statute=row.statute,
        offense_class=row.offense_class,
        felony=row.felony,
        kind=row.kind,
        has_victim=row.has_victim,
        asks_for_drug=row.asks_for_drug,
        asks_for_value=row.asks_for_value,
        is_common=row.is_common and row.divertible != Divertible.NEVER,
        effective_from=row.effective_from,
        effective_to=row.effective_to,
        source=row.source,
        reviewed_by=row.reviewed_by,
    )


@transaction.atomic
def review_offense(*, actor: Actor, offense: Offense, reviewed_by: str, at: datetime) -> Offense:
    """Record who, such as the program's counsel, has confirmed an entry."""
    policies.check_can_review_offense(actor, offense, reviewed_by)
    offense.reviewed_by = reviewed_by.strip()
    offense.save(update_fields=["reviewed_by"])
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.OFFENSE_REVIEWED,
        subject=offense.key,
        details={"offense": offense.pk},
    )
    return offense
