"""Intake, enrolment and status: what the care agency writes."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from handoff.access.actor import Actor
from handoff.accounts.models import User
from handoff.audit import services as audit
from handoff.charges import services as charges
from handoff.charges.models import Encounter, SetAsideCharge
from handoff.consent import services as consent
from handoff.consent.models import InformationKind
from handoff.consent.queries import may_disclose
from handoff.enrollment import policies
from handoff.enrollment.definitions import SERVICE_CODES
from handoff.enrollment.models import Enrollment, Intake, StatusPeriod
from handoff.notifications.services import queue
from handoff.participants.team import services as team
from handoff.programs.queries import local_date
from handoff.referrals.models import Referral, ReferralEvent


@transaction.atomic
def start_intake(*, actor: Actor, referral: Referral, at: datetime) -> Intake:
    """Begin the assessment, or go on with the one already begun; what the referral knows is never typed again (I2)."""
    referral = Referral.objects.select_for_update().get(pk=referral.pk)
    policies.check_can_start_intake(actor, referral)
    existing = Intake.objects.filter(referral=referral).first()
    if existing is not None:
        return existing
    assert referral.person_id is not None
    intake = Intake.objects.create(
        program_id=referral.program_id,
        referral=referral,
        person_id=referral.person_id,
        answers=carried_over(referral),
        started_at=at,
        started_by_id=actor.user_id,
        saved_at=at,
    )
    write_event(referral, "intake_started", actor, at)
    audit.record(actor=actor, at=at, action="intake.started", subject=intake.public_id)
    team.join_team(actor=actor, person=intake.person, user_id=actor.user_id, why=team.Why.INTAKE, at=at)
    return intake


def carried_over(referral: Referral) -> dict[str, Any]:
    """Return the first answers: the services named on the referral, which nobody has to ask again."""
    wanted = [code for code in referral.services_wanted if code in SERVICE_CODES]
    return {"services": {"services_wanted": wanted}} if wanted else {}


@transaction.atomic
def save_section(
    *,
    actor: Actor,
    intake: Intake,
    section: str,
    answers: dict[str, Any],
    skipped: bool,
    at: datetime,
    finished: bool = True,
) -> Intake:
    """Save one section: answered, skipped, or half-way (`finished` false); saving again replaces what it held."""
    intake = locked(intake)
    policies.check_can_change_intake(actor, intake)
    policies.check_section(section)
    if skipped:
        intake.answers.pop(section, None)
    else:
        intake.answers[section] = answers
    if finished or skipped:
        intake.sections_done = sorted({*intake.sections_done, section})
    intake.saved_at = at
    intake.save(update_fields=["answers", "sections_done", "saved_at"])
    audit.record(
        actor=actor,
        at=at,
        action="intake.saved",
        subject=intake.public_id,
        details={"section": section, "skipped": skipped},
    )
    return intake


@transaction.atomic
def book_intake(
    *, actor: Actor, intake: Intake, appointment_at: datetime, place: str, transport: str, at: datetime
) -> Intake:
    """Write down when and where the intake is, and how the person gets there."""
    intake = locked(intake)
    policies.check_can_change_intake(actor, intake)
    policies.check_can_book(appointment_at, at)
    intake.appointment_at, intake.appointment_place, intake.transport = (
        appointment_at,
        place.strip(),
        transport.strip(),
    )
    intake.save(update_fields=["appointment_at", "appointment_place", "transport"])
    audit.record(actor=actor, at=at, action="intake.booked", subject=intake.public_id)
    return intake


@transaction.atomic
def complete_intake(
    *, actor: Actor, intake: Intake, at: datetime, worker_id: int | None = None
) -> Enrollment:
    """Enrol the person: the intake is complete (I2).

    That the intake is done reaches the referring agency, and ends the hold on the charges, only through a live ROI.
    Without one the hold stands until an ROI is signed and `report_intake` is called; the care team's page says so.
    Somebody who was enrolled before becomes active again, history kept.
    """
    intake = locked(intake)
    policies.check_can_complete_intake(actor, intake)
    intake.completed_at, intake.completed_by_id, intake.saved_at = at, actor.user_id, at
    intake.save(update_fields=["completed_at", "completed_by_id", "saved_at"])
    enrollment = enrol(actor, intake, at, worker_id)
    audit.record(actor=actor, at=at, action="intake.completed", subject=intake.public_id)
    if may_report_intake(intake.referral, at):
        report_intake(actor=actor, referral=intake.referral, at=at)
    return enrollment


def enrol(actor: Actor, intake: Intake, at: datetime, worker_id: int | None) -> Enrollment:
    """Open the person's enrolment, or make the one they have active again."""
    existing = Enrollment.objects.filter(program_id=intake.program_id, person_id=intake.person_id).first()
    if existing is not None:
        if not existing.status_periods.filter(
            ends_at__isnull=True, status=StatusPeriod.Status.ACTIVE
        ).exists():
            move_status(actor, existing, StatusPeriod.Status.ACTIVE, at)
            audit.record(actor=actor, at=at, action="enrollment.active", subject=existing.public_id)
        return existing
    eligibility = intake.referral.eligibility
    enrollment = Enrollment.objects.create(
        program_id=intake.program_id,
        person_id=intake.person_id,
        intake=intake,
        enrolled_at=at,
        enrolled_on=local_date(intake.program, at),
        primary_worker_id=worker_id or actor.user_id,
        criteria_met=[row["code"] for row in eligibility.findings if row.get("answer") == "met"]
        if eligibility
        else [],
        criteria_number=eligibility.version.number if eligibility else None,
    )
    move_status(actor, enrollment, StatusPeriod.Status.ACTIVE, at)
    audit.record(actor=actor, at=at, action="enrollment.opened", subject=enrollment.public_id)
    worker = enrollment.primary_worker_id
    team.join_team(actor=actor, person=intake.person, user_id=worker, why=team.Why.WORKER, at=at)
    return enrollment


def may_report_intake(referral: Referral, at: datetime) -> bool:
    """Say whether a live ROI lets the referring agency know that the intake is done."""
    if referral.agency_id is None or referral.person_id is None:
        return False
    return may_disclose(referral.person_id, referral.agency_id, InformationKind.PARTICIPATION, at)


@transaction.atomic
def report_intake(*, actor: Actor, referral: Referral, at: datetime) -> None:
    """Tell the referring agency that the intake is done: the disclosure is registered, the charges become diverted,
    and the officer gets a notice. Refused without a completed intake or a live ROI that names the agency."""
    referral = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
    policies.check_can_report_intake(actor, referral)
    assert referral.agency is not None
    assert referral.person is not None
    consent.disclose(
        actor=actor,
        person=referral.person,
        agency=referral.agency,
        kinds={InformationKind.PARTICIPATION},
        what="intake completed",
        purpose="tell the referring officer that their responsibility has ended",
        to_user_id=referral.referrer_user_id,
        at=at,
    )
    if referral.encounter is not None and still_held(referral.encounter):
        charges.confirm_diversion(actor=actor, encounter=referral.encounter, at=at)
    write_event(referral, "responsibility_ended", actor, at)
    officer = User.objects.filter(pk=referral.referrer_user_id or 0, is_active=True).first()
    if officer is not None:
        path = reverse("referrals:own", args=[referral.program.slug])
        key = str(referral.public_id)
        queue(program_id=referral.program_id, user=officer, kind="intake_done", path=path, key=key, at=at)


def still_held(encounter: Encounter) -> bool:
    """Say whether a charge is still set aside; once the officer has chosen, an intake changes nothing about it."""
    return encounter.set_aside_charges.filter(state=SetAsideCharge.State.HELD).exists()


@transaction.atomic
def extend_intake_window(
    *, actor: Actor, referral: Referral, until: date, reason: str, at: datetime
) -> Referral:
    """Give the person more time, with a reason; the hold on the charges moves with the window (I3)."""
    referral = Referral.objects.select_for_update().get(pk=referral.pk)
    policies.check_can_extend_window(actor, referral, until, reason, at)
    before = referral.intake_due_on
    referral.intake_due_on = until
    referral.save(update_fields=["intake_due_on"])
    if referral.encounter is not None:
        charges.extend_hold(actor=actor, encounter=referral.encounter, lapses_on=until, reason=reason, at=at)
    write_event(referral, "window_extended", actor, at, {"from": str(before), "to": str(until)})
    audit.record(actor=actor, at=at, action="referral.window_extended", subject=referral.public_id)
    return referral


@transaction.atomic
def make_inactive(
    *, actor: Actor, enrollment: Enrollment, reason: str, note: str, at: datetime
) -> StatusPeriod:
    """Say that the participant is not engaged now, and why; they can come back at any time (K7)."""
    enrollment = Enrollment.objects.select_for_update().get(pk=enrollment.pk)
    policies.check_can_make_inactive(actor, enrollment, reason)
    period = move_status(actor, enrollment, StatusPeriod.Status.INACTIVE, at, reason=reason, note=note)
    audit.record(actor=actor, at=at, action="enrollment.inactive", subject=enrollment.public_id)
    return period


@transaction.atomic
def make_active(*, actor: Actor, enrollment: Enrollment, at: datetime) -> StatusPeriod:
    """Welcome the participant back, in one step and without condition (G6)."""
    enrollment = Enrollment.objects.select_for_update().get(pk=enrollment.pk)
    policies.check_can_make_active(actor, enrollment)
    period = move_status(actor, enrollment, StatusPeriod.Status.ACTIVE, at)
    audit.record(actor=actor, at=at, action="enrollment.active", subject=enrollment.public_id)
    return period


def move_status(
    actor: Actor, enrollment: Enrollment, status: str, at: datetime, *, reason: str = "", note: str = ""
) -> StatusPeriod:
    """End the open stretch and begin the next at the same instant."""
    enrollment.status_periods.filter(ends_at__isnull=True).update(ends_at=at)
    return StatusPeriod.objects.create(
        enrollment=enrollment,
        status=status,
        reason=reason,
        note=note.strip(),
        starts_at=at,
        recorded_at=at,
        recorded_by_id=actor.user_id,
    )


def locked(intake: Intake) -> Intake:
    """Return the intake as it stands, held until the transaction ends."""
    return (
        Intake.objects.select_for_update(of=("self",)).select_related("referral", "program").get(pk=intake.pk)
    )


def write_event(
    referral: Referral, what: str, actor: Actor, at: datetime, details: dict[str, Any] | None = None
) -> ReferralEvent:
    """Add a dated step to the referral's history."""
    return ReferralEvent.objects.create(
        referral=referral,
        what=what,
        occurred_at=at,
        recorded_at=at,
        recorded_by_id=actor.user_id,
        details=details or {},
    )
