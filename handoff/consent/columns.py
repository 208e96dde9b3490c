"""What a participant database holds of a person's release of information (ROI), a row a person."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handoff.consent.queries import ROI_WORDS, RoiState, roi_states
from handoff.core.columns import ColumnKind, FactColumn, FactTable, choices_of
from handoff.programs.models import Program
from handoff.programs.queries import local_date


@dataclass(frozen=True)
class RoiRow:
    """Whether a release is active, and its last day."""

    roi: str
    roi_last_day: date | None


ROI_TABLE = FactTable(
    key="roi",
    label=pgettext_lazy("group of columns", "Release of information (ROI)"),
    row=RoiRow,
    columns=(
        FactColumn(
            "roi",
            _("Release of information (ROI)"),
            ColumnKind.CHOICE,
            _("Release of information (ROI) form"),
            "3e",
            choices=choices_of(ROI_WORDS.items()),
        ),
        FactColumn(
            "roi_last_day",
            _("Last day of the ROI"),
            ColumnKind.DATE,
            _("Release of information (ROI) form"),
            "3e",
        ),
    ),
)


def roi_rows(people: Collection[int], program: Program, at: datetime) -> dict[int, RoiRow]:
    """A row for each of some people, by primary key. One query."""
    return {person_id: _roi_row(state, program) for person_id, state in roi_states(people, at).items()}


def _roi_row(state: RoiState, program: Program) -> RoiRow:
    last = state.last_moment
    return RoiRow(state.kind, local_date(program, last) if last else None)
