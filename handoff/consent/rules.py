"""What a partner's user may learn: one conjunction over plain values; every condition holds, or nothing is allowed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

NEVER_FOR_LAW_SIDE = frozenset({"needs", "treatment", "health", "counseling"})
"""Kinds that police, prosecutor and probation never receive, whatever a form says (C10; 42 CFR 2.12(d)(1))."""

COUNSELING = "counseling"
PARTICIPATION = "participation"


@dataclass(frozen=True)
class Standing:
    """Who asks: an account that is switched on, a member of the program, with the agreement signed, in a role that
    may ask at all, for some agencies.
    """

    active: bool
    member: bool
    agreed: bool
    may_ask: bool
    program_id: int
    agency_ids: frozenset[int]


@dataclass(frozen=True)
class Grant:
    """One agency's line of one ROI: in force from `starts_at` up to, not including, `ends_at`, unless revoked."""

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
        """Return an instant on the last day; a line ends as the next day begins."""
        return self.ends_at - timedelta(microseconds=1)


def is_live(grant: Grant, at: datetime) -> bool:
    """Say whether a line is in force at an instant; the interval is half-open and revoking ends it at once."""
    revoked = grant.revoked_at is not None and grant.revoked_at <= at
    return grant.starts_at <= at < grant.ends_at and not revoked


def receivable(kinds: Iterable[str], *, law_side: bool) -> frozenset[str]:
    """Return the kinds that a recipient may receive at all: the law side never what is said for care (C10)."""
    return frozenset(kinds) - (NEVER_FOR_LAW_SIDE if law_side else frozenset())


def usable_grants(standing: Standing, grants: Collection[Grant], at: datetime) -> list[Grant]:
    """Return the lines that let somebody learn something now; none where one condition of their standing fails."""
    if not (standing.active and standing.member and standing.agreed and standing.may_ask):
        return []
    return [
        grant
        for grant in grants
        if grant.program_id == standing.program_id
        and grant.agency_id in standing.agency_ids
        and is_live(grant, at)
        and receivable(grant.kinds, law_side=grant.law_side)
    ]


def allowed_kinds(standing: Standing, grants: Collection[Grant], at: datetime) -> dict[int, frozenset[str]]:
    """Return what somebody may learn of each person at an instant; nobody else is named at all."""
    found: dict[int, frozenset[str]] = {}
    for grant in usable_grants(standing, grants, at):
        kinds = receivable(grant.kinds, law_side=grant.law_side)
        found[grant.person_id] = found.get(grant.person_id, frozenset()) | kinds
    return found
