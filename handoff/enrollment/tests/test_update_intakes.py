"""A completed intake is read, continued with new dated answers, and never overwritten (I5, N17)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from handoff.audit.models import AuditEvent
from handoff.core.refusals import Refused
from handoff.enrollment import queries, services
from handoff.enrollment.models import Enrollment, Intake, IntakeUpdate
from handoff.testing.enrollment import make_intake, make_participant, make_referral
from handoff.testing.programs import AT, make_actor, make_member, make_program, put_on_every_team

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=40)


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def worker(program):
    return make_actor(program, "case_manager")


@pytest.fixture
def intake(program, worker):
    intake = make_intake(make_referral(program), worker)
    intake.answers = {"housing": {"living_situation": "116", "housing_worry": "The cold"}}
    intake.save()
    services.complete_intake(actor=worker, intake=intake, at=AT)
    return Intake.objects.get()


def update(worker, intake, section, **answers):
    return services.update_intake(actor=worker, intake=intake, section=section, answers=answers, at=LATER)


def test_new_answers_stand_beside_the_earlier_ones(worker, intake):
    update(worker, intake, "housing", housing_worry="The rent")
    update(worker, intake, "family", own="A sister")
    intake.refresh_from_db()
    assert intake.answers == {"housing": {"living_situation": "116", "housing_worry": "The cold"}}
    current = queries.current_answers(intake)
    assert current["housing"] == {"housing_worry": "The rent"}
    assert current["family"] == {"own": "A sister"}
    assert AuditEvent.objects.filter(action="intake.updated", subject=str(intake.public_id)).count() == 2


def test_the_answers_on_record_are_not_written_again(worker, intake):
    assert update(worker, intake, "housing", **intake.answers["housing"]) is None
    assert not IntakeUpdate.objects.exists()


def test_an_update_needs_the_care_team_a_complete_intake_an_answer_and_a_section(program, worker, intake):
    with pytest.raises(Refused, match="Only the care team"):
        update(make_actor(program, "officer"), intake, "housing", housing_worry="x")
    with pytest.raises(Refused, match="another program"):
        update(make_actor(make_program(), "case_manager"), intake, "housing", housing_worry="x")
    with pytest.raises(Refused, match="haven't entered anything"):
        update(worker, intake, "housing")
    with pytest.raises(Refused, match="isn't in the intake"):
        update(worker, intake, "lottery", own="x")
    open_one = make_intake(make_referral(program), worker, ready=False)
    with pytest.raises(Refused, match="isn't complete yet"):
        update(worker, open_one, "housing", housing_worry="x")
    assert not IntakeUpdate.objects.exists()


class Browser:
    """A case manager at the browser, on the team of everyone there is."""

    def __init__(self, client, program):
        self.client, self.program = client, program
        self.user = make_member(program, "case_manager")
        client.force_login(self.user)

    def get(self, *args, **kwargs):
        put_on_every_team(self.user, self.program)
        return self.client.get(*args, **kwargs)

    def post(self, *args, **kwargs):
        put_on_every_team(self.user, self.program)
        return self.client.post(*args, **kwargs)


@pytest.fixture
def browse(client, program):
    return Browser(client, program)


def test_the_pages_show_new_and_earlier_answers(browse, program, intake):
    path = reverse("enrollment:section", args=[program.slug, intake.public_id, "housing"])
    opened = browse.get(path).content.decode()
    assert "The cold" in opened
    assert "Save new answers" in opened
    assert "Skip this section" not in opened
    empty = browse.post(path, {})
    assert "haven&#x27;t entered anything" in empty.content.decode()
    saved = browse.post(path, {"housing_worry": "The rent"}, follow=True).content.decode()
    assert "New answers saved" in saved
    assert saved.index("The rent") < saved.index("The cold")
    again = browse.post(path, {"housing_worry": "The rent"}, follow=True).content.decode()
    assert "Nothing changed" in again


def test_the_persons_page_leads_to_the_intake(browse, program):
    enrollment = make_participant(program)
    person, intake = enrollment.person, enrollment.intake
    shown = browse.get(reverse("people:person", args=[program.slug, person.public_id])).content.decode()
    assert reverse("enrollment:intake", args=[program.slug, intake.public_id]) in shown


def test_completing_says_first_what_it_does(browse, program, worker):
    """N17: "Complete" enrolls and may notify the police, so it asks."""
    intake = make_intake(make_referral(program), worker)
    path = reverse("enrollment:complete", args=[program.slug, intake.public_id])
    page = browse.get(path).content.decode()
    assert "They become a participant today." in page
    assert "isn't notified" in " ".join(page.split())
    assert reverse("enrollment:ask", args=[program.slug, intake.referral.public_id]) in page
    assert not Enrollment.objects.exists()
    browse.post(path)
    assert Enrollment.objects.get().intake == intake
    unready = make_intake(make_referral(program), worker, ready=False)
    answer = browse.get(reverse("enrollment:complete", args=[program.slug, unready.public_id]), follow=True)
    assert "Finish or skip every section" in answer.content.decode()
