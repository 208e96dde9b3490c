"""Which column of a table holds which fact: suggested by the headings, remembered by them, checked before use."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from itertools import zip_longest

from handoff.spreadsheets.facts import Columns, Table, TableField, TableShape

HEADER_WITHIN = 20
"""The row of headings is looked for in so many rows from the top: reports print titles above it."""
GROUP = " \u203a "
"""Stands between a heading that covers several columns and the heading of one of them."""
NUMBER = re.compile(r"_(no|num|nbr|nr)$")
TOTAL = re.compile(
    r"(grand |sub|report )?(total|count)\b|page \d+|\W*end of (report|list|file)\b", re.IGNORECASE
)


def normalize_heading(heading: str) -> str:
    """A heading without accents, case, spaces and signs: \"ZIP code\" and \"zip_code\" are one."""
    plain = unicodedata.normalize("NFKD", heading.casefold())
    return re.sub(r"[^a-z0-9]+", "_", plain.encode("ascii", "ignore").decode()).strip("_")


def spellings_of(heading: str) -> set[str]:
    """A heading as it is written, and with its short word for a number in full: "Booking No." and "Arrest #"."""
    plain = normalize_heading(heading)
    whole = NUMBER.sub("_number", plain)
    return {plain, whole, f"{plain}_number"} if heading.rstrip().endswith("#") else {plain, whole}


def suggest_columns(shape: TableShape, headings: Sequence[str]) -> dict[str, int]:
    """The column of each fact by its heading, or its own part of one; no column is suggested for two facts."""
    places: dict[str, int] = {}
    own = [spellings_of(heading.rpartition(GROUP)[2]) for heading in headings]
    # "Number" under "Arrest" is the arrest number where it's nothing by itself.
    joined = [spellings_of(heading) if GROUP in heading else set() for heading in headings]
    for named in (own, joined):
        for each in shape.fields:
            found = (place for name in each.headings for place, names in enumerate(named) if name in names)
            place = next(found, None)
            if place is not None and each.name not in places and place not in places.values():
                places[each.name] = place
    return places


def missing_fields(shape: TableShape, columns: Columns) -> tuple[TableField, ...]:
    """The facts that a row needs and no column holds; of facts that stand for each other, all of them."""
    asked = tuple(each for each in shape.fields if each.name in shape.asked and each.name not in columns)
    return fields_to_recognize(shape, columns) or asked[:1]


def fields_to_recognize(shape: TableShape, columns: Columns) -> tuple[TableField, ...]:
    """The facts that are missing for a row to be one of headings of such a table."""
    alone = tuple(each for each in shape.required if each.name not in columns)
    if alone:
        return alone[:1]
    lacking = next((names for names in shape.one_of if not set(names) & set(columns)), ())
    return tuple(each for each in shape.fields if each.name in lacking)


def has_required(shape: TableShape, columns: Columns) -> bool:
    """Whether headings are those of such a table: a column for each fact it is known by, and for one other."""
    return not fields_to_recognize(shape, columns) and len(columns) > 1


def find_headings(rows: Sequence[Sequence[str]], is_heading: Callable[[Sequence[str]], bool]) -> int:
    """The place of the headings: the first of the top rows that is one, else the one with the most cells filled."""
    top = rows[:HEADER_WITHIN]
    fullest = max(range(len(top)), key=lambda place: sum(map(bool, top[place])), default=0)
    return next((place for place, row in enumerate(top) if is_heading(row)), fullest)


def is_total(row: Sequence[str]) -> bool:
    """True for the line of a report that counts the others, or numbers the page."""
    filled = [cell for cell in row if cell]
    return len(filled) <= 2 and bool(TOTAL.match(filled[0]))


def find_table(
    shape: TableShape, rows: Sequence[Sequence[str]], numbers: Sequence[int] = (), *, has_totals: bool = False
) -> Table:
    """The table in the rows of a file; `numbers` are the lines they stand on.

    A report prints its headings again on each page; those rows are left out, and with `has_totals` the lines that
    number a page or count the others.
    """
    start = find_headings(rows, lambda row: has_required(shape, suggest_columns(shape, row)))
    headings = tuple(" ".join(cell.split()) for cell in rows[start]) if rows else ()
    below = join_groups(rows[start], rows[start + 1]) if start + 1 < len(rows) else ()
    if len(suggest_columns(shape, below)) > len(suggest_columns(shape, headings)):
        start, headings = start + 1, below
    width = len(headings)
    listed = [
        place
        for place in range(start + 1, len(rows))
        if tuple(rows[place]) != tuple(rows[start]) and not (has_totals and is_total(rows[place]))
    ]
    padded = tuple(tuple(([*rows[place], *[""] * width])[:width]) for place in listed)
    lines = tuple(numbers[place] if numbers else place + 1 for place in listed)
    return Table(headings, padded, lines)


def join_groups(above: Sequence[str], below: Sequence[str]) -> tuple[str, ...]:
    """The headings of two rows, where the upper ones cover several columns: "Arrestee" over "Last" and "First"."""
    group, joined = "", []
    for upper, lower in zip_longest(above, below, fillvalue=""):
        over, name = " ".join(upper.split()), " ".join(lower.split())
        group = over or group
        joined.append(f"{group}{GROUP}{name}" if group and name else name or over)
    return tuple(joined)


def columns_of(shape: TableShape, saved: Mapping[str, str], headings: Sequence[str]) -> dict[str, int] | None:
    """The columns that were saved for a source, by their headings in this file.

    None if one of them is gone, a fact that a row needs has none, or the file has a column for a fact that no file of
    the source had before: then someone looks again.
    """
    named = [normalize_heading(heading) for heading in headings]
    chosen = {heading for heading in saved.values() if heading}
    proposed = propose_columns(shape, saved, headings)
    known = chosen and chosen <= set(named) and set(proposed) <= set(saved)
    return proposed if known and not missing_fields(shape, proposed) else None


def propose_columns(shape: TableShape, saved: Mapping[str, str], headings: Sequence[str]) -> dict[str, int]:
    """The columns that were saved for a source, where the file has them, and for other facts those its headings say."""
    named = [normalize_heading(heading) for heading in headings]
    columns = {fact: named.index(heading) for fact, heading in saved.items() if heading in named and heading}
    left_out = {fact for fact, heading in saved.items() if not heading}
    suggested = suggest_columns(shape, headings).items()
    return columns | {
        fact: place
        for fact, place in suggested
        if fact not in columns and fact not in left_out and place not in columns.values()
    }


def to_save(shape: TableShape, columns: Columns, headings: Sequence[str]) -> dict[str, str]:
    """Columns by their headings, as the next file of the source is read: its columns may be in another order.

    A fact that someone left out although a heading names it is saved too, as blank, so that no one is asked again.
    """
    left_out = dict.fromkeys(set(suggest_columns(shape, headings)) - set(columns), "")
    return left_out | {fact: normalize_heading(headings[place]) for fact, place in columns.items()}
