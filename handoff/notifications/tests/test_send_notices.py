"""Notices are queued as rows, sent once by real SMTP, and say nothing about any person (H4)."""

import socket
import threading
from datetime import timedelta
from smtplib import SMTPNotSupportedError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from aiosmtpd.controller import Controller
from django.core.mail import EmailMessage
from django.db import connection
from django.utils import translation

from handoff.core.tenancy import tenant_context
from handoff.notifications.models import Notice
from handoff.notifications.queries import mail_is_delivered
from handoff.notifications.services import (
    MAX_ATTEMPTS,
    build_message,
    claim_notice,
    queue_notice,
    send_queued_notices,
)
from handoff.notifications.wording import SUBJECTS, TO_DO
from handoff.testing.programs import AT, make_user

pytestmark = pytest.mark.django_db
PROGRAM = 1


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


def queue_one(user, key="once", kind="new_referral"):
    return queue_notice(program_id=PROGRAM, user=user, kind=kind, path="/p/alder/outreach/", key=key, at=AT)


def test_the_same_occasion_in_two_programs_is_two_notices():
    """PostgreSQL hides the other program's notice, so a key of both would stop the second with an error."""
    user = make_user(email="robin@example.org")
    for program_id in (PROGRAM, PROGRAM + 1, PROGRAM):
        queue_notice(program_id=program_id, user=user, kind="intake_due_soon", path="/", key="once", at=AT)
    assert sorted(Notice.objects.values_list("program_id", flat=True)) == [PROGRAM, PROGRAM + 1]


def test_a_notice_arrives_by_smtp_with_nothing_but_a_link(smtp):
    user = make_user(full_name="Robin Fields", email="robin@example.org")
    queue_one(user)
    assert send_queued_notices(at=AT) == 1
    [(recipients, content)] = smtp.caught
    assert recipients == ["robin@example.org"]
    assert "/p/alder/outreach/" in content
    assert "Robin" not in content
    assert Notice.objects.get().sent_at == AT


def test_a_notice_is_sent_once(smtp):
    queue_one(make_user())
    assert [send_queued_notices(at=AT), send_queued_notices(at=AT)] == [1, 0]
    assert len(smtp.caught) == 1


def test_the_same_occasion_makes_one_notice_per_reader():
    user, other = make_user(), make_user()
    queue_one(user)
    queue_one(user)
    queue_one(other)
    assert Notice.objects.count() == 2


def test_a_server_that_is_away_loses_nothing(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 2
    queue_one(make_user())
    queue_one(make_user())
    assert send_queued_notices(at=AT) == 0
    assert Notice.objects.exclude(last_error="").count() == 1, (
        "one try says for the whole run that it is away"
    )
    for minute in range(1, MAX_ATTEMPTS + 2):
        assert send_queued_notices(at=AT + timedelta(minutes=minute)) == 0
    assert set(Notice.objects.values_list("sent_at", "attempts")) == {(None, 0)}


def test_a_mail_at_which_the_server_hangs_up_holds_up_no_other(monkeypatch):
    first, second = queue_one(make_user()), queue_one(make_user())

    def send(message):
        if message.to == [first.to_address]:
            raise SMTPServerDisconnected

    monkeypatch.setattr(EmailMessage, "send", send)
    assert send_queued_notices(at=AT) == 0
    assert send_queued_notices(at=AT + timedelta(minutes=1)) == 1
    second.refresh_from_db()
    assert second.sent_at is not None


@pytest.mark.parametrize(
    ("backend", "delivers"),
    [
        ("django.core.mail.backends.smtp.EmailBackend", True),
        ("a.console.EmailBackend", False),
        ("smtp", False),
    ],
)
def test_pages_promise_mail_only_where_a_mail_server_gets_it(settings, backend, delivers):
    settings.EMAIL_BACKEND = backend
    assert mail_is_delivered() is delivers


@pytest.mark.parametrize("error", [SMTPRecipientsRefused({}), SMTPNotSupportedError()])
def test_a_mail_that_the_server_refuses_again_and_again_is_given_up(monkeypatch, error):
    queue_one(make_user())
    tries = []

    def refuse(message):
        tries.append(message)
        raise error

    monkeypatch.setattr(EmailMessage, "send", refuse)
    for minute in range(MAX_ATTEMPTS + 2):
        send_queued_notices(at=AT + timedelta(minutes=minute))
    assert len(tries) == MAX_ATTEMPTS


def run_in_thread(work):
    """Run `work` on a database connection of its own, and return what it returned."""
    results = []

    def run():
        try:
            with tenant_context(PROGRAM):
                results.append(work())
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, results


@pytest.mark.django_db(transaction=True)
def test_a_notice_that_one_run_is_sending_is_not_sent_by_another(monkeypatch):
    queue_one(make_user())
    second_run = []

    def send_slowly(message):
        thread, results = run_in_thread(lambda: send_queued_notices(at=AT + timedelta(seconds=5)))
        thread.join()
        second_run.extend(results)

    monkeypatch.setattr(EmailMessage, "send", send_slowly)
    assert send_queued_notices(at=AT) == 1
    assert second_run == [0]


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_send_each_notice_once(monkeypatch):  # finding-C6
    for number in range(20):
        queue_one(make_user(), key=str(number))
    sent, start = [], threading.Barrier(2)
    monkeypatch.setattr(EmailMessage, "send", lambda message: sent.append(message.to[0]))

    def send_all():
        start.wait()
        return send_queued_notices(at=AT)

    runs = [run_in_thread(send_all) for _ in range(2)]
    for thread, _results in runs:
        thread.join()
    assert sum(results[0] for _thread, results in runs) == 20
    assert len(sent) == len(set(sent)) == 20


def test_a_failed_notice_waits_for_the_next_run(monkeypatch):
    queue_one(make_user())
    tries = []

    def fail(message):
        tries.append(message)
        raise OSError

    monkeypatch.setattr(EmailMessage, "send", fail)
    assert send_queued_notices(at=AT) == 0 and len(tries) == 1
    assert send_queued_notices(at=AT + timedelta(minutes=1)) == 0 and len(tries) == 2


def test_a_notice_whose_run_was_killed_is_sent_once_its_claim_is_over(mailoutbox):
    queue_one(make_user())
    claim_notice(AT, but_not=[])
    assert send_queued_notices(at=AT + timedelta(minutes=9)) == 0
    assert send_queued_notices(at=AT + timedelta(minutes=10)) == 1


def test_a_user_without_an_address_gets_no_notice():
    assert queue_one(make_user(email="")) is None


def test_an_unknown_kind_is_a_programming_error():
    with pytest.raises(ValueError, match="kind"):
        queue_one(make_user(), kind="gossip")


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", sorted(SUBJECTS))
def test_every_kind_can_be_written_in_both_languages(kind, language):
    notice = Notice(kind=kind, language=language, path="/p/alder/", to_address="a@example.org")
    message = build_message(notice)
    assert message.subject.startswith("Handoff")
    assert "/p/alder/" in message.body


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", TO_DO)
def test_the_mail_says_what_to_do(kind, language):  # W10
    notice = Notice(kind=kind, path="/p/here/", language=language, to_address="a@example.org")
    body = build_message(notice).body
    with translation.override(language):
        assert str(TO_DO[kind]) in body
    assert "/p/here/" in body
