"""A week of looking at records that is worth a review: most of it has a good reason, some of it is a question (C8)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from handoff.access.roles import RoleName
from handoff.audit import services as audit
from handoff.demo.times import at
from handoff.demo.world import World
from handoff.desk.lookup import LookupReason, ask_lookup
from handoff.desk.review import WEEK, bounds, findings_of, week_of
from handoff.enrollment.models import Enrollment
from handoff.participants import team
from handoff.participants.lookup_keys import LookupQuery
from handoff.participants.models import Person
from handoff.participants.queries import may_open

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


def unusual_week(world: World) -> None:
    """Play the last whole week, and sign the one before it."""
    monday = week_of(world.days.today) - WEEK
    for happens in (openings, many_records, refusals, lookups):
        happens(world, monday)
    before = monday - WEEK
    audit.sign_review(
        actor=world.actor(world.cast.first(RoleName.PROGRAM_MANAGER), world.days.ends),
        week_starts_on=before,
        findings=len(findings_of(world.program, before)),
        note="Went through it with the team. Nothing to follow up.",
        week_ends_at=bounds(world.program, before)[1],
        at=at(monday, 9, 12),
    )


def enrolled_before(world: World, moment: datetime) -> Iterator[Person]:
    """Return the participants of a day, those enrolled last on top."""
    rows = Enrollment.objects.filter(program=world.program, enrolled_at__lt=moment)
    for row in rows.select_related("person__program").order_by("-enrolled_at", "pk"):
        yield row.person


def openings(world: World, monday: date) -> None:
    """Records opened from outside the team, each of another person."""
    used: set[int] = set()
    for role, day, hour, reason, note in OPENINGS:
        if not world.cast.of(role):
            continue
        moment = at(monday + timedelta(days=day), hour, 20)
        actor = world.actor(world.cast.first(role), moment)
        for person in enrolled_before(world, moment):
            if person.pk not in used and not may_open(actor, person, moment):
                used.add(person.pk)
                team.open_with_reason(actor=actor, person=person, reason=reason, note=note, at=moment)
                audit.record_read(actor=actor, at=moment, action="person.opened", subject=person.public_id)
                break


def many_records(world: World, monday: date) -> None:
    """The peer reads through the records of everybody they may open, one a minute."""
    moment = at(monday + timedelta(days=4), 16, 5)
    actor = world.actor(world.cast.first(RoleName.PEER_SUPPORT), moment)
    mine = (person for person in enrolled_before(world, moment) if may_open(actor, person, moment))
    for number, person in zip(range(RECORDS_READ), mine, strict=False):
        audit.record_read(
            actor=actor,
            at=moment + timedelta(minutes=number),
            action="person.opened",
            subject=person.public_id,
        )


def refusals(world: World, monday: date) -> None:
    """An old bookmark, tried again and again."""
    moment = at(monday + timedelta(days=1), 14, 2)
    actor = world.actor(world.cast.first(RoleName.OFFICER), moment)
    for number in range(REFUSALS):
        audit.record(
            actor=actor,
            at=moment + timedelta(seconds=25 * number),
            action="denied",
            outcome="refused",
            details={"route": "people:people", "method": "GET", "ids": {}},
        )


def lookups(world: World, monday: date) -> None:
    """An officer of the neighboring agency asks about several people and refers nobody."""
    officer = world.cast.of(RoleName.OFFICER)[-1].username
    for number in range(LOOKUPS):
        moment = at(monday + timedelta(days=number % 5), 10 + number, 40)
        ask_lookup(
            actor=world.actor(officer, moment),
            program=world.program,
            query=LookupQuery(first="Nadie", last=f"Inventado {number}", dob=None),
            reason=LookupReason.STOP,
            at=moment,
        )
