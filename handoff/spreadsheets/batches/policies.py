"""When a file can be imported, and when its import can be undone."""

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from handoff.core.refusals import Refused
from handoff.programs.queries import local_date
from handoff.spreadsheets.facts import Columns
from handoff.spreadsheets.models import ImportBatch
from handoff.spreadsheets.queries import imported_before


def check_is_waiting(batch: ImportBatch) -> None:
    """A file is imported once, and its columns are chosen before."""
    if batch.imported_at is not None:
        raise Refused(_("This file has already been imported."))


def check_can_import(batch: ImportBatch) -> None:
    """The very same file again would add nothing."""
    check_is_waiting(batch)
    before = imported_before(batch.program_id, batch.kind, batch.digest)
    if before is not None and before.imported_at is not None:
        day = date_format(local_date(before.program, before.imported_at), "DATE_FORMAT")
        raise Refused(
            _("This file was already imported on %(day)s. Importing it again would add nothing.")
            % {"day": day}
        )


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


def check_columns_are_kept(headings: Sequence[str], chosen: Columns, columns: Columns) -> None:
    """Raise Refused where a column is chosen now that wasn't at first: its cells were emptied then (ADR 0061)."""
    emptied = [place for place in columns.values() if chosen and place not in chosen.values()]
    if emptied:
        message = _(
            "“%(heading)s” wasn't chosen the first time, so its entries weren't kept. "
            "Upload the file again to choose it."
        )
        raise Refused(message % {"heading": headings[emptied[0]]})
