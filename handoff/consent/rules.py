"""When a partner may learn something under an ROI: every condition must hold, and plain values decide it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from handoff.programs.rules.folding import strip_accents

NEVER_FOR_LAW_SIDE = frozenset({"needs", "treatment", "health", "counseling"})
"""Kinds that police, prosecutor and probation never receive, whatever a form says (C10; 42 CFR 2.12(d)(1))."""

COUNSELING = "counseling"
PARTICIPATION = "participation"
SUMMARY = "summary"
PROCEEDINGS = "proceedings"


@dataclass(frozen=True)
class RequesterStatus:
    """Whether a requester may be answered at all, and for which partner agencies: their account is active, they are a
    member of the program, they have signed the confidentiality agreement, and their role has the permission.
    """

    is_active: bool
    is_member: bool
    has_signed: bool
    has_permission: bool
    program_id: int
    agency_ids: frozenset[int]


@dataclass(frozen=True)
class Grant:
    """One agency's line of one ROI: live from `starts_at` up to, not including, `ends_at`, unless revoked."""

    release_id: int
    person_id: int
    program_id: int
    agency_id: int
    law_side: bool
    kinds: frozenset[str]
    starts_at: datetime
    ends_at: datetime
    revoked_at: datetime | None = None

    @property
    def last_moment(self) -> datetime:
        """An instant on the last day: the grant ends as the next day begins."""
        return self.ends_at - timedelta(microseconds=1)

    @property
    def receivable_kinds(self) -> frozenset[str]:
        return receivable_kinds(self.kinds, law_side=self.law_side)


def is_live(grant: Grant, at: datetime) -> bool:
    """The interval is half-open, and a revocation ends it at its own instant."""
    revoked = grant.revoked_at is not None and grant.revoked_at <= at
    return grant.starts_at <= at < grant.ends_at and not revoked


def receivable_kinds(kinds: Iterable[str], *, law_side: bool) -> frozenset[str]:
    """The kinds that a recipient may receive at all: the law side never what a person says to get care (C10)."""
    return frozenset(kinds) - (NEVER_FOR_LAW_SIDE if law_side else frozenset())


def is_same_name(one: str, other: str) -> bool:
    """Whether a typed name is the signer's: letter case, accents and spaces are typed differently on every device."""
    return strip_accents(one).casefold().split() == strip_accents(other).casefold().split()


def usable_grants(status: RequesterStatus, grants: Collection[Grant], at: datetime) -> list[Grant]:
    """The grants that let a requester learn something now; none if the requester fails one condition."""
    if not (status.is_active and status.is_member and status.has_signed and status.has_permission):
        return []
    # The database has filtered by program, agency and time already. A mistake there must not become a disclosure.
    return [
        grant
        for grant in grants
        if grant.program_id == status.program_id
        and grant.agency_id in status.agency_ids
        and is_live(grant, at)
        and grant.receivable_kinds
    ]


def allowed_kinds(
    status: RequesterStatus, grants: Collection[Grant], at: datetime
) -> dict[int, frozenset[str]]:
    """What a requester may learn about each person at an instant; people about whom nothing is allowed are left out."""
    found: dict[int, frozenset[str]] = {}
    for grant in usable_grants(status, grants, at):
        found[grant.person_id] = found.get(grant.person_id, frozenset()) | grant.receivable_kinds
    return found
