"""The pages of needs, referrals to services and milestones."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handoff.casework.models import Milestone, Need, ServiceReferral
from handoff.testing.casework import follow_up, make_milestone, make_need, make_service_referral
from handoff.testing.directory import make_service
from handoff.testing.programs import PASSWORD, actor_of, make_agency, make_member, make_person, make_program

pytestmark = pytest.mark.django_db
NO_ONE = "00000000-0000-4000-8000-000000000000"


class Page:
    """A worker's browser in a program, at a person's needs."""

    def __init__(self, client, role="peer_support"):
        self.client, self.program = client, make_program()
        self.user = make_member(self.program, role, make_agency(self.program, "case_management"))
        self.worker = actor_of(self.user, self.program)
        self.person = make_person(self.program)
        client.login(username=self.user.username, password=PASSWORD)

    def path(self, name, *args):
        return reverse(name, args=[self.program.slug, *args])

    def list(self):
        return self.client.get(self.path("needs:list", self.person.public_id)).content.decode()

    def send(self, name, public_id, **sent):
        return self.client.post(self.path(name, public_id), sent, follow=True).content.decode()


@pytest.fixture
def page(client, clock):
    return Page(client)


def test_a_need_goes_from_the_persons_words_to_a_kept_first_appointment(page):
    assert "No open needs" in page.list() and "None yet" in page.list()
    html = page.send("needs:add", page.person.public_id, kind="work", words="With my hands")
    assert "With my hands" in html and "You can refer them to a service now." in html
    need = Need.objects.get()
    html = page.send("needs:refer", need.public_id, provider="Sawmill hiring office")
    assert "Sawmill hiring office" in html and "Referral made" in html
    referral = ServiceReferral.objects.get()
    day = {"appointment_on_month": 3, "appointment_on_day": 4, "appointment_on_year": 2026}
    html = page.send("needs:follow_up", referral.public_id, state="appointment", **day)
    assert "Wed, Mar 4, 2026" in html and "due in 2 days" in html
    html = page.send("needs:follow_up", referral.public_id, state="connected")
    assert "Connected: went to the first appointment" in html
    html = page.send("needs:follow_up", referral.public_id, state="completed", need_next="met")
    assert "Met or no longer wanted" in html and "Need met" in html
    assert "Need met" not in page.send("needs:open_again", need.public_id).split("History")[0]
    assert Need.objects.get().is_open


def test_a_service_is_chosen_from_the_directory(page):
    service = make_service(page.program, needs=("housing",), name="Family rooms")
    need = make_need(page.person, page.worker)
    html = page.send("needs:refer", need.public_id, provider="")
    assert "Choose a service, or enter the provider." in html and "Family rooms" in html
    html = page.send("needs:refer", need.public_id, service=str(service.public_id))
    assert page.path("directory:service", service.public_id) in html
    assert ServiceReferral.objects.get().service == service


def test_what_can_not_follow_is_not_offered_and_an_appointment_asks_for_its_day(page):
    referral = make_service_referral(make_need(page.person, page.worker), page.worker)
    path = page.path("needs:follow_up", referral.public_id)
    offered = dict(page.client.get(path).context["form"].fields["state"].choices)
    assert "accepted" in offered and "completed" not in offered and "made" not in offered
    html = page.send("needs:follow_up", referral.public_id, state="appointment", outcome="Called twice")
    assert "Enter the day of the appointment." in html and "Called twice" in html
    html = page.send("needs:follow_up", referral.public_id, state="provider_declined", barrier="cost")
    assert "Choose what becomes of the need." in html and referral.events.count() == 1


def test_an_entry_from_an_older_page_is_shown_first(page):
    """Two workers: what the other recorded meanwhile is shown, and nothing typed is lost."""
    referral = make_service_referral(make_need(page.person, page.worker), page.worker)
    path = page.path("needs:follow_up", referral.public_id)
    version = page.client.get(path).context["form"]["opened_as"].value()
    follow_up(referral, "accepted", page.worker)
    sent = {"state": "lost_contact", "need_next": "open", "outcome": "No answer", "opened_as": version}
    html = page.send("needs:follow_up", referral.public_id, **sent)
    assert "Accepted by the provider" in html and "No answer" in html and referral.events.count() == 2


def test_a_need_is_closed_without_a_reason(page):
    need = make_need(page.person, page.worker)
    assert "What became of the need?" in page.send("needs:close", need.public_id, what="")
    assert need.is_open
    html = page.send("needs:close", need.public_id, what="not_wanted")
    assert "No longer wanted" in html and "Open again" in html
    closed = page.send("needs:close", need.public_id, what="met")
    assert "This need is closed. Open it again first." in closed


def test_a_referral_that_ended_is_not_followed_up_again(page):
    referral = make_service_referral(make_need(page.person, page.worker), page.worker)
    assert "Record what became of it" in page.list()
    follow_up(referral, "participant_declined", page.worker, barrier="trust", need_next="open")
    html = page.list()
    assert "Declined by the participant" in html and "Doesn&#x27;t trust it" in html
    assert "Record what became of it" not in html


def test_a_milestone_is_recorded_and_removed(page):
    html = page.send("needs:add_milestone", page.person.public_id, kind="identity", words="Got the ID")
    assert "Got the ID" in html
    html = page.send("needs:withdraw_milestone", Milestone.objects.get().public_id)
    assert "Got the ID" not in html and "Removed." in html


@pytest.mark.parametrize("name", ["needs:close", "needs:refer", "needs:follow_up"])
def test_an_unknown_record_is_not_found(page, name):
    assert page.client.get(page.path(name, NO_ONE)).status_code == 404
    assert page.client.post(page.path("needs:withdraw_milestone", NO_ONE)).status_code == 404


def test_everything_stands_in_the_persons_history_and_next_steps(page):
    need = make_need(page.person, page.worker, kind="benefits", words="Food stamps")
    referral = make_service_referral(need, page.worker, provider="County office")
    appointment_on = need.opened_on.replace(day=5)
    follow_up(referral, "appointment", page.worker, appointment_on=appointment_on, outcome="Bring the letter")
    make_milestone(page.person, page.worker, words="A room of her own")
    html = page.client.get(page.path("people:person", page.person.public_id)).content.decode()
    for words in (
        "Appointment: County office",
        "Open needs",
        "Need: Benefits and income",
        "Appointment made: County office",
        "Bring the letter",
        "Milestone: Housing",
        "A room of her own",
        "Needs (3)",
        "Milestones (1)",
    ):
        assert words in html, words


def test_the_list_takes_the_same_number_of_queries_however_long(page):
    def add():
        need = make_need(page.person, page.worker)
        follow_up(make_service_referral(need, page.worker), "accepted", page.worker)
        make_milestone(page.person, page.worker)

    add()
    page.list()
    with CaptureQueriesContext(connection) as few:
        page.list()
    for _each in range(8):
        add()
    with CaptureQueriesContext(connection) as many:
        page.list()
    assert len(many) == len(few)
