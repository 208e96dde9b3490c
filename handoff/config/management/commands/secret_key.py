"""`handoff secret-key`: print a fresh signing key for HANDOFF_SECRET_KEY."""

from django.core.management.base import BaseCommand

from handoff.config.secret import new_secret_key


class Command(BaseCommand):
    help = "Print a new signing key for HANDOFF_SECRET_KEY."
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(new_secret_key())
