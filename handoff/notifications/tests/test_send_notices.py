"""Notices are rows first, go out once by real SMTP, and say nothing about anybody (H4)."""

import socket

import pytest
from aiosmtpd.controller import Controller

from handoff.notifications.models import Notice
from handoff.notifications.services import message_for, queue, send_waiting
from handoff.notifications.wording import SUBJECTS
from handoff.testing.worlds import AT, make_user

pytestmark = pytest.mark.django_db


class Catcher:
    """Keeps what a real SMTP conversation delivers."""

    def __init__(self) -> None:
        self.caught: list[tuple[list[str], str]] = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        self.caught.append((envelope.rcpt_tos, envelope.content.decode()))
        return "250 OK"


@pytest.fixture
def smtp(settings):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    catcher = Catcher()
    controller = Controller(catcher, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield catcher
    controller.stop()


def waiting(user, key="once", kind="new_referral"):
    return queue(program_id=1, user=user, kind=kind, path="/p/alder/outreach/", key=key, at=AT)


def test_a_notice_arrives_by_smtp_with_nothing_but_a_link(smtp):
    user = make_user(full_name="Robin Fields", email="robin@example.org")
    waiting(user)
    assert send_waiting(at=AT) == 1
    [(recipients, content)] = smtp.caught
    assert recipients == ["robin@example.org"]
    assert "/p/alder/outreach/" in content
    assert "Robin" not in content
    assert Notice.objects.get().sent_at == AT


def test_a_notice_is_sent_once(smtp):
    waiting(make_user())
    assert [send_waiting(at=AT), send_waiting(at=AT)] == [1, 0]
    assert len(smtp.caught) == 1


def test_the_same_occasion_makes_one_notice_per_reader():
    user, other = make_user(), make_user()
    waiting(user)
    waiting(user)
    waiting(other)
    assert Notice.objects.count() == 2


def test_a_server_that_is_away_loses_nothing(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 2
    waiting(make_user())
    assert send_waiting(at=AT) == 0
    notice = Notice.objects.get()
    assert (notice.sent_at, notice.attempts) == (None, 1)
    assert notice.last_error


def test_somebody_without_an_address_gets_none():
    assert waiting(make_user(email="")) is None


def test_an_unknown_kind_is_a_programming_error():
    with pytest.raises(ValueError, match="kind"):
        waiting(make_user(), kind="gossip")


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", sorted(SUBJECTS))
def test_every_kind_can_be_written_in_both_languages(kind, language):
    notice = Notice(kind=kind, language=language, path="/p/alder/", to_address="a@example.org")
    message = message_for(notice)
    assert message.subject.startswith("Handoff")
    assert "/p/alder/" in message.body
