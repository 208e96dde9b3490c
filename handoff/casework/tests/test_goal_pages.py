"""The pages of goals and next steps: moved, ended and taken up again without JavaScript."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handoff.audit.models import AuditEvent
from handoff.casework.goals.queries import goals_of
from handoff.casework.models import Goal, GoalStep
from handoff.testing.casework import make_goal, make_step
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


class Page:
    """A worker's browser in a program, at a person's goals."""

    def __init__(self, client, role="peer_support"):
        self.client, self.program = client, make_program()
        self.user = make_member(self.program, role, make_agency(self.program, "case_management"))
        self.worker = actor_of(self.user, self.program)
        self.person = make_person(self.program)
        client.login(username=self.user.username, password=PASSWORD)

    def path(self, name, *args):
        return reverse(name, args=[self.program.slug, *args])

    def list(self):
        return self.client.get(self.path("goals:list", self.person.public_id)).content.decode()

    def send(self, name, public_id, **sent):
        return self.client.post(self.path(name, public_id), sent)


@pytest.fixture
def page(client, clock):
    return Page(client)


def test_a_goal_is_added_and_found_on_the_list(page):
    assert "No goals yet" in page.list()
    answer = page.send("goals:add", page.person.public_id, words="My kids on weekends")
    goal = Goal.objects.get()
    assert answer.url == page.path("goals:list", page.person.public_id) + f"#goal-{goal.public_id}"
    html = page.list()
    assert "My kids on weekends" in html and "No goals yet" not in html
    assert AuditEvent.objects.filter(action="person.opened", subject=str(page.person.public_id)).exists()


def test_a_goal_without_words_is_refused_with_a_sentence(page):
    html = page.send("goals:add", page.person.public_id, words=" ").content.decode()
    assert "Enter it in the participant&#x27;s own words." in html
    assert not Goal.objects.exists()


def test_goals_are_moved_by_buttons(page):
    for words in ("First", "Second"):
        make_goal(page.person, words, page.worker)
    first, second = goals_of(page.person)
    html = page.list()
    assert html.count('value="up"') == html.count('value="down"') == 1
    page.send("goals:move", second.public_id, direction="up")
    assert goals_of(page.person) == [second, first]
    assert page.send("goals:move", second.public_id, direction="sideways").status_code == 404


def test_a_goal_is_reworded_and_a_stale_page_is_shown(page):
    """D7: a save from an older page shows what was saved meanwhile and keeps what was typed."""
    goal = make_goal(page.person, "A job", page.worker)
    opened = page.client.get(page.path("goals:reword", goal.public_id)).context["form"]
    version = opened["opened_as"].value()
    page.send("goals:reword", goal.public_id, words="A job outside", opened_as=version)
    html = page.send("goals:reword", goal.public_id, words="A job indoors", opened_as=version)
    assert "A job outside" in html.content.decode() and "A job indoors" in html.content.decode()
    assert Goal.objects.get().current.words == "A job outside"


def test_a_goal_is_ended_and_taken_up_again(page):
    goal = make_goal(page.person, "A job", page.worker)
    page.send("goals:end", goal.public_id, what="set_aside")
    html = page.list()
    assert "Goal set aside by the participant" in html and "Take it up again" in html
    page.send("goals:take_up", goal.public_id)
    assert Goal.objects.get().current.is_open


def test_a_step_is_added_for_a_worker_changed_and_done(page):
    goal = make_goal(page.person, "A job", page.worker)
    sent = {"words": "Drive to the mill", "who": str(page.user.pk)}
    day = {"due_on_month": 3, "due_on_day": 9, "due_on_year": 2026}
    page.send("goals:add_step", goal.public_id, **sent, **day)
    step = GoalStep.objects.get()
    assert page.user.full_name in page.list() and "Mar 9, 2026" in page.list()
    form = page.client.get(page.path("goals:change_step", step.public_id)).context["form"]
    assert form.initial["who"] == str(page.user.pk)
    page.send("goals:change_step", step.public_id, words="Ask at the mill", who="participant")
    assert step.versions.last().owner == "participant" and step.versions.last().worker_id is None
    page.send("goals:mark_step", step.public_id, what="done")
    assert "Next step done" in page.list() and not step.versions.last().is_open


def test_a_step_is_not_due_in_the_past(page):
    goal = make_goal(page.person, "A job", page.worker)
    day = {"due_on_month": 2, "due_on_day": 27, "due_on_year": 2026}
    html = page.send("goals:add_step", goal.public_id, words="Call", who="participant", **day)
    assert "The date can&#x27;t be before" in html.content.decode() and not GoalStep.objects.exists()


def test_what_was_changed_meanwhile_is_refused_with_a_sentence(page):
    goal = make_goal(page.person, "A job", page.worker)
    step = make_step(goal, page.worker)
    page.send("goals:end", goal.public_id, what="reached")
    for name, public_id, sent in (
        ("goals:mark_step", step.public_id, {"what": "done"}),
        ("goals:move", goal.public_id, {"direction": "up"}),
        ("goals:end", goal.public_id, {"what": "gone"}),
    ):
        answer = page.client.post(page.path(name, public_id), sent, follow=True)
        assert "This goal has ended. Take it up again first." in answer.content.decode()


@pytest.mark.parametrize("name", ["goals:reword", "goals:add_step", "goals:change_step"])
def test_an_unknown_goal_is_not_found(page, name):
    assert page.client.get(page.path(name, "00000000-0000-4000-8000-000000000000")).status_code == 404


def test_a_data_manager_reads_goals_and_changes_none(client, clock):
    page = Page(client, "data_manager")
    goal = make_goal(page.person, "A job")
    client.post(page.path("people:open", page.person.public_id), {"reason": "correction"})
    html = page.list()
    assert "A job" in html
    assert "Add a goal" not in html and "Reword" not in html
    assert page.send("goals:reword", goal.public_id, words="Mine").status_code == 404


def test_the_list_takes_the_same_number_of_queries_however_long(page):
    make_step(make_goal(page.person, "One", page.worker), page.worker)
    page.list()
    with CaptureQueriesContext(connection) as few:
        page.list()
    for number in range(12):
        make_step(make_goal(page.person, f"Goal {number}", page.worker), page.worker, due_on=AT.date())
    with CaptureQueriesContext(connection) as many:
        assert "Goal 11" in page.list()
    assert len(many) == len(few)
