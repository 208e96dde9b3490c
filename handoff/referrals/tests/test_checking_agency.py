"""N19: one agency checks a referral from the public page, few of its people are notified, and no list shows a name."""

import uuid

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from handoff.core.refusals import Refused
from handoff.notifications.models import Notice
from handoff.referrals import policies, queries, services
from handoff.referrals.models import CommunityMessage, Referral
from handoff.testing.programs import AT, actor_of, make_actor, make_agency, make_member, make_program
from handoff.testing.referrals import activate_criteria, make_community_referral, make_social_referral_input

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    program = make_program()
    activate_criteria(program)
    return program


@pytest.fixture
def town(program):
    return make_agency(program, name="Town Police")


@pytest.fixture
def county(program):
    return make_agency(program, name="County Sheriff")


def refer(program, agency=None) -> Referral:
    return services.submit_social_referral(
        actor=make_actor(program, "peer_support"),
        program=program,
        referral_input=make_social_referral_input(checked=False, checking_agency=agency),
        key=str(uuid.uuid4()),
        at=AT,
    )


def notified(referral: Referral) -> set[int]:
    return set(
        Notice.objects.filter(kind="eligibility_to_check", program_id=referral.program_id).values_list(
            "recipient_user_id", flat=True
        )
    )


def test_only_a_few_of_the_chosen_agency_are_notified_leaders_first(program, town, county, settings):
    settings.ELIGIBILITY_CHECKERS_PER_AGENCY = 2
    officers = [make_member(program, "officer", town) for _each in range(3)]
    leader = make_member(program, "law_leader", town)
    make_member(program, "officer", county)
    assert notified(refer(program, town)) == {leader.pk, officers[0].pk}


def test_without_a_choice_a_few_of_each_agency_are_notified(program, town, county, settings):
    settings.ELIGIBILITY_CHECKERS_PER_AGENCY = 1
    first, other = make_member(program, "officer", town), make_member(program, "officer", county)
    make_member(program, "officer", town)
    referral = refer(program)
    assert referral.checking_agency is None
    assert notified(referral) == {first.pk, other.pk}


def test_the_only_agency_is_asked_without_a_question(program, town):
    assert make_community_referral(program).checking_agency == town


def test_an_agency_that_is_no_law_enforcement_agency_of_the_program_is_refused(program, town, county):
    for agency in (make_agency(program, "treatment"), make_agency(make_program())):
        with pytest.raises(Refused, match="one of the program's law enforcement agencies"):
            refer(program, agency)


def test_officers_of_another_agency_neither_see_nor_record_the_check(program, town, county):
    referral = refer(program, town)
    outsider = make_member(program, "officer", county)
    client = Client()
    client.force_login(outsider)
    listed = client.get(reverse("referrals:checks", args=[program.slug])).content.decode()
    assert f"Referral {referral.number}" not in listed
    where = reverse("referrals:check_eligibility", args=[program.slug, referral.public_id])
    missing = client.get(reverse("referrals:check_eligibility", args=[program.slug, uuid.uuid4()]))
    assert (client.get(where).status_code, client.get(where).content) == (404, missing.content)
    with pytest.raises(Refused, match="Another agency"):
        policies.check_can_record_eligibility(actor_of(outsider, program), referral)


def test_a_role_without_checks_at_the_chosen_agency_opens_no_check_there(program, town, county):
    """An officer of one agency who is a crime analyst for another checks for their own agency only (N19)."""
    referral = refer(program, town)
    both = make_member(program, "officer", county)
    make_member(program, "crime_analyst", town, user=both)
    actor = actor_of(both, program)
    assert actor.agency_ids == {town.pk, county.pk}
    assert list(queries.awaiting_eligibility_check(program, actor)) == []
    with pytest.raises(Refused, match="Another agency"):
        policies.check_can_record_eligibility(actor, referral)


def test_the_chosen_agency_sees_a_number_in_the_list_and_the_name_on_the_check(program, town, county):
    referral = refer(program, town)
    client = Client()
    client.force_login(make_member(program, "officer", town))
    listed = client.get(reverse("referrals:checks", args=[program.slug])).content.decode()
    assert f"Referral {referral.number}" in listed and "Rivers" not in listed and "1991" not in listed
    opened = client.get(reverse("referrals:check_eligibility", args=[program.slug, referral.public_id]))
    assert "Rivers" in opened.content.decode()


def test_staff_choose_the_agency_when_a_message_becomes_a_referral(program, town, county):
    message = CommunityMessage.objects.create(
        program=program,
        key="m",
        for_self=True,
        person_name="Ana Rios",
        how_to_reach="910-555-0144",
        language="en",
        received_at=AT,
    )
    client = Client()
    client.force_login(make_member(program, "peer_support"))
    page = reverse("referrals:message", args=[program.slug, message.public_id])
    sent = {"first_name": "Ana", "last_name": "Rios", "reach": "910-555-0144", "language": "en"}
    assert "Choose the agency where they live or stay." in client.post(page, sent).content.decode()
    answer = client.post(page, {**sent, "checking_agency": str(county.public_id)})
    assert answer.status_code == 302
    assert Referral.objects.get().checking_agency == county
    assert not mail.outbox
