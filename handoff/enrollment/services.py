"""Intake, enrollment and status, as the care team records them."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from handoff.access.actor import Actor
from handoff.accounts.models import User
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.charges import services as charges
from handoff.consent import services as consent
from handoff.consent.gate import decide_about
from handoff.consent.intake_done.queries import kinds_to_report
from handoff.consent.models import InformationKind, Release
from handoff.consent.services import ReleaseInput
from handoff.eligibility.models import EligibilityDecision
from handoff.enrollment import policies, queries
from handoff.enrollment.models import Enrollment, Intake, IntakeUpdate, QuestionLink, StatusPeriod
from handoff.notifications.services import queue_notice
from handoff.participants.models import Person
from handoff.participants.team import services as team
from handoff.programs.queries import local_date
from handoff.referrals.models import Referral, ReferralEvent
from handoff.referrals.partners.services import take_over_if_open


@transaction.atomic
def start_intake(*, actor: Actor, referral: Referral, at: datetime) -> Intake:
    """Start the referral's intake, or return the one already started. Facts from the referral are filled in (I2)."""
    # The lock makes a colleague who starts at the same moment wait, and then get this same intake.
    referral = Referral.objects.select_for_update().get(pk=referral.pk)
    policies.check_can_start_intake(actor, referral)
    take_over_if_open(actor=actor, referral=referral, at=at)
    existing = Intake.objects.filter(referral=referral).first()
    if existing is not None:
        fill_in_from_referral(existing)
        return existing
    assert referral.person_id is not None
    intake = Intake.objects.create(
        program_id=referral.program_id,
        referral=referral,
        person_id=referral.person_id,
        answers=queries.initial_answers(referral),
        started_at=at,
        started_by_id=actor.user_id,
        saved_at=at,
    )
    add_referral_event(referral, ReferralEvent.Kind.INTAKE_STARTED, actor, at)
    audit.record(actor=actor, at=at, action=AuditAction.INTAKE_STARTED, subject=intake.public_id)
    team.join_team(actor=actor, person=intake.person, user_id=actor.user_id, why=team.Why.INTAKE, at=at)
    return intake


def fill_in_from_referral(intake: Intake) -> None:
    """Add the referral's facts to an intake that a 24-hour partner started, unless it asked anew (H5)."""
    found = {
        section: answers
        for section, answers in queries.initial_answers(intake.referral).items()
        if not intake.answers.get(section) and section not in intake.sections_done
    }
    if intake.handoff_id is not None and intake.completed_at is None and found:
        intake.answers.update(found)
        intake.save(update_fields=["answers"])


@transaction.atomic
def save_section(
    *,
    actor: Actor,
    intake: Intake,
    section: str,
    answers: dict[str, object],
    skipped: bool,
    at: datetime,
    finished: bool = True,
) -> Intake:
    """Save one section as answered, skipped or unfinished (`finished` false). Saving again replaces its answers."""
    intake = take_over_and_lock(actor, intake, at)
    policies.check_can_change_intake(actor, intake)
    policies.check_section_exists(section)
    return write_section(
        actor=actor,
        intake=intake,
        section=section,
        answers=answers,
        skipped=skipped,
        finished=finished,
        at=at,
    )


def write_section(
    *,
    actor: Actor,
    intake: Intake,
    section: str,
    answers: dict[str, object],
    skipped: bool,
    finished: bool,
    at: datetime,
) -> Intake:
    """Write a section into a locked intake whose actor was checked."""
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
        action=AuditAction.INTAKE_SAVED,
        subject=intake.public_id,
        details={"section": section, "skipped": skipped},
    )
    return intake


@transaction.atomic
def update_intake(
    *, actor: Actor, intake: Intake, section: str, answers: dict[str, object], at: datetime
) -> IntakeUpdate | None:
    """Add new dated answers to a section of a completed intake; None if they are the ones already on record (I5)."""
    intake = lock_intake(intake)
    policies.check_can_update_intake(actor, intake, answers)
    policies.check_section_exists(section)
    if answers == queries.current_answers(intake).get(section, {}):
        return None
    update = IntakeUpdate.objects.create(
        intake=intake, section=section, answers=answers, recorded_at=at, recorded_by_id=actor.user_id
    )
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.INTAKE_UPDATED,
        subject=intake.public_id,
        details={"section": section},
    )
    return update


@transaction.atomic
def book_intake(
    *, actor: Actor, intake: Intake, appointment_at: datetime, place: str, transport: str, at: datetime
) -> Intake:
    """Record when and where the intake takes place, and how the person gets there."""
    intake = take_over_and_lock(actor, intake, at)
    policies.check_can_change_intake(actor, intake)
    policies.check_can_book_intake(appointment_at, at)
    intake.appointment_at, intake.appointment_place, intake.transport = (
        appointment_at,
        place.strip(),
        transport.strip(),
    )
    intake.save(update_fields=["appointment_at", "appointment_place", "transport"])
    audit.record(actor=actor, at=at, action=AuditAction.INTAKE_BOOKED, subject=intake.public_id)
    return intake


@transaction.atomic
def complete_intake(
    *, actor: Actor, intake: Intake, at: datetime, worker_id: int | None = None
) -> Enrollment:
    """Complete the intake and enroll the person (I2).

    The referring agency learns of it, and the hold on the charges ends, only under a live ROI. Without one the program
    asks for more time, so that no charge lapses while the person can still say yes (ADR 0029). A person enrolled
    before becomes active again and keeps their history.
    """
    intake = take_over_and_lock(actor, intake, at)
    policies.check_can_complete_intake(actor, intake)
    intake.completed_at, intake.completed_by_id, intake.saved_at = at, actor.user_id, at
    intake.save(update_fields=["completed_at", "completed_by_id", "saved_at"])
    enrollment = enroll(actor, intake, at, worker_id)
    add_referral_event(intake.referral, ReferralEvent.Kind.INTAKE_COMPLETED, actor, at)
    audit.record(actor=actor, at=at, action=AuditAction.INTAKE_COMPLETED, subject=intake.public_id)
    if can_report_intake(intake.referral, at):
        report_intake(actor=actor, referral=intake.referral, at=at)
    elif intake.referral.encounter is not None and queries.has_held_charge(intake.referral.encounter):
        charges.keep_hold_open(actor=actor, encounter=intake.referral.encounter, at=at)
    return enrollment


def enroll(actor: Actor, intake: Intake, at: datetime, worker_id: int | None) -> Enrollment:
    """Open the person's enrollment, or make their existing one active again."""
    existing = Enrollment.objects.filter(program_id=intake.program_id, person_id=intake.person_id).first()
    if existing is not None:
        if not existing.status_periods.filter(
            ends_at__isnull=True, status=StatusPeriod.Status.ACTIVE
        ).exists():
            change_status(actor, existing, StatusPeriod.Status.ACTIVE, at)
            audit.record(actor=actor, at=at, action=AuditAction.ENROLLMENT_ACTIVE, subject=existing.public_id)
        return existing
    # Only a referral from before Handoff has no check: policies let no other intake be completed without one.
    eligibility = intake.referral.eligibility
    enrollment = Enrollment.objects.create(
        program_id=intake.program_id,
        person_id=intake.person_id,
        intake=intake,
        enrolled_at=at,
        enrolled_on=local_date(intake.program, at),
        primary_worker_id=worker_id or actor.user_id,
        criteria_met=met_criteria(eligibility),
        criteria_number=eligibility.version.number if eligibility is not None else None,
    )
    change_status(actor, enrollment, StatusPeriod.Status.ACTIVE, at)
    audit.record(actor=actor, at=at, action=AuditAction.ENROLLMENT_OPENED, subject=enrollment.public_id)
    worker = enrollment.primary_worker_id
    team.join_team(actor=actor, person=intake.person, user_id=worker, why=team.Why.WORKER, at=at)
    return enrollment


def met_criteria(eligibility: EligibilityDecision | None) -> list[str]:
    """The codes of the criteria that were met (E5)."""
    findings = eligibility.findings if eligibility is not None else []
    return [row["code"] for row in findings if row.get("answer") == "met"]


@transaction.atomic
def change_worker(*, actor: Actor, enrollment: Enrollment, worker_id: int | None, at: datetime) -> int | None:
    """Give a participant another worker, or none; returns who it was. The team follows (C8).

    Who may do this, and how many participants a worker can have, is for the caller to check (`casework.caseloads`).
    """
    enrollment = Enrollment.objects.select_for_update(of=("self",)).get(pk=enrollment.pk)
    before, person = enrollment.primary_worker_id, enrollment.person
    if before == worker_id:
        return before
    enrollment.primary_worker_id = worker_id
    enrollment.save(update_fields=["primary_worker_id"])
    if before is not None:
        team.end_membership(actor=actor, person=person, user_id=before, why=team.Why.WORKER, at=at)
    team.join_team(actor=actor, person=person, user_id=worker_id, why=team.Why.WORKER, at=at)
    audit.record(actor=actor, at=at, action=AuditAction.WORKER_CHANGED, subject=person.public_id)
    return before


def can_report_intake(referral: Referral, at: datetime) -> bool:
    """True if a live ROI lets the referring agency learn that the intake is complete."""
    if referral.agency is None or referral.person_id is None:
        return False
    return bool(kinds_to_report(referral.agency, referral.person_id, at))


@transaction.atomic
def report_intake(*, actor: Actor, referral: Referral, at: datetime) -> None:
    """Notify the referring agency that the intake is complete.

    The disclosure is logged, held charges become diverted, and the officer gets a notice. Raises `Refused` without a
    completed intake or a live ROI that names the agency.
    """
    referral = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
    policies.check_can_report_intake(actor, referral)
    assert referral.agency is not None
    assert referral.person is not None
    consent.disclose(
        actor=actor,
        person=referral.person,
        agency=referral.agency,
        decision=decide_about(referral.agency, referral.person.pk, at),
        # Refused by the gate if no ROI covers it.
        kinds=kinds_to_report(referral.agency, referral.person.pk, at) or {InformationKind.INTAKE_DONE},
        what="intake completed",
        purpose="tell the referring officer that their responsibility has ended",
        to_user_id=referral.referrer_user_id,
        at=at,
    )
    if referral.encounter is not None and queries.has_held_charge(referral.encounter):
        charges.confirm_diversion(actor=actor, encounter=referral.encounter, at=at)
    add_referral_event(referral, ReferralEvent.Kind.RESPONSIBILITY_ENDED, actor, at)
    officer = User.objects.filter(pk=referral.referrer_user_id or 0, is_active=True).first()
    if officer is not None:
        program, key = referral.program, str(referral.public_id)
        path = reverse("referrals:sent", args=[program.slug, key])
        queue_notice(program_id=program.pk, user=officer, kind="intake_done", path=path, key=key, at=at)


@transaction.atomic
def sign_intake_done(
    *, actor: Actor, referral: Referral, release_input: ReleaseInput, key: str, at: datetime
) -> Release:
    """Record the person's yes to telling the officer, and notify the agency at once if the intake is complete."""
    policies.check_can_ask_to_report(actor, referral)
    assert referral.person is not None
    release = consent.sign_release(
        actor=actor, person=referral.person, release_input=release_input, key=key, at=at
    )
    if queries.intake_completed_at(referral) is not None:
        report_intake(actor=actor, referral=referral, at=at)
    return release


@transaction.atomic
def extend_intake_deadline(
    *, actor: Actor, referral: Referral, until: date, reason: str, at: datetime
) -> Referral:
    """Move the intake deadline; the hold on the charges moves with it (I3)."""
    referral = Referral.objects.select_for_update().get(pk=referral.pk)
    policies.check_can_extend_deadline(actor, referral, until, reason, at)
    before = referral.intake_due_on
    referral.intake_due_on = until
    referral.save(update_fields=["intake_due_on"])
    assert referral.encounter is not None, "only a set-aside charge brings a deadline"
    charges.extend_hold(actor=actor, encounter=referral.encounter, lapses_on=until, reason=reason, at=at)
    add_referral_event(
        referral, ReferralEvent.Kind.WINDOW_EXTENDED, actor, at, {"from": str(before), "to": str(until)}
    )
    audit.record(actor=actor, at=at, action=AuditAction.REFERRAL_WINDOW_EXTENDED, subject=referral.public_id)
    return referral


@transaction.atomic
def make_inactive(
    *, actor: Actor, enrollment: Enrollment, reason: str, note: str, at: datetime, died_on: date | None = None
) -> StatusPeriod:
    """Make them inactive, with a reason; they can come back (K7). A death has a day, and ends every release."""
    enrollment = Enrollment.objects.select_for_update().get(pk=enrollment.pk)
    policies.check_can_make_inactive(actor, enrollment, reason)
    since = queries.since_death(enrollment, died_on, at) if died_on else at
    period = change_status(actor, enrollment, StatusPeriod.Status.INACTIVE, since, reason=reason, note=note)
    StatusPeriod.objects.filter(pk=period.pk).update(recorded_at=at)
    if reason == StatusPeriod.InactiveReason.DECEASED:
        end_asking_and_sharing(actor=actor, person=enrollment.person, at=at)
    audit.record(actor=actor, at=at, action=AuditAction.ENROLLMENT_INACTIVE, subject=enrollment.public_id)
    return period


def end_asking_and_sharing(*, actor: Actor, person: Person, at: datetime) -> None:
    """End question links and every release of someone who is recorded as deceased."""
    QuestionLink.objects.filter(referral__person=person, ends_at__gt=at).update(ends_at=at)
    consent.end_at_death(actor=actor, person=person, at=at)


@transaction.atomic
def make_active(*, actor: Actor, enrollment: Enrollment, at: datetime) -> StatusPeriod:
    """Make the participant active again, without conditions (G6)."""
    enrollment = Enrollment.objects.select_for_update().get(pk=enrollment.pk)
    policies.check_can_make_active(actor, enrollment)
    period = change_status(actor, enrollment, StatusPeriod.Status.ACTIVE, at)
    audit.record(actor=actor, at=at, action=AuditAction.ENROLLMENT_ACTIVE, subject=enrollment.public_id)
    return period


def change_status(
    actor: Actor, enrollment: Enrollment, status: str, at: datetime, *, reason: str = "", note: str = ""
) -> StatusPeriod:
    """End the current period and start the next at the same instant."""
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


def take_over_and_lock(actor: Actor, intake: Intake, at: datetime) -> Intake:
    """Lock an intake that staff work on; a 24-hour partner that started it no longer sees it from then on (H5)."""
    policies.check_can_change_intake(actor, intake)
    # Before the intake's lock, as a partner's save takes them: referral first.
    take_over_if_open(actor=actor, referral=intake.referral, at=at)
    return lock_intake(intake)


def lock_intake(intake: Intake) -> Intake:
    """Read the intake again and lock its row until the transaction ends."""
    # Without `of`, the joined program would be locked too, and all its intakes would wait for each other.
    return (
        Intake.objects.select_for_update(of=("self",)).select_related("referral", "program").get(pk=intake.pk)
    )


def add_referral_event(
    referral: Referral,
    event: ReferralEvent.Kind,
    actor: Actor,
    at: datetime,
    details: dict[str, str] | None = None,
) -> ReferralEvent:
    return ReferralEvent.objects.create(
        referral=referral,
        what=event,
        occurred_at=at,
        recorded_at=at,
        recorded_by_id=actor.user_id,
        details=details or {},
    )
