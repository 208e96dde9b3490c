"""What is kept beside the records, and what leaves with an answer, holds no names."""

import logging
import tempfile
from collections.abc import Iterator
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings as used
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import Client

from handoff.audit.models import AuditChain, AuditEvent
from handoff.consent.models import Disclosure, ReleaseEvent
from handoff.documents.models import StoredFile
from handoff.notifications.models import Notice
from handoff.notifications.services import send_queued_notices
from handoff.participants.models import PersonKeyUsed
from handoff.referrals.models import ReferralEvent
from tests.kept import Kept
from tests.matrix.county import IN_PROGRAM
from tests.matrix.samples import samples
from tests.matrix.scenario.everything import make_scenario
from tests.matrix.scenario.program import NOW, OF_PEOPLE, WORDS, Scenario, picture

pytestmark = pytest.mark.once

KEPT = (AuditEvent, AuditChain, Notice, Disclosure, StoredFile, ReleaseEvent, ReferralEvent, PersonKeyUsed)


def open_every_address(scenario: Scenario, client: Client) -> Iterator[Any]:
    """Open every address as the program manager, send one form with words in it and one file, and yield the answers."""
    from django.urls import reverse

    from tests.matrix.county import rule_of

    for address in IN_PROGRAM:
        path = reverse(address.name, kwargs={**samples(address, scenario.program)[0], "program": "here"})
        yield client.get(path)
        if not rule_of(address).signed_in or address.name.startswith(("people:", "referrals:")):
            sent = {"name": WORDS, "first_name": WORDS, "last_name": WORDS, "note": WORDS, "text": WORDS}
            yield client.post(path, {**sent, "scan": picture()})
    yield client.post(f"/p/here/people/?name={WORDS}", {"name": WORDS})


def test_what_is_kept_beside_the_records_holds_no_names(db, caplog, settings, monkeypatch, tmp_path):
    settings.MEDIA_ROOT = settings.DATA_FOLDER / "matrix"
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    scenario = make_scenario("here")
    monkeypatch.setattr("handoff.accounts.middleware.access.timezone", SimpleNamespace(now=lambda: NOW))
    client = Client()
    client.force_login(scenario.members["program_manager"])
    for answer in open_every_address(scenario, client):
        beside = [*answer.headers.values(), *(each.OutputString() for each in answer.cookies.values())]
        assert not [each for each in beside if OF_PEOPLE.search(each)], answer.request["PATH_INFO"]
    for model in KEPT:
        assert model is AuditChain or model.objects.exists(), f"the scenario holds no {model}"
        for row in model.objects.values_list():
            assert not OF_PEOPLE.search(repr(row)), f"{model.__name__}: {row}"
    assert Session.objects.exists()
    for session in Session.objects.all():
        assert not OF_PEOPLE.search(repr(session.get_decoded()))
    assert not OF_PEOPLE.search(repr(getattr(cache, "_cache", {})))
    assert not OF_PEOPLE.search(caplog.text.replace(f"?name={WORDS}", ""))
    send_queued_notices(at=NOW)
    assert mail.outbox
    for message in mail.outbox:
        assert not OF_PEOPLE.search(str(message.message())), message.subject
    folders = (settings.MEDIA_ROOT, tmp_path)
    names = [path.name for folder in folders for path in folder.rglob("*")]
    assert names and not [name for name in names if OF_PEOPLE.search(name)]
    left = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert not [each for each in left if OF_PEOPLE.search(each.decode("latin-1"))]


def test_the_sweep_of_a_run_finds_a_word_in_a_log_a_mail_and_a_file(tmp_path):
    kept = Kept()
    kept.handle(logging.LogRecord("handoff", logging.INFO, "", 1, "for %s", ("zq000123q",), None))
    kept.search_mail([mail.EmailMessage(subject="about zqwords", to=["somebody@example.org"])])
    (tmp_path / "zqlast1.txt").write_text("nothing")
    (tmp_path / "plain.log").write_text("zqfirst1")
    kept.search_files(tmp_path)
    assert len(kept.found) == 4, kept.found
    assert not any("zq" in each for each in kept.found if "file" not in each)


def test_the_sweep_reads_the_whole_run(request):
    plugin = request.config.pluginmanager.get_plugin("kept")
    before = plugin.kept.lines
    logging.getLogger("handoff").warning("a line like any other")
    assert plugin.kept.lines == before + 1
    assert plugin.kept in logging.getLogger().handlers


@pytest.mark.parametrize("name", ["SESSION_ENGINE", "CACHES"])
def test_sessions_and_cache_are_where_the_sweep_looks(name):
    where = {
        "SESSION_ENGINE": issubclass(import_module(used.SESSION_ENGINE).SessionStore, db.SessionStore),
        "CACHES": used.CACHES["default"]["BACKEND"].startswith("django.core.cache.backends."),
    }
    assert where[name]
