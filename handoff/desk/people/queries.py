"""Whom the care team looks for: the roster narrowed, and who is on a person's team."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from handoff.access.permissions import Permission
from handoff.accounts.models import User
from handoff.accounts.queries import members_who_may
from handoff.audit.services import fingerprint
from handoff.core.refusals import Refused
from handoff.enrollment.models import Enrollment, Intake, StatusPeriod
from handoff.enrollment.queries import roster
from handoff.participants.lookup.rules.keys import LookupQuery
from handoff.participants.lookup.services import find_candidates
from handoff.participants.models import Person
from handoff.participants.queries import team_of
from handoff.programs.models import Program
from handoff.programs.queries import local_date

MOST_FOUND = 20


def who_may_join(program: Program, at: datetime) -> list[tuple[int, str]]:
    """Return whom a team can be made of: everybody who may open records."""
    may = members_who_may(program, Permission.PARTICIPANT_READ, local_date(program, at))
    return [(user.pk, user.full_name) for user in may.order_by("full_name")]


@dataclass(frozen=True)
class TeamLine:
    """Somebody on a person's team: who, why, since when."""

    user: User
    why: str
    since: datetime


def team_lines(person: Person, at: datetime) -> list[TeamLine]:
    """Return a person's team, each member once with every reason."""
    members = list(team_of(person, at))
    users = User.objects.in_bulk([each.user_id for each in members])
    found: dict[int, TeamLine] = {}
    for each in members:
        before = found.get(each.user_id)
        why = str(each.get_why_display())
        if each.user_id in users:
            words = f"{before.why}; {why}" if before else why
            found[each.user_id] = TeamLine(
                users[each.user_id], words, before.since if before else each.starts_at
            )
    return list(found.values())


def find_person(program: Program, public_id: uuid.UUID) -> Person | None:
    """Return one person of the program."""
    return Person.objects.filter(program=program, public_id=public_id).first()


def participants(program: Program, *, name: str, status: str) -> QuerySet[Enrollment]:
    """Return the roster, narrowed to a status and to whom a name, however spelled, may mean."""
    listed = roster(program)
    if status in StatusPeriod.Status.values:
        listed = listed.filter(Q(status=status))
    if name.strip():
        first, _space, last = name.strip().rpartition(" ")
        try:
            found = find_candidates(
                program.pk, LookupQuery(first=first, last=last, dob=None), limit=MOST_FOUND
            )
        except Refused:
            return listed.none()
        listed = listed.filter(person_id__in=[each.person_id for each in found])
    return listed


def asked(given: dict[str, str]) -> str:
    """Return a keyed digest of the name that the roster was searched for, never the name; blank without a search."""
    name = given.get("name", "").strip()
    return fingerprint(name) if name else ""


def names_in(program_id: int) -> dict[int, str]:
    """Return the names of everybody who ever had a role in a program, to say who did what."""
    return dict(User.objects.filter(memberships__program_id=program_id).values_list("pk", "full_name"))


def workers_of(enrollments: Iterable[Enrollment]) -> dict[int, User]:
    """Return who goes to the people of some enrollments."""
    return User.objects.in_bulk([each.primary_worker_id for each in enrollments if each.primary_worker_id])


def intakes_of(person: Person) -> list[Intake]:
    """Return a person's intakes, newest first."""
    return list(Intake.objects.filter(person=person).order_by("-started_at"))
