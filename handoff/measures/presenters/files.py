"""The monthly summary as Excel and as tagged PDF: the same figures as on its page."""

from collections.abc import Mapping, Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from handoff.documents.engines.pdf import render_pdf
from handoff.documents.engines.workbooks import Cell, Sheet, write_workbook
from handoff.measures.definitions.measure import Line, Measure, Result
from handoff.measures.presenters.pages import ShownMeasure, definition_rows
from handoff.measures.presenters.words import (
    Names,
    line_label,
    period_name,
    table_title,
)
from handoff.measures.wording import UNITS
from handoff.programs.models import Program

Counted = Sequence[tuple[Measure, Result]]


def summary_workbook(
    counted: Counted, names: Names, notice: Sequence[str], answers: Sequence[Sequence[Cell]] = ()
) -> bytes:
    """One sheet with every figure as numbers, one with the definitions, one with the answers to surveys, if any.

    An empty cell where there is no share.
    """
    figures = Sheet(
        _("Figures"),
        [
            _("Measure"),
            _("Period"),
            _("Table"),
            _("Counted"),
            _("Counts"),
            _("Numerator"),
            _("Denominator"),
            _("Percent"),
            _("Lower end"),
            _("Upper end"),
            _("In the jurisdiction"),
            _("Definition"),
        ],
        [row for measure, result in counted for row in _figure_rows(measure, result, names)],
    )
    definitions = Sheet(
        _("Definitions"),
        [_("Measure"), *(str(name) for name, _value in definition_rows(counted[0][0]))],
        [
            [_(measure.title), *(str(value) for _name, value in definition_rows(measure))]
            for measure, _r in counted
        ],
    )
    sheets = [figures, definitions]
    if answers:
        columns = [_("Survey"), _("Question"), _("Answer"), _("People"), _("Answered")]
        sheets.append(Sheet(_("What participants say"), columns, answers))
    return write_workbook(sheets, notice_name=_("Read first"), notice=notice)


def _figure_rows(measure: Measure, result: Result, names: Names) -> list[list[Cell]]:
    period = period_name(result.period)
    start: list[Cell] = [_(measure.title), period]
    rows = [[*start, "", _("All"), str(UNITS[measure.unit]), *_numbers(result.headline), None, measure.id]]
    for table in result.tables:
        for line in table.lines:
            named: list[Cell] = [table_title(table.key), line_label(table.key, line.code, names)]
            share = round(100 * line.baseline, 1) if line.baseline else None
            rows.append([*start, *named, str(UNITS[table.unit]), *_numbers(line), share, measure.id])
    return rows


def _numbers(line: Line) -> list[Cell]:
    if line.is_hidden:
        count = _("hidden") if line.count_hidden else line.count
        return [count, _("hidden") if line.whole_hidden else line.whole, *[_("hidden")] * 3]
    if line.share is None:
        return [line.count, line.whole, None, None, None]
    return [
        line.count,
        line.whole,
        round(line.share.percent, 1),
        round(line.share.low, 1),
        round(line.share.high, 1),
    ]


def summary_pdf(
    program: Program,
    title: str,
    shown: Sequence[ShownMeasure],
    opening: Sequence[str],
    made: str,
    footer: str = "",
    more: Sequence[Mapping[str, object]] = (),
) -> bytes:
    """The summary on paper: finding, plot and table of each measure, then `more`, such as what surveys found."""
    sections: list[Mapping[str, object]] = []
    for each in shown:
        section: dict[str, object] = {"heading": each.title}
        if each.drawing is None or each.drawing.sentence != each.finding:
            section["paragraphs"] = [each.finding]
        if each.drawing is not None:
            section["plot"] = {"svg": str(each.drawing.svg), "words": each.drawing.sentence}
        if each.tables:
            table = each.tables[0]
            section["table"] = {
                "columns": [str(column.label) for column in table.columns],
                "rows": [[_cell_text(cell) for cell in row] for row in table.rows],
            }
        sections.append(section)
    data = {
        "title": title,
        "program": program.name,
        "opening": list(opening),
        "sections": [*sections, *more],
        "made": made,
        "footer": footer or _("Small numbers can identify someone. Don't publish this page as it is."),
    }
    return render_pdf("document", data, get_language() or "en")


def _cell_text(cell: object) -> str:
    return str(getattr(cell, "text", cell))


def summary_notice(program: Program, title: str, state: str) -> list[str]:
    return [
        program.name,
        title,
        state,
        _(
            "An empty cell means that there is nothing to divide by, or that a number was never entered. It isn't zero."
        ),
        _("Referrals add up across months. People and officers don't: someone can be in several months."),
        _("Small numbers can identify someone. Don't publish these figures as they are."),
    ]
