"""Which criteria are in force, which wait for approval, and what was decided under them."""

import uuid
from datetime import datetime, time

from django.db.models import Max, QuerySet

from handoff.eligibility.models import CriteriaApproval, CriteriaVersion
from handoff.programs.models import Program
from handoff.programs.queries import zone


def in_force_from(version: CriteriaVersion) -> datetime | None:
    """Return the instant a version takes effect: the later of its second approval and the start of its day."""
    if version.approved_at is None or version.withdrawn_at is not None:
        return None
    day_begins = datetime.combine(version.effective_on, time.min, zone(version.program))
    return max(version.approved_at, day_begins)


def criteria_in_force(program: Program, at: datetime) -> CriteriaVersion | None:
    """Return the version in force: the last to take effect, that instant included (E2)."""
    approved = CriteriaVersion.objects.filter(program=program, approved_at__lte=at, withdrawn_at__isnull=True)
    begun = [
        (begins, version.number, version)
        for version in approved.select_related("program")
        if (begins := in_force_from(version)) is not None and begins <= at
    ]
    return max(begun, key=lambda each: each[:2])[2] if begun else None


def versions(program: Program) -> QuerySet[CriteriaVersion]:
    """Return every version, newest first, with its approvals."""
    return (
        CriteriaVersion.objects.filter(program=program)
        .select_related("program")
        .prefetch_related("approvals")
        .order_by("-number")
    )


def version_of(program: Program, public_id: uuid.UUID) -> CriteriaVersion | None:
    """Return one version of the program."""
    return versions(program).filter(public_id=public_id).first()


def lock_version(version: CriteriaVersion) -> CriteriaVersion:
    """Read a version afresh, to be changed by nobody else until this is done."""
    return CriteriaVersion.objects.select_for_update().select_related("program").get(pk=version.pk)


def open_draft(program: Program) -> CriteriaVersion | None:
    """Return the draft being written, if there is one."""
    return versions(program).filter(proposed_at__isnull=True, withdrawn_at__isnull=True).first()


def waiting_version(program: Program) -> CriteriaVersion | None:
    """Return the version that waits for approval, if there is one."""
    return (
        versions(program)
        .filter(proposed_at__isnull=False, approved_at__isnull=True, withdrawn_at__isnull=True)
        .first()
    )


def next_number(program: Program) -> int:
    """Return the number of the next version."""
    highest: int | None = CriteriaVersion.objects.filter(program=program).aggregate(most=Max("number"))[
        "most"
    ]
    return (highest or 0) + 1


def version_before(version: CriteriaVersion) -> CriteriaVersion | None:
    """Return the approved version that this one follows, to show the differences to it."""
    return (
        CriteriaVersion.objects.filter(
            program_id=version.program_id, approved_at__isnull=False, number__lt=version.number
        )
        .order_by("-number")
        .first()
    )


def approvals_of(version: CriteriaVersion) -> QuerySet[CriteriaApproval]:
    """Return who has approved a version, in order."""
    return CriteriaApproval.objects.filter(version=version).order_by("approved_at")
