"""Playing what leadership and the DA look at under ROIs, and the visits at which ROIs are renewed."""

from datetime import datetime, timedelta

from handoff.access.roles import RoleName
from handoff.consent.models import Shown
from handoff.consent.queries import expiring_releases
from handoff.consent.renewal.services import close_visit, plan_visit
from handoff.demo.world import World
from handoff.desk.shared.services import open_list, open_person, shared_people
from handoff.enrollment.models import Enrollment

LOOKS_EVERY = 30
PAGES_AT_A_LOOK = 2


def look_at_shared(world: World, turn: int, moment: datetime) -> None:
    """Leadership and the DA open a few of the pages that participants share with them, others each month."""
    for role in (RoleName.LAW_LEADER, RoleName.DISTRICT_ATTORNEY):
        actor = world.actor(world.cast.first(role), moment)
        people = shared_people(actor, world.program, moment)
        for place in range(PAGES_AT_A_LOOK if people else 0):
            chosen = people[(turn * PAGES_AT_A_LOOK + place) % len(people)]
            open_person(actor=actor, program=world.program, person_id=chosen.public_id, at=moment)


def list_shared(world: World, moment: datetime) -> None:
    """The DA opens the list once, this week."""
    actor = world.actor(world.cast.first(RoleName.DISTRICT_ATTORNEY), moment)
    open_list(actor=actor, program=world.program, name="", sort="", what=Shown.SHARED_LIST, at=moment)


def plan_renewals(world: World, moment: datetime) -> None:
    """Two of three people whose ROI ends soon have a visit planned; one was missed and is planned anew."""
    usernames = {user.pk: name for name, user in world.users.items()}
    workers = dict(
        Enrollment.objects.filter(program=world.program).values_list("person_id", "primary_worker_id")
    )
    missed = False
    for number, release in enumerate(expiring_releases(world.program, moment, days=60)):
        username = usernames.get(workers.get(release.person_id) or 0)
        if username is None or number % 3 == 2:
            continue
        actor, day = world.actor(username, moment), world.days.today + timedelta(days=1 + number % 12)
        visit = plan_visit(actor=actor, person=release.person, planned_on=day, at=moment)
        if not missed:
            later = moment + timedelta(minutes=20)
            close_visit(actor=actor, visit=visit, outcome="missed", at=later)
            plan_visit(actor=actor, person=release.person, planned_on=day + timedelta(days=3), at=later)
            missed = True
