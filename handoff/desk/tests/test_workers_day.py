"""Home as the worker's own day: appointments, who is new, who is overdue, their own participants (W2)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handoff.casework.goals.services import end_goal, mark_step
from handoff.desk.home.presenters import appointments, care
from handoff.desk.home.presenters.day import Day
from handoff.desk.home.presenters.tasks import first_and_total
from handoff.desk.home.presenters.worklists import WORKLIST_BUILDERS, FromDay, build_worklists
from handoff.enrollment.models import Enrollment, Intake
from handoff.enrollment.services import complete_intake, report_intake
from handoff.participants.models import Person, TeamMember
from handoff.referrals.models import HandoffRecord
from handoff.testing.casework import make_appointment, make_contact, make_goal, make_step, make_waiting_person
from handoff.testing.enrollment import make_intake, make_participant, make_referral, make_release
from handoff.testing.programs import (
    AT,
    actor_of,
    make_actor,
    make_agency,
    make_member,
    make_person,
    make_program,
)

pytestmark = pytest.mark.django_db

NOW = AT + timedelta(days=10)


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def worker(program):
    return make_actor(program, "case_manager")


def test_each_person_to_reach_is_in_one_list(program, worker):
    """New or at the scene; mine and overdue; everyone else."""
    scene = make_waiting_person(program, at=NOW - timedelta(minutes=30))
    HandoffRecord.objects.create(referral=scene, kind="warm", occurred_at=NOW, recorded_at=NOW)
    mine = make_waiting_person(program, at=AT)
    make_contact(mine.person, mine, worker, AT + timedelta(hours=1))
    other = make_waiting_person(program, at=AT)
    new, own, others = (
        build(Day(worker, program, NOW))
        for build in (care.people_new_or_at_scene, care.own_people_overdue, care.others_to_reach)
    )
    lists = [(each, each.tasks[0]) for each in (new, own, others)]
    assert [each.total for each in (new, own, others)] == [1, 1, 1]
    for (_list, task), referral in zip(lists, (scene, mine, other), strict=True):
        assert task.title == referral.person.full_name
        assert task.url.endswith(f"?open={referral.public_id}#referral-{referral.public_id}")
    assert new.tasks[0].text == "At the scene now" and new.tasks[0].due is None


def test_todays_appointments_are_those_of_the_workers_own_people(program, worker):
    booked = []
    for hours in (2, 30):
        intake = make_intake(make_referral(program, make_person(program)), worker, ready=False)
        Intake.objects.filter(pk=intake.pk).update(
            appointment_at=NOW + timedelta(hours=hours), appointment_place="The library"
        )
        booked.append(intake)
    listed = appointments.todays_appointments(Day(worker, program, NOW))
    assert [each.title for each in listed.tasks] == [booked[0].person.full_name]
    assert "The library" in listed.tasks[0].text
    assert listed.tasks[0].url == reverse("enrollment:intake", args=[program.slug, booked[0].public_id])
    assert appointments.todays_appointments(Day(make_actor(program, "case_manager"), program, NOW)).total == 0


def test_the_workers_own_participants_come_longest_silence_first(program, worker):
    quiet, reached, other = (make_participant(program) for _number in range(3))
    Enrollment.objects.filter(pk__in=[quiet.pk, reached.pk]).update(primary_worker_id=worker.user_id)
    make_contact(reached.person, None, worker, NOW - timedelta(days=1), result="reached")
    listed = care.own_participants(worker, program, NOW)
    assert [each.title for each in listed.tasks] == [quiet.person.full_name, reached.person.full_name]
    assert listed.tasks[0].text == "No contact since enrollment" and listed.tasks[1].text == "Last contact"
    assert other.person.full_name not in {each.title for each in listed.tasks}


def test_steps_are_listed_for_who_does_them_until_they_are_done(program, worker):
    """K1: by tomorrow, the longest overdue first; not one of a goal set aside, done, later, or someone else's."""
    today = NOW.date()
    person = make_participant(program, make_person(program), worker).person
    goal, aside = make_goal(person, actor=worker), make_goal(person, "Work.", actor=worker)
    own = {"owner": "worker", "worker_id": worker.user_id}
    make_step(goal, worker, words="Tomorrow", due_on=today + timedelta(days=1), **own)
    make_step(goal, worker, words="Overdue", due_on=today - timedelta(days=4), **own)
    make_step(goal, worker, words="Later", due_on=today + timedelta(days=2), **own)
    make_step(goal, worker, words="Theirs", due_on=today)
    make_step(aside, worker, words="Aside", due_on=today, **own)
    end_goal(actor=worker, goal=aside, what="set_aside", at=NOW)
    done = make_step(goal, worker, words="Done", due_on=today, **own)
    mark_step(actor=worker, step=done, what="done", at=NOW)
    listed = appointments.steps_due(worker, program, NOW)
    assert [each.text for each in listed.tasks] == ["Overdue", "Tomorrow"]


def test_an_intake_to_complete_leads_to_itself(program, worker):
    started = make_intake(make_referral(program, make_person(program)), worker, ready=False)
    waiting = make_referral(program, make_person(program))
    # Until someone has reached them, they stand among the people to reach.
    make_contact(waiting.person, waiting, worker, NOW - timedelta(hours=1), result="reached")
    urls = {each.url for each in care.intakes_due(Day(worker, program, NOW)).tasks}
    assert urls == {
        reverse("enrollment:intake", args=[program.slug, started.public_id]),
        reverse("referrals:show", args=[program.slug, waiting.public_id]),
    }


def test_a_case_manager_lists_their_own_participants(client, program):
    user = make_member(program, "case_manager")
    own, other = make_participant(program), make_participant(program)
    Enrollment.objects.filter(pk=own.pk).update(primary_worker_id=user.pk)
    client.force_login(user)
    html = client.get(reverse("people:people", args=[program.slug]) + "?worker=mine").content.decode()
    links = [reverse("people:person", args=[program.slug, each.person.public_id]) for each in (own, other)]
    assert links[0] in html and links[1] not in html


@pytest.mark.parametrize("role", ["officer", "district_attorney", "crime_analyst", "evaluator"])
def test_partners_have_no_list_of_the_care_teams_day(program, role):
    make_waiting_person(program)
    titles = {str(each.title) for each in build_worklists(make_actor(program, role), program, NOW)}
    care_lists = {"New people to reach", "Others to reach", "Today's appointments", "Your participants"}
    assert not titles & care_lists


def test_a_teammates_appointment_shows_to_whoever_is_on_the_team(program, worker):
    other = make_member(program, "peer_support")
    intake = make_intake(make_referral(program, make_person(program)), worker, ready=False)
    Intake.objects.filter(pk=intake.pk).update(appointment_at=NOW + timedelta(hours=1))
    TeamMember.objects.create(person=intake.person, user_id=other.pk, why="added", starts_at=AT)
    listed = appointments.todays_appointments(Day(actor_of(other, program), program, NOW))
    assert listed.total == 1 and listed.tasks[0].text.startswith("Intake at")


def test_the_person_to_ask_is_on_the_workers_home_until_the_officer_knows(program, worker):
    """N5: a worker's task until solved."""
    referral = make_referral(program, make_person(program), agency=make_agency(program))
    complete_intake(actor=worker, intake=make_intake(referral, worker), at=AT)
    listed = care.people_to_ask(Day(worker, program, NOW))
    assert [(each.title, each.url) for each in listed.tasks] == [
        (referral.person.full_name, reverse("enrollment:ask", args=[program.slug, referral.public_id]))
    ]
    colleague = make_actor(program, "case_manager")
    assert care.people_to_ask(Day(colleague, program, NOW)).total == 0
    Enrollment.objects.update(primary_worker_id=None)
    assert care.people_to_ask(Day(colleague, program, NOW)).total == 1
    make_release(referral.person, referral.agency, kinds=("intake_done",))
    report_intake(actor=worker, referral=referral, at=AT)
    assert care.people_to_ask(Day(colleague, program, NOW)).total == 0
    assert FromDay(care.people_to_ask) in [build for _needs, build in WORKLIST_BUILDERS]


def test_the_page_asks_as_much_for_one_of_each_as_for_many(program, worker):
    """What several lists need is read once, and a list that holds more than it shows isn't counted in the database."""

    def fill_and_count(number):
        for _each in range(number):
            late = make_waiting_person(program, at=AT)
            make_waiting_person(program, at=NOW - timedelta(hours=1))
            for days in (-1, 0, 1):
                make_appointment(late.person, worker, starts_at=NOW + timedelta(days=days, hours=1))
        with CaptureQueriesContext(connection) as queries:
            lists = build_worklists(worker, program, NOW)
        totals = {str(each.title): each.total for each in lists}
        asked = len(queries)
        titles = (
            "New people to reach",
            "Others to reach",
            "Today's appointments",
            "Remind them of an appointment",
        )
        return asked, [totals[each] for each in (*titles, "What became of these appointments?")]

    asked, totals = fill_and_count(1)
    assert totals == [1] * 5
    assert asked <= 40
    assert fill_and_count(6) == (asked, [7] * 5)


@pytest.mark.parametrize(("number", "queries"), [(5, 1), (6, 2)])
def test_what_is_shown_whole_is_not_counted(program, number, queries, django_assert_num_queries):
    for _each in range(number):
        make_person(program)
    with django_assert_num_queries(queries):
        rows, total = first_and_total(Person.objects.order_by("pk"))
    assert (len(rows), total) == (5, number)
