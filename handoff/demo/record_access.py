"""A week of record access worth reviewing: most of it has a good reason, some raises a question (C8)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

from handoff.access.actor import Actor
from handoff.access.roles import RoleName
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction, AuditLook
from handoff.demo.dates import at
from handoff.demo.milestones import Milestone
from handoff.demo.program import DemoProgram
from handoff.desk.lookup.services import LookupReason, answer_lookup
from handoff.desk.trail.queries.review import WEEK, week_bounds, week_findings, week_start
from handoff.enrollment.models import Enrollment
from handoff.participants.lookup.rules.keys import LookupQuery
from handoff.participants.models import Person
from handoff.participants.queries import can_open_record
from handoff.participants.team import services as team

OPENINGS = (
    (RoleName.CASE_MANAGER, 0, 9, "covering", ""),
    (RoleName.CASE_MANAGER, 0, 13, "asked", ""),
    (RoleName.PEER_SUPPORT, 1, 10, "covering", ""),
    (RoleName.PROGRAM_MANAGER, 1, 15, "supervision", ""),
    (RoleName.PEER_SUPPORT, 2, 23, "emergency", ""),
    (RoleName.DATA_MANAGER, 3, 11, "correction", ""),
    (RoleName.CASE_MANAGER, 3, 14, "other", "Found a bag with documents; looking for the owner"),
)
"""Records opened from outside their team: role, weekday, hour, reason, note."""

RECORDS_READ = 27
REFUSALS = 9
LOOKUPS = 6


def unusual_week(demo: DemoProgram) -> Iterator[Milestone]:
    """The last whole week's access, and the signed review of the week before."""
    monday = week_start(demo.days.today) - WEEK
    for happens in (openings, many_records, refusals, lookups):
        yield from happens(demo, monday)
    yield at(monday, 9, 12), partial(sign_the_week_before, demo, monday)


def sign_the_week_before(demo: DemoProgram, monday: date, moment: datetime) -> None:
    """The manager signs off on the week that just ended."""
    before = monday - WEEK
    audit.sign_review(
        actor=demo.actor(demo.staff.first_with_role(RoleName.PROGRAM_MANAGER), moment),
        week_starts_on=before,
        findings=len(week_findings(demo.program, before)),
        note="Went through it with the team. Nothing to follow up.",
        week_ends_at=week_bounds(demo.program, before)[1],
        at=moment,
    )


def enrolled_before(demo: DemoProgram, moment: datetime) -> Iterator[Person]:
    """Participants on that day, most recently enrolled first."""
    rows = Enrollment.objects.filter(program=demo.program, enrolled_at__lt=moment)
    for row in rows.select_related("person__program").order_by("-enrolled_at", "pk"):
        yield row.person


def openings(demo: DemoProgram, monday: date) -> Iterator[Milestone]:
    used: set[int] = set()
    for role, day, hour, reason, note in OPENINGS:
        if demo.staff.with_roles(role):
            moment = at(monday + timedelta(days=day), hour, 20)
            yield moment, partial(open_one, demo, demo.staff.first_with_role(role), reason, note, used)


def open_one(
    demo: DemoProgram, username: str, reason: str, note: str, used: set[int], moment: datetime
) -> None:
    """Open the record of the newest participant whose team the user is not on, each person at most once."""
    actor = demo.actor(username, moment)
    for person in enrolled_before(demo, moment):
        if person.pk not in used and not can_open_record(actor, person, moment):
            used.add(person.pk)
            team.open_with_reason(actor=actor, person=person, reason=reason, note=note, at=moment)
            read(actor, person, moment)
            return


def many_records(demo: DemoProgram, monday: date) -> Iterator[Milestone]:
    """The peer reads every record they may open, one a minute."""
    first = at(monday + timedelta(days=4), 16, 5)
    seen: set[int] = set()
    for number in range(RECORDS_READ):
        yield first + timedelta(minutes=number), partial(read_next, demo, seen)


def read_next(demo: DemoProgram, seen: set[int], moment: datetime) -> None:
    actor = demo.actor(demo.staff.first_with_role(RoleName.PEER_SUPPORT), moment)
    for person in enrolled_before(demo, moment):
        if person.pk not in seen and can_open_record(actor, person, moment):
            seen.add(person.pk)
            read(actor, person, moment)
            return


def read(actor: Actor, person: Person, moment: datetime) -> None:
    audit.record_read(actor=actor, at=moment, action=AuditLook.PERSON_OPENED, subject=person.public_id)


def refusals(demo: DemoProgram, monday: date) -> Iterator[Milestone]:
    """An old bookmark, tried repeatedly."""
    first = at(monday + timedelta(days=1), 14, 2)
    for number in range(REFUSALS):
        yield first + timedelta(seconds=25 * number), partial(be_refused, demo)


def be_refused(demo: DemoProgram, moment: datetime) -> None:
    audit.record(
        actor=demo.actor(demo.staff.first_with_role(RoleName.OFFICER), moment),
        at=moment,
        action=AuditAction.DENIED,
        outcome="refused",
        details={"route": "people:people", "method": "GET", "ids": {}},
    )


def lookups(demo: DemoProgram, monday: date) -> Iterator[Milestone]:
    """An officer of a neighboring agency looks up several people and refers none."""
    officer = demo.staff.with_roles(RoleName.OFFICER)[-1].username
    for number in range(LOOKUPS):
        moment = at(monday + timedelta(days=number % 5), 10 + number, 40)
        yield moment, partial(look_up, demo, officer, f"Inventado {number}")


def look_up(demo: DemoProgram, username: str, last: str, moment: datetime) -> None:
    answer_lookup(
        actor=demo.actor(username, moment),
        program=demo.program,
        query=LookupQuery(first="Nadie", last=last, dob=None),
        reason=LookupReason.STOP,
        at=moment,
    )
