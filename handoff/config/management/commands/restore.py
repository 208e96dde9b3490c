"""`handoff restore FILE`: restore a backup and replay the events of the off-site journal that it must not undo."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from handoff.config.restore import restore
from handoff.core.refusals import Refused
from handoff.core.sealing import SealError

REPLACE = "replace what is there"


class Command(BaseCommand):
    help = "Restore a backup, verify it, and replay the off-site journal before anyone can open it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--into", type=Path, help="a new data folder (SQLite)")
        parser.add_argument(
            "--replace", action="store_true", help="keep what is there beside it; stop the server first"
        )
        parser.add_argument(
            "--without-journal", action="store_true", help="restore even though the journal is lost"
        )
        parser.add_argument("--yes", metavar="WORDS", help=f"confirm --replace with these words: {REPLACE}")

    def handle(self, *args: object, **options: Any) -> None:
        if options["into"]:
            raise SystemExit(self.restore_into(options["into"], options["file"], options["without_journal"]))
        if options["replace"]:
            ask_confirmation(options["yes"])
        started = time.monotonic()
        try:
            done = restore(
                options["file"],
                at=timezone.now(),
                replace=options["replace"],
                without_journal=options["without_journal"],
            )
        except (Refused, SealError, OSError) as error:
            raise CommandError(f"Restore failed: {error}") from error
        self.stdout.write(f"Restored the backup of {done.taken_at}: {done.files} stored files.")
        self.stdout.write(f"Audit log intact: {done.audit_rows} rows in {done.chains} chains.")
        for words, count in sorted(done.outcomes.items()):
            self.stdout.write(f"Replayed from the journal: {words} ({count})")
        self.stdout.write(f"{len(done.replayed)} events replayed, {done.sessions_ended} sessions ended.")
        for place in done.previous_files:
            self.stdout.write(f"Previous data kept at {place}; delete it when all is well.")
        postgresql = connection.vendor == "postgresql"
        grant = (
            "Run handoff grant-role for the server's role, because a backup holds no rights, "
            if postgresql
            else "Run "
        )
        self.stdout.write(
            f"Ready, in {time.monotonic() - started:.1f} s. {grant}handoff check, then start the server."
        )

    def restore_into(self, folder: Path, file: Path, without_journal: bool) -> int:
        """Run the command again with another data folder, and with this installation's journal and keys."""
        if connection.vendor != "sqlite":
            raise CommandError("With PostgreSQL, set HANDOFF_DATABASE_URL to a new, empty database instead.")
        if folder.exists() and any(folder.iterdir()):
            raise CommandError(f"{folder} is not empty.")
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        environment = {
            **os.environ,
            "HANDOFF_DATA_FOLDER": str(folder),
            "HANDOFF_JOURNAL_FILE": settings.JOURNAL_FILE,
        }
        environment.pop("HANDOFF_DATABASE_URL", None)
        for name, written, place in (
            ("HANDOFF_FILE_KEYS", settings.FILE_KEYS, settings.FILE_KEYS_FILE),
            ("HANDOFF_BACKUP_KEY", settings.BACKUP_KEY, settings.BACKUP_KEY_FILE),
        ):
            if not written and place.exists():
                environment[name] = ",".join(place.read_text(encoding="utf-8").split())
        command = [sys.executable, "-m", "handoff", "restore", str(file.resolve())]
        command += ["--without-journal"] if without_journal else []
        return subprocess.call(command, env=environment)  # noqa: S603 - our own command


def ask_confirmation(words: str | None) -> None:
    """Raise `CommandError` unless the operator types what is about to happen, or passed it with --yes."""
    if (words if words is not None else input(f"Type '{REPLACE}' to continue: ")) != REPLACE:
        raise CommandError("Nothing was changed.")
