"""K5: a leave is covered until the worker returns, and the days of a plan are changed."""

from datetime import timedelta

import pytest

from handoff.audit.models import AuditEvent
from handoff.casework.appointments.queries import appointments_around
from handoff.casework.caseloads.queries import contacts_due, covered_people
from handoff.casework.tests.test_caseload_pages import Desk
from handoff.casework.tests.test_hand_over import hand_over, plan
from handoff.casework.turnover import services
from handoff.casework.turnover.queries import (
    rows_of,
)
from handoff.consent.renewal.services import plan_visit
from handoff.core.refusals import Refused
from handoff.desk.home.queries import renewal_visits_today
from handoff.enrollment.services import make_inactive
from handoff.participants.models import TeamMember
from handoff.participants.queries import is_on_team
from handoff.testing.casework import make_appointment
from handoff.testing.programs import AT, actor_of, make_actor

pytestmark = pytest.mark.django_db
TODAY = AT.date()
DAY = timedelta(days=1)


@pytest.fixture
def desk(client, clock):
    return Desk(client)


@pytest.fixture
def manager(desk):
    return actor_of(desk.manager, desk.program)


def test_a_leave_is_covered_and_given_back_by_itself(desk, manager):
    case = desk.enroll(desk.ana)
    made = plan(desk, "leave", starts_on=TODAY + DAY, ends_on=TODAY + 3 * DAY)
    ben = actor_of(desk.ben, desk.program)
    covered = [covered_people(desk.program, desk.ben.pk, AT + days * DAY).exists() for days in (0, 1, 3, 4)]
    assert covered == [False, True, True, False]
    assert not is_on_team(ben, case.person, AT + 4 * DAY)
    due = [contacts_due(desk.program, desk.ben.pk, AT + days * DAY) for days in (0, 1, 4)]
    assert [len(each) for each in due] == [0, 1, 0]
    with pytest.raises(Refused, match="ends by itself"):
        hand_over(made, manager, [case.person])
    assert rows_of(made, AT)[0].is_assigned
    case.refresh_from_db()
    assert case.primary_worker_id == desk.ana.pk, "no one's worker changes"


def test_a_cover_that_ended_for_one_participant_is_over_while_the_leave_goes_on(desk, manager):
    case, other = desk.enroll(desk.ana), desk.enroll(desk.ana)
    plan(desk, "leave", starts_on=TODAY, ends_on=TODAY + 3 * DAY)
    TeamMember.objects.filter(person=case.person, why="cover").update(ends_at=AT + DAY)
    covered = covered_people(desk.program, desk.ben.pk, AT + 2 * DAY)
    assert [each.person for each in covered] == [other.person]


def test_whoever_covers_is_reminded_of_appointments_and_visits(desk, manager):
    """Tryout 3, 2: during a leave a court date stood on the list of whoever was away, and on no one else's."""
    case = desk.enroll(desk.ana)
    court = make_appointment(
        case.person, actor_of(desk.ana, desk.program), starts_at=AT + timedelta(days=2, hours=1)
    )
    ana = actor_of(desk.ana, desk.program)
    visit = plan_visit(actor=ana, person=case.person, planned_on=TODAY + DAY, at=AT)
    made = plan(desk, "leave", starts_on=TODAY + DAY, ends_on=TODAY + 3 * DAY)
    ben = actor_of(desk.ben, desk.program)
    cara = make_actor(desk.program, "peer_support")
    make_appointment(case.person, cara, starts_at=AT + timedelta(days=2, hours=3))
    seen = [appointments_around(desk.program, desk.ben.pk, AT + days * DAY).ahead for days in (0, 1)]
    assert seen == [[], [court]], "a third colleague's appointment stays theirs"
    assert list(renewal_visits_today(ben, desk.program, AT + DAY)) == [visit]
    services.close_plan(actor=manager, plan=made, at=AT + DAY)
    assert not appointments_around(desk.program, desk.ben.pk, AT + DAY).ahead


def test_back_early_the_cover_ends_at_once(desk, manager):
    case = desk.enroll(desk.ana)
    made = plan(desk, "leave")
    later = AT + DAY
    assert "Covers: Ben Cole" in desk.get("turnover:plan", made.public_id)
    services.close_plan(actor=manager, plan=made, at=later)
    assert "Back with their worker" in desk.get("turnover:plan", made.public_id)
    assert not is_on_team(actor_of(desk.ben, desk.program), case.person, later)
    assert not covered_people(desk.program, desk.ben.pk, later).exists()


def test_back_early_the_cover_of_someone_inactive_ends_too(desk, manager):
    """Their row isn't shown any more, and the record stayed open to whoever had covered."""
    case = desk.enroll(desk.ana)
    made = plan(desk, "leave")
    make_inactive(actor=manager, enrollment=case, reason="moved", note="", at=AT + timedelta(hours=1))
    services.close_plan(actor=manager, plan=made, at=AT + DAY)
    assert not is_on_team(actor_of(desk.ben, desk.program), case.person, AT + DAY)


@pytest.mark.parametrize("covered_by", ["ben", None])
def test_a_leave_that_is_over_closes_without_ending_anything(desk, manager, covered_by):
    desk.enroll(desk.ana)
    made = plan(desk, "leave", stand_in_id=covered_by and desk.ben.pk)
    services.close_plan(actor=manager, plan=made, at=AT + 30 * DAY)
    assert not AuditEvent.objects.filter(action="team.removed").exists()


def open_days(desk, person):
    """The days from today on which Ben may open the record."""
    ben = actor_of(desk.ben, desk.program)
    return [days for days in range(14) if is_on_team(ben, person, AT + days * DAY)]


def test_other_days_open_the_records_on_these_days_only(desk, manager):
    person = desk.enroll(desk.ana).person
    made = plan(desk, kind="leave", starts_on=TODAY + 2 * DAY, ends_on=TODAY + 4 * DAY)
    assert open_days(desk, person) == [2, 3, 4]
    html = desk.get("turnover:days", made.public_id)
    assert "Ana Bell" in html and f'value="{made.starts_on.day}"' in html
    days = {"starts_on": TODAY + 6 * DAY, "ends_on": TODAY + 8 * DAY}
    sent = {
        f"{name}_{part}": getattr(on, part) for name, on in days.items() for part in ("month", "day", "year")
    }
    assert "Days changed." in desk.post("turnover:days", made.public_id, **sent)
    assert open_days(desk, person) == [6, 7, 8]
    changed = services.change_days(actor=manager, plan=made, **days, at=AT)
    assert (changed.starts_on, changed.ends_on) == (days["starts_on"], days["ends_on"])
    assert AuditEvent.objects.filter(action="handover.changed", subject=str(made.public_id)).count() == 1


def test_days_that_began_are_changed_from_now_on(desk, manager):
    person = desk.enroll(desk.ana).person
    made = plan(desk)
    later = AT + 3 * DAY
    days = {"starts_on": TODAY, "ends_on": TODAY + 5 * DAY}
    services.change_days(actor=manager, plan=made, **days, at=later)
    assert open_days(desk, person) == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [(5, 4, "before the first day"), (-9, -1, "have passed"), (0, 400, "at most a year")],
)
def test_days_out_of_order_change_nothing(desk, manager, first, last, words):
    made = plan(desk)
    with pytest.raises(Refused, match=words):
        services.change_days(
            actor=manager, plan=made, starts_on=TODAY + first * DAY, ends_on=TODAY + last * DAY, at=AT
        )
    made.refresh_from_db()
    assert made.ends_on == TODAY + 7 * DAY
