"""Criteria versions: current, waiting and past."""

import uuid
from datetime import datetime, time

from django.db.models import Max, QuerySet

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.access.roles import ROLES, RoleName
from handoff.accounts.queries import current_memberships
from handoff.core.sorting import by_name
from handoff.eligibility.engine.criteria import ChargeClass, Criteria
from handoff.eligibility.models import CriteriaApproval, CriteriaReading, CriteriaVersion
from handoff.programs.models import Agency, Program
from handoff.programs.queries import local_date, partner_agencies, time_zone_of

APPROVES = (
    Permission.CRITERIA_APPROVE_LAW,
    Permission.CRITERIA_APPROVE_DA,
    Permission.CRITERIA_APPROVE_PARTNER,
)
PERMISSION_OF_KIND: dict[str, Permission] = {
    Agency.Kind.LAW_ENFORCEMENT: Permission.CRITERIA_APPROVE_LAW,
    Agency.Kind.DISTRICT_ATTORNEY: Permission.CRITERIA_APPROVE_DA,
}
"""Who approves for a partner of a kind; for every other kind whoever approves for a partner."""


def approval_permission(agency: Agency) -> Permission:
    return PERMISSION_OF_KIND.get(agency.kind, Permission.CRITERIA_APPROVE_PARTNER)


def takes_effect_at(version: CriteriaVersion) -> datetime | None:
    """When a version takes effect: at its last approval or at midnight of its date, whichever is later."""
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


def diverts_charges(program: Program, at: datetime) -> bool:
    """False while the partners agreed on social referrals only (P7)."""
    version = current_criteria(program, at)
    return version is None or Criteria.from_plain(version.criteria).charges is not ChargeClass.NONE


def decides_exceptions(program: Program, at: datetime) -> bool:
    """False while the program runs without the DA's office: no one could answer a request for an exception (P7)."""
    version = current_criteria(program, at)
    if version is None or Criteria.from_plain(version.criteria).charges is ChargeClass.ALL:
        return True
    return partner_agencies(program).filter(kind=Agency.Kind.DISTRICT_ATTORNEY).exists()


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
    return CriteriaApproval.objects.filter(version=version).select_related("agency").order_by("approved_at")


def agencies_asked(version: CriteriaVersion) -> list[Agency]:
    """The partners that were asked to approve a version when it was proposed, by name."""
    return list(
        Agency.objects.filter(program_id=version.program_id, pk__in=version.approvers).order_by(
            *by_name("name")
        )
    )


def approval_permissions_by_agency(
    actor: Actor, program: Program, at: datetime
) -> dict[int, set[Permission]]:
    """The partners for which the actor has a role that approves criteria, and what it approves (E2).

    A role at another partner doesn't count: an officer of one agency who leads another speaks only for the other.
    """
    found: dict[int, set[Permission]] = {}
    held = current_memberships(local_date(program, at)).filter(user_id=actor.user_id or 0, program=program)
    for role, agency_id in held.filter(agency__isnull=False).values_list("role", "agency_id"):
        granted = ROLES[RoleName(role)].permissions & frozenset(APPROVES)
        found.setdefault(agency_id, set()).update(granted)
    return found


def own_agencies_asked(actor: Actor, version: CriteriaVersion, at: datetime) -> list[Agency]:
    """The partners asked to approve a version for which the actor can do so."""
    mine = approval_permissions_by_agency(actor, version.program, at)
    return [
        each
        for each in agencies_asked(version)
        if approval_permission(each) in mine.get(each.pk, set()) and actor.can(approval_permission(each))
    ]


def agencies_awaited(actor: Actor, version: CriteriaVersion, at: datetime) -> list[Agency]:
    """Of those, the partners whose approval is missing."""
    approved = {each.agency_id for each in version.approvals.all()}
    return [each for each in own_agencies_asked(actor, version, at) if each.pk not in approved]


def readings_of(version: CriteriaVersion) -> QuerySet[CriteriaReading]:
    return CriteriaReading.objects.filter(version=version).select_related("agency").order_by("read_at", "pk")


def agencies_to_read_for(actor: Actor, version: CriteriaVersion, at: datetime) -> list[Agency]:
    """The partners for which the actor is asked to read an approved version (P9).

    That is where neither whoever approved it nor anyone who read it since speaks for the partner any longer.
    """
    if version.approved_at is None or version.withdrawn_at is not None:
        return []
    approved = {each.agency_id for each in version.approvals.all()}
    return [
        each
        for each in own_agencies_asked(actor, version, at)
        if each.pk in approved and not is_vouched_for(version, each, at)
    ]


def is_vouched_for(version: CriteriaVersion, agency: Agency, at: datetime) -> bool:
    """True while someone who approved a version or read it for a partner still speaks for that partner."""
    known = {each.approved_by_id for each in version.approvals.all() if each.agency_id == agency.pk}
    known.update(version.readings.filter(agency=agency).values_list("read_by_id", flat=True))
    permission = approval_permission(agency)
    roles = [name for name, role in ROLES.items() if permission in role.permissions]
    held = current_memberships(local_date(version.program, at)).filter(
        program=version.program, agency=agency, role__in=roles, user__is_active=True
    )
    return held.filter(user_id__in=known).exists()
