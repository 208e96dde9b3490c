"""Which rows of a sheet are about a person, and what the others are."""

import re
from collections.abc import Collection, Sequence
from enum import StrEnum


class RowKind(StrEnum):
    """What a row below the headings is. Only the first two are read."""

    PERSON = ""
    HIDDEN = "hidden"
    """About a person, and hidden by a filter in Excel."""
    TOTAL = "total"
    HEADING = "heading"
    NOTE = "note"
    """One cell with words: a divider, a footnote."""


MONTHS = "january february march april may june july august september october november december".split()
COUNTS = re.compile(
    r"(?:grand |sub-?|report |monthly )?(?:totals?|counts?|sum)\b|.*\b(?:sub)?totals?:?$", re.IGNORECASE
)


def kind_of(
    row: Sequence[str], headings: Sequence[str], *, calculated: Collection[int] = (), is_hidden: bool = False
) -> RowKind:
    """What a row is. `calculated` are the places of its cells that hold a formula."""
    if [cell.casefold() for cell in row] == [heading.casefold() for heading in headings]:
        return RowKind.HEADING
    filled = [place for place, cell in enumerate(row) if cell]
    typed = [place for place in filled if place not in calculated]
    if not typed:
        return RowKind.TOTAL
    first = row[typed[0]]
    if len(typed) == 1 and len(filled) > 1 and (COUNTS.match(first) or is_period(first)):
        return RowKind.TOTAL
    numbers = [place for place in typed[1:] if re.fullmatch(r"[\d.,%]+", row[place])]
    if (COUNTS.match(first) or is_period(first)) and len(numbers) == len(typed) - 1:
        return RowKind.TOTAL
    if len(filled) == 1:
        return RowKind.NOTE
    return RowKind.HIDDEN if is_hidden else RowKind.PERSON


def is_period(text: str) -> bool:
    """Whether a cell names a month or year alone, as dividers and subtotals do."""
    words = re.findall(r"[a-z]+|\d+", text.casefold())
    rest = [word for word in words if not re.fullmatch(r"(?:20)?\d\d|q[1-4]|fy", word)]
    return bool(words) and (
        not rest or (len(rest) == 1 and any(m.startswith(rest[0]) and len(rest[0]) > 2 for m in MONTHS))
    )
