"""`handoff check` and `/readyz` look at what people's work depends on, and say it plainly."""

import json
import shutil
from collections import namedtuple
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import Client
from django.utils import timezone

from handoff.access.actor import system_actor
from handoff.audit.services import record
from handoff.config import readiness, scheduled_jobs
from handoff.config.backup import BACKUP_NAME
from handoff.config.readiness import check_agency, check_mail, check_operations, unfinished_restore
from handoff.core.sealing import generate_key
from handoff.notifications.models import JobsRun
from handoff.notifications.services import record_jobs_run

pytestmark = pytest.mark.django_db
Usage = namedtuple("Usage", "total used free")


@pytest.fixture(autouse=True)
def operated(settings, tmp_path):
    """A server where everything is in order."""
    cache.delete("readyz")
    settings.DATA_FOLDER = tmp_path / "data"
    settings.MEDIA_ROOT = tmp_path / "data" / "files"
    settings.DATA_FOLDER.mkdir()
    settings.BACKUP_NEEDED = True
    settings.BACKUP_FOLDER = str(tmp_path / "backups")
    settings.ANCHOR_FILE = str(tmp_path / "anchors.jsonl")
    settings.JOURNAL_FILE = str(tmp_path / "elsewhere" / "journal.jsonl")
    settings.FILE_KEYS, settings.BACKUP_KEY = [generate_key()], [generate_key()]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    (tmp_path / "backups").mkdir()
    a_backup(tmp_path, hours=1)
    an_anchor(tmp_path, minutes=20)
    record_jobs_run(at=timezone.now())
    yield
    cache.delete("readyz")


def a_backup(tmp_path, *, hours: float) -> None:
    for path in (tmp_path / "backups").iterdir():
        path.unlink()
    taken = timezone.now() - timedelta(hours=hours)
    (tmp_path / "backups" / taken.strftime(BACKUP_NAME)).write_bytes(b"")


def an_anchor(tmp_path, *, minutes: float) -> None:
    at = timezone.now() - timedelta(minutes=minutes)
    (tmp_path / "anchors.jsonl").write_text(json.dumps({"at": at.isoformat()}) + "\n{broken")


def wrong(name: str) -> str:
    """What `handoff check` says is wrong of one thing; nothing when it is in order."""
    return " ".join(each.msg for each in check_operations() if each.obj == name and each.is_serious())


def ready():
    cache.delete("readyz")
    response = Client().get("/readyz")
    return response.status_code, response.content.decode()


def test_everything_in_order_is_ready():
    assert ready() == (200, "ready")
    for name in (
        "backup",
        "anchor",
        "file keys",
        "backup key",
        "journal",
        "stored files",
        "clock",
        "restore",
    ):
        assert wrong(name) == "", name


def test_an_old_backup_or_none_is_wrong(tmp_path):
    a_backup(tmp_path, hours=5)
    assert "5 hours old" in wrong("backup") and ready() == (503, "not ready: backup")
    for path in (tmp_path / "backups").iterdir():
        path.unlink()
    assert "none" in wrong("backup") and ready()[0] == 503


def test_an_old_anchor_or_none_is_wrong(tmp_path):
    an_anchor(tmp_path, minutes=200)
    assert "3 hours old" in wrong("anchor") and ready() == (503, "not ready: anchor")
    (tmp_path / "anchors.jsonl").unlink()
    assert "none" in wrong("anchor") and ready()[0] == 503


def test_a_nearly_full_disk_is_not_ready(monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(100, 95, 5))
    assert ready() == (503, "not ready: disk")


def test_a_database_that_takes_no_write_is_not_ready(monkeypatch):
    monkeypatch.setattr(readiness, "can_write_to_database", lambda: False)
    assert ready() == (503, "not ready: database")


def test_the_write_that_asks_leaves_nothing_behind():
    from django.contrib.sessions.models import Session

    assert readiness.can_write_to_database()
    assert not Session.objects.exists()


def test_a_clock_behind_the_audit_trail_is_not_ready():
    record(actor=system_actor(0), at=timezone.now() + timedelta(minutes=5), action="test.row")
    assert "behind" in wrong("clock") and ready() == (503, "not ready: clock")


def test_an_unfinished_restore_is_not_ready_and_stops_the_start():
    unfinished_restore().touch()
    assert wrong("restore") and ready() == (503, "not ready: restore")
    from handoff.config.startup import refuse_a_wrong_database

    with pytest.raises(SystemExit, match="restore"):
        refuse_a_wrong_database()


def test_anonymous_visitors_learn_no_figures_and_no_places(tmp_path):
    a_backup(tmp_path, hours=30)
    an_anchor(tmp_path, minutes=600)
    assert ready()[1] == "not ready: backup, anchor"


def test_keys_that_lie_beside_the_data_or_cannot_be_read_are_wrong(settings, tmp_path):
    settings.BACKUP_KEY, settings.BACKUP_KEY_FILE = [], tmp_path / "data" / "backup-key"
    assert "lost with the data" in wrong("backup key")
    settings.FILE_KEYS = ["not a key"]
    assert "not written as name:base64" in wrong("file keys")


def test_a_journal_that_cannot_be_written_or_is_kept_with_the_data_is_reported(settings, tmp_path):
    settings.JOURNAL_FILE = str(tmp_path / "data" / "journal.jsonl")
    assert "another host" in wrong("journal")
    (tmp_path / "file").touch()
    settings.JOURNAL_FILE = str(tmp_path / "file" / "journal.jsonl")
    assert "cannot be written" in wrong("journal")


def test_mail_that_reaches_no_one_is_wrong(settings):
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert "does not answer" in wrong("mail")
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert "not to a mail server" in wrong("mail")
    settings.EMAIL_BACKEND = "smtp"
    assert "there is no backend smtp" in wrong("mail")


def test_notices_need_a_sender_with_an_address(settings):
    settings.DEFAULT_FROM_EMAIL = "handoff"
    assert "handoff is no email address" in wrong("mail")


@pytest.mark.parametrize(
    ("issuer", "good"),
    [
        ("", True),
        ("https://login.example.gov", True),
        ("http://127.0.0.1:9000", True),
        ("http://login.example.gov", False),
    ],
)
def test_an_agency_that_is_asked_in_the_clear_is_wrong(settings, issuer, good):
    settings.OIDC_ISSUER = issuer
    assert check_agency().is_serious() is not good


def test_a_laptop_needs_neither_backup_nor_anchor(settings, tmp_path):
    settings.BACKUP_NEEDED = False
    a_backup(tmp_path, hours=500)
    (tmp_path / "anchors.jsonl").unlink()
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    assert str(tmp_path / "mail") in check_mail().msg
    assert wrong("backup") == wrong("anchor") == wrong("mail") == ""
    assert ready() == (200, "ready")


def test_check_ends_with_an_error_and_names_what_is_wrong(tmp_path, capsys):
    a_backup(tmp_path, hours=5)
    with pytest.raises(SystemCheckError, match=r"backup: \(handoff.backup\) the newest is 5 hours old"):
        call_command("check")
    assert "ok     restore: none under way" in capsys.readouterr().out


def test_jobs_that_stopped_running_make_the_server_not_ready():
    """finding-I5: with the jobs dead, no reminder is sent."""
    record_jobs_run(at=timezone.now() - timedelta(minutes=16))
    assert ready() == (503, "not ready: jobs")
    assert "last ran 16 minutes ago" in wrong("jobs")


def test_jobs_that_never_ran_make_a_server_not_ready_and_a_laptop_not(settings):
    """finding-I5"""
    JobsRun.objects.all().delete()
    assert ready() == (503, "not ready: jobs")
    settings.BACKUP_NEEDED = False
    assert ready() == (200, "ready")


def test_a_run_of_the_jobs_counts_only_when_it_reached_its_end(monkeypatch):
    """finding-I5"""
    JobsRun.objects.all().delete()
    with monkeypatch.context() as broken:
        broken.setattr(scheduled_jobs, "publish_if_due", lambda **_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            scheduled_jobs.run_scheduled_jobs(at=timezone.now())
    assert not JobsRun.objects.exists()
    scheduled_jobs.run_scheduled_jobs(at=timezone.now())
    assert ready() == (200, "ready")
