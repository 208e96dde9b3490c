"""The pages of the plan as a document, its paper and its PDF."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from handoff.audit.models import AuditEvent
from handoff.casework.models import AgreedPlan
from handoff.testing.casework import make_goal, make_plan, make_step
from handoff.testing.programs import (
    PASSWORD,
    actor_of,
    make_agency,
    make_member,
    make_person,
    make_program,
    put_on_every_team,
)

pytestmark = pytest.mark.django_db
REVIEW = {"review_on_month": 4, "review_on_day": 6, "review_on_year": 2026}


class Page:
    """A worker's browser in a program, at the plan of someone who reads Spanish."""

    def __init__(self, client, role="peer_support"):
        self.client, self.program = client, make_program()
        care = make_agency(self.program, "case_management")
        self.user = make_member(self.program, role, care)
        self.worker = actor_of(make_member(self.program, "case_manager", care), self.program)
        self.person = make_person(self.program, language="es")
        client.login(username=self.user.username, password=PASSWORD)

    def path(self, name, public_id):
        return reverse(f"plans:{name}", args=[self.program.slug, public_id])

    def get(self, name, public_id, **asked):
        return self.client.get(self.path(name, public_id), asked)

    def show(self):
        return self.get("show", self.person.public_id).content.decode()

    def send(self, name, public_id, **sent):
        return self.client.post(self.path(name, public_id), sent, follow=True).content.decode()


@pytest.fixture
def page(client, clock):
    return Page(client)


def test_a_plan_is_agreed_on_printed_and_handed_over(page):
    html = page.show()
    assert "No plan on paper yet" in html and "A plan needs a goal in their words." in html
    goal = make_goal(page.person, "Una puerta con llave.", page.worker)
    make_step(goal, page.worker, words="Llamar al dueño.")
    form = page.get("agree", page.person.public_id).context["form"]
    assert form["language"].value() == "es" and form["goals"].value() == [str(goal.public_id)]
    sent = {"goals": [goal.public_id], "language": "es", **REVIEW}
    html = page.send("agree", page.person.public_id, **sent)
    assert "Agreed on Mon, Mar 2, 2026" in html and "They don&#x27;t have a copy yet." in html
    plan = AgreedPlan.objects.get()
    html = page.get("print", plan.public_id).content.decode()
    assert "Estas son sus metas" in html and "Una puerta con llave." in html and "Llamar al dueño." in html
    assert 'lang="es"' in html and page.person.last_name not in html
    assert "These are your goals" in page.get("print", plan.public_id, language="en").content.decode()
    html = page.send("copy", plan.public_id, what="copy_given")
    assert "They got a copy on Mon, Mar 2, 2026." in html
    assert 'value="copy_given"' not in html and 'value="copy_declined"' in html
    html = page.send("review", plan.public_id, day_day="")
    assert "Last looked at together: Mon, Mar 2, 2026." in html and "Next look" not in html
    record = page.client.get(reverse("people:person", args=[page.program.slug, page.person.public_id]))
    assert "Plan agreed on Mon, Mar 2, 2026" in record.content.decode()


def test_the_pdf_says_what_the_paper_says_and_opening_either_is_recorded(page):
    goal = make_goal(page.person, "Una puerta con llave.", page.worker)
    make_step(goal, page.worker, words="Llamar al dueño.")
    plan = make_plan(page.person, page.worker, language="es", words="Los jueves.")
    answer = page.get("pdf", plan.public_id)
    assert page.person.last_name not in answer["Content-Disposition"]
    text = "".join(each.extract_text() for each in PdfReader(io.BytesIO(answer.content)).pages)
    for words in ("1. Una puerta con llave.", "Llamar al dueño.", "Los jueves.", "Usted"):
        assert words in text
    assert page.person.last_name not in text
    event = AuditEvent.objects.get(action="plan.printed")
    assert event.subject == str(page.person.public_id) and event.details["plan"] == str(plan.public_id)


def test_bad_days_get_a_sentence_and_a_goal_must_be_chosen(page):
    make_goal(page.person, actor=page.worker)
    before = {"review_on_month": 2, "review_on_day": 6, "review_on_year": 2026}
    html = page.send("agree", page.person.public_id, words="Jueves", language="en", **before)
    assert "The next look at the plan can&#x27;t be before that day." in html and "Jueves" in html
    assert "Answer “Which goals do they want on the paper?”" in html and not AgreedPlan.objects.exists()


def test_who_only_reads_the_record_prints_no_plan(client, clock):
    page = Page(client, "data_manager")
    put_on_every_team(page.user, page.program)
    make_goal(page.person, actor=page.worker)
    plan = make_plan(page.person, page.worker)
    assert "They don&#x27;t have a copy yet." in page.show() and "Download PDF" not in page.show()
    for name in ("print", "pdf", "review"):
        assert page.get(name, plan.public_id).status_code == 404
