"""Issue 10, walk: no one is asked again what their release allows, and a yes by link says what comes next."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from handoff.charges.models import SetAsideCharge
from handoff.desk.home.presenters import care
from handoff.desk.home.presenters.day import Day
from handoff.enrollment import queries, services
from handoff.enrollment.links import services as links
from handoff.referrals.presenters import report_step
from handoff.testing.consent import make_release_input
from handoff.testing.enrollment import make_intake, make_referral, make_release
from handoff.testing.programs import (
    AT,
    actor_of,
    make_agency,
    make_member,
    make_person,
    make_program,
    put_on_every_team,
)

pytestmark = pytest.mark.django_db
ASK, TELL = "Ask: may we tell the officer?", "Tell the officer"


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def user(program):
    return make_member(program, "case_manager")


@pytest.fixture
def worker(program, user):
    return actor_of(user, program)


@pytest.fixture
def referral(program):
    person = make_person(program, date_of_birth=date(1990, 3, 4))
    return make_referral(
        program, person, officer=make_member(program, "officer"), agency=make_agency(program)
    )


@pytest.fixture
def open_page(client, program, user):
    client.force_login(user)

    def get(name, *args):
        put_on_every_team(user, program)
        return client.get(reverse(name, args=[program.slug, *args]), follow=True).content.decode()

    return get


def complete(worker, referral):
    services.complete_intake(actor=worker, intake=make_intake(referral, worker), at=AT)
    referral.refresh_from_db()


def test_without_a_release_the_referral_offers_to_ask(open_page, referral):
    assert report_step(referral, AT) == "ask"
    assert ASK in open_page("referrals:show", referral.public_id)


def test_under_a_live_release_the_referral_says_so_and_asks_nothing(open_page, referral):
    make_release(referral.person, referral.agency)
    assert report_step(referral, AT) == "later"
    page = open_page("referrals:show", referral.public_id)
    assert "Completing the intake does that." in page
    assert ASK not in page
    assert "already lets us tell" in open_page("enrollment:ask", referral.public_id)


def test_a_release_signed_after_the_intake_offers_to_tell_the_officer(
    open_page, program, worker, referral, client
):
    complete(worker, referral)
    make_release(referral.person, referral.agency)
    assert report_step(referral, AT) == "tell"
    tell = reverse("enrollment:report", args=[program.slug, referral.intake.public_id])
    for page in (open_page("referrals:show", referral.public_id), open_page("enrollment:waiting")):
        assert tell in page and TELL in page and ASK not in page
    assert care.officers_to_tell(Day(worker, program, AT)).total == 1
    assert care.people_to_ask(Day(worker, program, AT)).total == 0
    client.post(tell)
    assert SetAsideCharge.objects.get().state == "diverted"
    assert report_step(referral, AT) == ""
    assert care.officers_to_tell(Day(worker, program, AT)).total == 0


def test_an_agency_that_the_release_does_not_name_still_needs_the_persons_yes(program, worker, referral):
    complete(worker, referral)
    make_release(referral.person, make_agency(program, name="Another agency"))
    allowed, to_ask = queries.split_unreported(queries.unreported_intakes(program), AT)
    assert (allowed, [each.referral for each in to_ask]) == ([], [referral])


@pytest.mark.parametrize("change", [{"agency": None}, {"state": "withdrawn"}, {"pathway": "community"}])
def test_a_referral_with_no_officer_to_tell_has_no_such_step(referral, change):
    for name, value in change.items():
        setattr(referral, name, value)
    assert report_step(referral, AT) == ""


def answer_yes(worker, referral, at):
    links.make_link(actor=worker, referral=referral, at=at)
    link, name = referral.question_links.get(), referral.person.full_name
    links.say_yes(
        link=link,
        release_input=make_release_input(
            referral.agency, signature=None, signer_name=name, typed_name=name, kinds=("intake_done",)
        ),
        at=at + timedelta(minutes=1),
    )


def test_whoever_sent_the_link_reads_the_yes_and_what_is_next(program, worker, referral):  # N5
    at = timezone.now() - timedelta(hours=1)
    assert care.yes_by_link(worker, program, at).total == 0
    answer_yes(worker, referral, at)
    answered = care.yes_by_link(worker, program, at + timedelta(hours=1))
    assert [each.title for each in answered.tasks] == [referral.person.full_name]
    assert "Next: complete the intake" in answered.tasks[0].text
    services.complete_intake(
        actor=worker, intake=make_intake(referral, worker), at=at + timedelta(minutes=30)
    )
    news = care.yes_by_link(worker, program, at + timedelta(hours=1)).tasks[0]
    assert news.text == f"Said yes. We told {referral.agency.name} that intake is done."
    assert care.yes_by_link(worker, program, at + timedelta(days=8)).total == 0


def test_a_no_by_link_is_no_news(program, worker, referral):  # G2
    links.make_link(actor=worker, referral=referral, at=AT)
    links.say_no(link=referral.question_links.get(), at=AT + timedelta(minutes=1))
    assert care.yes_by_link(worker, program, AT + timedelta(hours=1)).total == 0
