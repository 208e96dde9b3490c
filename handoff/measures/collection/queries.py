"""The collection plan as it stands: each source with its owner, its last review, and the day of the next one."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Q, QuerySet

from handoff.access.roles import ROLES, RoleName
from handoff.accounts.models import User
from handoff.accounts.queries import current_memberships
from handoff.measures.collection.rules import review_due
from handoff.measures.definitions.sources import SOURCES, Rhythm
from handoff.measures.models import DataSource, SourceReview
from handoff.measures.policies import EXACT
from handoff.programs.models import Program
from handoff.programs.queries import local_date


@dataclass(frozen=True)
class PlannedSource:
    """A source of the plan, with when it was last reviewed and who of its two people still works here."""

    source: DataSource
    last_review: date | None
    due: date
    is_overdue: bool
    has_owner: bool
    has_backup: bool

    @property
    def is_kept(self) -> bool:
        """Whether both its owner and someone to stand in are here (handbook 7b)."""
        return self.has_owner and self.has_backup


def staff_of(program: Program, at: datetime) -> QuerySet[User]:
    """Who can look after a source: everyone whose role reads the program's exact figures."""
    roles = [name for name in RoleName if set(EXACT) <= ROLES[name].permissions]
    held = current_memberships(local_date(program, at)).filter(program=program, role__in=roles)
    return User.objects.filter(pk__in=held.values("user")).order_by("full_name", "pk")


def planned_sources(program: Program, at: datetime) -> list[PlannedSource]:
    """The plan's sources, Handoff's own first in the order of the handbook, then the program's by name."""
    rows = DataSource.objects.filter(program=program, ended_at=None).select_related("owner", "backup")
    here, today = set(staff_of(program, at).values_list("pk", flat=True)), local_date(program, at)
    order = {each.key: place for place, each in enumerate(SOURCES)}
    found = rows.annotate(last_review=Max("reviews__reviewed_on"))
    planned = [_planned(each, here, today) for each in found]
    return sorted(planned, key=lambda each: (order.get(each.source.key, len(order)), each.source.name))


def _planned(source: DataSource, here: set[int], today: date) -> PlannedSource:
    last: date | None = getattr(source, "last_review", None)
    due = review_due(source.first_review_on, last, Rhythm(source.rhythm))
    return PlannedSource(source, last, due, due <= today, source.owner_id in here, source.backup_id in here)


def due_reviews(program: Program, user_id: int, at: datetime) -> list[PlannedSource]:
    """What a user is to review by now: their own sources, and those they stand in for while the owner isn't here."""
    involved = DataSource.objects.filter(Q(owner=user_id) | Q(backup=user_id), program=program, ended_at=None)
    if not involved.exists():
        return []
    due = [each for each in planned_sources(program, at) if each.is_overdue]
    return [
        each
        for each in due
        if each.source.owner_id == user_id or (each.source.backup_id == user_id and not each.has_owner)
    ]


def find_source(program: Program, source_id: uuid.UUID) -> DataSource | None:
    return DataSource.objects.filter(program=program, public_id=source_id, ended_at=None).first()


def reviewer_names(reviews: Sequence[SourceReview]) -> dict[int, str]:
    """Who recorded reviews, by the user's key."""
    users = User.objects.filter(pk__in=[each.recorded_by_id for each in reviews])
    return dict(users.values_list("pk", "full_name"))


def unplanned_keys(program: Program) -> list[str]:
    """The sources of the handbook that aren't in the plan yet."""
    planned = DataSource.objects.filter(program=program, ended_at=None).values_list("key", flat=True)
    return [each.key for each in SOURCES if each.key not in set(planned)]
