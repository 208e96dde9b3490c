# mypy: disable-error-code="union-attr"
"""The public page never searches records, answers everyone alike, and limits how many messages one address sends."""

import re
import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handoff.audit.models import AuditEvent
from handoff.core.refusals import Refused
from handoff.notifications.models import Notice
from handoff.referrals import services
from handoff.referrals.models import CommunityMessage, Referral
from handoff.testing.programs import AT, PASSWORD, make_actor, make_member, make_person, make_program
from handoff.testing.referrals import make_community_message_input, make_message, make_social_referral_input

pytestmark = pytest.mark.django_db
WRITTEN = {
    "for_whom": "self",
    "person_name": "Sam Field",
    "how_to_reach": "910 555 0199",
    "safe_ways": ["text"],
}


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def url(program):
    return reverse("referrals:refer", args=[program.slug])


def send(client, url, **fields):
    return client.post(url, {**WRITTEN, "submission_key": str(uuid.uuid4()), **fields})


def test_a_message_is_kept_as_it_came_and_the_team_gets_a_link(client, program, url):
    make_member(program, "peer_support")
    response = send(client, url)
    assert response.url == reverse("referrals:thanks", args=[program.slug])
    message = CommunityMessage.objects.get()
    assert (message.person_name, message.for_self, message.safe_ways) == ("Sam Field", True, ["text"])
    assert "127.0.0.1" not in message.address_hash
    assert Notice.objects.get().kind == "community_referral"
    assert AuditEvent.objects.get(action="community_message.received").address == ""


def test_the_thanks_repeat_no_name_and_say_where_help_is(client, program, url):
    page = client.get(send(client, url).url).content.decode()
    assert "Sam" not in page
    assert "988" in page
    assert "555-0100" in page


def test_the_answer_and_the_work_are_the_same_whoever_is_known(client, program, url):
    make_person(program, first_name="Known", last_name="Person")

    def answer(name):
        with CaptureQueriesContext(connection) as work:
            response = send(client, url, person_name=name)
        page = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", client.get(response.url).content)
        return len(work), response.status_code, response.url, page

    answer("First Of All")
    assert answer("Known Person") == answer("Nobody Here")


def test_a_machine_that_fills_the_trap_gets_the_same_answer_and_leaves_nothing(client, program, url):
    response = send(client, url, website="http://example.org")
    assert response.url == reverse("referrals:thanks", args=[program.slug])
    assert not CommunityMessage.objects.exists()


def test_too_many_messages_in_an_hour_get_a_kind_sentence_and_the_number(client, url, settings):
    settings.PUBLIC_FORM_PER_HOUR = 2
    assert [send(client, url).status_code for _ in range(3)] == [302, 302, 429]
    page = send(client, url).content.decode()
    assert "call us instead" in page
    assert "555-0100" in page
    assert "Sam Field" in page
    assert CommunityMessage.objects.count() == 2


def test_an_hour_later_messages_are_taken_again(program, settings):
    settings.PUBLIC_FORM_PER_HOUR = 1
    make_message(program)
    with pytest.raises(services.TooManyMessages):
        make_message(program, at=AT + timedelta(minutes=59))
    make_message(program, at=AT + timedelta(minutes=61))


def test_many_addresses_together_are_limited_by_program(program, settings):  # finding-S10
    settings.PUBLIC_FORM_PER_HOUR_IN_PROGRAM = 3

    def send_from(number, to=program, at=AT):
        return services.receive_community_message(
            program=to,
            message_input=make_community_message_input(),
            address=f"192.0.2.{number}",
            key=str(uuid.uuid4()),
            at=at,
        )

    for number in range(3):
        send_from(number)
    with pytest.raises(services.TooManyMessages, match="in the last hour"):
        send_from(4)
    send_from(4, to=make_program())
    send_from(4, at=AT + timedelta(minutes=61))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("limit", ["PUBLIC_FORM_PER_HOUR", "PUBLIC_FORM_PER_HOUR_IN_PROGRAM"])
def test_messages_at_the_same_moment_do_not_outrun_a_limit(settings, limit):  # finding-S10
    program = make_program()
    setattr(settings, limit, 2)
    gate, taken = threading.Barrier(8), []

    def send_once(number):
        gate.wait()
        address = "192.0.2.7" if limit == "PUBLIC_FORM_PER_HOUR" else f"192.0.2.{number}"
        try:
            services.receive_community_message(
                program=program,
                message_input=make_community_message_input(),
                address=address,
                key=str(number),
                at=AT,
            )
            taken.append(number)
        except services.TooManyMessages:
            pass
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send_once, args=(number,)) for number in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(taken) == CommunityMessage.objects.count() == 2


def test_the_same_form_sent_twice_is_one_message(client, url):
    key = str(uuid.uuid4())
    assert [send(client, url, submission_key=key).status_code for _ in range(2)] == [302, 302]
    assert CommunityMessage.objects.count() == 1


def test_wrong_input_keeps_what_was_typed(client, url):
    page = send(client, url, how_to_reach="").content.decode()
    assert "Sam Field" in page
    assert not CommunityMessage.objects.exists()


def test_the_page_is_there_in_spanish(client, url):
    client.cookies["django_language"] = "es"
    assert 'lang="es"' in client.get(url).content.decode()


def test_the_card_carries_the_programs_number_and_no_persons_name(client, program):
    for size in ("", "?size=business", "?size=a6"):
        page = client.get(reverse("referrals:card", args=[program.slug]) + size).content.decode()
        assert "tel:+19105550100" in page
        assert "988" in page


def test_an_unknown_program_does_not_exist(client):
    assert client.get("/p/nowhere/refer/").status_code == 404


def test_a_message_becomes_one_referral_that_waits_for_the_check(program):
    staff, message = make_actor(program, "peer_support"), make_message(program)
    referral_input = make_social_referral_input(checked=False, referrer_kind="self")
    first = services.turn_message_into_referral(
        actor=staff, message=message, referral_input=referral_input, key="one", at=AT
    )
    assert (
        services.turn_message_into_referral(
            actor=staff, message=message, referral_input=referral_input, key="one", at=AT
        )
        == first
    )
    assert (first.pathway, first.referrer_kind) == ("community", "self")
    with pytest.raises(Refused, match="already"):
        services.turn_message_into_referral(
            actor=staff, message=message, referral_input=referral_input, key="two", at=AT
        )


def test_a_message_can_be_dismissed_and_restored(program):
    staff, message = make_actor(program, "peer_support"), make_message(program)
    services.dismiss_message(actor=staff, message=message, at=AT)
    with pytest.raises(Refused, match="archived"):
        services.dismiss_message(actor=staff, message=message, at=AT)
    assert services.restore_message(actor=staff, message=message, at=AT).set_aside_at is None


def test_only_staff_answer_messages(program):
    for role in ("officer", "district_attorney", "evaluator"):
        with pytest.raises(Refused):
            services.dismiss_message(actor=make_actor(program, role), message=make_message(program), at=AT)


def test_a_message_is_not_kept_when_the_notice_can_not_be_written(program, monkeypatch):
    make_member(program, "peer_support")
    monkeypatch.setattr(
        "handoff.referrals.services.community.notifications.queue_notice", lambda **kwargs: 1 / 0
    )
    with pytest.raises(ZeroDivisionError):
        services.receive_community_message(
            program=program,
            message_input=make_community_message_input(),
            address="192.0.2.7",
            key="one",
            at=AT,
        )
    assert not CommunityMessage.objects.exists()


def test_staff_make_a_referral_of_a_message_on_its_page(client, program):
    user, message = make_member(program, "peer_support"), make_message(program)
    client.login(username=user.username, password=PASSWORD)
    assert "Sam Field" in client.get(reverse("referrals:messages", args=[program.slug])).content.decode()
    url = reverse("referrals:message", args=[program.slug, message.public_id])
    assert 'value="Sam"' in client.get(url).content.decode()
    sent = {"first_name": "Sam", "last_name": "Field", "reach": "910 555 0199", "language": "en"}
    response = client.post(url, sent)
    referral = Referral.objects.get()
    assert response.url == reverse("referrals:show", args=[program.slug, referral.public_id])
    assert referral.person.contact_points.get().value == "+19105550199"
    client.post(reverse("referrals:put_message_away", args=[program.slug, make_message(program).public_id]))
    assert CommunityMessage.objects.filter(set_aside_at__isnull=False).count() == 1
