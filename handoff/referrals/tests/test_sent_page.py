"""Issue 10, walk: the officer's page of a referral says what is so now, not what was so when it was sent."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from handoff.charges.models import SetAsideCharge
from handoff.referrals import services
from handoff.referrals.inputs import HandoffInput
from handoff.referrals.models import Referral
from handoff.referrals.presenters.sent import sent_context
from handoff.testing.programs import AT, actor_of, make_member
from handoff.testing.referrals import make_diversion, make_ready_program, make_social_referral

pytestmark = pytest.mark.django_db
HELD = "The charge is set aside through"


@pytest.fixture
def program():
    return make_ready_program()


@pytest.fixture
def user(program):
    return make_member(program, "officer")


@pytest.fixture
def officer(user, program):
    return actor_of(user, program)


def make_call(program, officer):
    return make_diversion(
        program, officer, handoff=HandoffInput(kind="warm", called_name="Alex Reed", reached=True)
    )


def page_of(client, user, program, referral):
    client.force_login(user)
    return client.get(reverse("referrals:sent", args=[program.slug, referral.public_id])).content.decode()


def test_right_after_sending_it_says_by_when_someone_reaches_out(program, officer):
    context = sent_context(make_diversion(program, officer), officer, AT)
    assert "They'll reach out by" in str(context["lead"])
    assert context["held_through"] is not None


def test_after_the_intake_is_reported_nothing_is_promised_any_more(client, program, user, officer):
    referral = make_diversion(program, officer)
    SetAsideCharge.objects.update(state="diverted")
    page = page_of(client, user, program, referral)
    assert "You&#x27;re done. The charge stays diverted." in page
    assert "reach out" not in page and HELD not in page and "when intake is done" not in page.lower()
    assert f"Referral {referral.number} sent" not in page


def test_after_the_arrival_no_one_will_reach_out(program, officer):  # R10
    referral = make_call(program, officer)
    services.record_arrival(actor=officer, referral=referral, at=AT)
    assert sent_context(referral, officer, AT)["lead"] == "Alex Reed is here and takes it from now on."


def test_once_the_time_to_reach_out_is_past_it_is_not_promised_any_more(program, officer):
    context = sent_context(make_diversion(program, officer), officer, AT + timedelta(days=9))
    assert context["lead"] == "The outreach team has it."


def test_a_passed_deadline_offers_the_choice_there(client, program, user, officer):
    referral = make_diversion(program, officer)
    SetAsideCharge.objects.update(lapses_on="2026-11-25", first_lapses_on="2026-11-25")
    page = page_of(client, user, program, referral)
    assert "Pursue the charge" in page and HELD not in page


def test_more_time_reads_as_in_my_referrals(program, officer):
    """ADR 0029: an extension shows the state's own sentence and the new day."""
    referral = make_diversion(program, officer)
    charge = SetAsideCharge.objects.get()
    SetAsideCharge.objects.update(lapses_on=charge.first_lapses_on + timedelta(days=7))
    context = sent_context(Referral.objects.get(pk=referral.pk), officer, AT)
    assert context["asks_for_time"]


def test_a_social_referral_that_waits_for_its_check_says_so(program, officer):
    referral = make_social_referral(program, officer)
    referral.eligibility = None
    assert "law enforcement checks eligibility" in str(sent_context(referral, officer, AT)["lead"])


@pytest.mark.parametrize(
    ("backend", "address", "emails"),
    [("smtp", "dana@example.org", True), ("filebased", "dana@example.org", False), ("smtp", "", False)],
)
def test_an_email_is_promised_only_to_whoever_gets_one(
    settings, program, user, officer, backend, address, emails
):
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}.EmailBackend"
    user.email = address
    user.save()
    assert sent_context(make_diversion(program, officer), officer, timezone.now())["will_email"] is emails
