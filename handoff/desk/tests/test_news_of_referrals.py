"""Issue 10, walk: an officer reads on their home what others did with their referrals, as far as consent allows."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from handoff.desk.home.presenters.news import own_referrals_news
from handoff.enrollment import services as enrollment
from handoff.referrals.models import ReferralEvent
from handoff.testing.enrollment import make_intake, make_referral, make_release
from handoff.testing.programs import AT, actor_of, make_actor, make_agency, make_member, make_program

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def user(program):
    return make_member(program, "officer")


@pytest.fixture
def officer(program, user):
    return actor_of(user, program)


@pytest.fixture
def referral(program, user):
    return make_referral(program, officer=user, agency=make_agency(program))


def add_event(referral, what, by=None, at=AT):
    return ReferralEvent.objects.create(
        referral=referral, what=what, occurred_at=at, recorded_at=at, recorded_by_id=by
    )


def complete(program, referral):
    worker = make_actor(program, "case_manager")
    enrollment.complete_intake(actor=worker, intake=make_intake(referral, worker), at=AT)


def test_a_reported_intake_is_news_in_the_words_of_my_referrals(program, officer, referral):
    make_release(referral.person, referral.agency)
    complete(program, referral)
    news = own_referrals_news(officer, program, LATER)
    assert [(each.text, each.is_new) for each in news.tasks] == [
        ("You're done. The charge stays diverted.", True)
    ]


def test_an_intake_that_may_not_be_reported_is_no_news(program, officer, referral):
    complete(program, referral)
    assert own_referrals_news(officer, program, LATER).total == 0


@pytest.mark.parametrize("what", ["intake_started", "screened", "accepted", "declined", "window_extended"])
def test_the_care_teams_own_steps_are_no_news(program, officer, referral, what):
    add_event(referral, what)
    assert own_referrals_news(officer, program, LATER).total == 0


def test_only_the_latest_by_others_on_own_referrals_counts(program, officer, referral):
    add_event(referral, "exception_approved")
    add_event(referral, "partner_arrived", at=LATER)
    add_event(referral, "help_arrived", by=officer.user_id)
    add_event(make_referral(program, agency=referral.agency), "partner_arrived")
    news = own_referrals_news(officer, program, LATER)
    assert news.total == 1
    assert news.tasks[0].text.startswith("The 24-hour partner arrived.")
    assert own_referrals_news(officer, program, LATER + timedelta(days=31)).total == 0


def test_opening_the_referral_reads_the_news(client, program, user, officer, referral):
    now = timezone.now()
    add_event(referral, "partner_arrived", at=now - timedelta(minutes=5))
    client.force_login(user)
    home = reverse("home:home", args=[program.slug])
    sent = reverse("referrals:sent", args=[program.slug, referral.public_id])
    page = client.get(home).content.decode()
    assert "News of your referrals (1)" in page and sent in page
    client.get(sent)
    assert "News of your referrals (1)" not in client.get(home).content.decode()
    add_event(referral, "exception_approved", at=timezone.now() + timedelta(minutes=1))
    assert own_referrals_news(officer, program, timezone.now() + timedelta(minutes=2)).total == 1
