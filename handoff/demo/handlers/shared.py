"""What leadership and the DA view under ROIs, and the visits that renew ROIs."""

from datetime import datetime, timedelta

from handoff.access.roles import RoleName
from handoff.consent.models import Shown
from handoff.consent.queries import expiring_releases
from handoff.consent.renewal.services import close_visit, plan_visit
from handoff.demo.program import DemoProgram
from handoff.desk.shared.services import open_list, open_person, shared_people
from handoff.enrollment.models import Enrollment

LOOKS_EVERY = 30
PAGES_AT_A_LOOK = 2


def look_at_shared(demo: DemoProgram, turn: int, moment: datetime) -> None:
    """Leadership and the DA open a few of the shared pages, different ones each month."""
    for role in (RoleName.LAW_LEADER, RoleName.DISTRICT_ATTORNEY):
        actor = demo.actor(demo.staff.first_with_role(role), moment)
        people = shared_people(actor, demo.program, moment)
        for place in range(PAGES_AT_A_LOOK if people else 0):
            chosen = people[(turn * PAGES_AT_A_LOOK + place) % len(people)]
            open_person(actor=actor, program=demo.program, person_id=chosen.public_id, at=moment)


def list_shared(demo: DemoProgram, moment: datetime) -> None:
    actor = demo.actor(demo.staff.first_with_role(RoleName.DISTRICT_ATTORNEY), moment)
    open_list(actor=actor, program=demo.program, name="", sort="", what=Shown.SHARED_LIST, at=moment)


def plan_renewals(demo: DemoProgram, moment: datetime) -> None:
    """Plan visits for two of three people whose ROI expires soon; one was missed and is planned again."""
    usernames = {user.pk: name for name, user in demo.users.items()}
    workers = dict(
        Enrollment.objects.filter(program=demo.program).values_list("person_id", "primary_worker_id")
    )
    missed = False
    for number, release in enumerate(expiring_releases(demo.program, moment, days=60)):
        username = usernames.get(workers.get(release.person_id) or 0)
        if username is None or number % 3 == 2:
            continue
        actor, day = demo.actor(username, moment), demo.days.today + timedelta(days=1 + number % 12)
        visit = plan_visit(actor=actor, person=release.person, planned_on=day, at=moment)
        if not missed:
            later = moment + timedelta(minutes=20)
            close_visit(actor=actor, visit=visit, outcome="missed", at=later)
            plan_visit(actor=actor, person=release.person, planned_on=day + timedelta(days=3), at=later)
            missed = True
