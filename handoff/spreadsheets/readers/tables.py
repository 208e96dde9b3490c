"""Rows of text from the table files that people send: CSV in the usual encodings, Excel, OpenDocument."""

import csv
import io
import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from python_calamine import CalamineError, CalamineWorkbook

from handoff.core.refusals import Refused
from handoff.spreadsheets.readers.zip_bombs import BombError, refuse_bombs

MOST_BYTES = 50 * 1024 * 1024
MOST_ROWS = 200_000
HEADER_WITHIN = 20
LONGEST_CELL = 5_000
WORKBOOK_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
DELIMITERS = ",;\t|"
TOTAL = re.compile(r"(grand |sub|report )?(total|count)\b|page \d+", re.IGNORECASE)
NOT_TEXT = gettext_lazy(
    "This isn't a text file or a spreadsheet. Save the list as CSV or Excel and try again."
)
UNREADABLE_WORKBOOK = gettext_lazy("We couldn't read the spreadsheet. Save the list as CSV and try again.")


class UnusableFile(Refused):
    """The file can't be read as what it should be. The message says why, in one sentence."""


def read_rows(content: bytes) -> list[list[str]]:
    """The rows of a file, those that are all blank left out. Raises `UnusableFile`."""
    rows = _workbook_rows(content) if content.startswith(WORKBOOK_STARTS) else _text_rows(content)
    return [row for row in rows if any(row)]


def is_total(row: Sequence[str]) -> bool:
    """True for the line of a report that counts the others, or numbers the page."""
    filled = [cell for cell in row if cell]
    return len(filled) <= 2 and bool(TOTAL.match(filled[0]))


def _text_rows(content: bytes) -> list[list[str]]:
    text = _decode(content)
    first = next(line for line in text.splitlines() if line.strip())
    delimiter = max(DELIMITERS, key=lambda sign: (first.count(sign), -DELIMITERS.index(sign)))
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append([_tidy(cell) for cell in row])
            if len(rows) > MOST_ROWS + HEADER_WITHIN:
                break
    except csv.Error as problem:
        raise UnusableFile(_("One cell in the file is too long.")) from problem
    return rows


def _decode(content: bytes) -> str:
    """Decode what records systems write: UTF-8, UTF-16 with a byte order mark, or Windows-1252."""
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            text = content.decode("utf-16")
        else:
            text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    odd = sum(1 for sign in text[:4096] if ord(sign) < 32 and sign not in "\t\r\n\f\x1a")
    if odd or text.count("\ufffd") > len(text) // 100 or not text.strip():
        raise UnusableFile(NOT_TEXT)
    return text


def _workbook_rows(content: bytes) -> list[list[str]]:
    """Read the first sheet of an Excel or OpenDocument workbook that holds a table."""
    try:
        if content.startswith(b"PK"):
            refuse_bombs(content)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in workbook.sheet_names:
            rows = [[cell_text(cell) for cell in row] for row in workbook.get_sheet_by_name(name).to_python()]
            if len([row for row in rows if any(row)]) > 1:
                return rows
    except (CalamineError, BombError, ValueError, OSError, NotImplementedError) as problem:
        raise UnusableFile(UNREADABLE_WORKBOOK) from problem
    return []


def _tidy(text: str) -> str:
    """A cell without blanks at the edges and blank lines; its lines stay apart, for they may be several charges."""
    text = text[:LONGEST_CELL]
    if "\n" not in text and "\r" not in text:
        return " ".join(text.split())
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def cell_text(cell: object) -> str:
    """A workbook's cell as text: 26012345.0 as a case number, midnight as a date, a formula error as ''."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell.total_seconds())
    text = _tidy(str(cell))
    return "" if text.startswith("#") and text.endswith(("!", "?", "/A")) else text
