"""Restoring a backup: verify it, migrate it to this version, and replay every later revocation, erasure and disabled
account before anyone can open it (threat T11).

On SQLite all of this happens to a copy, which replaces the database in one step at the very end. On PostgreSQL the
server refuses to start while the marker of an unfinished restore is in the data folder.
"""

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection, transaction

from handoff.access.actor import system_actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.audit.journal import services as journal
from handoff.audit.models import AuditChain
from handoff.audit.queries import verify_chain
from handoff.config.archive import DATABASE, FILES, MANIFEST, open_archive
from handoff.config.backup import (
    FORMAT,
    Manifest,
    backup_keys,
    parse_manifest,
    read_chunks,
    sync_folder,
    working_folder,
)
from handoff.config.databases import check_sqlite, load_dump
from handoff.config.readiness import unfinished_restore
from handoff.config.replay import ReplayedEvent, events_after, replay
from handoff.core.refusals import Refused
from handoff.core.statistics import analyze_tables
from handoff.core.tenancy import SITE, tenant_context
from handoff.programs.queries import program_ids


@dataclass(frozen=True)
class RestoreResult:
    """Counts of one restore, and where the previous files were kept."""

    taken_at: str
    audit_rows: int
    chains: int
    files: int
    replayed: tuple[ReplayedEvent, ...]
    sessions_ended: int
    previous_files: tuple[str, ...]

    @property
    def outcomes(self) -> Counter[str]:
        """Count replayed events by type and outcome."""
        return Counter(f"{each.entry.event}: {each.outcome.value}" for each in self.replayed)


def restore(
    path: Path, *, at: datetime, replace: bool = False, without_journal: bool = False
) -> RestoreResult:
    """Restore a backup into an empty installation; with `replace`, keep what is there beside it.

    Raises `Refused` before anything is changed when the target is not empty, the journal is missing (unless
    `without_journal`), or the backup is not of this format and database.
    """
    if not replace:
        check_target_is_empty()
    lines = read_journal(without_journal=without_journal)
    with working_folder() as work:
        manifest = unpack_backup(path, work)
        mark = unfinished_restore()
        mark.touch(mode=0o600)
        stamp = at.strftime("%Y%m%dT%H%M%SZ")
        aside = install_files(work / "files", stamp)
        with open_database(work / "database", stamp, aside, replace=replace):
            call_command("migrate", verbosity=0, interactive=False)
            rows = check_audit_trail(manifest)
            with tenant_context(SITE), transaction.atomic():
                newer = events_after(lines, datetime.fromisoformat(manifest["taken_at"]))
                done = replay(newer, at=at)
                ended, _by_model = Session.objects.all().delete()
                UserSession.objects.all().delete()
                record_restore(path, manifest, done, ended, at)
            analyze_tables()
        mark.unlink()
    return RestoreResult(
        taken_at=manifest["taken_at"],
        audit_rows=rows,
        chains=len(manifest["heads"]),
        files=manifest["files"],
        replayed=tuple(done),
        sessions_ended=ended,
        previous_files=tuple(aside),
    )


def replay_after(moment: datetime, *, at: datetime) -> tuple[list[ReplayedEvent], int]:
    """Replay the journal since a moment that PostgreSQL was recovered to, and end every session.

    Returns what was replayed, and how many sessions ended. Raises `Refused` without a journal.
    """
    newer = events_after(read_journal(without_journal=False), moment)
    heads = [(program_id, chain.length, chain.head) for program_id, chain in audit_chains()]
    with tenant_context(SITE), transaction.atomic():
        done = replay(newer, at=at)
        ended, _by_model = Session.objects.all().delete()
        UserSession.objects.all().delete()
        audit.record(
            actor=system_actor(SITE),
            at=at,
            action=AuditAction.RESTORE_DONE,
            subject="recovered to a moment",
            details={
                "taken_at": moment.isoformat(),
                "heads": heads,
                "replayed": len(done),
                "sessions_ended": ended,
            },
        )
    return done, ended


def audit_chains() -> Iterator[tuple[int, AuditChain]]:
    """The audit chain of the installation and of each program that has one."""
    for program_id in sorted({SITE, *program_ids()}):
        with tenant_context(program_id):
            chain = AuditChain.objects.filter(program_id=program_id).first()
        if chain is not None:
            yield program_id, chain


def check_target_is_empty() -> None:
    """Raise `Refused` when there is a database with tables, or stored files."""
    if has_tables():
        raise Refused("There is a database already. Give --into a new folder, or --replace to put it aside.")
    folder = Path(settings.MEDIA_ROOT)
    if folder.exists() and any(folder.iterdir()):
        raise Refused(
            f"There are stored files in {folder} already. Give --into, or --replace to put them aside."
        )


def has_tables() -> bool:
    """True when the database holds anything. Doesn't connect to SQLite, which would create an empty file."""
    if connection.vendor == "sqlite":
        place = Path(str(connection.settings_dict["NAME"]))
        return place.exists() and place.stat().st_size > 0
    with connection.cursor() as cursor:
        return bool(connection.introspection.table_names(cursor))


def read_journal(*, without_journal: bool) -> list[journal.JournalEntry]:
    """Read the off-site journal; raises `Refused` without one, unless the operator asked for a restore without it."""
    place = Path(settings.JOURNAL_FILE)
    if place.exists():
        return list(journal.read_events(place))
    if without_journal:
        return []
    raise Refused(
        f"There is no journal at {place}. Set HANDOFF_JOURNAL_FILE to where it is kept: without it, people whose "
        "release was revoked, or who left, would come back. --without-journal restores all the same."
    )


def unpack_backup(path: Path, work: Path) -> Manifest:
    """Unpack a backup to its last byte into the working folder and return its manifest."""
    manifest: Manifest | None = None
    (work / "files").mkdir(mode=0o700)
    with (work / "database").open("wb") as database, open_archive(path, ring=backup_keys()) as members:
        for name, content in members:
            if name == MANIFEST:
                manifest = parse_manifest(content)
            elif name.startswith(DATABASE):
                database.write(content)
            elif name.startswith(FILES):
                unpack_file(work / "files", name.removeprefix(FILES), content)
    if manifest is None or manifest.get("format") != FORMAT:
        raise Refused("This is a backup of another version of Handoff.")
    if manifest["vendor"] != connection.vendor:
        raise Refused(
            f"This is a backup of {manifest['vendor']}, and the database here is {connection.vendor}."
        )
    if manifest["vendor"] == "sqlite" and check_sqlite(work / "database") != manifest["heads"]:
        raise Refused("The audit log in the backup does not end where it should.")
    return manifest


def unpack_file(folder: Path, name: str, content: bytes) -> None:
    """Write one stored file below a folder."""
    # A crafted archive could name `../../etc/…`.
    place = (folder / name).resolve()
    if not place.is_relative_to(folder.resolve()):
        raise Refused("The backup holds a file with a path of its own choosing.")
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    place.write_bytes(content)


def install_files(unpacked: Path, stamp: str) -> list[str]:
    """Install the stored files and return where the previous ones were moved to."""
    place, aside = Path(settings.MEDIA_ROOT), []
    if place.exists() and any(place.iterdir()):
        other = place.with_name(f"{place.name}.before-{stamp}")
        place.rename(other)
        aside.append(str(other))
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    shutil.copytree(unpacked, place, dirs_exist_ok=True)
    return aside


@contextmanager
def open_database(unpacked: Path, stamp: str, aside: list[str], *, replace: bool) -> Iterator[None]:
    """Connect to the unpacked database; on SQLite it is installed only if the block succeeds."""
    if connection.vendor != "sqlite":
        if replace:
            with connection.cursor() as cursor:
                # Tables newer than the backup would otherwise stay.
                cursor.execute("DROP SCHEMA public CASCADE")
                cursor.execute("CREATE SCHEMA public")
        connection.close()
        load_dump(read_chunks(unpacked))
        yield
        return
    place = Path(str(connection.settings_dict["NAME"]))
    connection.close()
    connection.settings_dict["NAME"] = str(unpacked)
    try:
        yield
        with connection.cursor() as cursor:
            # The database is moved as one file: changes still in its write-ahead log would be left behind.
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
        connection.settings_dict["NAME"] = str(place)
    install_sqlite_file(unpacked, place, stamp, aside)


def install_sqlite_file(unpacked: Path, place: Path, stamp: str, aside: list[str]) -> None:
    """Move the finished SQLite file into place; the previous one is kept whole, with its write-ahead log."""
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    for ending in ("-wal", "-shm", ""):
        old = place.with_name(place.name + ending)
        if old.exists():
            other = place.with_name(f"{place.name}.before-{stamp}{ending}")
            old.rename(other)
            aside.append(str(other))
    staged = place.with_name(f"{place.name}.restoring")
    shutil.move(unpacked, staged)
    staged.chmod(0o600)
    handle = os.open(staged, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    staged.rename(place)
    sync_folder(place.parent)


def check_audit_trail(manifest: Manifest) -> int:
    """Verify that every audit chain is whole and ends where the backup says, and return the number of rows."""
    stated = {program_id: (length, head) for program_id, length, head in manifest["heads"]}
    found: dict[int, tuple[int, str]] = {}
    for program_id in sorted({SITE, *stated, *program_ids()}):
        with tenant_context(program_id):
            chain = AuditChain.objects.filter(program_id=program_id).first()
            if chain is None:
                continue
            found[program_id] = (chain.length, chain.head)
            check = verify_chain(program_id)
        if check.broken_at is not None:
            raise Refused(f"The audit log of program {program_id} is broken at row {check.broken_at}.")
    if found != stated:
        raise Refused("The audit log does not end where the backup says.")
    return sum(length for length, _head in found.values())


def record_restore(
    path: Path, manifest: Manifest, done: list[ReplayedEvent], ended: int, at: datetime
) -> None:
    """Record the restore in the installation's audit chain: which backup, and how much was replayed."""
    audit.record(
        actor=system_actor(SITE),
        at=at,
        action=AuditAction.RESTORE_DONE,
        subject=path.name[:80],
        details={
            "taken_at": manifest["taken_at"],
            "heads": manifest["heads"],
            "replayed": len(done),
            "sessions_ended": ended,
        },
    )
