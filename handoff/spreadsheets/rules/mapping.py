"""Which column of a table holds which fact: suggested by the headings, remembered by them, checked before use."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from handoff.spreadsheets.facts import Columns, Table, TableShape

HEADER_WITHIN = 20
"""The row of headings is looked for in so many rows from the top: reports print titles above it."""


def normalize_heading(heading: str) -> str:
    """A heading without accents, case, spaces and signs: \"ZIP code\" and \"zip_code\" are one."""
    plain = unicodedata.normalize("NFKD", heading.casefold())
    return re.sub(r"[^a-z0-9]+", "_", plain.encode("ascii", "ignore").decode()).strip("_")


def suggest_columns(shape: TableShape, headings: Sequence[str]) -> dict[str, int]:
    """The column of each fact by its heading; no column is suggested for two facts."""
    named = [normalize_heading(heading) for heading in headings]
    places: dict[str, int] = {}
    for each in shape.fields:
        place = next((named.index(name) for name in each.headings if name in named), None)
        if place is not None and place not in places.values():
            places[each.name] = place
    return places


def has_required(shape: TableShape, columns: Columns) -> bool:
    """Whether a table has a column for each fact that a row needs, and for one other."""
    return all(each.name in columns for each in shape.required) and len(columns) > 1


def find_table(shape: TableShape, rows: Sequence[Sequence[str]]) -> Table:
    """The table in the rows of a file: the first row that names what is needed heads it, else the fullest of the top.

    A report prints its headings again on each page; those rows are left out.
    """
    top = rows[:HEADER_WITHIN]
    fullest = max(range(len(top)), key=lambda place: sum(map(bool, top[place])), default=0)
    named = (place for place, row in enumerate(top) if has_required(shape, suggest_columns(shape, row)))
    start = next(named, fullest)
    headings = tuple(" ".join(cell.split()) for cell in rows[start]) if rows else ()
    width = len(headings)
    listed = (row for row in rows[start + 1 :] if tuple(row) != tuple(rows[start]))
    padded = tuple(tuple(([*row, *[""] * width])[:width]) for row in listed)
    return Table(headings, padded, first_line=start + 2)


def columns_of(saved: Mapping[str, str], headings: Sequence[str]) -> dict[str, int] | None:
    """The columns that were saved for a source, by their headings in this file; None if one of them is gone."""
    named = [normalize_heading(heading) for heading in headings]
    if not saved or not set(saved.values()) <= set(named):
        return None
    return {fact: named.index(heading) for fact, heading in saved.items()}


def to_save(columns: Columns, headings: Sequence[str]) -> dict[str, str]:
    """Columns by their headings, as the next file of the source is read: its columns may be in another order."""
    return {fact: normalize_heading(headings[place]) for fact, place in columns.items()}
