"""Excel and CSV files of exactly what a page shows, in which no cell can be read as a formula.

A cell that starts with = + - @, TAB, CR, LF, NUL or their full-width forms runs as a formula when a spreadsheet opens
the file or a colleague saves it as CSV (ASVS 1.2.10, threat T6). Such a cell gets an apostrophe in front.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter
from django.utils import timezone
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Cell = str | int | float | Decimal | date | datetime | bool | None

TRIGGERS = frozenset("=+-@\t\r\n\0|%\u2212")
PLAIN = re.compile(r"(?:[A-Za-z0-9(][ -~]*)?")
"""What most cells are: nothing in them has to be looked at letter by letter."""
LONGEST_CELL = 32_000
MOST_WIDTH = 60
EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Sheet:
    """One sheet: a short name, the column names, and rows of plain values in the same order."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def safe_text(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would read as a formula.

    Triggers also count behind spaces or invisible characters, and in full-width or small form.
    """
    if PLAIN.fullmatch(text) and len(text) <= LONGEST_CELL:
        return text
    text = "".join(c for c in str(text) if c in "\t\r\n" or unicodedata.category(c) not in {"Cc", "Cs"})
    shown = text.lstrip("".join(c for c in set(text) if _is_blank(c)))
    first = unicodedata.normalize("NFKC", shown[:1])[:1]
    if text[:1] in TRIGGERS or first in TRIGGERS:
        text = f"'{text}"
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"


def _is_blank(character: str) -> bool:
    return unicodedata.category(character) in {"Cf", "Zs", "Zl", "Zp", "Cc"} and character not in TRIGGERS


def write_workbook(sheets: Sequence[Sheet], *, notice_name: str = "", notice: Sequence[str] = ()) -> bytes:
    """An Excel file as bytes; with a notice, its first sheet holds the notice's sentences."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        looks = _CellFormats(
            head=book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            text=book.add_format({"valign": "top", "text_wrap": True}),
            day=book.add_format({"num_format": "mm/dd/yyyy", "align": "left", "valign": "top"}),
            moment=book.add_format({"num_format": "mm/dd/yyyy hh:mm", "align": "left", "valign": "top"}),
        )
        if notice:
            _write_notice(book.add_worksheet(sheet_name(notice_name)), notice, looks)
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet_name(sheet.name)), sheet, looks)
    return out.getvalue()


def write_csv(
    columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, of_codes: Collection[str] = ()
) -> bytes:
    """UTF-8 CSV with a byte order mark, which Excel needs for accented letters.

    Columns `of_codes` hold only our own codes, which may begin with a sign and are written as they are.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow([safe_text(name) for name in columns])
    # Some files hold several tables one below the other: a row may have more cells than there are columns.
    codes = {place for place, name in enumerate(columns) if name in of_codes}
    for row in rows:
        writer.writerow([value if place in codes else _csv_value(value) for place, value in enumerate(row)])
    return out.getvalue().encode("utf-8-sig")


def sheet_name(text: str) -> str:
    """A sheet name that Excel accepts: at most 31 characters, none of the forbidden ones."""
    return "".join(c for c in text if c not in "[]:*?/\\").strip("' ")[:31].strip("' ") or "Sheet"


@dataclass(frozen=True)
class _CellFormats:
    head: Format
    text: Format
    day: Format
    moment: Format


def _csv_value(value: Cell) -> str | int | float | Decimal:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return _to_local_time(value).isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    return safe_text(value) if isinstance(value, str) else value


def _to_local_time(moment: datetime) -> datetime:
    return timezone.localtime(moment).replace(tzinfo=None) if timezone.is_aware(moment) else moment


def _write_notice(page: Worksheet, notice: Sequence[str], looks: _CellFormats) -> None:
    page.set_column(0, 0, 100)
    for row, sentence in enumerate(notice):
        page.write_string(row, 0, safe_text(sentence), looks.text)


def _write_sheet(page: Worksheet, sheet: Sheet, looks: _CellFormats) -> None:
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    for column, name in enumerate(sheet.columns):
        page.write_string(0, column, safe_text(name), looks.head)
        page.set_column(column, column, _width(sheet, column))
    for number, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            _write_cell(page, number, column, value, looks)


def _width(sheet: Sheet, column: int) -> int:
    longest = max((len(str(row[column])) for row in sheet.rows if column < len(row)), default=0)
    return min(MOST_WIDTH, max(12, longest + 2, len(sheet.columns[column]) + 2))


def _write_cell(page: Worksheet, row: int, column: int, value: Cell, looks: _CellFormats) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        page.write_boolean(row, column, value, looks.text)
    elif isinstance(value, datetime):
        page.write_datetime(row, column, _to_local_time(value), looks.moment)
    elif isinstance(value, date):
        page.write_datetime(row, column, datetime(value.year, value.month, value.day), looks.day)  # noqa: DTZ001
    elif isinstance(value, int | float | Decimal):
        page.write_number(row, column, value, looks.text)
    else:
        page.write_string(row, column, safe_text(value), looks.text)
