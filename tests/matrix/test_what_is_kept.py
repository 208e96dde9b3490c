"""What is kept beside the records, and what leaves with an answer, holds no names."""

import logging
import re
import tempfile
from collections.abc import Iterator
from importlib import import_module
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
from tests.matrix.canaries import WORD
from tests.matrix.county import BUILT, IN_PROGRAM, County, rule_of
from tests.matrix.looking import browser
from tests.matrix.scenario.program import NOW, OF_PEOPLE, WORDS, picture

pytestmark = pytest.mark.once

FACTS = re.compile(f"{OF_PEOPLE.pattern}|{WORD.pattern}", re.IGNORECASE)
"""What the county's services were given to write of people, and the words that stand in its place since."""

KEPT = (AuditEvent, AuditChain, Notice, Disclosure, StoredFile, ReleaseEvent, ReferralEvent, PersonKeyUsed)


def open_addresses(county: County, client: Client) -> Iterator[Any]:
    """Open each address as the program manager, send forms with words, one with a file, and yield the answers."""
    for address in IN_PROGRAM:
        path = county.path(address, county.samples[address.name][0])
        yield client.get(path)
        if not rule_of(address).signed_in or address.name.startswith(("people:", "referrals:")):
            sent = {"name": WORDS, "first_name": WORDS, "last_name": WORDS, "note": WORDS, "text": WORDS}
            yield client.post(path, {**sent, "scan": picture()})
    yield client.post(f"/p/here/people/?name={WORDS}", {"name": WORDS})


def test_what_is_kept_beside_the_records_holds_no_names(county, caplog, settings, monkeypatch, tmp_path):
    """Beside the records of the whole county, which services made."""
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    client = browser(county.here.members["program_manager"])
    for answer in open_addresses(county, client):
        beside = [*answer.headers.values(), *(each.OutputString() for each in answer.cookies.values())]
        assert not [each for each in beside if FACTS.search(each)], answer.request["PATH_INFO"]
    for model in KEPT:
        assert model is AuditChain or model.objects.exists(), f"the county holds no {model}"
        for row in model.objects.values_list():
            assert not FACTS.search(repr(row)), f"{model.__name__}: {row}"
    assert Session.objects.exists()
    for session in Session.objects.all():
        assert not FACTS.search(repr(session.get_decoded()))
    assert not FACTS.search(repr(getattr(cache, "_cache", {})))
    assert BUILT in county.log
    assert not FACTS.search(county.log + caplog.text.replace(f"?name={WORDS}", ""))
    send_queued_notices(at=NOW)
    assert mail.outbox
    for message in mail.outbox:
        assert not FACTS.search(str(message.message())), message.subject
    folders = (settings.MEDIA_ROOT, tmp_path, county.temporary)
    names = [path.name for folder in folders for path in folder.rglob("*")]
    assert names and not [name for name in names if FACTS.search(name)]
    left = [path.read_bytes() for folder in folders[1:] for path in folder.rglob("*") if path.is_file()]
    assert not [each for each in left if FACTS.search(each.decode("latin-1"))]


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
