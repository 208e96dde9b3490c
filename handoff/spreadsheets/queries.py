"""The columns that a program saved for the files of a source, and the files it imported."""

import json
import uuid
from collections.abc import Sequence

from django.db.models import QuerySet

from handoff.core.sealing import SealError, unseal
from handoff.documents.services import file_keys
from handoff.spreadsheets.facts import RefusedRow, Table, TableShape
from handoff.spreadsheets.models import ColumnMapping, ImportBatch, UploadedTable
from handoff.spreadsheets.rules.mapping import columns_of, propose_columns


def saved_columns(
    program_id: int, shape: TableShape, source_name: str, headings: Sequence[str]
) -> dict[str, int] | None:
    """What was saved for this source, if the file still has those headings and no further fact; else None, and someone
    looks again.
    """
    return columns_of(shape, saved_headings(program_id, shape, source_name), headings)


def proposed_columns(
    program_id: int, shape: TableShape, source_name: str, headings: Sequence[str]
) -> dict[str, int]:
    """What is proposed to whoever looks: what was saved for this source, and what the other headings say."""
    return propose_columns(shape, saved_headings(program_id, shape, source_name), headings)


def saved_headings(program_id: int, shape: TableShape, source_name: str) -> dict[str, str]:
    saved = ColumnMapping.objects.filter(
        program_id=program_id, kind=shape.kind, source_name=source_name.strip()
    )
    return dict(next(iter(saved.values_list("headings", flat=True)), {}))


def batches_of(program_id: int, kind: str) -> QuerySet[ImportBatch]:
    """The files of a kind that were read, newest first."""
    return ImportBatch.objects.filter(program_id=program_id, kind=kind).order_by("-read_at", "-pk")


def find_batch(program_id: int, kind: str, public_id: uuid.UUID) -> ImportBatch | None:
    return batches_of(program_id, kind).select_related("program").filter(public_id=public_id).first()


def imported_before(program_id: int, kind: str, digest: str) -> ImportBatch | None:
    """The import of the very same file, unless it was undone."""
    same = batches_of(program_id, kind).filter(digest=digest)
    return same.filter(imported_at__isnull=False, undone_at__isnull=True).first()


def waits_already(program_id: int, kind: str, digest: str) -> bool:
    """Whether the very same file was read before and no one imported it."""
    return batches_of(program_id, kind).filter(digest=digest, imported_at__isnull=True).exists()


def uploaded_table(batch: ImportBatch) -> Table | None:
    """The rows of a file that isn't imported yet; None if they are gone, or sealed with a key that is.

    Of an imported file, those that it left out.
    """
    found = UploadedTable.objects.filter(batch=batch).first()
    if found is None:
        return None
    try:
        plain = unseal(bytes(found.content), ring=file_keys(), belongs_to=str(batch.public_id))
    except SealError:
        return None
    headings, rows, lines, marks, sheet, is_1904, *others = json.loads(plain)
    return Table(
        tuple(headings),
        tuple(tuple(row) for row in rows),
        tuple(lines),
        tuple(marks),
        sheet,
        is_1904,
        # A file that an earlier release read has none.
        tuple(others[0]) if others else (),
    )


def rows_left_out(batch: ImportBatch) -> list[RefusedRow]:
    """The rows that an import left out, with their reasons; none once they aren't kept anymore."""
    table = uploaded_table(batch) if batch.imported_at is not None else None
    if table is None:
        return []
    return [RefusedRow(line, reason) for line, reason in zip(table.lines, table.marks, strict=True)]


def chosen_columns(batch: ImportBatch) -> dict[str, int]:
    """The columns by which a file is read; empty until someone has chosen them."""
    found = UploadedTable.objects.filter(batch=batch).first()
    return dict(found.columns) if found is not None else {}
