"""Read a records system's list of arrests: the usual table files, any order of columns, no names needed."""

from collections.abc import Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from handoff.opportunity.facts import Table
from handoff.opportunity.readers.headings import detect_columns
from handoff.spreadsheets.readers.tables import MOST_BYTES, TOO_LARGE, UnusableFile, read_list
from handoff.spreadsheets.rules.mapping import find_headings, is_total


def read_table(path: Path) -> Table:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UnusableFile(TOO_LARGE)
        return read_bytes(path.read_bytes())
    except OSError as problem:
        raise UnusableFile(_("We couldn't open the file %(name)s.") % {"name": path.name}) from problem


def read_bytes(content: bytes) -> Table:
    """Read a table from a file's bytes, whatever its name. Raises `UnusableFile`."""
    rows = [line.cells for line in read_list(content)]
    start = find_headings(rows, _names_a_charge)
    headings = tuple(" ".join(cell.split()) for cell in rows[start])
    width = len(headings)
    # Paged reports print their headings again on each page, and a total at the end.
    listed = (row for row in rows[start + 1 :] if row != rows[start] and not is_total(row))
    return Table(headings, tuple(tuple([*row, *[""] * width][:width]) for row in listed))


def _names_a_charge(row: Sequence[str]) -> bool:
    found = detect_columns(row).places
    return len(found) > 1 and ("statute" in found or "description" in found)
