"""T3: whoever referred hears good news that a worker chose, in words the person agreed to, as far as the ROI allows."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from handoff.audit.models import AuditEvent
from handoff.consent.models import Disclosure
from handoff.consent.services import revoke_release
from handoff.core.refusals import Refused
from handoff.notifications.models import Notice
from handoff.staffing.models import GoodNews
from handoff.staffing.news import queries, services
from handoff.testing.consent import make_release
from handoff.testing.enrollment import make_participant
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
WORDS = "I have my own place now."


class Beat:
    """An officer whose referral became a participant with a worker."""

    def __init__(self, client):
        self.client, self.program = client, make_program()
        self.police = make_agency(self.program)
        self.officer, self.other = (make_member(self.program, "officer", self.police) for _each in range(2))
        care = make_agency(self.program, "case_management")
        self.user = make_member(self.program, "case_manager", care)
        self.worker = actor_of(self.user, self.program)
        self.person = make_person(self.program, first_name="Rowan", last_name="Tidewater")
        make_participant(self.program, self.person, self.worker, agency=self.police, officer=self.officer)
        self.referral = queries.referrals_to_tell(self.person).get()

    def release(self, *kinds):
        return make_release(self.person, self.police, kinds=kinds, actor=self.worker)

    def tell(self, words=WORDS, at=AT):
        return services.tell_news(
            actor=self.worker,
            person=self.person,
            news_input=services.NewsInput(self.referral, words, AT.date()),
            key=str(uuid.uuid4()),
            at=at,
        )

    def shown(self, user=None, at=AT):
        return [
            each.news
            for each in queries.news_for(actor_of(user or self.officer, self.program), self.program, at)
        ]

    def enter(self, user):
        put_on_every_team(user, self.program)
        self.client.login(username=user.username, password=PASSWORD)

    def path(self, name, *args):
        return reverse(f"news:{name}", args=[self.program.slug, *args])


@pytest.fixture
def beat(client, clock):
    return Beat(client)


def test_news_needs_a_release_that_covers_being_in_the_program_and_progress(beat):
    with pytest.raises(Refused, match="No active release"):
        beat.tell()
    beat.release("participation")
    with pytest.raises(Refused, match="No active release"):
        beat.tell()
    assert not GoodNews.objects.exists() and not Notice.objects.exists()


def test_the_referrer_alone_reads_it_until_the_release_is_revoked_or_it_is_taken_back(beat):
    release = beat.release("participation", "progress")
    news = beat.tell()
    assert beat.shown() == [news] and beat.shown(beat.other) == []
    assert Notice.objects.get().kind == "good_news"
    services.take_back(actor=beat.worker, news=news, at=AT)
    assert beat.shown() == []
    beat.tell("I found a job.")
    revoke_release(actor=beat.worker, release=release, at=AT + timedelta(hours=1))
    assert beat.shown(at=AT + timedelta(hours=1)) == []


def test_news_is_shown_no_longer_once_a_new_release_leaves_progress_out(beat):
    release = beat.release("participation", "progress")
    beat.tell()
    revoke_release(actor=beat.worker, release=release, at=AT + timedelta(hours=1))
    make_release(
        beat.person, beat.police, kinds=("participation",), actor=beat.worker, at=AT + timedelta(hours=2)
    )
    assert beat.shown(at=AT + timedelta(hours=3)) == []


def test_news_of_one_person_is_not_shown_beside_a_referral_that_became_anothers(beat):
    """Records that were joined by mistake are separated, and the referral goes to the person it was made for."""
    beat.release("participation", "progress")
    beat.tell()
    beat.referral.person = make_person(beat.program)
    beat.referral.save(update_fields=["person"])
    assert beat.shown() == []


@pytest.mark.parametrize("words", ["He is sober.", "She started treatment.", " ", "He graduates in May."])
def test_news_never_says_health_abstinence_or_a_finish_line(beat, words):
    beat.release("participation", "progress")
    with pytest.raises(Refused):
        beat.tell(words)


def test_a_worker_tells_an_officer_reads_on_their_home_and_thanks(beat):
    beat.release("participation", "progress")
    beat.enter(beat.user)
    sent = {
        "referral": beat.referral.public_id,
        "words": WORDS,
        "agreed_on_month": AT.month,
        "agreed_on_day": AT.day,
        "agreed_on_year": AT.year,
    }
    page = beat.client.post(beat.path("list", beat.person.public_id), sent, follow=True).content.decode()
    assert "Sent. They get a link without a name" in page and "Withdraw" in page
    news = GoodNews.objects.get()
    beat.enter(beat.officer)
    home = beat.client.get(reverse("home:home", args=[beat.program.slug])).content.decode()
    assert "Good news. Open it to read it." in home and "Tidewater" not in home and WORDS not in home
    read = beat.client.get(beat.path("read", news.public_id)).content.decode()
    assert WORDS in read and "42 CFR part 2" in read
    assert Disclosure.objects.get().kinds == ["participation", "progress"]
    assert AuditEvent.objects.filter(action="good_news.read").exists()
    home = beat.client.get(reverse("home:home", args=[beat.program.slug])).content.decode()
    assert "Good news. Open it" not in home
    page = beat.client.post(
        beat.path("read", news.public_id), {"thanks": "glad"}, follow=True
    ).content.decode()
    assert "Please tell them." in page
    beat.enter(beat.user)
    assert "glad" in beat.client.get(beat.path("list", beat.person.public_id)).content.decode()
    assert Notice.objects.filter(kind="thanks_for_news").exists()
    beat.client.post(beat.path("take_back", news.public_id))
    beat.enter(beat.officer)
    assert beat.client.get(beat.path("read", news.public_id)).status_code == 404
    beat.enter(beat.other)
    assert beat.client.post(beat.path("read", news.public_id), {"thanks": "glad"}).status_code == 404


def test_without_a_release_the_page_leads_to_releases(beat):
    beat.enter(beat.user)
    page = beat.client.get(beat.path("list", beat.person.public_id)).content.decode()
    assert "No active release (ROI) lets the agency" in page and "Send good news" not in page


def test_a_form_sent_twice_tells_once_and_thanks_are_given_once(beat):
    release = beat.release("participation", "progress")
    sent = {"actor": beat.worker, "person": beat.person, "key": "one-key", "at": AT}
    news = services.tell_news(news_input=services.NewsInput(beat.referral, WORDS, AT.date()), **sent)
    assert services.tell_news(news_input=services.NewsInput(beat.referral, WORDS, AT.date()), **sent) == news
    with pytest.raises(Refused, match="already saved"):
        services.tell_news(news_input=services.NewsInput(beat.referral, "Else.", AT.date()), **sent)
    officer = actor_of(beat.officer, beat.program)
    with pytest.raises(Refused, match="Choose one of the answers"):
        services.thank(actor=officer, news=news, thanks="more", at=AT)
    for thanks in ("glad", "thank_you"):
        services.thank(actor=officer, news=news, thanks=thanks, at=AT)
    news.refresh_from_db()
    assert news.thanks == "glad"
    for _each in range(2):
        services.take_back(actor=beat.worker, news=news, at=AT)
    assert AuditEvent.objects.filter(action="good_news.taken_back").count() == 1
    revoke_release(actor=beat.worker, release=release, at=AT)
    with pytest.raises(Refused, match="no longer shared"):
        services.thank(actor=officer, news=news, thanks="glad", at=AT)


def test_what_is_refused_is_said_in_a_sentence(beat):
    beat.release("participation", "progress")
    make_person(beat.program, first_name="Marisol", last_name="Quintero")
    later = AT.date() + timedelta(days=1)
    for words, on, sentence in (
        ("I met Marisol Quintero.", AT.date(), "another participant"),
        (WORDS, later, "in the future"),
    ):
        with pytest.raises(Refused, match=sentence):
            services.tell_news(
                actor=beat.worker,
                person=beat.person,
                news_input=services.NewsInput(beat.referral, words, on),
                key="k",
                at=AT,
            )
    other = make_person(beat.program)
    with pytest.raises(Refused, match="this person's referrals"):
        services.tell_news(
            actor=beat.worker,
            person=other,
            news_input=services.NewsInput(beat.referral, WORDS, AT.date()),
            key="k",
            at=AT,
        )


def test_an_officer_who_left_gets_no_notice(beat):
    beat.release("participation", "progress")
    beat.officer.is_active = False
    beat.officer.save()
    beat.tell()
    assert not Notice.objects.exists()
