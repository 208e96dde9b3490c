"""Import a program's own workbook: read, answer questions about it, import in one step, undo in one step (D2, P6)."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.core.refusals import Refused
from handoff.programs.models import Program
from handoff.programs.queries import local_date, time_zone_of
from handoff.spreadsheets.batches.services import (
    choose_batch_columns,
    import_batch,
    is_never_kept,
    keyed_fingerprint,
    open_batch,
    suggested_columns,
    undo_batch,
)
from handoff.spreadsheets.facts import Columns, RowOutcome, Table
from handoff.spreadsheets.models import ImportBatch
from handoff.spreadsheets.queries import chosen_columns, imported_before, uploaded_table
from handoff.workbooks import policies, queries
from handoff.workbooks.facts import Question, StatedRow
from handoff.workbooks.models import WorkbookAnswer
from handoff.workbooks.readers.columns import NEEDS, SHAPE
from handoff.workbooks.readers.people import Context
from handoff.workbooks.readers.referrals import read_rows
from handoff.workbooks.readers.sheets import read_workbook
from handoff.workbooks.services.planning import PlannedRow, make_planner
from handoff.workbooks.services.undoing import Undoing
from handoff.workbooks.services.writing import Writing

PEOPLE_PER_ROW = 500
"""So many people stand in one row of the audit log."""


@transaction.atomic
def read_file(
    *, actor: Actor, program: Program, source_name: str, content: bytes, sheet: str = "", at: datetime
) -> ImportBatch:
    """Keep the rows of a workbook, sealed, until it is imported or a day has passed. Nothing changes yet."""
    policies.check_can_import_workbooks(actor, program.pk)
    policies.check_has_policy(program)
    reading = read_workbook(content, sheet)
    batch = open_batch(
        actor=actor,
        program=program,
        shape=SHAPE,
        source_name=source_name,
        content=content_read(program, content, reading.table),
        table=reading.table,
        at=at,
    )
    audit.record(actor=actor, at=at, action=AuditAction.WORKBOOK_READ, subject=batch.public_id)
    return batch


def content_read(program: Program, content: bytes, table: Table) -> bytes:
    """What recognizes the very same file: another sheet of it is another table.

    An import that left rows out doesn't end a file: its questions can still be answered.
    """
    content = content + b"\0" + table.sheet.encode()
    while left_out(imported_before(program.pk, SHAPE.kind, hashlib.sha256(content).hexdigest())):
        content += b"\0"
    return content


def left_out(batch: ImportBatch | None) -> int:
    """How many rows an import left out."""
    counts: dict[str, int] = batch.counts if batch is not None else {}
    return counts.get(RowOutcome.REVIEW.value, 0) + counts.get(RowOutcome.REFUSED.value, 0)


@transaction.atomic
def choose_columns(*, actor: Actor, batch: ImportBatch, columns: Columns, at: datetime) -> None:
    """Say which column holds what. A column of Social Security numbers or the like is refused, whatever it is to be."""
    policies.check_can_answer(actor, batch)
    table = uploaded_table(batch)
    for place in columns.values():
        if table is not None and is_never_kept(table.headings[place], SHAPE.never_kept):
            raise Refused(
                _("Handoff never keeps the column “%(heading)s.” Choose another one, or none.")
                % {"heading": table.headings[place]}
            )
    choose_batch_columns(actor=actor, batch=batch, shape=SHAPE, columns=columns, at=at)


def columns_suggested(batch: ImportBatch) -> dict[str, int]:
    """The columns that were chosen or that the headings suggest.

    In Handoff's own workbook "Housing" says where someone lives, and "Services needed" what they need.
    """
    columns = suggested_columns(batch, SHAPE)
    own = "handoff_id" in columns and not chosen_columns(batch)
    return {name: place for name, place in columns.items() if not (own and name in NEEDS)}


def context_of(program: Program, at: datetime, answers: Mapping[str, str]) -> Context:
    """What a program's workbook is read against."""

    def key(purpose: str, values: Sequence[str]) -> str:
        return keyed_fingerprint(f"workbook:{purpose}:{program.pk}", values)

    return Context(
        zone=time_zone_of(program),
        today=local_date(program, at),
        key=key,
        answers=answers,
        agencies=queries.agency_choices(program),
        officers=queries.member_choices(program, "officer", "law_leader"),
        workers=queries.member_choices(program, "peer_support", "case_manager", "program_manager"),
    )


def plan_batch(batch: ImportBatch, at: datetime, table: Table | None = None) -> list[PlannedRow]:
    """What importing a file would do with each row, by its chosen columns and the answers so far."""
    table = table or uploaded_table(batch)
    columns = chosen_columns(batch)
    if table is None or not columns:
        return []
    context = context_of(batch.program, at, queries.answers_for(batch))
    return make_planner(batch.program, batch.source_name, context).plan(read_rows(table, columns, context))


def questions_in(plan: Sequence[PlannedRow]) -> list[Question]:
    """Each question once, in the order in which the page asks: values first, because they answer for many rows."""
    found: dict[str, Question] = {}
    for planned in plan:
        for question in planned.row.questions:
            found.setdefault(question.key, question)
    order = list(type(next(iter(found.values())).kind)) if found else []
    return sorted(found.values(), key=lambda each: order.index(each.kind))


def outcome_counts(plan: Sequence[PlannedRow]) -> dict[str, int]:
    """How many rows have each outcome; together they are all rows about people."""
    return {each.value: sum(planned.outcome is each for planned in plan) for each in RowOutcome}


@transaction.atomic
def answer_questions(*, actor: Actor, batch: ImportBatch, answers: Mapping[str, str], at: datetime) -> int:
    """Save what a user said about questions of this file; an answer that a question doesn't offer is refused."""
    policies.check_can_answer(actor, batch)
    asked = {each.key: each for each in questions_in(plan_batch(batch, at))}
    for key, value in answers.items():
        if key not in asked or value not in {code for code, _label in asked[key].choices}:
            raise Refused(_("This question has changed. Reload the page and answer it again."))
        WorkbookAnswer.objects.update_or_create(
            batch=batch,
            key=key,
            defaults={"value": value, "answered_at": at, "answered_by_id": actor.user_id},
        )
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.WORKBOOK_ANSWERED,
        subject=batch.public_id,
        details={"answers": len(answers)},
    )
    return len(answers)


def answer_likely(*, actor: Actor, batch: ImportBatch, at: datetime) -> int:
    """Say for every row with the same whole name and date of birth that it is the same person."""
    likely = {each.key: each.likely for each in questions_in(plan_batch(batch, at)) if each.likely}
    return answer_questions(actor=actor, batch=batch, answers=likely, at=at)


@transaction.atomic
def import_file(*, actor: Actor, batch: ImportBatch, at: datetime) -> ImportBatch:
    """Import the rows that wait for nothing, in one transaction; the others stay out and are counted."""
    policies.check_can_import_workbooks(actor, batch.program_id)
    try:
        with transaction.atomic():
            return write_file(actor=actor, batch=batch, keeps_ids=True, at=at)
    except IntegrityError:
        # Another program has a record with a Handoff ID of this file. Row-level security hides it, so that only the
        # database can tell; everyone new gets an id of their own then.
        return write_file(actor=actor, batch=batch, keeps_ids=False, at=at)


def write_file(*, actor: Actor, batch: ImportBatch, keeps_ids: bool, at: datetime) -> ImportBatch:
    touched: list[str] = []

    def write(table: Table) -> dict[str, int]:
        plan = plan_batch(batch, at, table)
        if not any(each.is_taken for each in plan):
            raise Refused(_("No row can be imported yet. Answer the questions, or correct the workbook."))
        context = context_of(batch.program, at, {})
        writing = Writing(actor, batch, context, at, keeps_ids=keeps_ids)
        writing.write(plan)
        touched.extend(str(each) for each in writing.touched)
        return outcome_counts(plan)

    batch = import_batch(actor=actor, batch=batch, write=write, at=at)
    for start in range(0, max(len(touched), 1), PEOPLE_PER_ROW):
        audit.record(
            actor=actor,
            at=at,
            action=AuditAction.WORKBOOK_IMPORTED,
            subject=batch.public_id,
            details={**batch.counts, "people": touched[start : start + PEOPLE_PER_ROW]},
        )
    return batch


@transaction.atomic
def undo_file(*, actor: Actor, batch: ImportBatch, at: datetime) -> ImportBatch:
    """Undo an import in one step, and keep everything about people with whom someone has worked since."""
    policies.check_can_import_workbooks(actor, batch.program_id)
    if batch.undone_at is not None:
        return batch
    undoing = Undoing(batch)
    undoing.read()
    batch = undo_batch(actor=actor, batch=batch, restore=undoing.restore, at=at)
    undoing.delete()
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.WORKBOOK_UNDONE,
        subject=batch.public_id,
        details={**batch.undo_counts, "people": [str(each.public_id) for each in undoing.people]},
    )
    return batch


def kept_by_undo(batch: ImportBatch) -> Undoing:
    """What an undo would keep now."""
    undoing = Undoing(batch)
    undoing.read()
    return undoing


def held_rows(plan: Sequence[PlannedRow]) -> list[StatedRow]:
    """The rows that an import leaves out."""
    return [each.row for each in plan if not each.is_taken]
