"""Read a records system's list of arrests: the usual table files, any order of columns, no names needed."""

import csv
import io
import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from python_calamine import CalamineError, CalamineWorkbook

from handoff.opportunity.facts import Table
from handoff.opportunity.readers.headings import UnusableFile, detect_columns
from handoff.opportunity.readers.zip_bombs import BombError, refuse_bombs

MOST_ROWS = 200_000
MOST_BYTES = 50 * 1024 * 1024
HEADER_WITHIN = 20
LONGEST_CELL = 5_000
WORKBOOK_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
DELIMITERS = ",;\t|"
TOTAL = re.compile(r"(grand |sub|report )?(total|count)\b|page \d+", re.IGNORECASE)
NOT_TEXT = gettext_lazy(
    "This isn't a text file or a spreadsheet. Save the list as CSV or Excel and try again."
)
UNREADABLE_WORKBOOK = gettext_lazy("We couldn't read the spreadsheet. Save the list as CSV and try again.")


def read_table(path: Path) -> Table:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UnusableFile(_("The file is larger than 50 megabytes. Split it by year and try again."))
        return read_bytes(path.read_bytes())
    except OSError as problem:
        raise UnusableFile(_("We couldn't open the file %(name)s.") % {"name": path.name}) from problem


def read_bytes(content: bytes) -> Table:
    """Read a table from a file's bytes, whatever its name. Raises `UnusableFile`."""
    if len(content) > MOST_BYTES:
        raise UnusableFile(_("The file is larger than 50 megabytes. Split it by year and try again."))
    if not content.strip():
        raise UnusableFile(_("The file is empty."))
    rows = _workbook_rows(content) if content.startswith(WORKBOOK_STARTS) else _text_rows(content)
    rows = [row for row in rows if any(row)]
    if len(rows) > MOST_ROWS + 1:
        raise UnusableFile(_("The file has more than 200,000 rows. Split it by year and try again."))
    if len(rows) < 2 or max(len(row) for row in rows) < 2:
        raise UnusableFile(_("The file isn't a table. It needs a row of headings and a row for each charge."))
    return _find_table(rows)


def _find_table(rows: list[list[str]]) -> Table:
    """Find the headings: the first of the top rows that names a charge, else the one with the most cells filled."""
    top = rows[:HEADER_WITHIN]
    fullest = max(range(len(top)), key=lambda place: sum(map(bool, top[place])))
    start = next((place for place, row in enumerate(top) if _names_a_charge(row)), fullest)
    headings = tuple(" ".join(cell.split()) for cell in rows[start])
    width = len(headings)
    # Paged reports print their headings again on each page, and a total at the end.
    listed = (row for row in rows[start + 1 :] if row != rows[start] and not _is_total(row))
    return Table(headings, tuple(tuple((row + [""] * width)[:width]) for row in listed))


def _is_total(row: Sequence[str]) -> bool:
    filled = [cell for cell in row if cell]
    return len(filled) <= 2 and bool(TOTAL.match(filled[0]))


def _names_a_charge(row: Sequence[str]) -> bool:
    found = detect_columns(row).places
    return len(found) > 1 and ("statute" in found or "description" in found)


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
        raise UnusableFile(_("One cell in the file is too long for a list of arrests.")) from problem
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
