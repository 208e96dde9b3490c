"""K1: one page for a participant: who, how to reach them, what is next, and one timeline of everything."""

from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handoff.audit.models import AuditEvent
from handoff.enrollment.models import StatusPeriod
from handoff.enrollment.services import make_inactive
from handoff.programs.queries import time_zone_of
from handoff.referrals.models import ReferralEvent
from handoff.testing.casework import (
    make_approach_note,
    make_contact,
    make_contact_plan,
    make_contact_point,
    make_goal,
    make_help,
    make_need,
    make_note,
    make_step,
)
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


class Record:
    """A person's record in a worker's browser."""

    def __init__(self, client, role="peer_support"):
        self.client, self.program = client, make_program()
        self.care = make_agency(self.program, "case_management")
        self.user = make_member(self.program, role, self.care)
        self.worker = actor_of(self.user, self.program)
        self.person = make_person(self.program)
        client.login(username=self.user.username, password=PASSWORD)
        self.path = reverse("people:person", args=[self.program.slug, self.person.public_id])

    def show(self, query=""):
        return self.client.get(self.path + query).content.decode()

    def find(self, words, query=""):
        return self.client.post(self.path + query, {"words": words}).content.decode()

    def history(self, html):
        return html[html.index('id="history"') :]


@pytest.fixture
def record(client, clock):
    return Record(client)


def test_the_page_says_first_who_then_how_to_reach_them_then_what_is_next(record):
    make_contact_point(record.person)
    make_approach_note(record.person, "Come after ten.")
    goal = make_goal(record.person, "My own place.", record.worker)
    due = AT.date() + timedelta(days=2)
    make_step(goal, record.worker, words="Call about the room.", due_on=due)
    html = record.show()
    order = (
        "<h1",
        "Come after ten.",
        'href="tel:',
        "Call about the room.",
        "due in 2 days",
        "Log a contact",
        "Status",
    )
    places = [html.index(each) for each in order]
    assert places == sorted(places)
    assert html.index("Goals, in their order") > places[-1]


def test_the_next_contact_stands_with_what_is_next(record):
    """K1: on the first screen of a phone, above the buttons."""
    make_participant(record.program, record.person, record.worker)
    make_contact_plan(record.person, record.worker, every_days=5)
    html = record.show()
    places = [html.index(each) for each in ("What is next", "Next contact: ", "Log a contact")]
    assert places == sorted(places)


def test_no_one_is_asked_to_reach_someone_who_died(record):  # C-F08
    make_contact_point(record.person, value="919-555-0142")
    enrollment = make_participant(record.program, record.person, record.worker)
    make_inactive(actor=record.worker, enrollment=enrollment, reason="moved", note="", at=AT)
    assert "Inactive participant: Moved away" in record.show() and "Log a contact" in record.show()
    StatusPeriod.objects.filter(status="inactive").update(reason="deceased")
    page = record.show()
    assert "Recorded as deceased." in page and "Inactive participant: Deceased" in page
    for words in ("How to reach them now", "What is next", "Log a contact"):
        assert words not in page
    assert "Write a note" in page


def test_a_draft_is_found_on_the_page_of_its_person_by_its_author_alone(record):
    """D7, C-F01: a note that was left without saving, on whatever device, until it is saved."""
    path = reverse("notes:add", args=[record.program.slug, record.person.public_id])
    keep = reverse("accounts:keep_typed", args=[record.program.slug])
    record.client.post(keep, {"kept_page": path, "text": "Wants detox"})
    html = record.show()
    assert "Not saved yet:" in html and html.count(path) == 2 and "Wants detox" not in html
    other = make_person(record.program)
    elsewhere = reverse("people:person", args=[record.program.slug, other.public_id])
    assert "Not saved yet:" not in record.client.get(elsewhere).content.decode()
    colleague = make_member(record.program, "peer_support", record.care)
    record.client.login(username=colleague.username, password=PASSWORD)
    assert "Not saved yet:" not in record.show()


def test_a_page_without_goals_says_what_to_do(record):
    html = record.show()
    assert "No next step yet. Ask what they want to do next." in html and "No goals yet." in html


def test_more_than_three_next_steps_fold_away(record):
    goal = make_goal(record.person, "Work", record.worker)
    for number in range(5):
        due = AT.date() + timedelta(days=number)
        make_step(goal, record.worker, words=f"Step {number}", due_on=due)
    html = record.show()
    assert html.index("Step 2") < html.index("2 more steps") < html.index("Step 3")


def test_the_history_is_filtered_by_kind(record):
    make_help(record.person, record.worker, note="Two sandwiches")
    make_note(record.person, record.worker, words="Spoke about work")
    everything = record.history(record.show())
    assert "Two sandwiches" in everything and "Spoke about work" in everything and "Notes (1)" in everything
    notes = record.history(record.show("?show=notes"))
    assert "Two sandwiches" not in notes and "Spoke about work" in notes
    assert "Two sandwiches" in record.history(record.show("?show=nonsense"))


def test_the_history_is_searched_without_accents_and_without_words_in_the_address(record):
    make_note(record.person, record.worker, words="Habló con José en la clínica")
    make_note(record.person, record.worker, words="Went for a walk")
    html = record.find("jose CLINICA")
    assert "Habló con José" in html and "Went for a walk" not in html
    assert "Nothing matches" in record.find("parole")
    row = AuditEvent.objects.filter(action="person.opened").order_by("-pk")[0]
    assert "parole" not in str(row.details) and row.details["asked"]
    assert "Went for a walk" in record.find("x" * 101)


def test_the_history_makes_up_no_time_of_day(record):
    """What a workbook or a worker knows by its day alone stands with the day."""
    yesterday = AT.date() - timedelta(days=1)
    make_need(record.person, record.worker, opened_on=yesterday)
    enrollment = make_participant(record.program, record.person, record.worker)
    midnight = datetime.combine(yesterday, time(), time_zone_of(record.program))
    enrollment.status_periods.update(starts_at=midnight)
    ReferralEvent.objects.update(occurred_at=midnight)
    history = record.show().split('id="history"')[1]
    assert "12:00 AM" not in history and "11:59 PM" not in history and "Sun, Mar 1, 2026" in history


def test_a_search_stays_in_the_kind_that_was_chosen(record):
    make_help(record.person, record.worker, note="At the clinic")
    make_note(record.person, record.worker, words="The clinic called")
    assert "At the clinic" not in record.history(record.find("clinic", "?show=notes"))


def test_the_history_has_pages(record):
    for number in range(30):
        moment = AT - timedelta(minutes=30 - number)
        make_contact(record.person, actor=record.worker, occurred_at=moment, note=f"Call {number:02}")
    first, last = record.show(), record.show("?page=3")
    assert "Call 29" in first and "Call 00" not in first and "?page=2#history" in first
    assert "Call 00" in last and "Call 29" not in last
    found = record.client.post(record.path, {"words": "call", "page": "3"}).content.decode()
    assert "Call 00" in found and "Call 29" not in found


def test_what_a_reader_may_not_read_is_not_counted(client, clock):
    """ADR 0046: a colleague's counseling note is no line, no count and not found."""
    record = Record(client, "case_manager")
    colleague = actor_of(make_member(record.program, "case_manager", record.care), record.program)
    make_note(record.person, colleague, label="counseling", words="From the session")
    html = record.show()
    assert "From the session" not in html and "Notes (" not in html and "Everything (0)" in html
    assert "Nothing matches" in record.find("session")


def test_a_counseling_note_s_words_are_on_its_own_page_alone(record):
    """42 CFR 2.11: its author sees on the record that there is one, and finds it by its title."""
    make_note(record.person, record.worker, label="counseling", words="From the session")
    html = record.show()
    assert "Counseling session" in html and "From the session" not in html
    assert "From the session" not in record.history(record.find("counseling"))
    assert "Nothing matches" in record.find("from the session")


def count_queries(record):
    record.show()
    with CaptureQueriesContext(connection) as found:
        record.show()
    return len(found)


def test_the_page_takes_the_same_number_of_queries_however_much_happened(record):
    def add(number):
        goal = make_goal(record.person, f"Goal {number}", record.worker)
        make_step(goal, record.worker)
        make_note(record.person, record.worker)
        make_contact(record.person, actor=record.worker)
        make_help(record.person, record.worker)

    add(0)
    few = count_queries(record)
    for number in range(1, 12):
        add(number)
    assert count_queries(record) == few
