"""A workbook before and after its import: every row in one counter, and what to do next."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handoff.access.actor import Actor
from handoff.core.refusals import refusal_message
from handoff.measures.database.queries import COLUMNS
from handoff.participants.models import ContactPoint, Person
from handoff.spreadsheets.batches.policies import check_can_import
from handoff.spreadsheets.batches.services import is_never_kept
from handoff.spreadsheets.engines.left_out import write_left_out
from handoff.spreadsheets.facts import RowOutcome, Table
from handoff.spreadsheets.models import ImportBatch
from handoff.spreadsheets.queries import chosen_columns, uploaded_table
from handoff.workbooks import policies, services
from handoff.workbooks.definitions import NOT_RETURNED
from handoff.workbooks.facts import Question, Remark
from handoff.workbooks.readers.columns import SHAPE
from handoff.workbooks.rules.kinds import RowKind
from handoff.workbooks.services.planning import PlannedRow, field_label

MOST_LISTED = 100


@dataclass(frozen=True)
class HeldRow:
    """A row that stays out, and why: each of its sentences with its cell."""

    line: int
    reasons: tuple[Remark, ...]


@dataclass(frozen=True)
class WorkbookPage:
    """A workbook before its import, or what became of it."""

    batch: ImportBatch
    counts: list[tuple[str, int]]
    sentences: list[str] = field(default_factory=list)
    held: list[HeldRow] = field(default_factory=list)
    changed: list[HeldRow] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    never_kept: list[str] = field(default_factory=list)
    questions: int = 0
    import_refusal: str | None = None
    undo_refusal: str | None = None
    kept: list[Person] = field(default_factory=list)


def workbook_page(batch: ImportBatch, actor: Actor, plan: Sequence[PlannedRow]) -> WorkbookPage:
    if batch.imported_at is None:
        return preview_page(batch, plan)
    may_undo = refusal_message(policies.check_can_undo_workbook, actor, batch)
    kept = services.kept_by_undo(batch).people if may_undo is None else []
    sentences = undo_sentences(batch) if batch.undone_at else left_out_sentences(batch)
    return WorkbookPage(batch, counters(batch.counts), sentences, undo_refusal=may_undo, kept=kept)


def preview_page(batch: ImportBatch, plan: Sequence[PlannedRow]) -> WorkbookPage:
    table = uploaded_table(batch)
    taken = [each for each in plan if each.is_taken]
    refusal = refusal_message(check_can_import, batch)
    if refusal is None and not taken:
        refusal = _("No row can be imported yet. Answer the questions, or correct the workbook.")
    elif refusal is None and not any(each.outcome is not RowOutcome.UNCHANGED for each in taken):
        refusal = _("There's nothing to do: everything in this workbook is already in Handoff.")
    return WorkbookPage(
        batch,
        counters(services.outcome_counts(plan)),
        sheet_sentences(table, plan) if table is not None else [],
        held=[held_row(each) for each in plan if not each.is_taken][:MOST_LISTED],
        changed=[changed_row(each) for each in taken if changes_record(each)][:MOST_LISTED],
        remarks=[remark for each in plan for remark in each.row.remarks][:MOST_LISTED],
        unread=unread_headings(batch, table),
        never_kept=never_kept(table),
        questions=len(services.questions_in(plan)),
        import_refusal=refusal,
    )


def counters(counts: dict[str, int]) -> list[tuple[str, int]]:
    """Every row stands in one of these."""
    words = {
        RowOutcome.ADDED: _("New"),
        RowOutcome.CHANGED: _("Changed"),
        RowOutcome.UNCHANGED: _("As before"),
        RowOutcome.REVIEW: _("Waiting for your answer"),
        RowOutcome.REFUSED: _("Held back: cells to correct"),
    }
    return [(label, counts.get(outcome.value, 0)) for outcome, label in words.items()]


def sheet_sentences(table: Table, plan: Sequence[PlannedRow]) -> list[str]:
    """How the sheet was read: its rows, those about no person with their numbers, hidden rows, blank cells."""
    by_kind: dict[str, list[int]] = {}
    for line, mark in zip(table.lines, table.marks, strict=True):
        by_kind.setdefault(mark, []).append(line)
    sentences = []
    if table.sheet:
        sentences.append(_("Read from the sheet “%(sheet)s.”") % {"sheet": table.sheet})
    if table.others:
        sentence = _(
            "Other sheets, not read: %(sheets)s. Only the list of people is imported; a log of contacts stays in Excel."
        )
        sentences.append(sentence % {"sheets": ", ".join(table.others)})
    kinds = {
        RowKind.TOTAL: _("Totals and dividers, not read: rows %(lines)s."),
        RowKind.NOTE: _("Notes in a single cell, not read: rows %(lines)s."),
        RowKind.HEADING: _("Headings printed again, not read: rows %(lines)s."),
        RowKind.HIDDEN: _("Hidden in Excel, and read like all others: rows %(lines)s."),
    }
    for kind, sentence in kinds.items():
        if lines := by_kind.get(kind.value):
            sentences.append(sentence % {"lines": ", ".join(map(str, lines))})
    if blank := sum(each.blanked for each in plan):
        sentences.append(
            ngettext(
                "%(count)d blank cell, nothing removed.", "%(count)d blank cells, nothing removed.", blank
            )
            % {"count": blank}
        )
    return sentences


def held_row(planned: PlannedRow) -> HeldRow:
    where = _("Row %(line)s") % {"line": planned.row.line}
    asked = [Remark(each.where, each.label) for each in planned.row.questions if each.is_required]
    return HeldRow(planned.row.line, tuple(planned.row.problems or asked or [Remark(where, planned.reason)]))


def changed_row(planned: PlannedRow) -> HeldRow:
    """What a row about someone on record changes, by the names of its fields, never their values."""
    words = " ".join(each for each in (change_words(planned), planned.reason) if each)
    return HeldRow(planned.row.line, (Remark(_("Row %(line)s") % {"line": planned.row.line}, words),))


def changes_record(planned: PlannedRow) -> bool:
    return planned.person is not None and bool(planned.reason or planned.changes_something)


def change_words(planned: PlannedRow) -> str:
    """Changes: First name, Status. Adds: Referral, Phone."""
    changed = [field_label(name) for name in planned.changes]
    changed += [_("Their answer")] if planned.answer else []
    changed += [_("Status")] if planned.status else []
    added = [_("Referral")] if planned.adds_referral else []
    added += [_("Intake")] if planned.adds_enrollment else []
    added += dict.fromkeys(str(ContactPoint.Kind(kind).label) for kind, _value in planned.contacts)
    added += [_("Services needed")] if planned.needs else []
    parts = []
    if changed:
        parts.append(_("Changes: %(fields)s.") % {"fields": ", ".join(changed)})
    if added:
        parts.append(_("Adds: %(fields)s.") % {"fields": ", ".join(added)})
    return " ".join(parts)


def unread_headings(batch: ImportBatch, table: Table | None) -> list[str]:
    """The columns that no fact is read from, Handoff's own with the reason. Their cells aren't kept."""
    used = set(chosen_columns(batch).values())
    headings = table.headings if table is not None else ()
    reasons = {str(COLUMNS[key].label): _(reason) for key, reason in NOT_RETURNED.items()}
    return [
        f"{name} ({reasons[name].rstrip('.')})" if name in reasons else name
        for place, name in enumerate(headings)
        if place not in used and name
    ]


def never_kept(table: Table | None) -> list[str]:
    headings = table.headings if table is not None else ()
    return [name for name in headings if is_never_kept(name, SHAPE.never_kept)]


def left_out_sentences(batch: ImportBatch) -> list[str]:
    """What to do about the rows that an import left out."""
    count = services.left_out(batch)
    sentence = ngettext(
        "%(count)d row stayed out. Upload the workbook again to answer its questions, or correct its cells first.",
        "%(count)d rows stayed out. Upload the workbook again to answer their questions, or correct their cells first.",
        count,
    )
    return [sentence % {"count": count}] if count else []


def undo_sentences(batch: ImportBatch) -> list[str]:
    return [
        _("Undone: %(undone)s entries. Kept, because someone has worked with them: %(kept)s.")
        % batch.undo_counts
    ]


def asked_people(questions: Sequence[Question], plan: Sequence[PlannedRow]) -> list[str]:
    """The public ids of those whose records a page of questions shows."""
    asked = [code for each in questions for code, _label in each.choices if len(code) == 36]
    shown = [str(each.person.public_id) for each in plan if each.person is not None and each.row.waits]
    return [*asked, *shown]


def held_workbook(batch: ImportBatch, plan: Sequence[PlannedRow]) -> bytes:
    """The rows that stay out, with the same headings and a column of reasons, to be mended and uploaded."""
    table = uploaded_table(batch)
    assert table is not None
    held = {each.row.line: held_row(each).reasons for each in plan if not each.is_taken}
    reasons = {
        line: "; ".join(f"{each.where}: {each.sentence}" for each in remarks)
        for line, remarks in held.items()
    }
    return write_left_out(table, reasons)


def plan_of(batch: ImportBatch, at: datetime) -> list[PlannedRow]:
    return services.plan_batch(batch, at) if batch.imported_at is None else []
