"""The pages of how things stand, and what of it stands on the participant's page."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handoff.casework.models import DatedFact, DatedFactVersion
from handoff.core.forms.base import VERSION
from handoff.testing.casework import make_fact
from handoff.testing.programs import (
    AT,
    PASSWORD,
    actor_of,
    make_agency,
    make_member,
    make_person,
    make_program,
    put_on_every_team,
)

pytestmark = pytest.mark.django_db
SINCE = {"since_month": 2, "since_day": 1, "since_year": 2026}


class Page:
    """A worker's browser in a program, at how things stand for a person."""

    def __init__(self, client, role="peer_support"):
        self.client, self.program = client, make_program()
        self.user = make_member(self.program, role, make_agency(self.program, "case_management"))
        self.actor, self.person = actor_of(self.user, self.program), make_person(self.program)
        client.login(username=self.user.username, password=PASSWORD)

    def path(self, name, *args):
        return reverse(name, args=[self.program.slug, *args])

    def list(self):
        return self.client.get(self.path("situation:list", self.person.public_id)).content.decode()

    def record(self):
        return self.client.get(self.path("people:person", self.person.public_id)).content.decode()

    def send(self, name, *args, **sent):
        return self.client.post(self.path(name, *args), sent, follow=True).content.decode()


@pytest.fixture
def page(client, clock):
    return Page(client)


@pytest.fixture
def reader_page(client, clock):
    return Page(client, "data_manager")


def test_a_worker_records_corrects_ends_and_removes(page):
    assert "Nothing recorded for now." in page.list() and "Nothing recorded for now." in page.record()
    person = page.person.public_id
    html = page.send("situation:add", person, "housing", code="335", source="participant", **SINCE)
    assert "With family</strong>, since Sun, Feb 1, 2026" in html and "They said so" in html
    page.send("situation:add", person, "housing", code="435", source="document", since_about="on")
    html = page.list()
    assert "Renting, with a subsidy</strong>, since about Mon, Mar 2, 2026" in html
    assert "since Sun, Feb 1, 2026, until Mon, Mar 2, 2026" in html.split("Before")[1]
    record = page.record()
    assert "Renting, with a subsidy, since about" in record and "Housing: With family" in record
    fact = DatedFact.objects.last()
    page.send("situation:correct", fact.public_id, code="410", source="document", **SINCE)
    html = page.send("situation:end", fact.public_id, until_day="")
    assert "Corrected: Renting, no subsidy" in html and "End recorded" in html
    assert "Ended: Housing: Renting, no subsidy" in page.record()
    html = page.send("situation:withdraw", fact.public_id)
    assert "Renting" not in html.split("<main")[1] and DatedFactVersion.objects.count() == 5


def test_bad_input_gets_a_sentence_and_loses_nothing_typed(page):
    until = {"until_month": 1, "until_day": 4, "until_year": 2026}
    html = page.send(
        "situation:add", page.person.public_id, "work", words="Sawmill", source="worker", **SINCE, **until
    )
    assert "Choose an option for “Work.”" in html and "The last day is before the first." in html
    assert "Sawmill" in html and not DatedFact.objects.exists()


def test_a_kind_that_is_not_on_the_list_is_no_page(page):
    assert page.client.get(page.path("situation:add", page.person.public_id, "score")).status_code == 404


def test_a_data_manager_reads_no_treatment_and_writes_nothing(reader_page):
    page = reader_page
    put_on_every_team(page.user, page.program)
    care = actor_of(
        make_member(page.program, "case_manager", make_agency(page.program, "case_management")), page.program
    )
    make_fact(page.person, care, kind="treatment", code="methadone", words="Walks there.")
    general = make_fact(page.person, care, code="335")
    for html in (page.list(), page.record()):
        assert "With family" in html
        assert not any(word in html for word in ("Treatment", "Methadone", "Walks there.", "It ended"))
    for name in ("correct", "end"):
        path = page.path(f"situation:{name}", general.public_id)
        assert page.client.get(path).status_code == 404


def test_a_second_worker_learns_of_a_correction_made_meanwhile(page):  # D7
    fact = make_fact(page.person, page.actor)
    path = page.path("situation:correct", fact.public_id)
    opened = page.client.get(path).context["form"].version
    page.send("situation:correct", fact.public_id, code="336", source="participant", **SINCE)
    sent = {"code": "101", "source": "participant", VERSION: json.dumps(opened), **SINCE}
    html = page.send("situation:correct", fact.public_id, **sent)
    assert "Nothing is saved yet" in html and fact.versions.count() == 2


def test_the_page_needs_the_same_queries_for_many_facts(page):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as found:
            page.list()
        return len(found)

    make_fact(page.person, page.actor)
    page.list()
    few = queries()
    for code in ("101", "116", "335", "336", "410"):
        make_fact(page.person, page.actor, code=code)
        make_fact(page.person, page.actor, kind="treatment", code="methadone", at=AT)
    assert queries() == few
