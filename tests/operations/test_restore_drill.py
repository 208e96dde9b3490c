"""The restore drill (threat T11): what was erased or revoked after the backup stays so after the restore.

Everything runs as an operator would run it, in installations of their own, on the database of the tests.
"""

import json
import shutil
import stat
import time
from types import SimpleNamespace

import pytest
from django.db import connection

from handoff.audit.journal.services import JournalEvent
from handoff.config.backup import BACKUP_ENDING
from tests.operations.places import kept_elsewhere, new_place

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]
WORDS = "replace what is there"


@pytest.fixture(scope="module")
def drill(tmp_path_factory, django_db_setup):
    """Backup, then revoke, disable and end a role, then restore into an empty place."""
    base = tmp_path_factory.mktemp("drill")
    shared = kept_elsewhere(base)
    with new_place(base / "one", migrated=True, **shared) as one, new_place(base / "two", **shared) as two:
        before = one.ask("build")
        (one.folder / "backup-work-left").mkdir()
        (one.folder / "backup-work-left" / "copy.sqlite3").write_text("left by a crash")
        said = one.run("backup").stdout
        [file] = (base / "backups").iterdir()
        left = one.ask("leave")
        one.run("audit", "anchor")
        for name in ("file-keys", "backup-key"):
            shutil.copy(one.folder / name, two.folder / name)
        output = two.run("restore", str(file)).stdout
        after, verified = two.ask_all("state", "verify")
        yield SimpleNamespace(
            base=base, one=one, two=two, file=file, before=before, left=left, said=said, output=output,
            after=after, verified=verified,
        )  # fmt: skip


def test_who_could_see_before_the_backup_cannot_after_the_restore(drill):
    for denied in ("release_live", "officer_active", "worker_has_role", "person_known"):
        assert drill.before[denied] is True
        assert drill.left[denied] is False
        assert drill.after[denied] is False


def test_scans_come_back_and_every_session_has_ended(drill):
    assert drill.after["scan"] and drill.after["scans"] == 1
    assert drill.before["sessions"] and drill.after["sessions"] == 0


def test_what_was_done_again_is_in_the_audit_trail_which_is_whole(drill):
    assert drill.after["replayed"] >= 3
    assert drill.verified["broken"] == [] and drill.verified["rows"] > 3


def test_rows_lost_in_the_restore_are_reported_until_the_restore_is_recorded(drill):
    missed = drill.two.run("audit", "verify", check=False)
    assert missed.returncode and "handoff audit accept-restore" in missed.stderr
    drill.two.run("audit", "accept-restore")
    assert "heads published before: confirm this with the operator" in drill.two.run("audit", "verify").stdout


def test_the_restore_says_what_it_did_and_how_long_it_took(drill):
    for event in (
        JournalEvent.RELEASE_REVOKED,
        JournalEvent.ACCOUNT_DISABLED,
        JournalEvent.ROLE_ENDED,
        JournalEvent.PERSON_ERASED,
    ):
        assert f"{event.value}: done (1)" in drill.output
    assert "Audit log intact" in drill.output and "Ready, in" in drill.output


def test_nothing_unsealed_is_left_behind_and_the_backup_shows_nothing(drill):
    assert "verified in" in drill.said
    assert not list(drill.one.folder.glob("backup-work-*")) and not list(
        drill.two.folder.glob("backup-work-*")
    )
    content = drill.file.read_bytes()
    for word in (b"SQLite format", b"PGDMP", b"Rowan", b"drill", b"officer"):
        assert word not in content
    assert stat.S_IMODE(drill.file.stat().st_mode) == 0o600
    assert not (drill.two.folder / "restore-unfinished").exists()


def test_a_second_restore_over_people_is_refused_unless_asked_for_in_words(drill):
    refused = drill.two.run("restore", str(drill.file), check=False)
    assert refused.returncode and "There is a database already" in refused.stderr
    refused = drill.two.run("restore", str(drill.file), "--replace", check=False, feed="yes\n")
    assert refused.returncode and "Nothing was changed" in refused.stderr
    assert drill.two.ask("state") == drill.after


@pytest.mark.nightly
def test_with_the_words_it_is_put_back_once_more_and_the_old_is_put_aside(drill):
    output = drill.two.run("restore", str(drill.file), "--replace", "--yes", WORDS).stdout
    assert "Previous data kept" in output
    again, verified = drill.two.ask_all("state", "verify")
    assert not again["release_live"] and not again["officer_active"] and not again["worker_has_role"]
    assert verified["broken"] == []


def refused(drill, name, *words, **environment):
    with new_place(drill.base / name, **{**drill.two.environment, **environment}) as place:
        for key in ("file-keys", "backup-key"):
            if environment.get("keys") != "other":
                shutil.copy(drill.one.folder / key, place.folder / key)
        place.environment |= {"HANDOFF_DATA_FOLDER": str(place.folder), **environment}
        if connection.vendor == "sqlite":
            place.environment.pop("HANDOFF_DATABASE_URL", None)
        done = place.run("restore", *words, check=False)
        assert done.returncode
        assert not place.database.exists()
        assert not list(place.folder.glob("backup-work-*"))
        return done.stderr


def test_a_backup_that_was_changed_or_cut_off_is_refused_and_opens_nothing(drill, tmp_path):
    whole = bytearray(drill.file.read_bytes())
    cut, changed = tmp_path / "cut", tmp_path / "changed"
    cut.write_bytes(whole[:-1])
    whole[len(whole) // 2] ^= 1
    changed.write_bytes(whole)
    for number, file in enumerate((cut, changed)):
        assert "changed or cut off" in refused(drill, f"broken{number}", str(file))


def test_without_the_journal_nothing_is_restored(drill):
    assert "There is no journal" in refused(
        drill, "lost", str(drill.file), HANDOFF_JOURNAL_FILE=str(drill.base / "nowhere")
    )


def test_with_another_key_nothing_is_restored_and_the_key_is_named(drill):
    assert "is not among the configured keys" in refused(drill, "foreign", str(drill.file), keys="other")


@pytest.mark.nightly
def test_an_event_that_this_version_does_not_know_stops_the_restore(drill):
    journal = drill.base / "future.jsonl"
    lines = (drill.base / "elsewhere" / "journal.jsonl").read_text()
    line = {"at": "2199-01-01T00:00:00+00:00", "deed": "person.forgotten", "program_id": 1, "subject": "x"}
    journal.write_text(lines + json.dumps(line) + "\n")
    with new_place(drill.base / "future", HANDOFF_JOURNAL_FILE=str(journal)) as place:
        for key in ("file-keys", "backup-key"):
            shutil.copy(drill.one.folder / key, place.folder / key)
        done = place.run("restore", str(drill.file), check=False)
        assert done.returncode and "person.forgotten" in done.stderr
        assert not place.database.exists()
        serving = place.run("check", check=False)
        assert "(handoff.restore) one was started and not finished" in serving.stderr


def test_into_a_new_folder(drill):
    if connection.vendor != "sqlite":
        pytest.skip("a PostgreSQL database is named by its address, not by a folder")
    into = drill.base / "into"
    output = drill.one.run("restore", str(drill.file), "--into", str(into)).stdout
    assert "Ready, in" in output and (into / "handoff.sqlite3").exists()


@pytest.mark.nightly
def test_only_the_newest_backups_are_kept(drill):
    folder = drill.base / "kept"
    for _ in range(3):
        drill.one.run("backup", "--to", str(folder), "--keep", "2")
        time.sleep(1.01)
    kept = list(folder.iterdir())
    assert len(kept) == 2 and all(path.name.endswith(BACKUP_ENDING) for path in kept)
