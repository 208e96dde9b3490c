"""The one consent gate: what a partner may learn, about whom, at an instant.

Every page, list, search, count, export and paper for the law side or a partner asks it and shows what it answers; every
notice and entry in the disclosure log carries that answer. Decisions are never stored: each request asks again, so a
revocation counts from the next click on, also on a page that is already open.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.accounts.models import User
from handoff.accounts.queries import actor_for
from handoff.accounts.queries.actors import actors_for
from handoff.consent.models import InformationKind, ReleaseRecipient
from handoff.consent.queries import live_condition
from handoff.consent.rules import Grant, RequesterStatus, usable_grants
from handoff.consent.wording.release_form import SUMMARY_FORM
from handoff.core.labels import Label
from handoff.programs.models import Agency, Program

Kind = InformationKind
KIND_LABELS: dict[str, frozenset[Label]] = {
    Kind.PARTICIPATION.value: frozenset({Label.PLAIN, Label.IDENTITY}),
    Kind.INTAKE_DONE.value: frozenset(),
    Kind.CONTACT.value: frozenset({Label.IDENTITY}),
    Kind.CHARGES.value: frozenset({Label.JUSTICE}),
    Kind.PROGRESS.value: frozenset(),
    Kind.NEEDS.value: frozenset({Label.HEALTH}),
    Kind.TREATMENT.value: frozenset({Label.HEALTH, Label.PART2}),
    Kind.HEALTH.value: frozenset({Label.HEALTH}),
    Kind.COUNSELING.value: frozenset({Label.COUNSELING}),
    Kind.SUMMARY.value: frozenset(),
}
"""Which field labels each kind of information opens. Progress may be discussed at team meetings, and
that an intake is done is a notice; a summary is the words on its own form. These open no field."""

SHARED_PAGES = frozenset({Permission.SHARED_READ})
"""The permission that the pages of shared information ask for."""


@dataclass(frozen=True)
class ConsentDecision:
    """What a requester may learn about one person: the kinds of information, and the ROI lines that allow them.

    Handed to `consent.services.disclose`, so that the disclosure log names the ROI that the page relied on.
    """

    person_id: int
    grants: tuple[Grant, ...] = field(default=(), repr=False)

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset().union(*(grant.receivable_kinds for grant in self.grants))

    @property
    def labels(self) -> frozenset[Label]:
        return frozenset().union(*(KIND_LABELS[kind] for kind in self.kinds))

    def covers(self, kind: InformationKind) -> bool:
        return kind.value in self.kinds

    def kinds_by_agency(self) -> dict[int, frozenset[str]]:
        """Map each of the requester's agencies to what it may learn: the disclosure log names one agency a row."""
        found: dict[int, frozenset[str]] = {}
        for grant in self.grants:
            found[grant.agency_id] = found.get(grant.agency_id, frozenset()) | grant.receivable_kinds
        return found

    def agencies_covering(self, kind: InformationKind) -> list[int]:
        """The ids of the requester's agencies that may learn this kind, lowest first."""
        return sorted(agency_id for agency_id, kinds in self.kinds_by_agency().items() if kind.value in kinds)


def decide(
    requester: Actor | Agency,
    people: Collection[int] | None,
    at: datetime,
    *,
    permissions: Collection[Permission] = SHARED_PAGES,
    summaries: bool = False,
) -> dict[int, ConsentDecision]:
    """Decide what a requester may learn about some people, or about everyone when `people` is None.

    The requester is a partner's user, who needs one of `permissions`, or a partner agency that the program's own staff
    notify. A person who is missing from the answer does not exist for the requester. Consents to legal proceedings
    answer only when they alone are asked for (`summaries`): someone named in one isn't shown anywhere else (ADR 0068).
    """
    status = requester_status(requester, permissions, at)
    return _decisions(status, _read_grants([status], people, at, summaries=summaries), at)


def users_who_may_learn(
    user_ids: Collection[int],
    program: Program,
    person_id: int,
    kind: InformationKind,
    at: datetime,
    *,
    permissions: Collection[Permission],
) -> set[int]:
    """Those of some users who may read a kind of information about one person by `decide`, at constant queries.

    Before a notice goes to many. Each user's account, memberships and agreement are read anew here.
    """
    current = actors_for(User.objects.filter(pk__in=user_ids), program, at)
    statuses = {pk: _status_of(actor, actor, permissions) for pk, actor in current.items()}
    grants = _read_grants(statuses.values(), [person_id], at, summaries=False)
    decided = {pk: _decisions(status, grants, at).get(person_id) for pk, status in statuses.items()}
    return {pk for pk, decision in decided.items() if decision is not None and decision.covers(kind)}


def _decisions(
    status: RequesterStatus, grants: Collection[Grant], at: datetime
) -> dict[int, ConsentDecision]:
    """What these grants allow one requester, by person."""
    found: dict[int, list[Grant]] = {}
    for grant in usable_grants(status, grants, at):
        found.setdefault(grant.person_id, []).append(grant)
    return {person_id: ConsentDecision(person_id, tuple(theirs)) for person_id, theirs in found.items()}


def decide_about(
    requester: Actor | Agency,
    person_id: int,
    at: datetime,
    *,
    permissions: Collection[Permission] = SHARED_PAGES,
) -> ConsentDecision:
    """The same decision about one person; it covers nothing where no ROI allows anything."""
    decisions = decide(requester, [person_id], at, permissions=permissions)
    return decisions.get(person_id, ConsentDecision(person_id))


def requester_status(
    requester: Actor | Agency, permissions: Collection[Permission], at: datetime
) -> RequesterStatus:
    """Read a requester's account, membership, agreement and agencies again from the database.

    An actor is built at the start of a request or job; what has changed since must not give anything away.
    """
    # Staff send the notice, and their own policy has checked them. `_live_recipients` drops an agency that has left.
    if isinstance(requester, Agency):
        return RequesterStatus(
            is_active=True,
            is_member=True,
            has_signed=True,
            has_permission=True,
            program_id=requester.program_id,
            agency_ids=frozenset({requester.pk}),
        )
    user = User.objects.filter(pk=requester.user_id or 0).first()
    program = Program.objects.filter(pk=requester.program_id).first()
    current = actor_for(user, program, at) if user and program else None
    return _status_of(requester, current, permissions)


def _status_of(
    requester: Actor, current: Actor | None, permissions: Collection[Permission]
) -> RequesterStatus:
    """The status of an actor whose account was read anew as `current`; None has no role, or no active account."""
    return RequesterStatus(
        is_active=current is not None,
        is_member=current is not None,
        has_signed=requester.agreement_signed and current is not None and current.agreement_signed,
        has_permission=current is not None
        and any(current.can(each) and requester.can(each) for each in permissions),
        program_id=requester.program_id,
        # Only where the role with the permission is held: a second role at another agency opens nothing there. And
        # never more than the actor had: an agency added since belongs to the next request.
        agency_ids=frozenset().union(
            *(requester.agencies_with(each) & current.agencies_with(each) for each in permissions)
        )
        if current is not None
        else frozenset(),
    )


def grants_still_live(decision: ConsentDecision, agency_id: int, at: datetime) -> list[Grant]:
    """The grants of a decision that the database still holds for an agency, the one that lasts longest first.

    Between the decision and its entry in the disclosure log another transaction may have revoked the ROI.
    """
    releases = {grant.release_id for grant in decision.grants if grant.agency_id == agency_id}
    rows = _live_recipients(at).filter(
        agency_id=agency_id, release_id__in=releases, release__person_id=decision.person_id
    )
    return _as_grants(rows.order_by("-release__ends_at", "-release_id"))


def _read_grants(
    statuses: Iterable[RequesterStatus], people: Collection[int] | None, at: datetime, *, summaries: bool
) -> list[Grant]:
    """The grants to the agencies of some requesters; `usable_grants` says which of them are whose."""
    asking = list(statuses)
    programs = {each.program_id for each in asking}
    own_form = Q(release__form_version=SUMMARY_FORM)
    rows = _live_recipients(at).filter(
        own_form if summaries else ~own_form,
        agency_id__in=frozenset().union(*(each.agency_ids for each in asking)),
        agency__program_id__in=programs,
        release__program_id__in=programs,
    )
    if people is not None:
        rows = rows.filter(release__person_id__in=people)
    return _as_grants(rows.order_by("release__ends_at", "pk"))


def _live_recipients(at: datetime) -> QuerySet[ReleaseRecipient]:
    """The lines of live ROIs that name a partner still in the program: an agency that left learns nothing more."""
    return ReleaseRecipient.objects.filter(live_condition(at, "release__"), agency__is_active=True)


def _as_grants(rows: QuerySet[ReleaseRecipient]) -> list[Grant]:
    """Lines of ROIs as plain values, read as columns: for 300 people, rows of three tables take a fifth of a page."""
    columns = rows.values_list(
        "release_id",
        "release__person_id",
        "release__program_id",
        "agency_id",
        "agency__kind",
        "kinds",
        "release__starts_at",
        "release__ends_at",
        "release__revoked_at",
    )
    return [
        Grant(
            release_id=release,
            person_id=person,
            program_id=program,
            agency_id=agency,
            law_side=agency_kind in Agency.LAW_SIDE,
            kinds=frozenset(kinds),
            starts_at=starts,
            ends_at=ends,
            revoked_at=revoked,
        )
        for release, person, program, agency, agency_kind, kinds, starts, ends, revoked in columns
    ]
