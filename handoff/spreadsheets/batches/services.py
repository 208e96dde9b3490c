"""A file from its upload to its import in one step, and its undo in one step (ADR 0061).

The caller says who may, reads the rows and writes the records; here is what every import of a table shares.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.core.refusals import Refused
from handoff.core.sealing import seal
from handoff.documents.services import file_keys
from handoff.programs.models import Program
from handoff.spreadsheets.batches.policies import (
    check_can_import,
    check_can_undo,
    check_columns_are_kept,
    check_is_waiting,
)
from handoff.spreadsheets.facts import BatchChange, Columns, Table, TableShape
from handoff.spreadsheets.models import ImportBatch, ImportedRecord, UploadedTable
from handoff.spreadsheets.queries import (
    chosen_columns,
    proposed_columns,
    saved_columns,
    uploaded_table,
    waits_already,
)
from handoff.spreadsheets.rules.fingerprints import fingerprint
from handoff.spreadsheets.rules.mapping import normalize_heading
from handoff.spreadsheets.services import remember_columns

UNIMPORTED_KEPT = timedelta(days=1)


def keyed_fingerprint(purpose: str, values: Sequence[str]) -> str:
    """A fingerprint under the site's secret key. With another key nothing is recognized anymore."""
    return fingerprint(settings.SECRET_KEY, purpose, values)


@transaction.atomic
def open_batch(
    *,
    actor: Actor,
    program: Program,
    shape: TableShape,
    source_name: str,
    content: bytes,
    table: Table,
    at: datetime,
) -> ImportBatch:
    """Keep the rows of a file until it is imported, to be shown before anything changes.

    Whoever sends a file again that waits wants other columns than those saved: someone looks again.
    """
    digest = hashlib.sha256(content).hexdigest()
    is_again = waits_already(program.pk, shape.kind, digest)
    batch = ImportBatch.objects.create(
        program=program,
        kind=shape.kind,
        source_name=source_name.strip(),
        digest=digest,
        read_at=at,
        read_by_id=actor.user_id,
    )
    saved = None if is_again else saved_columns(program.pk, shape, source_name, table.headings)
    kept = only_columns(table, saved.values()) if saved else without_columns(table, shape.never_kept)
    UploadedTable.objects.create(batch=batch, content=seal_table(batch, kept), columns=saved or {})
    return batch


def seal_table(batch: ImportBatch, table: Table) -> bytes:
    parts = [table.headings, table.rows, table.lines, table.marks, table.sheet, table.is_1904, table.others]
    content = json.dumps(parts, ensure_ascii=False)
    return seal(content.encode(), ring=file_keys(), belongs_to=str(batch.public_id))


def without_columns(table: Table, words: Sequence[str]) -> Table:
    """The table with empty cells in the columns whose headings hold one of these words."""
    kept = [place for place, heading in enumerate(table.headings) if not is_never_kept(heading, words)]
    return only_columns(table, kept)


def is_never_kept(heading: str, words: Sequence[str]) -> bool:
    return any(word in normalize_heading(heading) for word in words)


def only_columns(table: Table, places: Iterable[int]) -> Table:
    """The table with empty cells in all other columns."""
    kept = set(places)
    rows = tuple(tuple(cell if place in kept else "" for place, cell in enumerate(row)) for row in table.rows)
    return replace(table, rows=rows)


def suggested_columns(batch: ImportBatch, shape: TableShape) -> dict[str, int]:
    """The columns that were chosen for a file, else those saved for its source and those its headings suggest."""
    table = uploaded_table(batch)
    if chosen_columns(batch) or table is None:
        return chosen_columns(batch)
    return proposed_columns(batch.program_id, shape, batch.source_name, table.headings)


@transaction.atomic
def choose_batch_columns(
    *, actor: Actor, batch: ImportBatch, shape: TableShape, columns: Columns, at: datetime
) -> None:
    """Read a file by the columns that someone chose, remember them for its source, and empty all others."""
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    check_is_waiting(batch)
    table = uploaded_table(batch)
    if table is None:
        raise Refused(_("The rows of this file aren't kept anymore. Upload it again."))
    remember_columns(
        actor=actor,
        shape=shape,
        source_name=batch.source_name,
        columns=columns,
        headings=table.headings,
        at=at,
    )
    check_columns_are_kept(table.headings, chosen_columns(batch), columns)
    kept = only_columns(table, columns.values())
    UploadedTable.objects.filter(batch=batch).update(columns=dict(columns), content=seal_table(batch, kept))


@transaction.atomic
def import_batch(
    *,
    actor: Actor,
    batch: ImportBatch,
    write: Callable[[Table], Mapping[str, int]],
    at: datetime,
    left_out: Mapping[int, str] | None = None,
    keeps_cells: bool = True,
) -> ImportBatch:
    """Import a file in one step: all of it, or nothing. `write` writes the records and returns the rows by outcome.

    `left_out`, which `write` fills, are the lines that it left out and why: these rows are kept for a day to be mended,
    without `keeps_cells` only their lines and the reasons.
    Imported twice at once, by two clicks or as two uploads of one file, the second is refused.
    """
    # The program's lock makes two imports wait for each other.
    Program.objects.select_for_update(of=("self",), no_key=True).get(pk=batch.program_id)
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    check_can_import(batch)
    table = uploaded_table(batch)
    if table is None:
        raise Refused(_("The rows of this file aren't kept anymore. Upload it again."))
    batch.counts = dict(write(table))
    batch.imported_at, batch.imported_by_id = at, actor.user_id
    batch.save(update_fields=["counts", "imported_at", "imported_by_id"])
    UploadedTable.objects.filter(batch=batch).delete()
    if left_out:
        kept = only_lines(table if keeps_cells else only_columns(table, ()), left_out)
        UploadedTable.objects.create(batch=batch, content=seal_table(batch, kept))
    return batch


def only_lines(table: Table, reasons: Mapping[int, str]) -> Table:
    """The rows of some lines, each marked with the sentence that says why it was left out."""
    found = [(row, line) for row, line in zip(table.rows, table.lines, strict=True) if line in reasons]
    return replace(
        table,
        rows=tuple(row for row, _line in found),
        lines=tuple(line for _row, line in found),
        marks=tuple(reasons[line] for _row, line in found),
    )


def note_progress(batch: ImportBatch, done: int, of: int, at: datetime) -> None:
    """Say how far an import has come, for its page. Called outside of the transaction that writes the records."""
    ImportBatch.objects.filter(pk=batch.pk).update(rows_done=done, rows_of=of, sending_at=at)


def end_progress(batch: ImportBatch) -> None:
    """Say that no import of this file is going on: it is done, or it failed and wrote nothing."""
    ImportBatch.objects.filter(pk=batch.pk).update(rows_done=0, rows_of=0, sending_at=None)


def note_changes(batch: ImportBatch, changes: Iterable[BatchChange]) -> None:
    """Note the records that an import added or changed, for its undo."""
    ImportedRecord.objects.bulk_create(
        (
            ImportedRecord(
                batch=batch,
                table=each.table,
                record_id=each.record_id,
                is_added=each.is_added,
                fingerprint=each.fingerprint,
            )
            for each in changes
        ),
        batch_size=2_000,
    )


@transaction.atomic
def undo_batch(
    *, actor: Actor, batch: ImportBatch, restore: Callable[[ImportedRecord], bool], at: datetime
) -> ImportBatch:
    """Undo an import in one step. `restore` undoes one record; False: someone has worked with it since, so it stays.

    The records come in the opposite order of their import. Undone twice, the second changes nothing.
    """
    Program.objects.select_for_update(of=("self",), no_key=True).get(pk=batch.program_id)
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.undone_at is not None:
        return batch
    check_can_undo(batch)
    restored = [restore(each) for each in batch.records.order_by("-pk")]
    batch.undo_counts = {"undone": sum(restored), "kept": len(restored) - sum(restored)}
    batch.undone_at, batch.undone_by_id = at, actor.user_id
    batch.save(update_fields=["undo_counts", "undone_at", "undone_by_id"])
    UploadedTable.objects.filter(batch=batch).delete()
    return batch


def delete_unimported_batches(*, program: Program, at: datetime) -> int:
    """Delete the files read a day ago and never imported, with their rows; returns how many.

    Of the imported ones the rows that were left out go too, a day after the import.
    """
    UploadedTable.objects.filter(
        batch__program=program, batch__imported_at__lte=at - UNIMPORTED_KEPT
    ).delete()
    old = ImportBatch.objects.filter(
        program=program, imported_at__isnull=True, read_at__lte=at - UNIMPORTED_KEPT
    )
    return old.delete()[1].get("spreadsheets.ImportBatch", 0)
