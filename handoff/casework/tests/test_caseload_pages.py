"""The pages of caseloads, and of how often to be in touch."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handoff.audit.models import AuditEvent
from handoff.casework.caseloads.queries import newly_assigned
from handoff.casework.models import CaseloadReason, ContactPlan, WorkingTime
from handoff.enrollment.models import Enrollment
from handoff.testing.casework import make_contact
from handoff.testing.enrollment import make_participant
from handoff.testing.programs import (
    AT,
    PASSWORD,
    actor_of,
    make_agency,
    make_member,
    make_person,
    make_program,
)

pytestmark = pytest.mark.django_db


class Desk:
    """The manager's browser, and two workers."""

    def __init__(self, client):
        self.client, self.program = client, make_program()
        agency = make_agency(self.program, "case_management")
        self.manager = make_member(self.program, "program_manager", agency)
        self.ana = make_member(self.program, "peer_support", agency, full_name="Ana Bell")
        self.ben = make_member(self.program, "case_manager", agency, full_name="Ben Cole")
        self.sign_in(self.manager)

    def sign_in(self, user):
        self.client.login(username=user.username, password=PASSWORD)

    def enroll(self, user, at=AT):
        return make_participant(self.program, make_person(self.program), actor_of(user, self.program), at)

    def path(self, name, *args):
        return reverse(name, args=[self.program.slug, *args])

    def get(self, name, *args):
        return self.client.get(self.path(name, *args)).content.decode()

    def post(self, name, *args, **sent):
        return self.client.post(self.path(name, *args), sent, follow=True).content.decode()


@pytest.fixture
def desk(client, clock):
    return Desk(client)


def test_the_balance_shows_everyone_and_who_is_without_a_worker(desk):
    desk.enroll(desk.ana)
    alone = desk.enroll(desk.ana, AT - timedelta(days=20))
    assert "Every active participant has a worker who is on the team." in desk.get("caseloads:list")
    Enrollment.objects.filter(pk=alone.pk).update(primary_worker_id=None)
    html = desk.get("caseloads:list")
    assert "Ana Bell" in html and "1 of 20" in html and "Room for 19" in html and "<meter" in html
    assert alone.person.full_name in html and "No contact for 14 days or more" in html
    event = AuditEvent.objects.filter(action="caseloads.listed").last()
    assert event.details["count"] == 1
    assert desk.path("caseloads:unassigned") in desk.get("home:home")


def test_participants_move_in_bulk_and_a_colleagues_move_is_named(desk):
    people = [desk.enroll(desk.ana) for _each in range(3)]
    html = desk.get("caseloads:worker", desk.ana.public_id)
    assert "Ben Cole: 0 of 20 · Room for 20" in html
    chosen = [str(each.person.public_id) for each in people]
    html = desk.post("caseloads:worker", desk.ana.public_id, people=chosen[:1], to=desk.ben.public_id)
    assert "1 participant now has Ben Cole as worker." in html
    # The page of a second manager who still saw all three with Ana.
    html = desk.post("caseloads:worker", desk.ana.public_id, people=chosen[:2], to=desk.manager.public_id)
    assert "1 participant now has" in html
    assert "someone gave them another worker after you opened the page" in html and "Ben Cole" in html
    assert Enrollment.objects.get(pk=people[0].pk).primary_worker_id == desk.ben.pk


def test_above_the_ceiling_the_form_keeps_what_was_chosen(desk):
    desk.program.policies.update(caseload_full_time=1, caseload_part_time=1, caseload_ceiling=1)
    desk.enroll(desk.ben)
    chosen = str(desk.enroll(desk.ana).person.public_id)
    html = desk.post("caseloads:worker", desk.ana.public_id, people=chosen, to=desk.ben.public_id)
    assert "Ben Cole would have 2 of at most 1" in html and "checked" in html
    assert 'id="id_reason_error"' in html, "the sentence stands beside the box that answers it"
    html = desk.post(
        "caseloads:worker", desk.ana.public_id, people=chosen, to=desk.ben.public_id, reason="Until Monday"
    )
    assert "Ben Cole is above the limit now, with 2." in html
    assert "Until Monday" in desk.get("caseloads:list")
    assert "Until Monday" in desk.get("caseloads:worker", desk.ben.public_id)
    desk.post("caseloads:worker", desk.ben.public_id, people=chosen, to=desk.ana.public_id)
    assert "Until Monday" not in desk.get("caseloads:worker", desk.ben.public_id)


def test_a_move_of_many_is_taken_back_in_one_step(desk):
    """Tryout 3, 8: after a slip, twenty moved participants stood unmarked among the new worker's own."""
    desk.enroll(desk.ben)
    chosen = [str(desk.enroll(desk.ana).person.public_id) for _each in range(2)]
    html = desk.post("caseloads:worker", desk.ana.public_id, people=chosen, to=desk.ben.public_id)
    assert "You moved 2 participants from here to Ben Cole at" in html
    desk.sign_in(make_member(desk.program, "program_manager"))
    assert "You moved" not in desk.get("caseloads:worker", desk.ana.public_id), "another manager didn't"
    desk.sign_in(desk.manager)
    path = f"{desk.path('caseloads:worker', desk.ben.public_id)}?back={desk.ana.public_id}"
    assert path in html
    html = desk.client.get(path).content.decode()
    assert len(re.findall(r"\schecked\b", html)) == 2 and f'value="{desk.ana.public_id}" selected' in html
    html = desk.post("caseloads:worker", desk.ben.public_id, people=chosen, to=desk.ana.public_id)
    assert "2 participants now have Ana Bell as worker." in html
    assert "Move them back" not in desk.get("caseloads:worker", desk.ana.public_id)
    assert not newly_assigned(desk.program, desk.ana.pk, AT), "they were hers before"
    assert not re.search(r"\schecked\b", desk.client.get(path).content.decode())


def test_a_worker_learns_who_is_new_until_they_try_to_reach_them(desk):
    """Tryout 3, 3: nothing showed a worker that twenty participants were now theirs."""
    case = desk.enroll(desk.ana)
    desk.post(
        "caseloads:worker", desk.ana.public_id, people=str(case.person.public_id), to=desk.ben.public_id
    )
    assert not newly_assigned(desk.program, desk.ana.pk, AT)
    desk.sign_in(desk.ben)
    home = desk.get("home:home")
    assert "New in your caseload" in home and "Worker before: Ana Bell" in home
    assert not newly_assigned(desk.program, desk.ben.pk, AT + timedelta(days=15))
    make_contact(case.person, actor=actor_of(desk.ben, desk.program))
    assert not newly_assigned(desk.program, desk.ben.pk, AT)


def test_nothing_chosen_gets_a_sentence(desk):
    desk.enroll(desk.ana)
    html = desk.post("caseloads:worker", desk.ana.public_id, to=desk.ben.public_id)
    assert "Choose at least one participant." in html
    html = desk.post("caseloads:worker", desk.ana.public_id, reason="x")
    assert "Choose the new worker." in html and "Choose at least one participant." in html
    html = desk.post("caseloads:worker", desk.ana.public_id, people="no-id", to=desk.ben.public_id)
    assert "Choose at least one participant." in html


def test_someone_without_a_worker_gets_one(desk):
    case = desk.enroll(desk.ana)
    Enrollment.objects.update(primary_worker_id=None)
    assert case.person.full_name in desk.get("caseloads:unassigned")
    html = desk.post("caseloads:unassigned", people=str(case.person.public_id), to=desk.ben.public_id)
    assert "1 participant now has Ben Cole as worker." in html and "No one here" in html
    desk.sign_in(desk.ben)
    record = desk.get("people:person", case.person.public_id)
    assert "New worker: Ben Cole" in record


def test_working_time_and_the_missing_reason(desk):
    desk.program.policies.update(caseload_full_time=1, caseload_part_time=1, caseload_ceiling=1)
    for _each in range(2):
        desk.enroll(desk.ana)
    home = desk.get("home:home")
    assert "A reason is missing for this caseload" in home
    assert "Record the reason" in desk.get("caseloads:list")
    html = desk.post("caseloads:reason", desk.ana.public_id, reason="Two colleagues are ill.")
    assert "Two colleagues are ill." in html and CaseloadReason.objects.count() == 1
    assert "isn&#x27;t above" in desk.post("caseloads:reason", desk.ben.public_id, reason="x")
    html = desk.post("caseloads:working_time", desk.ana.public_id, percent=60)
    assert "Works 60% of full time" in html and WorkingTime.objects.get().percent == 60


def test_a_worker_opens_no_caseloads_but_sets_how_often_to_be_in_touch(desk):
    case = desk.enroll(desk.ana)
    desk.sign_in(desk.ana)
    assert desk.client.get(desk.path("caseloads:list")).status_code == 404
    person = case.person.public_id
    assert "Be in touch at least every" in desk.get("caseloads:contact_plan", person)
    html = desk.post("caseloads:contact_plan", person, intensity="intensive", every_days=1)
    assert "The next contact counts from the last one." in html and "Next contact" in html
    assert ContactPlan.objects.get().intensity == "intensive"
    assert "Be in touch every day" in desk.get("home:home")


def test_unknown_workers_are_not_found(desk):
    for name in ("caseloads:worker", "caseloads:reason", "caseloads:working_time"):
        assert desk.client.get(desk.path(name, uuid.uuid4())).status_code == 404


def test_the_number_of_queries_does_not_grow(desk):
    def queries(name, *args):
        with CaptureQueriesContext(connection) as found:
            assert desk.client.get(desk.path(name, *args)).status_code == 200
        return len(found)

    pages = [("caseloads:list",), ("caseloads:worker", desk.ana.public_id), ("home:home",)]
    for _each in range(2):
        desk.enroll(desk.ana, AT - timedelta(days=20))
    for page in pages:
        queries(*page)
    before = [queries(*page) for page in pages]
    for _each in range(10):
        desk.enroll(desk.ana, AT - timedelta(days=20))
    assert [queries(*page) for page in pages] == before
