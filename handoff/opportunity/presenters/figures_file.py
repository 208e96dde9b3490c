"""The figures of a page as files: CSV that no spreadsheet runs, and JSON as the command writes it."""

import csv
import io
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from handoff.opportunity.presenters.page import Shown, criteria_words
from handoff.opportunity.presenters.report import as_values
from handoff.opportunity.services import Run

FIGURES_SALT = "eligibility.opportunity.figures"
LASTS = 24 * 60 * 60
RUNS_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(text: object) -> str:
    """Write a cell so that no spreadsheet takes it for a formula."""
    written = str(text)
    return f"'{written}" if written.lstrip(" \n").startswith(RUNS_AS_FORMULA) else written


def csv_rows(shown: Shown) -> list[list[str]]:
    """Return every line of the page."""
    rows = [[shown.headline], [shown.counted], []]
    rows += [[name, number] for name, number in shown.notes]
    for section in shown.sections:
        rows += [[], [section.caption], [str(column.label) for column in section.columns], *section.rows]
    rows += [[], [_("How it was counted")], *([sentence] for sentence in shown.assumptions)]
    return rows


def carried_figures(run: Run, shown: Shown, program_id: int) -> str:
    """Write the figures so that the page can send them back for a file; nothing is kept meanwhile."""
    figures = {
        "program": program_id,
        "json": as_values(run.result, criteria_words(run.criteria_number)),
        "csv": csv_rows(shown),
    }
    return signing.dumps(figures, salt=FIGURES_SALT, compress=True)


def figures_of(text: str, program_id: int) -> dict[str, Any] | None:
    """Read the figures that a page sent back; None when they are not ours, another program's, or a day old."""
    try:
        figures: dict[str, Any] = signing.loads(text, salt=FIGURES_SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    return figures if figures.get("program") == program_id else None


def csv_text(rows: list[list[str]]) -> str:
    """Write lines as CSV that Excel opens as it is."""
    written = io.StringIO()
    csv.writer(written).writerows([[safe_cell(cell) for cell in row] for row in rows])
    return "\ufeff" + written.getvalue()
