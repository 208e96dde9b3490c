"""The audit trail as a file: CSV and Excel, in which no cell is ever run as a formula."""

import io
from datetime import datetime

import xlsxwriter
from django.http import HttpResponse
from django.utils.translation import gettext as _

from handoff.core.templatetags.handoff import moment
from handoff.opportunity.presenters.figures_file import csv_text
from handoff.programs.models import Program
from handoff.programs.queries import local_date

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MOST_ROWS = 50_000
WIDTHS = (24, 24, 44, 38, 24, 18, 10)


def response(
    kind: str, columns: list[str], rows: list[list[str]], program: Program, at: datetime
) -> HttpResponse:
    """Return the rows as a download whose name says the program and the day."""
    content = csv_text([columns, *rows]).encode() if kind == "csv" else workbook(columns, rows, program, at)
    answer = HttpResponse(content, content_type=KINDS[kind])
    name = f"access-{program.slug}-{local_date(program, at).isoformat()}.{kind}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def workbook(columns: list[str], rows: list[list[str]], program: Program, at: datetime) -> bytes:
    """Write one sheet; what looks like a formula or an address stays text."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    sheet, bold = book.add_worksheet(_("Audit trail")[:31]), book.add_format({"bold": True})
    sheet.write_string(0, 0, f"{program.name}, {moment(at, program)}")
    sheet.write_row(1, 0, columns, bold)
    for place, row in enumerate(rows, start=2):
        for column, text in enumerate(row):
            sheet.write_string(place, column, text)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(2, 0)
    book.close()
    return out.getvalue()
