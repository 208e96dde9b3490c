"""Criteria versions: current, waiting and past."""

import uuid
from datetime import datetime, time

from django.db.models import Max, QuerySet

from handoff.eligibility.models import CriteriaApproval, CriteriaVersion
from handoff.programs.models import Program
from handoff.programs.queries import time_zone_of


def takes_effect_at(version: CriteriaVersion) -> datetime | None:
    """When a version takes effect: at its second approval or at midnight of its date, whichever is later."""
    if version.approved_at is None or version.withdrawn_at is not None:
        return None
    day_begins = datetime.combine(version.effective_on, time.min, time_zone_of(version.program))
    return max(version.approved_at, day_begins)


def current_criteria(program: Program, at: datetime) -> CriteriaVersion | None:
    """The version in effect: the last one to take effect, up to and including `at` (E2)."""
    approved = CriteriaVersion.objects.filter(program=program, approved_at__lte=at, withdrawn_at__isnull=True)
    # When a day begins depends on the program's time zone, so Python compares, not the database.
    in_effect = [
        (begins, version.number, version)
        for version in approved.select_related("program")
        if (begins := takes_effect_at(version)) is not None and begins <= at
    ]
    return max(in_effect, key=lambda each: each[:2])[2] if in_effect else None


def criteria_versions(program: Program) -> QuerySet[CriteriaVersion]:
    """All versions with their approvals, newest first."""
    return (
        CriteriaVersion.objects.filter(program=program)
        .select_related("program")
        .prefetch_related("approvals")
        .order_by("-number")
    )


def find_version(program: Program, public_id: uuid.UUID) -> CriteriaVersion | None:
    return criteria_versions(program).filter(public_id=public_id).first()


def lock_version(version: CriteriaVersion) -> CriteriaVersion:
    """Read a version again under a row lock."""
    return CriteriaVersion.objects.select_for_update().select_related("program").get(pk=version.pk)


def open_draft(program: Program) -> CriteriaVersion | None:
    return criteria_versions(program).filter(proposed_at__isnull=True, withdrawn_at__isnull=True).first()


def waiting_version(program: Program) -> CriteriaVersion | None:
    return (
        criteria_versions(program)
        .filter(proposed_at__isnull=False, approved_at__isnull=True, withdrawn_at__isnull=True)
        .first()
    )


def next_number(program: Program) -> int:
    """The number of the next version. Call it under the program's lock."""
    highest: int | None = CriteriaVersion.objects.filter(program=program).aggregate(most=Max("number"))[
        "most"
    ]
    return (highest or 0) + 1


def version_before(version: CriteriaVersion) -> CriteriaVersion | None:
    """The approved version before this one, to compare with."""
    return (
        CriteriaVersion.objects.filter(
            program_id=version.program_id, approved_at__isnull=False, number__lt=version.number
        )
        .order_by("-number")
        .first()
    )


def approvals_of(version: CriteriaVersion) -> QuerySet[CriteriaApproval]:
    return CriteriaApproval.objects.filter(version=version).order_by("approved_at")
