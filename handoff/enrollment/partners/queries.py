"""Intakes as seen from a handoff to a 24-hour partner."""

import uuid

from handoff.access.actor import Actor
from handoff.enrollment.models import Intake
from handoff.programs.models import Program
from handoff.referrals.models import HandoffRecord, Referral
from handoff.referrals.partners.queries import handoffs_of


def intake_of_handoff(actor: Actor, handoff: HandoffRecord) -> Intake | None:
    """The intake that the actor's organization started in this handoff, while it is open to them.

    One statement, so one instant: staff who take over and write in between aren't read (P8).
    """
    return Intake.objects.filter(handoff=handoff, handoff__in=handoffs_of(actor)).first()


def is_started_by_others(handoff: HandoffRecord) -> bool:
    """True if staff, or a partner in an earlier handoff, started the referral's intake."""
    return Intake.objects.filter(referral=handoff.referral).exclude(handoff=handoff).exists()


def has_intake(referral: Referral) -> bool:
    return Intake.objects.filter(referral=referral).exists()


def find_intake_of_referral(program: Program, referral_id: uuid.UUID) -> Intake | None:
    return Intake.objects.filter(program=program, referral__public_id=referral_id).first()
