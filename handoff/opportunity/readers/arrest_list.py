"""Read a records system's list of arrests: the usual table files, any order of columns, no names needed."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from python_calamine import CalamineError, CalamineWorkbook

from handoff.core.refusals import Refused
from handoff.opportunity.facts import Columns, Table
from handoff.opportunity.readers.zip_bombs import BombError, refuse_bombs

MOST_ROWS = 200_000
MOST_BYTES = 50 * 1024 * 1024
HEADER_WITHIN = 20
LONGEST_CELL = 5_000
WORKBOOK_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
DELIMITERS = ",;\t|"
NOT_TEXT = gettext_lazy(
    "This isn't a text file or a spreadsheet. Save the list as CSV or Excel and try again."
)
UNREADABLE_WORKBOOK = gettext_lazy("We couldn't read the spreadsheet. Save the list as CSV and try again.")

COLUMN_NAMES: dict[str, str] = {
    "statute": "arrchrg statute statutecode statutenumber chargestatute chargecode offensestatute offensecode ncgs "
    "gsnumber violationcode law section",
    "description": "chrgdesc chargedescription chargedesc charge charges offense offensedescription offensedesc "
    "description offence crime primarycharge violation chargetext arrestcharge",
    "date": "datearr arrestdate dateofarrest datearrested arrestdatetime arrestedon date incidentdate occurreddate "
    "offensedate datetime",
    "case": "caseid casenumber caseno case incidentnumber incidentid incident arrestnumber arrestid arrestno "
    "reportnumber ocanumber oca bookingnumber bookingid",
    "person": "personid subjectid nameid mni masternameid arresteeid defendantid personkey",
    "sex": "sex gender arresteesex",
    "race": "race arresteerace raceethnicity",
    "age": "age arresteeage ageatarrest",
    "birth_date": "dob dateofbirth birthdate",
    "place": "place location district beat zone address neighborhood city",
}
"""For each fact, the headings it is found under (letters and digits only, lower case), the most likely first."""


class UnusableFile(Refused):
    """The file cannot be read as a list of arrests. The message says why, in one sentence."""


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
    headings = tuple(rows[start])
    width = len(headings)
    return Table(headings, tuple(tuple((row + [""] * width)[:width]) for row in rows[start + 1 :]))


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
            rows.append([" ".join(cell[:LONGEST_CELL].split()) for cell in row])
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
    text = " ".join(str(cell)[:LONGEST_CELL].split())
    return "" if text.startswith("#") and text.endswith(("!", "?", "/A")) else text


def _normalize_heading(heading: str) -> str:
    return "".join(sign for sign in heading.lower() if sign.isalnum())


def detect_columns(headings: Sequence[str], mapping: dict[str, str] | None = None) -> Columns:
    """Find the column of each fact by its heading; `mapping` (heading → fact) comes first."""
    places: dict[str, int] = {}
    normalized = [_normalize_heading(heading) for heading in headings]
    for heading, fact in (mapping or {}).items():
        places[fact] = _mapped_place(normalized, heading, fact)
    for fact, names in COLUMN_NAMES.items():
        if fact not in places:
            free = (normalized.index(name) for name in names.split() if name in normalized)
            place = next((place for place in free if place not in places.values()), None)
            if place is not None:
                places[fact] = place
    return Columns(places)


def _mapped_place(normalized: list[str], heading: str, fact: str) -> int:
    if fact not in COLUMN_NAMES:
        raise UnusableFile(
            _("There's no field called %(fact)s. Use one of these: %(facts)s.")
            % {"fact": fact, "facts": ", ".join(COLUMN_NAMES)}
        )
    if _normalize_heading(heading) not in normalized:
        raise UnusableFile(_("The file has no column called %(heading)s.") % {"heading": heading})
    return normalized.index(_normalize_heading(heading))


def distinct_headings(headings: Sequence[str]) -> tuple[str, ...]:
    """The headings that can be chosen: not blank, and each only once."""
    first = {
        _normalize_heading(heading): heading for heading in reversed(headings) if _normalize_heading(heading)
    }
    return tuple(heading for heading in headings if first.pop(_normalize_heading(heading), None) is not None)


def columns_from_names(table: Table, named: Mapping[str, str]) -> Columns:
    """The columns exactly as they were saved (fact → heading); a fact that is left out stays out."""
    normalized = [_normalize_heading(heading) for heading in table.headings]
    # The databases return JSON keys in different orders: of several missing columns, always name the same one.
    order = [*COLUMN_NAMES, *(fact for fact in named if fact not in COLUMN_NAMES)]
    places = {fact: _mapped_place(normalized, named[fact], fact) for fact in order if fact in named}
    return check_columns(table, Columns(places))


def find_columns(table: Table, mapping: dict[str, str] | None = None) -> Columns:
    """Find the columns; raises `UnusableFile` when none holds the charge."""
    return check_columns(table, detect_columns(table.headings, mapping))


def check_columns(table: Table, columns: Columns) -> Columns:
    """Return the columns; raises `UnusableFile` for a list without charges or without rows."""
    if not columns.has("statute") and not columns.has("description"):
        raise UnusableFile(
            _("We couldn't tell which column is the charge. Say which one it is (the file has %(headings)s).")
            % {"headings": ", ".join(heading[:30] for heading in table.headings[:12])}
        )
    if not table.rows:
        raise UnusableFile(_("The file has headings but no rows."))
    return columns
