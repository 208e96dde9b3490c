"""Read a records system's list of arrests: the usual table files, any order of columns, no names needed."""

from collections.abc import Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from handoff.opportunity.facts import Table
from handoff.opportunity.readers.headings import detect_columns
from handoff.spreadsheets.readers.tables import (
    HEADER_WITHIN,
    MOST_BYTES,
    MOST_ROWS,
    UnusableFile,
    is_total,
    read_rows,
)


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
    rows = read_rows(content)
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
    listed = (row for row in rows[start + 1 :] if row != rows[start] and not is_total(row))
    return Table(headings, tuple(tuple((row + [""] * width)[:width]) for row in listed))


def _names_a_charge(row: Sequence[str]) -> bool:
    found = detect_columns(row).places
    return len(found) > 1 and ("statute" in found or "description" in found)
