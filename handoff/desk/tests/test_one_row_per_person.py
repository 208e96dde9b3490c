"""Issue 10, walk: one person stood in two lists of the home page with two different delays."""

from datetime import timedelta

import pytest

from handoff.desk.home.presenters.appointments import todays_appointments
from handoff.desk.home.presenters.care import intakes_due, others_to_reach, people_new_or_at_scene
from handoff.desk.home.presenters.day import Day
from handoff.enrollment.models import Intake
from handoff.testing.casework import make_contact, make_waiting_person
from handoff.testing.enrollment import make_intake
from handoff.testing.programs import AT, make_actor, make_program

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=3)


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def worker(program):
    return make_actor(program, "case_manager")


@pytest.fixture
def referral(program):
    return make_waiting_person(program)


def titles(worklist):
    return [each.title for each in worklist.tasks]


def test_whoever_is_still_to_be_reached_is_not_among_the_intakes_too(program, worker, referral):
    name = referral.person.full_name
    assert titles(people_new_or_at_scene(Day(worker, program, AT))) == [name]
    late = others_to_reach(Day(worker, program, LATER)).tasks[0]
    assert (late.title, late.due) == (name, referral.contact_due_at)
    assert "intake by" in late.text
    assert titles(intakes_due(Day(worker, program, LATER))) == []
    make_contact(referral.person, referral, worker, AT + timedelta(hours=1), result="reached")
    assert titles(others_to_reach(Day(worker, program, LATER))) == []
    assert titles(intakes_due(Day(worker, program, LATER))) == [name]


def test_the_row_has_the_date_that_comes_first(program, worker, referral):
    referral.intake_due_on = AT.date()
    referral.save()
    assert people_new_or_at_scene(Day(worker, program, AT)).tasks[0].due == AT.date()


def test_whoever_comes_today_is_not_among_the_intakes_too(program, worker, referral):
    make_contact(referral.person, referral, worker, AT + timedelta(hours=1), result="reached")
    make_intake(referral, worker, ready=False)
    assert titles(intakes_due(Day(worker, program, AT))) == [referral.person.full_name]
    Intake.objects.update(appointment_at=AT + timedelta(hours=2))
    assert titles(intakes_due(Day(worker, program, AT))) == []
    assert titles(todays_appointments(Day(worker, program, AT))) == [referral.person.full_name]
