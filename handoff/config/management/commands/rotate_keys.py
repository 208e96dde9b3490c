"""`handoff rotate-keys`: seal every stored file under the first key of HANDOFF_FILE_KEYS."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from handoff.config.commands import READ_NO_PAGES
from handoff.documents.services.rotation import rotate_files
from handoff.programs.queries import program_ids


class Command(BaseCommand):
    help = "Seal every stored file under the first key. It can be stopped and run again at any time."
    requires_system_checks = READ_NO_PAGES

    def handle(self, *args: object, **options: object) -> None:
        done = rotate_files(program_ids=program_ids(), at=timezone.now())
        self.stdout.write(
            f"{done.sealed} files sealed again, {done.in_order} already sealed under the first key."
        )
        if done.unreadable:
            raise CommandError(
                f"Couldn't open {len(done.unreadable)} files; keep the old keys: {', '.join(done.unreadable)}"
            )
