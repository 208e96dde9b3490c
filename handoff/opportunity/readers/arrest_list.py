"""Reading a records system's list of arrests: the usual table files, any order of columns, no names needed."""

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
    "The file is neither text nor a workbook: save the list as CSV or Excel and try again."
)
UNREADABLE_WORKBOOK = gettext_lazy("The workbook could not be read: save the list as CSV and try again.")

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
"""For each fact, the headings it is found under (letters and digits only, lower case), the likeliest first."""


class UnusableFile(Refused):
    """The file cannot be read as a list of arrests. The message says why, in one sentence."""


def read_table(path: Path) -> Table:
    """Read a table file from disk."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UnusableFile(_("The file is larger than 50 megabytes: split it by year and try again."))
        return read_bytes(path.read_bytes())
    except OSError as problem:
        raise UnusableFile(_("The file %(name)s could not be opened.") % {"name": path.name}) from problem


def read_bytes(content: bytes) -> Table:
    """Read a table out of a file's bytes, whatever the file is called."""
    if len(content) > MOST_BYTES:
        raise UnusableFile(_("The file is larger than 50 megabytes: split it by year and try again."))
    if not content.strip():
        raise UnusableFile(_("The file is empty."))
    rows = _workbook_rows(content) if content.startswith(WORKBOOK_STARTS) else _text_rows(content)
    rows = [row for row in rows if any(row)]
    if len(rows) > MOST_ROWS + 1:
        raise UnusableFile(_("The file has more than 200,000 rows: split it by year and try again."))
    if len(rows) < 2 or max(len(row) for row in rows) < 2:
        raise UnusableFile(
            _("The file is not a table: it needs a row of headings and a row for each charge.")
        )
    return _table(rows)


def _table(rows: list[list[str]]) -> Table:
    """Find the headings: the first of the top rows that names a charge, else the first of the fullest."""
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
    text = _decoded(content)
    first = next(line for line in text.splitlines() if line.strip())
    delimiter = max(DELIMITERS, key=lambda sign: (first.count(sign), -DELIMITERS.index(sign)))
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append([" ".join(cell[:LONGEST_CELL].split()) for cell in row])
            if len(rows) > MOST_ROWS + HEADER_WITHIN:
                break
    except csv.Error as problem:
        raise UnusableFile(_("A cell of the file is too long to be part of a list of arrests.")) from problem
    return rows


def _decoded(content: bytes) -> str:
    """Decode what records systems write: UTF-8, UTF-16 with its mark, or Windows' own letters."""
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
    """Write a workbook's cell as text: 26012345.0 as a case number, midnight as a date, a broken formula as nothing."""
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


def _plain(heading: str) -> str:
    return "".join(sign for sign in heading.lower() if sign.isalnum())


def detect_columns(headings: Sequence[str], told: dict[str, str] | None = None) -> Columns:
    """Find the column of each fact by its heading; what a person told (heading → fact) comes first."""
    places: dict[str, int] = {}
    plain = [_plain(heading) for heading in headings]
    for heading, fact in (told or {}).items():
        places[fact] = _told_place(plain, heading, fact)
    for fact, names in COLUMN_NAMES.items():
        if fact not in places:
            free = (plain.index(name) for name in names.split() if name in plain)
            place = next((place for place in free if place not in places.values()), None)
            if place is not None:
                places[fact] = place
    return Columns(places)


def _told_place(plain: list[str], heading: str, fact: str) -> int:
    if fact not in COLUMN_NAMES:
        raise UnusableFile(
            _("There is no fact called %(fact)s: use one of %(facts)s.")
            % {"fact": fact, "facts": ", ".join(COLUMN_NAMES)}
        )
    if _plain(heading) not in plain:
        raise UnusableFile(_("The file has no column called %(heading)s.") % {"heading": heading})
    return plain.index(_plain(heading))


def distinct_headings(headings: Sequence[str]) -> tuple[str, ...]:
    """Return the headings that a person can point at: not blank, and each but once."""
    first = {_plain(heading): heading for heading in reversed(headings) if _plain(heading)}
    return tuple(heading for heading in headings if first.pop(_plain(heading), None) is not None)


def columns_named(table: Table, named: Mapping[str, str]) -> Columns:
    """Take the columns exactly as a person named them (fact → heading); what is left out stays out.

    In the order of `COLUMN_NAMES`, so that of several missing columns the same one is named on every database.
    """
    plain = [_plain(heading) for heading in table.headings]
    order = [*COLUMN_NAMES, *(fact for fact in named if fact not in COLUMN_NAMES)]
    places = {fact: _told_place(plain, named[fact], fact) for fact in order if fact in named}
    return checked_columns(table, Columns(places))


def columns_of(table: Table, told: dict[str, str] | None = None) -> Columns:
    """Find the columns, and refuse a file whose charges cannot be found."""
    return checked_columns(table, detect_columns(table.headings, told))


def checked_columns(table: Table, columns: Columns) -> Columns:
    """Refuse a list without charges or without rows."""
    if not columns.has("statute") and not columns.has("description"):
        raise UnusableFile(
            _("No column holds the charge: say which one does (the file has %(headings)s).")
            % {"headings": ", ".join(heading[:30] for heading in table.headings[:12])}
        )
    if not table.rows:
        raise UnusableFile(_("The file has headings but no rows."))
    return columns
