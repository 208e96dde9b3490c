"""A participant who is referred again: the officer learns it as an ROI allows, and their worker gets the news (R9)."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from handoff.access.roles import RoleName
from handoff.audit.models import AuditEvent
from handoff.casework.queries import outreach_list, referrals_of_own_participants
from handoff.consent.models import Disclosure
from handoff.notifications.models import Notice
from handoff.participants.services import PersonInput
from handoff.referrals.models import ReferralDraft
from handoff.referrals.services import start_draft
from handoff.testing.programs import AT, PASSWORD, make_member
from handoff.testing.referrals import activate_criteria, make_diversion, make_offense
from handoff.testing.staffing import BORN, ChargeScenario

pytestmark = pytest.mark.django_db

WHO = {
    "first_name": "Rowan",
    "last_name": "Tidewater",
    "date_of_birth_month": "5",
    "date_of_birth_day": "4",
    "date_of_birth_year": "1990",
}


def start(client, scenario) -> ReferralDraft:
    officer = scenario.user(RoleName.OFFICER)
    client.login(username=officer.username, password=PASSWORD)
    return start_draft(
        actor=scenario.actor(RoleName.OFFICER),
        program=scenario.program,
        pathway="arrest_diversion",
        key=str(uuid.uuid4()),
        at=AT,
    )


def say_who(client, scenario, draft, who=WHO):
    """Send the first page and follow where it leads."""
    page = reverse("referrals:page", args=[scenario.program.slug, draft.public_id, "who"])
    return client.post(page, who, follow=True)


def test_the_referral_tells_the_officer_who_to_call(client):  # finding-N13
    scenario = ChargeScenario()
    draft = start(client, scenario)
    response = say_who(client, scenario, draft)
    page = response.content.decode()
    assert "they're a participant" in page and "(910) 555-0100" in page
    assert reverse("referrals:page", args=[scenario.program.slug, draft.public_id, "charges"]) in page
    assert Disclosure.objects.get().person == scenario.person
    assert AuditEvent.objects.get(action="lookup.asked").reason == "referral"


@pytest.mark.parametrize("who", [WHO, {**WHO, "first_name": "Stranger", "last_name": "Unknown"}])
def test_without_an_roi_a_participant_and_an_unknown_person_get_the_same_next_page(client, who):
    scenario = ChargeScenario(roi=False)
    draft = start(client, scenario)
    response = say_who(client, scenario, draft, who)
    assert response.redirect_chain[-1][0].endswith("/charges/")
    assert [url.split("/")[3] for url, _status in response.redirect_chain] == ["lookup", "referrals"]
    assert not Disclosure.objects.exists()


def test_a_draft_without_a_name_or_of_another_officer_answers_nothing(client):
    scenario = ChargeScenario()
    draft = start(client, scenario)
    url = reverse("lookup:referral", args=[scenario.program.slug, draft.public_id])
    assert client.get(url).url.endswith(f"/{draft.public_id}/")
    other = make_member(scenario.program, RoleName.OFFICER)
    client.login(username=other.username, password=PASSWORD)
    assert client.get(url).status_code == 404
    assert not AuditEvent.objects.filter(action="lookup.asked").exists()


def test_the_start_page_links_to_the_lookup(client):
    """finding-N13: the link was named wrong in the template and never showed."""
    scenario = ChargeScenario()
    start(client, scenario)
    page = client.get(reverse("referrals:new", args=[scenario.program.slug])).content.decode()
    assert f'href="{reverse("lookup:ask", args=[scenario.program.slug])}"' in page.split("<main")[1]


def refer_again(scenario, worker):
    """The participant, who has this worker, is referred as an arrest diversion a month after enrollment."""
    scenario.enrollment.primary_worker_id = worker and worker.pk
    scenario.enrollment.save()
    activate_criteria(scenario.program)
    make_offense(scenario.program)
    person = PersonInput(first_name="Rowan", last_name="Tidewater", date_of_birth=BORN)
    later = AT + timedelta(days=30)
    return make_diversion(scenario.program, scenario.actor(RoleName.OFFICER), at=later, person=person)


def test_a_second_referral_is_news_for_the_worker_and_not_on_the_outreach_list(client):  # finding-N13
    scenario = ChargeScenario()
    worker = scenario.user(RoleName.CASE_MANAGER)
    referral = refer_again(scenario, worker)
    assert referral.person == scenario.person
    assert referral not in outreach_list(scenario.program)
    assert list(referrals_of_own_participants(scenario.program, worker.pk)) == [referral]
    notices = Notice.objects.filter(path__contains=str(referral.public_id))
    assert [(each.recipient_user_id, each.kind) for each in notices] == [(worker.pk, "participant_referred")]
    client.login(username=worker.username, password=PASSWORD)
    home = client.get(reverse("home:home", args=[scenario.program.slug])).content.decode()
    assert "Your participants, referred again" in home
    assert reverse("referrals:show", args=[scenario.program.slug, referral.public_id]) in home


@pytest.mark.parametrize("left", [True, False])
def test_without_a_worker_the_outreach_team_takes_it(left):
    scenario = ChargeScenario()
    worker = scenario.user(RoleName.CASE_MANAGER) if left else None
    if worker is not None:
        worker.is_active = False
        worker.save(update_fields=["is_active"])
    referral = refer_again(scenario, worker)
    assert referral in outreach_list(scenario.program)
    notices = Notice.objects.filter(path__contains=str(referral.public_id))
    assert {each.kind for each in notices} == {"new_referral"}
