"""Backups: a snapshot of the database, the stored files, and the heads of the audit log, sealed in one archive.

A backup is read back in full before it gets its name, in one step; nothing unsealed stays on the disk.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypedDict

from django.conf import settings
from django.db import connection, transaction

from handoff.access.actor import system_actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.config.archive import DATABASE, FILES, MANIFEST, ArchiveWriter, open_archive
from handoff.config.databases import (
    AuditHead,
    Snapshot,
    check_sqlite,
    list_dump,
    postgresql_snapshot,
    sqlite_snapshot,
)
from handoff.core.refusals import Refused
from handoff.core.sealing import KeyRing, local_key_ring, parse_key_ring
from handoff.core.tenancy import SITE

BACKUP_ENDING = ".handoff-backup"
BACKUP_NAME = f"handoff-%Y%m%dT%H%M%SZ{BACKUP_ENDING}"
UNFINISHED = ".unfinished"
WORK = "backup-work-"
FORMAT = 1


@dataclass(frozen=True)
class BackupResult:
    """Path, size in bytes and content of one backup."""

    path: Path
    size: int
    files: int
    audit_rows: int


class Manifest(TypedDict):
    """What a backup says of itself, as JSON in its last member."""

    format: int
    taken_at: str
    vendor: str
    heads: list[AuditHead]
    migrations: list[str]
    files: int


def parse_manifest(content: bytes) -> Manifest:
    """Parse a manifest; JSON knows no tuples, so the heads are lists there."""
    manifest: Manifest = json.loads(content)
    manifest["heads"] = [(program_id, length, head) for program_id, length, head in manifest.get("heads", [])]
    return manifest


def backup_keys() -> KeyRing:
    """The keys that backups are sealed under: from HANDOFF_BACKUP_KEY, or a laptop's own key file."""
    return (
        parse_key_ring(settings.BACKUP_KEY)
        if settings.BACKUP_KEY
        else local_key_ring(settings.BACKUP_KEY_FILE)
    )


def backup_time(path: Path) -> datetime | None:
    """When a backup was taken, from its file name; None for any other file."""
    try:
        return datetime.strptime(path.name, BACKUP_NAME).replace(tzinfo=UTC)
    except ValueError:
        return None


def take_backup(*, to: Path, at: datetime, keep: int) -> BackupResult:
    """Write a backup into a folder, verify it, and delete the oldest beyond `keep`.

    Raises `Refused` when there is a backup of the same second, or when the new one can't be read back.
    """
    to.mkdir(parents=True, exist_ok=True, mode=0o700)
    final = to / at.astimezone(UTC).strftime(BACKUP_NAME)
    if final.exists():
        raise Refused(f"{final} is there already.")
    # The row comes before the snapshot, so that the backup holds it too.
    with transaction.atomic():
        audit.record(
            actor=system_actor(SITE), at=at, action=AuditAction.BACKUP_TAKEN, subject=final.name[:80]
        )
    with working_folder() as work:
        unfinished = final.with_name(final.name + UNFINISHED)
        try:
            manifest = write_archive(unfinished, work=work, at=at)
            verify_archive(unfinished, work=work)
            unfinished.replace(final)
        finally:
            unfinished.unlink(missing_ok=True)
    sync_folder(to)
    prune_backups(to, keep=keep)
    rows = sum(length for _program, length, _head in manifest["heads"])
    return BackupResult(path=final, size=final.stat().st_size, files=manifest["files"], audit_rows=rows)


@contextmanager
def working_folder() -> Iterator[Path]:
    """A private folder for what is not sealed yet; deletes what a crashed backup or restore left behind."""
    for left in Path(settings.DATA_FOLDER).glob(f"{WORK}*"):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=WORK, dir=settings.DATA_FOLDER) as name:
        yield Path(name)


@contextmanager
def take_snapshot(work: Path) -> Iterator[Snapshot]:
    """A snapshot of the database, SQLite or PostgreSQL."""
    with sqlite_snapshot(work) if connection.vendor == "sqlite" else postgresql_snapshot() as taken:
        yield taken


def write_archive(path: Path, *, work: Path, at: datetime) -> Manifest:
    """Write the sealed archive, flush it to the disk, and return its manifest."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as target:
        archive = ArchiveWriter(target, ring=backup_keys())
        with take_snapshot(work) as taken:
            archive.add_database(taken.stream)
        # Files come after the database: each file that the snapshot names was on the disk before the snapshot.
        files = archive.add_folder(Path(settings.MEDIA_ROOT))
        manifest: Manifest = {
            "format": FORMAT,
            "taken_at": at.astimezone(UTC).isoformat(),
            "vendor": connection.vendor,
            "heads": taken.heads,
            "migrations": taken.migrations,
            "files": files,
        }
        archive.add_manifest(manifest)
        archive.finish()
        target.flush()
        os.fsync(target.fileno())
    return manifest


def verify_archive(path: Path, *, work: Path) -> Manifest:
    """Read a backup to its last byte and return its manifest.

    Raises `Refused` when the database, the audit heads or the number of files are not those of the manifest, and
    `SealError` when a byte was changed.
    """
    copy, files = work / "read-back", 0
    seen: Manifest | None = None
    with copy.open("wb") as target, open_archive(path, ring=backup_keys()) as members:
        for name, content in members:
            if name.startswith(DATABASE):
                target.write(content)
            files += name.startswith(FILES)
            if name == MANIFEST:
                seen = parse_manifest(content)
    if seen is None or seen["format"] != FORMAT or seen["files"] != files:
        raise Refused("The backup is not as it was written.")
    if seen["vendor"] == "sqlite":
        if check_sqlite(copy) != seen["heads"]:
            raise Refused("The audit log in the backup does not end where it should.")
    else:
        list_dump(read_chunks(copy))
    copy.unlink()
    return seen


def read_chunks(path: Path) -> Iterator[bytes]:
    """The content of a file in chunks of 1 MiB."""
    with path.open("rb") as source:
        while chunk := source.read(1024 * 1024):
            yield chunk


def sync_folder(folder: Path) -> None:
    """Flush a folder's entries to the disk: without it, a rename can be lost in a power failure."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def prune_backups(folder: Path, *, keep: int) -> None:
    """Delete all but the newest backups, and unfinished ones."""
    kept = sorted((path for path in folder.glob(f"*{BACKUP_ENDING}") if backup_time(path)), reverse=True)
    for path in kept[max(keep, 1) :]:
        path.unlink()
    for path in folder.glob(f"*{BACKUP_ENDING}{UNFINISHED}"):
        path.unlink(missing_ok=True)
