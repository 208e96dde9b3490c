"""W11: the script offers only who is there, staff see what the officer wrote, people read the program's own name."""

import re
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags

from handoff.programs.definitions import STARTING_SCRIPTS
from handoff.programs.models import OnCallShift
from handoff.programs.queries import handoff_options
from handoff.referrals import presenters
from handoff.referrals.forms.wizard import ReferralWizard
from handoff.referrals.models import Pathway
from handoff.referrals.presenters.card import card_message
from handoff.referrals.services import start_draft
from handoff.testing.consent import make_release
from handoff.testing.programs import AT, PASSWORD, make_actor, make_agency, make_member
from handoff.testing.referrals import make_diversion, make_ready_program
from handoff.testing.wizard import TO_OFFER, Walk

pytestmark = pytest.mark.django_db

NIGHT = AT.replace(hour=7)
"""2 A.M. in North Carolina, on the Monday of AT."""


@pytest.fixture
def program():
    return make_ready_program()


def offered(program, at, language="en"):
    actor = make_actor(program, "officer")
    draft = start_draft(
        actor=actor, program=program, pathway=Pathway.ARREST_DIVERSION, key=str(uuid.uuid4()), at=at
    )
    wizard = ReferralWizard(draft=draft, program=program, actor=actor, at=at)
    return presenters.offer_context(wizard, {"language": language})


def test_at_two_in_the_morning_no_one_is_offered_to_talk_now(program):  # W11
    context = offered(program, NIGHT)
    assert context["no_one_now"]
    assert "now" not in str(context["talk_now"])
    assert "when it opens: Mon, Mar 2, 2026" in str(context["talk_now"])
    assert "cuando abra" in str(offered(program, NIGHT, "es")["talk_now"])


def test_someone_who_can_be_called_is_offered(program):
    assert (
        offered(program, AT)["talk_now"] == "If you'd like, you can talk with someone from the program now."
    )
    OnCallShift.objects.create(
        program=program,
        user_id=make_member(program, "peer_support").pk,
        name="Leon",
        phone="9105550177",
        starts_at=NIGHT,
        ends_at=NIGHT + timedelta(hours=4),
    )
    assert not offered(program, NIGHT)["no_one_now"]


def test_the_24_hour_partner_is_offered_as_who_it_is(program):
    make_agency(program, takes_handoffs_all_hours=True, phone="9105550188")
    assert "until the program opens" in str(offered(program, NIGHT)["talk_now"])


def test_without_hours_no_time_is_promised(program):
    closed = replace(handoff_options(program, AT), numbers=(), opens_at=None)
    with translation.override("en"):
        assert presenters.talk_now_sentence(closed, program) == "Someone from the program will call you."


def test_the_starting_scripts_promise_no_hour():
    assert "talk to one of them now" not in STARTING_SCRIPTS["en"]
    assert "hablar ahora" not in STARTING_SCRIPTS["es"]


def test_the_page_says_so_to_the_officer_too(client, program):
    user = make_member(program, "officer")
    client.login(username=user.username, password=PASSWORD)
    program.phone = ""
    program.save()
    walk = Walk(client, program)
    walk.through(TO_OFFER)
    page = client.get(walk.url("offer")).content.decode()
    assert "Leave out any offer to talk now." in page


def test_the_staff_s_screening_shows_what_the_officer_wrote_and_why(client, program):  # W11
    officer = make_actor(program, "officer")
    referral = make_diversion(program, officer)
    referral.reason = "Sleeps behind the mill, asked about detox."
    referral.save()
    user = make_member(program, "peer_support")
    client.login(username=user.username, password=PASSWORD)
    url = reverse("referrals:screening", args=[program.slug, referral.public_id])
    page = client.get(url).content.decode()
    assert "Sleeps behind the mill, asked about detox." in page
    assert "Anything to add to what the officer wrote?" in page
    assert str(referral.agency) in page
    # It's there beside an error too.
    assert "Sleeps behind the mill" in client.post(url, {"language": "xx"}).content.decode()


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_a_person_reads_names_the_program_and_not_the_software(client, program, language):  # W11
    referral = make_diversion(program)
    release = make_release(referral.person)
    user = make_member(program, "case_manager")
    client.login(username=user.username, password=PASSWORD)
    pages = [
        (Client(), reverse("referrals:refer", args=[program.slug])),
        (Client(), reverse("referrals:thanks", args=[program.slug])),
        (client, reverse("referrals:card", args=[program.slug])),
        (client, reverse("consent:print", args=[program.slug, release.public_id])),
    ]
    for reader, page in pages:
        body = reader.get(page, headers={"accept-language": language}).content.decode()
        assert program.name in body, page
        assert "Handoff" not in strip_tags(re.sub(r"<script.*?</script>", "", body)), page
    assert "Handoff" not in card_message(program, language)
    assert card_message(program, language).startswith(program.name)


@pytest.mark.parametrize(
    ("texts_to", "says", "never"),
    [
        ("", "Call us.", "text"),
        ("910 555 0199", "(910) 555-0142, text (910) 555-0199. Call or text us.", "Call us."),
    ],
)
def test_the_card_invites_to_text_only_where_someone_reads_texts(program, texts_to, says, never):
    program.phone, program.text_number = "910 555 0142", texts_to
    message = card_message(program, "en")
    assert says in message and never not in message
