"""The intake as a 24-hour partner starts it; program staff finish it (H5)."""

from datetime import datetime

from django.db import transaction

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.enrollment import policies as intake_policies
from handoff.enrollment import services
from handoff.enrollment.models import Intake
from handoff.enrollment.partners import policies, queries
from handoff.referrals.models import HandoffRecord, ReferralEvent
from handoff.referrals.partners.services import lock_handoff


@transaction.atomic
def start_partner_intake(*, actor: Actor, handoff: HandoffRecord, at: datetime) -> Intake:
    """Start the intake without any answer in it, or continue the one the partner started.

    What the officer heard is filled in when program staff take over (I2), so the partner doesn't read it.
    """
    handoff = lock_handoff(handoff)
    policies.check_can_start_partner_intake(actor, handoff)
    existing = queries.intake_of_handoff(actor, handoff)
    if existing is not None:
        return existing
    referral = handoff.referral
    assert referral.person_id is not None, "a handoff without a person is not open"
    intake = Intake.objects.create(
        program_id=referral.program_id,
        referral=referral,
        person_id=referral.person_id,
        handoff=handoff,
        started_at=at,
        started_by_id=actor.user_id,
        saved_at=at,
    )
    services.add_referral_event(referral, ReferralEvent.Kind.INTAKE_STARTED, actor, at)
    audit.record(actor=actor, at=at, action=AuditAction.INTAKE_STARTED, subject=intake.public_id)
    return intake


@transaction.atomic
def save_partner_section(
    *,
    actor: Actor,
    intake: Intake,
    section: str,
    answers: dict[str, object],
    skipped: bool,
    at: datetime,
    finished: bool = True,
) -> Intake:
    """Save one section as answered, skipped or unfinished, as staff do."""
    if intake.handoff is not None:
        lock_handoff(intake.handoff)
    intake = services.lock_intake(intake)
    policies.check_can_save_section(actor, intake)
    intake_policies.check_section_exists(section)
    return services.write_section(
        actor=actor,
        intake=intake,
        section=section,
        answers=answers,
        skipped=skipped,
        finished=finished,
        at=at,
    )
