"""A week of looking at records that is worth a review: most of it has a good reason, some of it is a question (C8)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

from handoff.access.actor import Actor
from handoff.access.roles import RoleName
from handoff.audit import services as audit
from handoff.demo.milestones import Milestone
from handoff.demo.times import at
from handoff.demo.world import World
from handoff.desk.lookup.services import LookupReason, ask_lookup
from handoff.desk.trail.queries.review import WEEK, bounds, findings_of, week_of
from handoff.enrollment.models import Enrollment
from handoff.participants.lookup.rules.keys import LookupQuery
from handoff.participants.models import Person
from handoff.participants.queries import may_open
from handoff.participants.team import services as team

OPENINGS = (
    (RoleName.CASE_MANAGER, 0, 9, "covering", ""),
    (RoleName.CASE_MANAGER, 0, 13, "asked", ""),
    (RoleName.PEER_SUPPORT, 1, 10, "covering", ""),
    (RoleName.PROGRAM_MANAGER, 1, 15, "supervision", ""),
    (RoleName.PEER_SUPPORT, 2, 23, "emergency", ""),
    (RoleName.DATA_MANAGER, 3, 11, "correction", ""),
    (RoleName.CASE_MANAGER, 3, 14, "other", "Found a bag with papers, looked for the owner"),
)
"""Who opened a record from outside its team: role, day of the week, hour, reason, words."""

RECORDS_READ = 27
REFUSALS = 9
LOOKUPS = 6


def unusual_week(world: World) -> Iterator[Milestone]:
    """Return what happens in the last whole week, and the signature under the one before it, each with its moment."""
    monday = week_of(world.days.today) - WEEK
    for happens in (openings, many_records, refusals, lookups):
        yield from happens(world, monday)
    yield at(monday, 9, 12), partial(sign_the_week_before, world, monday)


def sign_the_week_before(world: World, monday: date, moment: datetime) -> None:
    """The manager looks through the week that ended in the night."""
    before = monday - WEEK
    audit.sign_review(
        actor=world.actor(world.cast.first(RoleName.PROGRAM_MANAGER), moment),
        week_starts_on=before,
        findings=len(findings_of(world.program, before)),
        note="Went through it with the team. Nothing to follow up.",
        week_ends_at=bounds(world.program, before)[1],
        at=moment,
    )


def enrolled_before(world: World, moment: datetime) -> Iterator[Person]:
    """Return the participants of a day, those enrolled last on top."""
    rows = Enrollment.objects.filter(program=world.program, enrolled_at__lt=moment)
    for row in rows.select_related("person__program").order_by("-enrolled_at", "pk"):
        yield row.person


def openings(world: World, monday: date) -> Iterator[Milestone]:
    """Records opened from outside the team, each of another person."""
    used: set[int] = set()
    for role, day, hour, reason, note in OPENINGS:
        if world.cast.of(role):
            moment = at(monday + timedelta(days=day), hour, 20)
            yield moment, partial(open_one, world, world.cast.first(role), reason, note, used)


def open_one(world: World, username: str, reason: str, note: str, used: set[int], moment: datetime) -> None:
    """Somebody opens the record of the newest participant whose team they are not on and whom nobody opened so."""
    actor = world.actor(username, moment)
    for person in enrolled_before(world, moment):
        if person.pk not in used and not may_open(actor, person, moment):
            used.add(person.pk)
            team.open_with_reason(actor=actor, person=person, reason=reason, note=note, at=moment)
            read(actor, person, moment)
            return


def many_records(world: World, monday: date) -> Iterator[Milestone]:
    """The peer reads through the records of everybody they may open, one a minute."""
    first = at(monday + timedelta(days=4), 16, 5)
    seen: set[int] = set()
    for number in range(RECORDS_READ):
        yield first + timedelta(minutes=number), partial(read_next, world, seen)


def read_next(world: World, seen: set[int], moment: datetime) -> None:
    """The peer opens the next record that needs no reason."""
    actor = world.actor(world.cast.first(RoleName.PEER_SUPPORT), moment)
    for person in enrolled_before(world, moment):
        if person.pk not in seen and may_open(actor, person, moment):
            seen.add(person.pk)
            read(actor, person, moment)
            return


def read(actor: Actor, person: Person, moment: datetime) -> None:
    audit.record_read(actor=actor, at=moment, action="person.opened", subject=person.public_id)


def refusals(world: World, monday: date) -> Iterator[Milestone]:
    """An old bookmark, tried again and again."""
    first = at(monday + timedelta(days=1), 14, 2)
    for number in range(REFUSALS):
        yield first + timedelta(seconds=25 * number), partial(be_refused, world)


def be_refused(world: World, moment: datetime) -> None:
    audit.record(
        actor=world.actor(world.cast.first(RoleName.OFFICER), moment),
        at=moment,
        action="denied",
        outcome="refused",
        details={"route": "people:people", "method": "GET", "ids": {}},
    )


def lookups(world: World, monday: date) -> Iterator[Milestone]:
    """An officer of the neighboring agency asks about several people and refers nobody."""
    officer = world.cast.of(RoleName.OFFICER)[-1].username
    for number in range(LOOKUPS):
        moment = at(monday + timedelta(days=number % 5), 10 + number, 40)
        yield moment, partial(look_up, world, officer, f"Inventado {number}")


def look_up(world: World, username: str, last: str, moment: datetime) -> None:
    ask_lookup(
        actor=world.actor(username, moment),
        program=world.program,
        query=LookupQuery(first="Nadie", last=last, dob=None),
        reason=LookupReason.STOP,
        at=moment,
    )
