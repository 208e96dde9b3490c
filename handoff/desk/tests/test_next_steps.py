"""After each act the page offers the next one, and what is done already isn't offered again (W3)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from handoff.consent.models import Release
from handoff.consent.presenters import release_history
from handoff.core.ui import TimelineEntry
from handoff.desk.people.presenters.timeline import merge_timelines, release_entries
from handoff.programs.queries import local_date
from handoff.testing.consent import make_release
from handoff.testing.enrollment import make_intake, make_referral
from handoff.testing.programs import AT, make_member, make_person, make_program

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def page(client, program):
    client.force_login(make_member(program, "case_manager"))
    return lambda name, *ids: client.get(reverse(name, args=[program.slug, *ids])).content.decode()


def test_the_referral_offers_the_intake_and_the_record_once_they_said_yes(page, program):  # W3
    referral = make_referral(program, make_person(program))
    html = page("referrals:show", referral.public_id)
    assert reverse("enrollment:start", args=[program.slug, referral.public_id]) in html
    assert reverse("people:person", args=[program.slug, referral.person.public_id]) in html


def test_the_referral_offers_no_intake_before_they_said_yes(page, program):  # W3
    referral = make_referral(program, make_person(program), state="submitted")
    html = page("referrals:show", referral.public_id)
    assert reverse("enrollment:start", args=[program.slug, referral.public_id]) not in html


def test_a_started_intake_is_continued_not_started_again(page, program):  # W3
    intake = make_intake(make_referral(program, make_person(program)), ready=False)
    for html in (
        page("referrals:show", intake.referral.public_id),
        page("people:person", intake.person.public_id),
    ):
        assert reverse("enrollment:intake", args=[program.slug, intake.public_id]) in html
        assert reverse("enrollment:start", args=[program.slug, intake.referral.public_id]) not in html


def test_the_record_leads_to_its_open_referral_and_its_intake(page, program):  # W3
    referral = make_referral(program, make_person(program))
    html = page("people:person", referral.person.public_id)
    assert reverse("referrals:show", args=[program.slug, referral.public_id]) in html
    assert reverse("enrollment:start", args=[program.slug, referral.public_id]) in html


def test_a_signed_release_leads_on_and_is_not_asked_for_again(page, program):  # W3
    referral = make_referral(program, make_person(program))
    release = make_release(referral.person)
    assert reverse("people:person", args=[program.slug, referral.person.public_id]) in page(
        "consent:show", release.public_id
    )
    Release.objects.filter(pk=release.pk).update(ends_at=AT + timedelta(days=5000))
    html = page("referrals:show", referral.public_id)
    assert reverse("consent:new", args=[program.slug, referral.person.public_id]) not in html
    assert reverse("consent:releases", args=[program.slug, referral.person.public_id]) in html


def test_settings_and_the_card_link_to_the_program(page, client, program):  # W3
    home = reverse("home:home", args=[program.slug])
    assert f'href="{home}"' in client.get(reverse("accounts:settings")).content.decode()
    assert f'href="{home}"' in page("referrals:card")
    client.logout()
    refer = reverse("referrals:refer", args=[program.slug])
    assert f'href="{refer}"' in page("referrals:card")


def test_a_release_on_paper_shows_its_day_alone(program):
    """finding-F36: midnight is not when they signed; on the screen the time is known."""
    paper, drawn = make_release(make_person(program)), make_release(make_person(program))
    paper.means = Release.Means.SCANNED
    signed = [each.at for each in release_entries([paper, drawn], {}, program)]
    assert signed == [local_date(program, paper.signed_at), drawn.signed_at]
    assert [each.at for each in release_history(paper)] == [local_date(program, paper.signed_at)]


def test_what_is_known_by_its_day_stands_in_order(program):  # W5
    """A release signed on paper stands above what happened earlier that day, and below the next day."""
    day = local_date(program, AT)
    entries = [
        TimelineEntry(AT, "call"),
        TimelineEntry(AT + timedelta(days=1), "visit"),
        TimelineEntry(day, "paper"),
    ]
    assert [each.title for each in merge_timelines(entries, program=program)] == ["visit", "paper", "call"]
