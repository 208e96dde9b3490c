"""Files of services that no one imported: their rows don't stay."""

from datetime import datetime, timedelta

from handoff.directory.models import DirectoryImport
from handoff.programs.models import Program

UNIMPORTED_KEPT = timedelta(days=1)


def delete_unimported_files(*, program: Program, at: datetime) -> int:
    """Delete files read a day ago and never imported; returns how many.

    Someone may have uploaded the wrong file, such as a list of people, and left it there.
    """
    old = DirectoryImport.objects.filter(
        program=program, imported_at__isnull=True, read_at__lte=at - UNIMPORTED_KEPT
    )
    return old.delete()[0]
