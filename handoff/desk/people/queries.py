"""The filtered roster, a person's team, and names for their record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.accounts.models import User
from handoff.accounts.queries import users_with_permission
from handoff.audit.services import search_digest
from handoff.casework.appointments.queries import APPOINTMENTS
from handoff.casework.caseloads.queries import CHANGES, CONTACT_PLAN, LAST_TOUCH
from handoff.casework.court.queries import OPEN_CASES
from handoff.casework.goals.queries import GOALS
from handoff.casework.matching.queries import WISH
from handoff.casework.needs.queries import MILESTONES, NEEDS
from handoff.casework.notes.queries import note_questions
from handoff.casework.phones.queries import PHONE_STEPS
from handoff.casework.plans.queries import PLANS
from handoff.casework.queries import LAST_REACHED, contacts_of, help_given_to
from handoff.casework.situation.queries import FACTS
from handoff.consent.queries import SIGNED_RELEASES, STATES
from handoff.core.sorting import by_name
from handoff.core.statements import ListStatement, Question, Statement, hand_out
from handoff.enrollment.models import Enrollment, Intake, IntakeUpdate, StatusPeriod
from handoff.enrollment.queries import ENROLLMENT, roster, roster_in
from handoff.participants.lookup.services import find_people
from handoff.participants.merging.queries import MERGES
from handoff.participants.models import ApproachNote, ContactPoint, Person, TeamMember
from handoff.participants.queries import current_team, with_working_phone
from handoff.programs.models import Program
from handoff.programs.queries import POLICIES, local_date
from handoff.referrals.models import Referral, ReferralEvent
from handoff.staffing.agendas.queries import questions_about
from handoff.staffing.partners.queries import care_questions

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


TEAM = Statement(current_team)
TEAM_USERS = Statement(
    lambda person_id: User.objects.filter(
        pk__in=TeamMember.objects.filter(person_id=person_id).values("user_id")
    ).only("public_id", "full_name")
)


def team_member_rows(person: Person, at: datetime) -> list[TeamMemberRow]:
    """A person's team, each member once with all their reasons."""
    users = {user.pk: user for user in TEAM_USERS.rows(person.pk)}
    members = TEAM.rows(person.pk, at)
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
    """What the roster is narrowed to, besides a name: a worker, a status, or people without a working phone."""

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


LISTED = ListStatement(lambda program_id, *ids: roster_in(program_id).filter(pk__in=ids))
"""The rows of one page of the roster: with OFFSET, the subqueries of the status would run for all earlier rows too."""


def roster_questions(program: Program, shown: Sequence[tuple[int, int]]) -> list[Question]:
    """What a page of the roster asks, to be sent in one message: each row by its enrollment's and its person's id."""
    people = [person_id for _pk, person_id in shown]
    return [
        *LISTED.of_all([pk for pk, _person_id in shown], program.pk),
        *LAST_REACHED.of_all(people),
        *STATES.of_all(people),
        *MEMBER_NAMES.of(program.pk),
    ]


INTAKES = Statement(
    lambda person_id: Intake.objects.filter(person_id=person_id).order_by("-started_at"),
    related={"updates": lambda person_id: IntakeUpdate.objects.filter(intake__person_id=person_id)},
)


def intakes_of(person: Person) -> list[Intake]:
    """A person's intakes with their updates, newest first. Two queries."""
    return INTAKES.rows(person.pk)


REFERRALS = Statement(
    lambda person_id: Referral.objects.filter(person_id=person_id).order_by("-submitted_at"),
    related={"events": lambda person_id: ReferralEvent.objects.filter(referral__person_id=person_id)},
)
CONTACTS = Statement(
    lambda person_id: contacts_of(person_id).values_list(
        "occurred_at", "how", "result", "recorded_by_id", "note"
    )
)
HELP_GIVEN = Statement(help_given_to)
CONTACT_POINTS = Statement(lambda person_id: ContactPoint.objects.filter(person_id=person_id))
APPROACH_NOTES = Statement(lambda person_id: ApproachNote.objects.filter(person_id=person_id))
STATUS_PERIODS = Statement(
    lambda program_id, person_id: StatusPeriod.objects.filter(
        enrollment__program_id=program_id, enrollment__person_id=person_id
    ).order_by("starts_at")
)


def read_ways_to_reach(person: Person) -> None:
    """Read a person's contact points and approach notes, once for all that the record shows of them."""
    hand_out("contact_points", [person], CONTACT_POINTS.rows(person.pk))
    hand_out("approach_notes", [person], APPROACH_NOTES.rows(person.pk))


ABOUT_PERSON = (
    *(CONTACT_POINTS, APPROACH_NOTES, REFERRALS, INTAKES, GOALS, NEEDS, SIGNED_RELEASES, APPOINTMENTS),
    *(
        PHONE_STEPS,
        PLANS,
        CHANGES,
        FACTS,
        CONTACT_PLAN,
        WISH,
        OPEN_CASES,
        MILESTONES,
        CONTACTS,
        HELP_GIVEN,
        MERGES,
        TEAM_USERS,
    ),
)
IN_PROGRAM = (ENROLLMENT, LAST_TOUCH, STATUS_PERIODS)


def record_questions(person: Person, program: Program, actor: Actor, at: datetime) -> list[Question]:
    """What a person's record asks, to be sent in one message."""
    return [
        *(question for each in ABOUT_PERSON for question in each.of(person.pk)),
        *(question for each in IN_PROGRAM for question in each.of(program.pk, person.pk)),
        *TEAM.of(person.pk, at),
        *MEMBER_NAMES.of(program.pk),
        *POLICIES.of(program.pk),
        *questions_about(person, actor),
        *note_questions(person, actor),
        *care_questions(person, actor),
    ]
