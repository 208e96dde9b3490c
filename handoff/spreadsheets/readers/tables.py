"""Rows of text from the table files that people send: CSV in the usual encodings, Excel, OpenDocument."""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from python_calamine import CalamineError, CalamineWorkbook

from handoff.core.refusals import Refused
from handoff.core.text import mark_for_translation
from handoff.spreadsheets.readers.zip_bombs import BombError, refuse_bombs
from handoff.spreadsheets.rules.mapping import HEADER_WITHIN

MOST_BYTES = 50 * 1024 * 1024
MOST_ROWS = 200_000
LONGEST_CELL = 5_000
WORKBOOK_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
DELIMITERS = ",;\t|"
NOT_TEXT = gettext_lazy(
    "This isn't a text file or a spreadsheet. Save the list as CSV or Excel and try again."
)
TOO_LARGE = gettext_lazy("The file is larger than 50 megabytes. Split it by year and try again.")
UNREADABLE_WORKBOOK = gettext_lazy("We couldn't read the spreadsheet. Save the list as CSV and try again.")


CUT_OFF = "cut_off"
"""The mark of the last row of a file that ends in the middle of it."""
CUT_OFF_WORDS = mark_for_translation(
    "The file ends in the middle of this row. Export it again and send the whole file: no row is added twice."
)
OTHER_FORMATS = ("%pdf", "{\\rtf", "<")
"""How files start that aren't tables, whatever their name: PDF, rich text, and the web pages that are named .xls."""
FORMULA = re.compile(r'="(.*)"', re.DOTALL)
"""How exports write a number that a spreadsheet shall leave as it is: ="0026001"."""


class UnusableFile(Refused):
    """The file can't be read as what it should be. The message says why, in one sentence."""


@dataclass(frozen=True, slots=True)
class Line:
    """The cells of a row, and the line of the file, or the row of the sheet, on which it starts."""

    number: int
    cells: list[str]
    is_cut_off: bool = False


def read_rows(content: bytes) -> list[list[str]]:
    """The rows of a file, those that are all blank left out. Raises `UnusableFile`."""
    return [line.cells for line in read_lines(content)]


def read_lines(content: bytes) -> list[Line]:
    """The rows of a file with their numbers, those that are all blank left out. Raises `UnusableFile`."""
    lines = _workbook_lines(content) if content.startswith(WORKBOOK_STARTS) else _text_lines(content)
    return [line for line in lines if any(line.cells)]


def read_list(content: bytes) -> list[Line]:
    """The rows of a list with a row for each charge or person. Raises `UnusableFile` if it's too large or no table."""
    if len(content) > MOST_BYTES:
        raise UnusableFile(TOO_LARGE)
    if not content.strip():
        raise UnusableFile(_("The file is empty."))
    lines = read_lines(content)
    if len(lines) > MOST_ROWS + 1:
        raise UnusableFile(_("The file has more than 200,000 rows. Split it by year and try again."))
    if len(lines) < 2 or max(len(line.cells) for line in lines) < 2:
        raise UnusableFile(_("The file isn't a table. It needs a row of headings and a row for each charge."))
    return lines


def _text_lines(content: bytes) -> list[Line]:
    text = _decode(content)
    first = next(line for line in text.splitlines() if line.strip())
    delimiter = max(DELIMITERS, key=lambda sign: (first.count(sign), -DELIMITERS.index(sign)))
    lines: list[Line] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 1
    try:
        for row in reader:
            lines.append(Line(number, [_tidy(cell) for cell in row]))
            # A cell may have several lines: the next row starts after the last of them.
            number = reader.line_num + 1
            if len(lines) > MOST_ROWS + HEADER_WITHIN:
                break
    except csv.Error as problem:
        raise UnusableFile(_("One cell in the file is too long.")) from problem
    if lines and len(lines) > 2 and ends_inside(text, lines, delimiter):
        lines[-1] = replace(lines[-1], is_cut_off=True)
    return lines


def ends_inside(text: str, lines: list[Line], delimiter: str) -> bool:
    """Whether a text was cut off in its last row: inside a quoted cell, or before as many cells as the other rows
    have, without the end of a line.
    """
    if text.endswith(("\n", "\r")):
        return False
    last = "\n".join(text.splitlines()[lines[-1].number - 1 :])
    try:
        list(csv.reader(io.StringIO(last, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as problem:
        if "unexpected end" in str(problem):
            return True
    widths = Counter(len(line.cells) for line in lines[:-1])
    return len(lines[-1].cells) < widths.most_common(1)[0][0]


def _decode(content: bytes) -> str:
    """Decode what records systems write: UTF-8, UTF-16 with a byte order mark, or Windows-1252."""
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            text = content.decode("utf-16")
        else:
            text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if text.lstrip().lower().startswith(OTHER_FORMATS):
        raise UnusableFile(NOT_TEXT)
    odd = sum(1 for sign in text[:4096] if ord(sign) < 32 and sign not in "\t\r\n\f\x1a")
    if odd or text.count("\ufffd") > len(text) // 100 or not text.strip():
        raise UnusableFile(NOT_TEXT)
    return text


def _workbook_lines(content: bytes) -> list[Line]:
    """Read the first sheet of an Excel or OpenDocument workbook that holds a table."""
    try:
        if content.startswith(b"PK"):
            refuse_bombs(content)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in workbook.sheet_names:
            rows = [[cell_text(cell) for cell in row] for row in workbook.get_sheet_by_name(name).to_python()]
            if len([row for row in rows if any(row)]) > 1:
                return [Line(number, row) for number, row in enumerate(rows, start=1)]
    except (CalamineError, BombError, ValueError, OSError, NotImplementedError) as problem:
        raise UnusableFile(UNREADABLE_WORKBOOK) from problem
    return []


def _tidy(text: str) -> str:
    """A cell without blanks at the edges and blank lines; its lines stay apart, for they may be several charges."""
    text = text[:LONGEST_CELL]
    if text.startswith('="') and (formula := FORMULA.fullmatch(text.strip())):
        text = formula[1]
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
