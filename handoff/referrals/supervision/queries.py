"""Questions to supervising officers: which offices can be asked, what was asked, and what waits for an answer."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.access.roles import ROLES
from handoff.accounts.queries import current_memberships
from handoff.core.sorting import by_name
from handoff.programs.models import Agency, Program
from handoff.programs.queries import local_date
from handoff.referrals.models import Referral, ReferralDraft, SupervisionQuestion

Answer = SupervisionQuestion.Answer
ANSWERED = (Answer.AGREES, Answer.DISAGREES)
"""The answers that decide the criterion."""


@dataclass(frozen=True)
class AskedOf:
    """What a question is asked for: an officer's draft, or a referral that is checked at a desk."""

    draft: ReferralDraft | None = None
    referral: Referral | None = None


def answering_roles() -> list[str]:
    return [name for name, role in ROLES.items() if Permission.SUPERVISION_ANSWER in role.permissions]


def answering_agencies(program: Program, at: datetime) -> list[Agency]:
    """The probation and parole offices in which someone can answer in Handoff today."""
    held = current_memberships(local_date(program, at)).filter(program=program, role__in=answering_roles())
    agencies = Agency.objects.filter(program=program, is_active=True, memberships__in=held)
    return list(agencies.distinct().order_by(*by_name("name")))


def latest_question(asked_of: AskedOf) -> SupervisionQuestion | None:
    """The last question asked in Handoff for a draft or a referral, unless it was withdrawn."""
    questions = SupervisionQuestion.objects.filter(how=SupervisionQuestion.How.IN_HANDOFF)
    if asked_of.draft is not None:
        questions = questions.filter(draft=asked_of.draft)
    else:
        questions = questions.filter(referral=asked_of.referral, referral__isnull=False)
    return questions.exclude(answer=Answer.WITHDRAWN).select_related("agency").order_by("-asked_at").first()


def waiting_questions(actor: Actor) -> QuerySet[SupervisionQuestion]:
    """What waits for the actor's own office, oldest first."""
    return (
        SupervisionQuestion.objects.filter(
            program_id=actor.program_id,
            agency_id__in=actor.agencies_with(Permission.SUPERVISION_ANSWER),
            answer=Answer.WAITING,
        )
        .select_related("agency", "program", "draft", "referral__person")
        .order_by("asked_at")
    )


def find_waiting_question(actor: Actor, public_id: uuid.UUID) -> SupervisionQuestion | None:
    return waiting_questions(actor).filter(public_id=public_id).first()
