"""Entering figures from outside, typed or from a file: only what is new or different becomes an entry."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.measures.models import OutsideFigure
from handoff.measures.outside import policies, queries
from handoff.measures.outside.facts import MonthFigures
from handoff.measures.outside.readers import SHAPE, figures_in, read_table
from handoff.programs.models import Program
from handoff.programs.queries import local_date
from handoff.spreadsheets.batches.services import (
    choose_batch_columns,
    import_batch,
    note_changes,
    open_batch,
    undo_batch,
)
from handoff.spreadsheets.facts import BatchChange, Columns, Table
from handoff.spreadsheets.models import ImportBatch, ImportedRecord
from handoff.spreadsheets.queries import chosen_columns

FIGURES = "measures.outsidefigure"


@transaction.atomic
def enter_figures(
    *, actor: Actor, program: Program, months: Sequence[MonthFigures], source: str, at: datetime
) -> int:
    """Keep the figures of one month or many, all or none; returns how many are new or changed.

    The same figures again add nothing, and a figure that isn't among them stays as it is.
    """
    added = _add_entries(actor, program, months, source, at)
    if added:
        audit.record(
            actor=actor,
            at=at,
            action=AuditAction.OUTSIDE_FIGURES_ENTERED,
            details={"months": len(months), "figures": len(added)},
        )
    return len(added)


def _add_entries(
    actor: Actor, program: Program, months: Sequence[MonthFigures], source: str, at: datetime
) -> list[OutsideFigure]:
    policies.check_can_enter(actor, program.pk)
    today = local_date(program, at)
    for each in months:
        policies.check_is_past(each.month, today)
    planned = [each for each in queries.plan_figures(program, months) if each.changes]
    return OutsideFigure.objects.bulk_create(
        OutsideFigure(
            program=program,
            kind=each.kind,
            month=each.month.first,
            count=each.count,
            source=source.strip(),
            entered_at=at,
            entered_by_id=actor.user_id,
        )
        for each in planned
    )


@transaction.atomic
def read_file(*, actor: Actor, program: Program, source: str, content: bytes, at: datetime) -> ImportBatch:
    """Keep a table, sealed, until it is imported or a day has passed. Nothing changes yet."""
    policies.check_can_enter(actor, program.pk)
    return open_batch(
        actor=actor,
        program=program,
        shape=SHAPE,
        source_name=source,
        content=content,
        table=read_table(content),
        at=at,
    )


@transaction.atomic
def choose_columns(*, actor: Actor, batch: ImportBatch, columns: Columns, at: datetime) -> None:
    policies.check_can_enter(actor, batch.program_id)
    choose_batch_columns(actor=actor, batch=batch, shape=SHAPE, columns=columns, at=at)


@transaction.atomic
def import_file(*, actor: Actor, batch: ImportBatch, at: datetime) -> ImportBatch:
    """Enter the figures of a file in one step, each beside what stands now, as its preview showed."""
    policies.check_can_enter(actor, batch.program_id)

    def write(table: Table) -> dict[str, int]:
        file = figures_in(table, chosen_columns(batch))
        policies.check_can_import(file)
        planned = queries.plan_figures(batch.program, file.months)
        added = _add_entries(actor, batch.program, file.months, batch.source_name, at)
        note_changes(
            batch, [BatchChange(FIGURES, str(each.pk), is_added=True, fingerprint="") for each in added]
        )
        return {
            "added": sum(each.is_new for each in planned),
            "changed": sum(each.changes and not each.is_new for each in planned),
            "unchanged": sum(not each.changes for each in planned),
        }

    batch = import_batch(actor=actor, batch=batch, write=write, at=at)
    _record(actor, batch, AuditAction.OUTSIDE_FILE_IMPORTED, batch.counts, at)
    return batch


@transaction.atomic
def undo_file(*, actor: Actor, batch: ImportBatch, at: datetime) -> ImportBatch:
    """Take a file's figures away in one step, so that the ones before stand again; what was entered since stays."""
    policies.check_can_enter(actor, batch.program_id)
    if batch.undone_at is not None:
        return batch

    def restore(record: ImportedRecord) -> bool:
        figure = OutsideFigure.objects.get(pk=record.record_id)
        later = OutsideFigure.objects.filter(
            program=batch.program_id, kind=figure.kind, month=figure.month, pk__gt=figure.pk
        )
        if later.exists():
            return False
        figure.delete()
        return True

    batch = undo_batch(actor=actor, batch=batch, restore=restore, at=at)
    _record(actor, batch, AuditAction.OUTSIDE_FILE_UNDONE, batch.undo_counts, at)
    return batch


def _record(
    actor: Actor, batch: ImportBatch, action: AuditAction, counts: Mapping[str, int], at: datetime
) -> None:
    audit.record(actor=actor, at=at, action=action, subject=batch.public_id, details=dict(counts))
