"""`handoff backup`: an encrypted backup of everything, read back before it counts. Run it hourly."""

import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from handoff.config.backup import take_backup
from handoff.config.commands import READ_NO_PAGES
from handoff.core.refusals import Refused
from handoff.core.sealing import SealError


class Command(BaseCommand):
    help = "Write an encrypted backup of the database and stored files, and verify it."
    requires_system_checks = READ_NO_PAGES

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--to", type=Path, default=Path(settings.BACKUP_FOLDER), help="folder to write to"
        )
        parser.add_argument(
            "--keep", type=int, default=settings.BACKUP_KEEP, help="number of backups to keep"
        )

    def handle(self, *args: object, **options: Any) -> None:
        started = time.monotonic()
        try:
            taken = take_backup(to=options["to"], at=timezone.now(), keep=options["keep"])
        except (Refused, SealError, OSError) as error:
            raise CommandError(f"Backup failed: {error}") from error
        self.stdout.write(
            f"{taken.path}: {taken.size / 1e6:.1f} MB, {taken.files} files, {taken.audit_rows} audit rows, "
            f"verified in {time.monotonic() - started:.1f} s."
        )
