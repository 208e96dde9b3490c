"""The improvement log of a program."""

import uuid

from django.db.models import QuerySet

from handoff.programs.models import Program
from handoff.staffing.models import Improvement


def improvements_of(program: Program) -> QuerySet[Improvement]:
    """The whole log, the newest decision first."""
    return Improvement.objects.filter(program=program)


def find_improvement(program: Program, public_id: uuid.UUID) -> Improvement | None:
    return improvements_of(program).filter(public_id=public_id).first()


def open_improvements(program: Program) -> QuerySet[Improvement]:
    """Decisions whose effect wasn't measured yet: what a staffing meeting asks about."""
    return improvements_of(program).filter(again_month__isnull=True)
