"""The audit log as a CSV or Excel file. No cell is ever evaluated as a formula."""

import io
from datetime import datetime

import xlsxwriter
from django.http import HttpResponse
from django.utils.translation import gettext as _

from handoff.core.templatetags.handoff import moment
from handoff.documents.engines.workbooks import write_csv
from handoff.programs.models import Program
from handoff.programs.queries import local_date

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MAX_ROWS = 50_000
COLUMN_WIDTHS = (24, 24, 44, 38, 24, 18, 10)


def download_response(
    kind: str, columns: list[str], rows: list[list[str]], program: Program, at: datetime
) -> HttpResponse:
    """The rows as a download, named after the program and the day."""
    content = write_csv(columns, rows) if kind == "csv" else trail_workbook(columns, rows, program, at)
    answer = HttpResponse(content, content_type=CONTENT_TYPES[kind])
    name = f"access-{program.slug}-{local_date(program, at).isoformat()}.{kind}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def trail_workbook(columns: list[str], rows: list[list[str]], program: Program, at: datetime) -> bytes:
    """Write one sheet; text that looks like a formula or a link stays text."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    sheet, bold = book.add_worksheet(_("Audit log")[:31]), book.add_format({"bold": True})
    sheet.write_string(0, 0, f"{program.name}, {moment(at, program)}")
    sheet.write_row(1, 0, columns, bold)
    for place, row in enumerate(rows, start=2):
        for column, text in enumerate(row):
            sheet.write_string(place, column, text)
    for column, width in enumerate(COLUMN_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(2, 0)
    book.close()
    return out.getvalue()
