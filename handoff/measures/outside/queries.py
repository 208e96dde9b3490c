"""The figures from outside that a program keeps."""

from datetime import date

from handoff.measures.models import OutsideFigure
from handoff.programs.models import Program


def newest_figures(program: Program) -> dict[tuple[date, str], OutsideFigure]:
    """The newest entry of each month and kind."""
    rows = OutsideFigure.objects.filter(program=program).order_by("pk")
    return {(each.month, each.kind): each for each in rows}
