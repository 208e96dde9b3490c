"""The one gate between care and everybody else: what a partner's user may learn, of whom, at this instant.

Every page, list, search, count, export and paper for a law-side or outside recipient asks `decide` and shows what it
answers. The answer is never kept: it is asked for again at each request, so that a revocation counts from the next
click on, also on a page that is already open.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.accounts.models import User
from handoff.accounts.queries import actor_for
from handoff.consent.models import InformationKind, ReleaseRecipient
from handoff.consent.queries import live_at
from handoff.consent.rules import Grant, Standing, receivable, usable_grants
from handoff.core.labels import Label
from handoff.programs.models import Program

Kind = InformationKind
KIND_LABELS: dict[str, frozenset[Label]] = {
    Kind.PARTICIPATION.value: frozenset({Label.PLAIN, Label.IDENTITY}),
    Kind.CONTACT.value: frozenset({Label.IDENTITY}),
    Kind.CHARGES.value: frozenset({Label.JUSTICE}),
    Kind.PROGRESS.value: frozenset(),
    Kind.NEEDS.value: frozenset({Label.HEALTH}),
    Kind.TREATMENT.value: frozenset({Label.HEALTH, Label.PART2}),
    Kind.HEALTH.value: frozenset({Label.HEALTH}),
    Kind.COUNSELING.value: frozenset({Label.COUNSELING}),
}
"""Which labels of fields each kind of information opens. Progress may be spoken of at the table and opens no field."""


@dataclass(frozen=True)
class Allowed:
    """What may be learnt of one person: kinds of information, the labels they open, and the ROI lines that say so."""

    kinds: frozenset[str]
    grants: tuple[Grant, ...] = field(repr=False)

    @property
    def labels(self) -> frozenset[Label]:
        return frozenset().union(*(KIND_LABELS[kind] for kind in self.kinds))

    def covers(self, kind: InformationKind) -> bool:
        """Say whether one kind of information may be learnt."""
        return kind.value in self.kinds

    def by_agency(self) -> dict[int, frozenset[str]]:
        """Return what each of the reader's agencies may learn, for the register."""
        found: dict[int, frozenset[str]] = {}
        for grant in self.grants:
            kinds = receivable(grant.kinds, law_side=grant.law_side)
            found[grant.agency_id] = found.get(grant.agency_id, frozenset()) | kinds
        return found


def decide(actor: Actor, people: Collection[int] | None, at: datetime) -> dict[int, Allowed]:
    """Return what a law-side or outside reader may learn of each of some people (of everybody where None).

    Who is not in the answer does not exist for the reader. The standing is read again from the database, so that an
    actor made earlier gives nothing away.
    """
    standing = standing_of(actor, at)
    grants = usable_grants(standing, _grants(standing, people, at), at)
    found: dict[int, list[Grant]] = {}
    for grant in grants:
        found.setdefault(grant.person_id, []).append(grant)
    return {person_id: _allowed(lines) for person_id, lines in found.items()}


def standing_of(actor: Actor, at: datetime) -> Standing:
    """Return who asks, as the database knows it at this instant."""
    user = User.objects.filter(pk=actor.user_id or 0).first()
    program = Program.objects.filter(pk=actor.program_id).first()
    current = actor_for(user, program, at) if user and program else None
    return Standing(
        active=user is not None and user.is_active,
        member=current is not None,
        agreed=actor.agreement_signed and current is not None and current.agreement_signed,
        may_ask=current is not None
        and current.can(Permission.SHARED_READ)
        and actor.can(Permission.SHARED_READ),
        program_id=actor.program_id,
        agency_ids=actor.agency_ids & (current.agency_ids if current else frozenset()),
    )


def _grants(standing: Standing, people: Collection[int] | None, at: datetime) -> list[Grant]:
    rows = ReleaseRecipient.objects.filter(
        live_at(at, "release__"),
        agency_id__in=standing.agency_ids,
        agency__program_id=standing.program_id,
        agency__is_active=True,
        release__program_id=standing.program_id,
    ).select_related("release", "agency")
    if people is not None:
        rows = rows.filter(release__person_id__in=people)
    return [grant_of(row) for row in rows.order_by("release__ends_at", "pk")]


def grant_of(row: ReleaseRecipient) -> Grant:
    """Return one line of an ROI as plain values."""
    release = row.release
    return Grant(
        release_id=release.pk,
        person_id=release.person_id,
        program_id=release.program_id,
        agency_id=row.agency_id,
        law_side=row.agency.is_law_side,
        kinds=frozenset(row.kinds),
        starts_at=release.starts_at,
        ends_at=release.ends_at,
        revoked_at=release.revoked_at,
    )


def _allowed(lines: list[Grant]) -> Allowed:
    kinds = frozenset().union(*(receivable(line.kinds, law_side=line.law_side) for line in lines))
    return Allowed(kinds=kinds, grants=tuple(lines))
