"""`handoff rotate-keys`: seal every stored file under the first key of HANDOFF_FILE_KEYS."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from handoff.documents.services.rotation import rotate_files
from handoff.programs.queries import program_ids


class Command(BaseCommand):
    help = "Seal every stored file under the first key; stop it and run it again as often as needed."

    def handle(self, *args: Any, **options: Any) -> None:
        done = rotate_files(program_ids=program_ids(), at=timezone.now())
        self.stdout.write(f"{done.sealed} files sealed anew, {done.in_order} in order already.")
        if done.unreadable:
            raise CommandError(
                f"{len(done.unreadable)} files could not be opened; keep the old keys: {', '.join(done.unreadable)}"
            )
