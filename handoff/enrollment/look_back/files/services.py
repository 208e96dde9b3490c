"""Import events before and after referrals from a table, all that can be taken in one step, and undo it (M12)."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.enrollment.look_back.files import policies, queries
from handoff.enrollment.look_back.files.facts import rows_by_outcome
from handoff.enrollment.look_back.files.readers import SHAPE, read_table
from handoff.enrollment.look_back.services import record_look_back, remove_look_back
from handoff.enrollment.models import LookBack
from handoff.enrollment.safety.policies import check_is_care_team
from handoff.participants.models import Person
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

LOOKS = "enrollment.lookback"


@transaction.atomic
def read_file(*, actor: Actor, program: Program, source: str, content: bytes, at: datetime) -> ImportBatch:
    """Keep a table, sealed, until it is imported or a day has passed. Nothing changes yet."""
    check_is_care_team(actor, program.pk)
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
    check_is_care_team(actor, batch.program_id)
    choose_batch_columns(actor=actor, batch=batch, shape=SHAPE, columns=columns, at=at)


@transaction.atomic
def import_file(*, actor: Actor, batch: ImportBatch, at: datetime) -> ImportBatch:
    """Record the looks of a file that the records don't have yet, each as if it had been typed."""
    check_is_care_team(actor, batch.program_id)
    program, source, refused = batch.program, batch.source_name, dict[int, str]()

    def write(table: Table) -> Mapping[str, int]:
        today = local_date(program, at)
        file, planned = queries.read_events(table, chosen_columns(batch), program, source, actor, today)
        policies.check_has_looks(file)
        people = Person.objects.in_bulk({each.person for each in planned if each.is_new})
        added = [
            record_look_back(
                actor=actor,
                person=people[each.person],
                look=each.look.as_input(source),
                key=f"{batch.public_id}:{number}",
                at=at,
            )
            for number, each in enumerate(planned)
            if each.is_new
        ]
        note_changes(
            batch, [BatchChange(LOOKS, str(each.pk), is_added=True, fingerprint="") for each in added]
        )
        refused.update((each.line, each.reason) for each in file.refused)
        return rows_by_outcome(file, planned)

    batch = import_batch(actor=actor, batch=batch, write=write, at=at, left_out=refused)
    _record(actor, batch, AuditAction.LOOK_BACK_FILE_IMPORTED, batch.counts, at)
    return batch


@transaction.atomic
def undo_file(*, actor: Actor, batch: ImportBatch, at: datetime) -> ImportBatch:
    """Remove the looks of a file in one step, as mistakes: they stay, marked, and count nowhere."""
    check_is_care_team(actor, batch.program_id)
    if batch.undone_at is not None:
        return batch

    def restore(record: ImportedRecord) -> bool:
        look = LookBack.objects.get(pk=record.record_id)
        if look.removed_at is not None:
            return False
        remove_look_back(actor=actor, look_back=look, at=at)
        return True

    batch = undo_batch(actor=actor, batch=batch, restore=restore, at=at)
    _record(actor, batch, AuditAction.LOOK_BACK_FILE_UNDONE, batch.undo_counts, at)
    return batch


def _record(
    actor: Actor, batch: ImportBatch, action: AuditAction, counts: Mapping[str, int], at: datetime
) -> None:
    audit.record(actor=actor, at=at, action=action, subject=batch.public_id, details=dict(counts))
