"""Putting a backup back: checked, brought up to this version, and with every later revocation, erasure and
switched-off account done again before anybody can open it (threat T11).

On SQLite all of that happens to a copy beside the database's place, which it takes in one step at the very end. On
PostgreSQL the program refuses to start while the mark of an unfinished restore lies in the data folder.
"""

import json
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection, transaction

from handoff.access.actor import clock_actor
from handoff.audit import services as audit
from handoff.audit.journal import services as journal
from handoff.audit.models import AuditChain
from handoff.audit.queries import verify_chain
from handoff.config.archive import DATABASE, FILES, MANIFEST, opened_archive
from handoff.config.backup import FORMAT, backup_keys, flush_folder, pieces, working_folder
from handoff.config.databases import check_sqlite, load_dump
from handoff.config.readiness import unfinished_restore
from handoff.config.replay import Replayed, newer_than, replay
from handoff.core.refusals import Refused
from handoff.core.statistics import take_stock
from handoff.core.wall import behind_wall
from handoff.programs.queries import program_ids

SITE = 0


@dataclass(frozen=True)
class Restored:
    """What a restore did."""

    taken_at: str
    audit_rows: int
    chains: int
    files: int
    replayed: tuple[Replayed, ...]
    sessions_ended: int
    put_aside: tuple[str, ...]

    @property
    def outcomes(self) -> Counter[str]:
        """Count the deeds by what they were and what came of them."""
        return Counter(f"{each.line.deed}: {each.outcome.value}" for each in self.replayed)


def restore(path: Path, *, at: datetime, replace: bool = False, without_journal: bool = False) -> Restored:
    """Put a backup back into the empty place, or with `replace` over what is there, which is put aside."""
    if not replace:
        refuse_to_overwrite()
    lines = journal_lines(without_journal=without_journal)
    with working_folder() as work:
        manifest = unpack(path, work)
        mark = unfinished_restore()
        mark.touch(mode=0o600)
        stamp = at.strftime("%Y%m%dT%H%M%SZ")
        aside = put_files_back(work / "files", stamp)
        with opened_database(work / "database", stamp, aside, replace=replace):
            call_command("migrate", verbosity=0, interactive=False)
            rows = check_trail(manifest)
            with behind_wall(SITE), transaction.atomic():
                newer = newer_than(lines, datetime.fromisoformat(manifest["taken_at"]))
                done = replay(newer, at=at)
                ended, _by_model = Session.objects.all().delete()
                UserSession.objects.all().delete()
                write_down(path, manifest, done, ended, at)
            take_stock()
        mark.unlink()
    return Restored(
        taken_at=manifest["taken_at"],
        audit_rows=rows,
        chains=len(manifest["heads"]),
        files=manifest["files"],
        replayed=tuple(done),
        sessions_ended=ended,
        put_aside=tuple(aside),
    )


def refuse_to_overwrite() -> None:
    """Refuse a place where something is: a database with tables, or stored files."""
    if has_tables():
        raise Refused("There is a database already. Give --into a new folder, or --replace to put it aside.")
    folder = Path(settings.MEDIA_ROOT)
    if folder.exists() and any(folder.iterdir()):
        raise Refused(
            f"There are stored files in {folder} already. Give --into, or --replace to put them aside."
        )


def has_tables() -> bool:
    """Say whether the database holds anything; asking does not make an empty SQLite file."""
    if connection.vendor == "sqlite":
        place = Path(str(connection.settings_dict["NAME"]))
        return place.exists() and place.stat().st_size > 0
    with connection.cursor() as cursor:
        return bool(connection.introspection.table_names(cursor))


def journal_lines(*, without_journal: bool) -> list[journal.Line]:
    """Read the off-site journal; without it nothing is restored, unless that was asked for in so many words."""
    place = Path(settings.JOURNAL_FILE)
    if place.exists():
        return list(journal.lines(place))
    if without_journal:
        return []
    raise Refused(
        f"There is no journal at {place}. Set HANDOFF_JOURNAL_FILE to where it is kept: without it, people whose "
        "release was revoked, or who left, would come back. --without-journal restores all the same."
    )


def unpack(path: Path, work: Path) -> dict[str, Any]:
    """Open a backup to its last byte into the working folder, and return its manifest."""
    manifest: dict[str, Any] = {}
    (work / "files").mkdir(mode=0o700)
    with (work / "database").open("wb") as database, opened_archive(path, ring=backup_keys()) as members:
        for name, content in members:
            if name == MANIFEST:
                manifest = json.loads(content)
            elif name.startswith(DATABASE):
                database.write(content)
            elif name.startswith(FILES):
                unpack_file(work / "files", name.removeprefix(FILES), content)
    if manifest.get("format") != FORMAT:
        raise Refused("This is a backup of another version of Handoff.")
    if manifest["vendor"] != connection.vendor:
        raise Refused(
            f"This is a backup of {manifest['vendor']}, and the database here is {connection.vendor}."
        )
    if manifest["vendor"] == "sqlite" and check_sqlite(work / "database") != manifest["heads"]:
        raise Refused("The audit trail in the backup does not end where it should.")
    return manifest


def unpack_file(folder: Path, name: str, content: bytes) -> None:
    """Write one stored file below a folder, and nowhere else."""
    place = (folder / name).resolve()
    if not place.is_relative_to(folder.resolve()):
        raise Refused("The backup holds a file with a path of its own choosing.")
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    place.write_bytes(content)


def put_files_back(unpacked: Path, stamp: str) -> list[str]:
    """Put the stored files in their place; those that were there are put aside. Returns where."""
    place, aside = Path(settings.MEDIA_ROOT), []
    if place.exists() and any(place.iterdir()):
        other = place.with_name(f"{place.name}.before-{stamp}")
        place.rename(other)
        aside.append(str(other))
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    shutil.copytree(unpacked, place, dirs_exist_ok=True)
    return aside


@contextmanager
def opened_database(unpacked: Path, stamp: str, aside: list[str], *, replace: bool) -> Iterator[None]:
    """Open what was unpacked; only after the block did its work without fail is it where the program looks."""
    if connection.vendor != "sqlite":
        if replace:
            with connection.cursor() as cursor:
                cursor.execute("DROP SCHEMA public CASCADE")
                cursor.execute("CREATE SCHEMA public")
        connection.close()
        load_dump(pieces(unpacked))
        yield
        return
    place = Path(str(connection.settings_dict["NAME"]))
    connection.close()
    connection.settings_dict["NAME"] = str(unpacked)
    try:
        yield
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
        connection.settings_dict["NAME"] = str(place)
    take_the_place(unpacked, place, stamp, aside)


def take_the_place(unpacked: Path, place: Path, stamp: str, aside: list[str]) -> None:
    """Move the finished SQLite file to where the program looks; what was there is put aside, whole."""
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
    flush_folder(place.parent)


def check_trail(manifest: dict[str, Any]) -> int:
    """See that every chain of the audit trail is whole and ends where the backup says; returns the rows."""
    stated = {program_id: [length, head] for program_id, length, head in manifest["heads"]}
    found: dict[int, list[Any]] = {}
    for program_id in sorted({SITE, *stated, *program_ids()}):
        with behind_wall(program_id):
            chain = AuditChain.objects.filter(program_id=program_id).first()
            if chain is None:
                continue
            found[program_id] = [chain.length, chain.head]
            check = verify_chain(program_id)
        if check.broken_at is not None:
            raise Refused(f"The audit trail of program {program_id} is broken at row {check.broken_at}.")
    if found != stated:
        raise Refused("The audit trail does not end where the backup says.")
    return sum(length for length, _head in found.values())


def write_down(path: Path, manifest: dict[str, Any], done: list[Replayed], ended: int, at: datetime) -> None:
    """Write into the installation's chain that the past was put back, which past, and what was done again."""
    audit.record(
        actor=clock_actor(SITE),
        at=at,
        action="restore.done",
        subject=path.name[:80],
        details={
            "taken_at": manifest["taken_at"],
            "heads": manifest["heads"],
            "replayed": len(done),
            "sessions_ended": ended,
        },
    )
