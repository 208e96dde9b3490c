"""The figures from outside that a program keeps."""

from collections.abc import Sequence
from datetime import date

from handoff.measures.models import OutsideFigure
from handoff.measures.outside.facts import FileFigures, MonthFigures, PlannedFigure
from handoff.measures.outside.readers import figures_in
from handoff.programs.models import Program
from handoff.spreadsheets.models import ImportBatch
from handoff.spreadsheets.queries import chosen_columns, uploaded_table


def newest_figures(program: Program) -> dict[tuple[date, str], OutsideFigure]:
    """The newest entry of each month and kind."""
    rows = OutsideFigure.objects.filter(program=program).order_by("pk")
    return {(each.month, each.kind): each for each in rows}


def figures_of_file(batch: ImportBatch) -> FileFigures:
    """The figures of a file that isn't imported yet, by its chosen columns; none without them."""
    table, columns = uploaded_table(batch), chosen_columns(batch)
    return figures_in(table, columns) if table is not None and columns else FileFigures()


def plan_figures(program: Program, months: Sequence[MonthFigures]) -> list[PlannedFigure]:
    """Each figure of a file beside the one that stands."""
    known = newest_figures(program)
    return [
        PlannedFigure(each.month, kind, count, before.count if before else None)
        for each in months
        for kind, count in each.counts.items()
        for before in [known.get((each.month.first, kind))]
    ]
