"""The columns that a program saved for the files of a source."""

from collections.abc import Sequence

from handoff.spreadsheets.facts import TableShape
from handoff.spreadsheets.models import ColumnMapping
from handoff.spreadsheets.rules.mapping import columns_of


def saved_columns(
    program_id: int, shape: TableShape, source_name: str, headings: Sequence[str]
) -> dict[str, int] | None:
    """What was saved for this source, if the file still has those headings; else None, and someone looks again."""
    found = ColumnMapping.objects.filter(
        program_id=program_id, kind=shape.kind, source_name=source_name.strip()
    ).first()
    return columns_of(found.headings, headings) if found is not None else None
