"""Which criteria are in force, which wait for approval, and what was decided under them."""

import uuid
from datetime import datetime

from django.db.models import Max, QuerySet

from handoff.eligibility.models import CriteriaApproval, CriteriaVersion
from handoff.programs.models import Program
from handoff.programs.queries import local_date


def criteria_in_force(program: Program, at: datetime) -> CriteriaVersion | None:
    """Return the version in force: the newest by number of those that both sides approved and whose day has come (E2).

    In force from the later of its date (midnight in the program's zone) and its second approval, that instant included.
    """
    return (
        CriteriaVersion.objects.filter(
            program=program, approved_at__lte=at, effective_on__lte=local_date(program, at), withdrawn_at__isnull=True
        )
        .order_by("-effective_on", "-number")
        .first()
    )


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
    return versions(program).filter(
        proposed_at__isnull=False, approved_at__isnull=True, withdrawn_at__isnull=True
    ).first()


def next_number(program: Program) -> int:
    """Return the number of the next version."""
    highest: int | None = CriteriaVersion.objects.filter(program=program).aggregate(most=Max("number"))["most"]
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
