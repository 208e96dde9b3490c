"""A full disk and a database that is away are said kindly, and pass: 503, not 500 (threats.md 5.4)."""

import errno
import shutil
from collections import namedtuple

import pytest
from django.db import InterfaceError, OperationalError, ProgrammingError, connection
from django.test import Client
from django.urls import reverse

from handoff.config.trouble import is_trouble, reserve_is_touched
from handoff.testing.worlds import make_member, make_program

Usage = namedtuple("Usage", "total used free")
SQLITE = ("database or disk is full", "database is locked", "disk I/O error", "unable to open database file")


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("words", [*SQLITE, "attempt to write a readonly database"])
def test_trouble_of_the_place_is_known(words):
    assert is_trouble(OperationalError(words))


def test_faults_of_the_program_are_not_trouble_of_the_place():
    assert (
        not is_trouble(None) and not is_trouble(ValueError()) and not is_trouble(ProgrammingError("syntax"))
    )
    assert not is_trouble(FileNotFoundError(errno.ENOENT, "gone"))
    if connection.vendor == "sqlite":
        assert not is_trouble(OperationalError("no such table: people"))


def test_a_lost_connection_and_a_full_disk_of_files_are_trouble():
    assert is_trouble(InterfaceError("connection already closed")) and is_trouble(
        OSError(errno.ENOSPC, "full")
    )
    wrapped = RuntimeError("while saving")
    wrapped.__cause__ = OSError(errno.ENOSPC, "full")
    assert is_trouble(wrapped)


@pytest.mark.django_db
@pytest.mark.parametrize("words", SQLITE)
def test_a_page_that_meets_trouble_answers_503_with_a_kind_sentence(client, monkeypatch, words):
    def fail(*_: object, **__: object) -> None:
        raise OperationalError(words)

    program = make_program()
    client.force_login(make_member(program, "case_manager"))
    address = reverse("people:people", args=[program.slug])
    monkeypatch.setattr("handoff.audit.services.record_read", fail)
    response = client.get(address)
    assert response.status_code == 503 and response["Retry-After"] == "30"
    assert b"What you saved before is safe" in response.content and b'lang="es"' in response.content
    assert words.encode() not in response.content


@pytest.mark.django_db
def test_trouble_before_any_page_is_reached_answers_alike(client, monkeypatch):
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
def test_with_the_reserve_touched_programs_are_read_and_take_nothing_new(client, monkeypatch):
    program = make_program()
    client.force_login(make_member(program, "case_manager"))
    address = reverse("people:people", args=[program.slug])
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**9, 10**9 - 1000, 1000))
    assert reserve_is_touched()
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 503
