"""An invitation works once, within a week, and names no one."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from handoff.accounts.models import Invitation, User
from handoff.accounts.services.invitations import accept_invitation, create_invitation
from handoff.audit.models import AuditEvent
from handoff.core.refusals import Refused
from handoff.testing.programs import AT, PASSWORD, actor_of, make_member, make_program

pytestmark = pytest.mark.django_db

NEW = "quite another password"


@pytest.fixture
def program():
    return make_program(slug="here")


@pytest.fixture
def manager(program):
    client = Client()
    client.force_login(make_member(program, "program_manager"))
    return client


def link_for(program, user):
    actor = actor_of(make_member(program, "program_manager"), program)
    link = create_invitation(actor=actor, user=user, on=AT.date(), at=AT)
    return link.removeprefix("http://127.0.0.1:8000")


def test_a_manager_adds_a_user_who_gets_a_link_by_mail_without_any_name(clock, program, manager):
    sent = {
        "full_name": "Casey Rivers", "username": "casey.r", "email": "casey@example.org", "language": "en",
        "role": "program_manager", "agency": "",
    }  # fmt: skip
    page = manager.post(reverse("accounts:add_member", args=["here"]), sent, follow=True)
    (message,) = mail.outbox
    link = next(line for line in message.body.splitlines() if "/invitation/" in line)
    assert message.to == ["casey@example.org"] and link not in page.content.decode()
    assert "casey" not in f"{message.subject}{message.body}".casefold()
    token = link.rstrip("/").rpartition("/")[2]
    assert token not in str(list(Invitation.objects.values())) and len(token) > 40
    user = User.objects.get(username="casey.r")
    assert not user.has_usable_password()
    assert AuditEvent.objects.filter(action="invitation.made", subject=str(user.public_id)).exists()


def test_when_the_mail_server_is_down_the_link_is_shown_to_no_one(clock, program, manager, monkeypatch):
    def fail(_message):
        raise ConnectionRefusedError

    monkeypatch.setattr("handoff.accounts.services.invitations.EmailMessage.send", fail)
    user = make_member(program, "officer")
    page = manager.post(reverse("accounts:invite", args=["here", user.public_id]), follow=True)
    assert "send the email" in page.content.decode() and not mail.outbox


def test_the_invited_chooses_a_password_and_goes_on_to_the_second_factor(clock, program):
    user, client = make_member(program, "officer"), Client()
    link = link_for(program, user)
    assert not Client().login(username=user.username, password=PASSWORD)
    page = client.get(link)
    assert page.status_code == 200 and b"monitored" in page.content
    assert f'value="{user.username}"'.encode() in page.content  # for a password manager
    answer = client.post(link, {"new": NEW, "again": NEW})
    assert answer["Location"] == reverse("accounts:set_up")
    assert client.get("/p/here/")["Location"].startswith(reverse("accounts:set_up"))
    user.refresh_from_db()
    assert user.check_password(NEW) and not user.must_change_password
    assert AuditEvent.objects.filter(action="invitation.used", user_id=user.pk).count() == 1


@pytest.mark.parametrize(("seen", "language"), [(None, "es"), (AT, "en")], ids=["new", "in use"])
def test_a_new_account_speaks_the_language_its_owner_read_the_link_in(clock, program, seen, language):
    """The pages after it were in English, whatever the browser asked for. Someone who has chosen keeps their choice."""
    user = make_member(program, "officer", last_seen_at=seen)
    client, link = Client(headers={"Accept-Language": "es-US"}), link_for(program, user)
    assert 'lang="es"' in client.get(link).content.decode()
    client.post(link, {"new": NEW, "again": NEW})
    user.refresh_from_db()
    assert user.language == language


def test_a_link_works_once_within_a_week_and_only_the_newest(clock, program):
    user = make_member(program, "officer")
    old, link = link_for(program, user), link_for(program, user)
    assert Client().get(old).status_code == 404
    clock.at += timedelta(days=7)
    assert Client().get(link).status_code == 404
    clock.at = AT + timedelta(days=7, seconds=-1)
    assert Client().post(link, {"new": NEW, "again": NEW}).status_code == 302
    assert Client().get(link).status_code == 404
    with pytest.raises(Refused, match="already used"):
        accept_invitation(token=link.split("/")[2], password=NEW, address="", at=clock.at)


def test_a_link_of_a_switched_off_account_and_a_weak_password_are_refused(clock, program):
    user, client = make_member(program, "officer"), Client()
    link = link_for(program, user)
    assert client.post(link, {"new": "short", "again": "short"}).status_code == 200
    assert client.post(link, {"new": NEW, "again": PASSWORD}).status_code == 200
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.post(link, {"new": NEW, "again": NEW}).status_code == 404


def test_guessing_links_is_slowed_down(clock, settings):
    settings.SIGN_IN_FAILURES_PER_ADDRESS = 2
    answers = [Client().get(f"/invitation/guess-{each}/").status_code for each in range(3)]
    assert answers == [404, 404, 429]


def test_only_managers_invite(program):
    user, officer = make_member(program, "officer"), make_member(program, "officer")
    with pytest.raises(Refused):
        create_invitation(actor=actor_of(officer, program), user=user, on=AT.date(), at=AT)
    assert user.check_password(PASSWORD) and not Invitation.objects.exists()
