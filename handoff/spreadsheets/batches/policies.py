"""When a file can be imported, and when its import can be undone."""

from django.utils.translation import gettext as _

from handoff.core.refusals import Refused
from handoff.spreadsheets.models import ImportBatch
from handoff.spreadsheets.queries import imported_before


def check_can_import(batch: ImportBatch) -> None:
    """A file is imported once."""
    if batch.imported_at is not None or imported_before(batch.program_id, batch.kind, batch.digest):
        raise Refused(_("This file has already been imported."))


def check_can_undo(batch: ImportBatch) -> None:
    """An import is undone once; imports of one kind and source are undone from the newest back."""
    if batch.imported_at is None or batch.undone_at is not None:
        raise Refused(_("There's nothing to undo."))
    later = ImportBatch.objects.filter(
        program_id=batch.program_id,
        kind=batch.kind,
        source_name=batch.source_name,
        imported_at__gt=batch.imported_at,
        undone_at__isnull=True,
    )
    if later.exists():
        raise Refused(_("Another file was imported after this one. Undo that one first."))
