"""A table of events before it is imported, with what it would do; or what became of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from handoff.access.actor import Actor
from handoff.core.languages import full_date
from handoff.core.refusals import refusal_message
from handoff.core.ui import Cell
from handoff.enrollment.look_back.files import policies, queries
from handoff.enrollment.look_back.files.facts import PlannedLook, rows_by_outcome
from handoff.enrollment.models import LookBack
from handoff.spreadsheets.batches.policies import check_can_import
from handoff.spreadsheets.engines.left_out import write_left_out
from handoff.spreadsheets.facts import RefusedRow
from handoff.spreadsheets.models import ImportBatch
from handoff.spreadsheets.presenters import refused_sentences
from handoff.spreadsheets.queries import rows_left_out, uploaded_table

MOST_SHOWN = 200


@dataclass(frozen=True)
class EventsPage:
    """What the page of a file shows, and the participants whose records it was compared with."""

    batch: ImportBatch
    sentence: str
    people: Sequence[UUID] = ()
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[object]] = ()
    left_out: int = 0
    refused: Sequence[str] = ()
    import_refusal: str | None = None
    undo_refusal: str | None = None

    @property
    def rows_are_gone(self) -> bool:
        """True if an import left rows out and they aren't kept anymore."""
        return bool(self.batch.imported_at and not self.batch.undone_at and self.batch.counts["refused"])


def events_page(batch: ImportBatch, actor: Actor, at: datetime) -> EventsPage:
    if batch.imported_at is not None:
        refusal = refusal_message(policies.check_can_undo_file, actor, batch)
        left_out = refused_sentences(rows_left_out(batch))
        return EventsPage(batch, outcome_words(batch.counts), refused=left_out, undo_refusal=refusal)
    file, planned = queries.read_waiting(batch, actor, at)
    return EventsPage(
        batch,
        outcome_words(rows_by_outcome(file, planned)),
        people=list(dict.fromkeys(each.look.number for each in planned)),
        columns=[
            _("Participant's number"),
            _("Kind of event"),
            _("Looked through"),
            _("Days on which it happened"),
            _("Import"),
        ],
        rows=[planned_row(each) for each in planned[:MOST_SHOWN]],
        left_out=max(len(planned) - MOST_SHOWN, 0),
        refused=refused_sentences(file.refused),
        import_refusal=refusal_message(check_can_import, batch)
        or refusal_message(policies.check_has_looks, file),
    )


def refused_workbook(batch: ImportBatch, refused: Iterable[RefusedRow]) -> bytes:
    """The rows that aren't taken, with their reasons, to be mended and uploaded."""
    table = uploaded_table(batch)
    assert table is not None
    return write_left_out(table, {each.line: each.reason for each in refused})


def outcome_words(counts: Mapping[str, int]) -> str:
    return _("Rows that are new: %(added)s. As before: %(unchanged)s. Not taken: %(refused)s.") % counts


def planned_row(planned: PlannedLook) -> Sequence[object]:
    look = planned.look
    covered = {"first": full_date(look.first_on), "last": full_date(look.last_on)}
    return (
        str(look.number),
        LookBack.Kind(look.kind).label,
        pgettext("days", "%(first)s to %(last)s") % covered,
        "; ".join(full_date(day) for day in look.days) or _("None in this time"),
        Cell(pgettext("row", "New"), kind="done") if planned.is_new else Cell(_("As before")),
    )
