"""A full disk and an unreachable database answer 503, not 500 (threats.md 5.4)."""

import errno
import shutil
from collections import namedtuple

import pytest
from django.db import InterfaceError, OperationalError, ProgrammingError, connection
from django.test import Client
from django.urls import reverse

from handoff.config.outages import is_disk_low, is_outage
from handoff.testing.programs import make_member, make_program

Usage = namedtuple("Usage", "total used free")
SQLITE = ("database or disk is full", "database is locked", "disk I/O error", "unable to open database file")


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("words", [*SQLITE, "attempt to write a readonly database"])
def test_an_outage_is_recognized(words):
    assert is_outage(OperationalError(words))


def test_an_error_of_the_program_is_no_outage():
    assert not is_outage(None) and not is_outage(ValueError()) and not is_outage(ProgrammingError("syntax"))
    assert not is_outage(FileNotFoundError(errno.ENOENT, "gone"))
    if connection.vendor == "sqlite":
        assert not is_outage(OperationalError("no such table: people"))


def test_a_lost_connection_and_a_full_disk_are_outages():
    assert is_outage(InterfaceError("connection already closed")) and is_outage(OSError(errno.ENOSPC, "full"))
    wrapped = RuntimeError("while saving")
    wrapped.__cause__ = OSError(errno.ENOSPC, "full")
    assert is_outage(wrapped)


@pytest.mark.django_db
@pytest.mark.parametrize("words", SQLITE)
def test_a_page_answers_503_with_a_sentence_during_an_outage(client, monkeypatch, words):
    def fail(*_: object, **__: object) -> None:
        raise OperationalError(words)

    program = make_program()
    client.force_login(make_member(program, "case_manager"))
    address = reverse("people:people", args=[program.slug])
    # The middleware first: imported while the service is replaced, it would keep the replacement for good.
    monkeypatch.setattr("handoff.audit.middleware.record_read", fail)
    monkeypatch.setattr("handoff.audit.services.record_read", fail)
    response = client.get(address)
    assert response.status_code == 503 and response["Retry-After"] == "30"
    assert b"What you saved before is safe" in response.content and b'lang="es"' in response.content
    assert words.encode() not in response.content


@pytest.mark.django_db
def test_an_outage_before_the_view_answers_503_too(client, monkeypatch):
    def fail(*_: object, **__: object) -> None:
        raise OperationalError("database is locked")

    program = make_program()
    client.force_login(make_member(program, "case_manager"))
    address = reverse("people:people", args=[program.slug])
    monkeypatch.setattr("handoff.accounts.middleware.access.actor_for", fail)
    assert client.get(address).status_code == 503


@pytest.mark.django_db
def test_an_error_of_our_own_stays_an_error(client, monkeypatch):
    def fail(*_: object, **__: object) -> None:
        raise ValueError

    monkeypatch.setattr("handoff.desk.people.views.record.audit.record_read", fail)
    program = make_program()
    client.force_login(make_member(program, "case_manager"))
    assert client.get(reverse("people:people", args=[program.slug])).status_code == 500


@pytest.mark.django_db
def test_a_nearly_full_disk_allows_reading_only(client, monkeypatch):
    program = make_program()
    client.force_login(make_member(program, "case_manager"))
    address = reverse("people:people", args=[program.slug])
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**9, 10**9 - 1000, 1000))
    assert is_disk_low()
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 503
