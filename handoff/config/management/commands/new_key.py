"""`handoff new-key`: print a fresh key for HANDOFF_FILE_KEYS or HANDOFF_BACKUP_KEY."""

from django.core.management.base import BaseCommand

from handoff.core.sealing import generate_key


class Command(BaseCommand):
    help = "Print a new key for HANDOFF_FILE_KEYS or HANDOFF_BACKUP_KEY."
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(generate_key())
