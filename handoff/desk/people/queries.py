"""The filtered roster, a person's team, and names for their record."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from handoff.access.permissions import Permission
from handoff.accounts.models import User
from handoff.accounts.queries import users_with_permission
from handoff.audit.services import search_digest
from handoff.casework.queries import contacts_of, help_given_to
from handoff.core.sorting import by_name
from handoff.core.statements import Statement
from handoff.enrollment.models import Enrollment, Intake, StatusPeriod
from handoff.enrollment.queries import roster
from handoff.participants.lookup.services import find_people
from handoff.participants.models import Person
from handoff.participants.queries import team_of, with_working_phone
from handoff.programs.models import Program
from handoff.programs.queries import local_date
from handoff.referrals.models import Referral

MAX_MATCHES = 20


def eligible_team_members(program: Program, at: datetime) -> list[tuple[int, str]]:
    """Users who may be on a team, as choices: everyone with permission to open records."""
    may = users_with_permission(program, Permission.PARTICIPANT_READ, local_date(program, at))
    return [(user.pk, user.full_name) for user in may.order_by(*by_name("full_name"))]


@dataclass(frozen=True)
class TeamMemberRow:
    """A member of a person's team, with the reasons and the first day."""

    user: User
    why: str
    since: datetime


def team_member_rows(person: Person, at: datetime) -> list[TeamMemberRow]:
    """A person's team, each member once with all their reasons."""
    members = list(team_of(person, at))
    users = User.objects.only("public_id", "full_name").in_bulk([each.user_id for each in members])
    found: dict[int, TeamMemberRow] = {}
    for each in members:
        before = found.get(each.user_id)
        why = str(each.get_why_display())
        if each.user_id in users:
            words = f"{before.why}; {why}" if before else why
            found[each.user_id] = TeamMemberRow(
                users[each.user_id], words, before.since if before else each.starts_at
            )
    return list(found.values())


@dataclass(frozen=True)
class RosterFilter:
    """What the roster is narrowed to, besides a name: a worker, a status, or people whom no phone reaches."""

    status: str = ""
    worker_id: int | None = None
    without_phone: bool = False


def filter_roster(
    program: Program, wanted: RosterFilter, people: list[int] | None = None
) -> QuerySet[Enrollment]:
    """The roster as it was asked for, and of the people a search may mean, if there is one."""
    listed = roster(program)
    if wanted.worker_id is not None:
        listed = listed.filter(primary_worker_id=wanted.worker_id)
    if wanted.status in StatusPeriod.Status.values:
        listed = listed.filter(Q(status=wanted.status))
    if wanted.without_phone:
        listed = listed.filter(~with_working_phone())
    return listed if people is None else listed.filter(person_id__in=people)


def search_people(program: Program, words: str) -> list[int] | None:
    """The ids of the people a name or a phone number may mean; None without a search."""
    return find_people(program.pk, words, MAX_MATCHES) if words.strip() else None


def referred_people(program: Program, people: list[int] | None) -> list[Person]:
    """Those of some people who aren't enrolled, in the order of the search."""
    if not people:
        return []
    enrolled = Enrollment.objects.filter(program=program, person_id__in=people).values("person_id")
    found = Person.objects.filter(program=program, pk__in=people).exclude(pk__in=enrolled).in_bulk()
    return [found[each] for each in people if each in found]


def name_digest(filters: dict[str, str]) -> str:
    """A keyed digest of the name searched for, for the audit log; blank without a search."""
    name = filters.get("name", "").strip()
    return search_digest(name) if name else ""


MEMBER_NAMES = Statement(
    lambda program_id: User.objects.filter(memberships__program_id=program_id).values_list("pk", "full_name")
)


def member_names(program_id: int) -> dict[int, str]:
    """Names of everyone who ever had a role in the program, by primary key."""
    return dict(MEMBER_NAMES.rows(program_id))


def workers_of(enrollments: Iterable[Enrollment]) -> dict[int, User]:
    return User.objects.in_bulk([each.primary_worker_id for each in enrollments if each.primary_worker_id])


INTAKES = Statement(
    lambda person_id: (
        Intake.objects.filter(person_id=person_id).order_by("-started_at").prefetch_related("updates")
    )
)


def intakes_of(person: Person) -> list[Intake]:
    """A person's intakes with their updates, newest first. Two queries."""
    return INTAKES.rows(person.pk)


REFERRALS = Statement(
    lambda person_id: (
        Referral.objects.filter(person_id=person_id).order_by("-submitted_at").prefetch_related("events")
    )
)
CONTACTS = Statement(
    lambda person_id: contacts_of(person_id).values_list(
        "occurred_at", "how", "result", "recorded_by_id", "note"
    )
)
HELP_GIVEN = Statement(help_given_to)
STATUS_PERIODS = Statement(
    lambda enrollment_id: StatusPeriod.objects.filter(enrollment_id=enrollment_id).order_by("starts_at")
)
