"""`handoff replay-journal --after TIME`: after PostgreSQL was recovered to a moment, repeat what must not be undone."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from handoff.config.commands import READ_NO_PAGES
from handoff.config.restore import replay_after
from handoff.core.refusals import Refused


class Command(BaseCommand):
    help = "Repeat every revocation, erasure and disabled account of the journal since a moment; ends all sessions."
    requires_system_checks = READ_NO_PAGES

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--after",
            type=datetime.fromisoformat,
            required=True,
            help="with its offset: 2026-11-26T14:03:00-05:00",
        )

    def handle(self, *args: object, **options: Any) -> None:
        after: datetime = options["after"]
        if after.tzinfo is None:
            raise CommandError("Give the time with its offset, such as 2026-11-26T14:03:00-05:00.")
        try:
            done, ended = replay_after(after, at=timezone.now())
        except (Refused, OSError) as error:
            raise CommandError(f"Nothing was replayed: {error}") from error
        for each in done:
            self.stdout.write(f"Replayed from the journal: {each.entry.event}: {each.outcome.value}")
        self.stdout.write(
            f"{len(done)} events replayed, {ended} sessions ended. Run handoff audit accept-restore."
        )
