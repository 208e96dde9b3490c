"""The table of people in a workbook of any layout: its sheet, its headings, its rows, and what only looks say."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from handoff.spreadsheets.facts import Table
from handoff.spreadsheets.readers.tables import (
    MOST_BYTES,
    TOO_LARGE,
    UNREADABLE_WORKBOOK,
    WORKBOOK_STARTS,
    Line,
    UnusableFile,
    cell_text,
    read_lines,
)
from handoff.spreadsheets.readers.zip_bombs import BombError, refuse_bombs
from handoff.spreadsheets.rules.mapping import GROUP, find_headings, suggest_columns
from handoff.workbooks.readers.columns import SHAPE
from handoff.workbooks.readers.looks import SheetLooks, read_looks
from handoff.workbooks.rules.kinds import RowKind, kind_of
from handoff.workbooks.rules.secrets import leave_out_numbers

MOST_ROWS = 50_000
NO_RESULT = "=?"
"""Stands in a cell whose formula has no result in the file."""
COLOR_HEADING = "Row color"
Merged = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook as it was read; rows that are all blank are left out."""

    name: str
    lines: list[Line]
    is_visible: bool = True
    merged: Sequence[Merged] = ()
    looks: SheetLooks = field(default_factory=SheetLooks)


@dataclass(frozen=True)
class Reading:
    """The table of people, and what else the workbook holds."""

    table: Table
    others: tuple[tuple[str, int], ...] = ()
    """The other sheets with their rows."""


def read_workbook(content: bytes, sheet_name: str = "") -> Reading:
    """The table on the named sheet, else on the one whose headings say most about people. Raises `UnusableFile`."""
    if len(content) > MOST_BYTES:
        raise UnusableFile(TOO_LARGE)
    if not content.strip():
        raise UnusableFile(_("The file is empty."))
    sheets, is_1904 = _read_sheets(content)
    usable = [each for each in sheets if len(each.lines) > 1]
    if sheet_name.strip():
        named = sheet_name.strip().casefold()
        usable = [each for each in usable if each.name.casefold() == named]
        if not usable:
            raise UnusableFile(_("The workbook has no sheet of this name with rows on it."))
    if not usable:
        raise UnusableFile(
            _("We found no table in the file. It needs a row of headings and a row for each person.")
        )
    best = max(usable, key=lambda each: (each.is_visible, _known_headings(each)))
    if len(best.lines) > MOST_ROWS:
        raise UnusableFile(_("The sheet has more than 50,000 rows. Split it by year and try again."))
    others = tuple((each.name, len(each.lines)) for each in sheets if each is not best and each.lines)
    names = tuple(name for name, _rows in others)
    return Reading(replace(table_of(best), is_1904=is_1904, others=names), others)


def _read_sheets(content: bytes) -> tuple[list[Sheet], bool]:
    if not content.startswith(WORKBOOK_STARTS):
        return [Sheet("", read_lines(content))], False
    try:
        if content.startswith(b"PK"):
            refuse_bombs(content)
        looks = read_looks(content)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        shown = {each.name: each.visible == SheetVisibleEnum.Visible for each in book.sheets_metadata}
        found = looks.sheets if looks else {}
        sheets = [
            _read_sheet(book, name, shown.get(name, True), found.get(name, SheetLooks()))
            for name in book.sheet_names
        ]
    except (CalamineError, BombError, ValueError, OSError, NotImplementedError) as problem:
        raise UnusableFile(UNREADABLE_WORKBOOK) from problem
    return sheets, bool(looks and looks.is_1904)


def _read_sheet(book: CalamineWorkbook, name: str, is_visible: bool, looks: SheetLooks) -> Sheet:
    sheet = book.get_sheet_by_name(name)
    lines = []
    for number, row in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        cells = [cell_text(cell) for cell in row]
        for place in range(len(cells)):
            if (number, place) in looks.without_result:
                cells[place] = NO_RESULT
        if any(cells):
            lines.append(Line(number, cells))
    return Sheet(name, lines, is_visible, tuple(sheet.merged_cell_ranges or ()), looks)


def _known_headings(sheet: Sheet) -> int:
    rows = [line.cells for line in sheet.lines]
    return len(suggest_columns(SHAPE, rows[find_headings(rows, is_heading)]))


def is_heading(row: Sequence[str]) -> bool:
    """Whether a row names a person's name and something else."""
    found = suggest_columns(SHAPE, list(row))
    return bool({"full_name", "last_name"} & set(found)) and len(found) > 2


def table_of(sheet: Sheet) -> Table:
    """The table of a sheet: headings joined with those above that cover several columns, and rows with their marks."""
    rows = [line.cells for line in sheet.lines]
    start = find_headings(rows, is_heading)
    own = tuple(" ".join(cell.split()) for cell in rows[start])
    headings = _with_groups(sheet, start, own)
    kept = [_kept_row(line, len(own)) for line in sheet.lines[start + 1 :]]
    marks = tuple(
        _mark(line, row, own, sheet.looks) for line, row in zip(sheet.lines[start + 1 :], kept, strict=True)
    )
    read = {RowKind.PERSON, RowKind.HIDDEN}
    # The cells of a total or a footnote are no one's, and aren't kept.
    cells = [
        row if RowKind(mark) in read else ("",) * len(own) for row, mark in zip(kept, marks, strict=True)
    ]
    lines = tuple(line.number for line in sheet.lines[start + 1 :])
    colors = [sheet.looks.row_color(line, len(own)) for line in lines]
    if any(color for color, mark in zip(colors, marks, strict=True) if RowKind(mark) in read):
        meaning = _legend(sheet, start)
        words = [f"{color} ({meaning[color]})" if color in meaning else color for color in colors]
        headings = (*headings, COLOR_HEADING)
        cells = [(*row, word if any(row) else "") for row, word in zip(cells, words, strict=True)]
    return Table(headings, tuple(cells), lines, marks, sheet.name)


def _kept_row(line: Line, width: int) -> tuple[str, ...]:
    padded = ([*line.cells, *[""] * width])[:width]
    return tuple(leave_out_numbers(cell) for cell in padded)


def _mark(line: Line, row: Sequence[str], headings: Sequence[str], looks: SheetLooks) -> str:
    calculated = {place for place in range(len(row)) if (line.number, place) in looks.formulas}
    return kind_of(row, headings, calculated=calculated, is_hidden=line.number in looks.hidden_rows).value


def _with_groups(sheet: Sheet, start: int, own: Sequence[str]) -> tuple[str, ...]:
    """The headings, each behind the merged heading above that covers it; hidden columns say so."""
    groups = [""] * len(own)
    number = sheet.lines[start].number
    above = next((line for line in sheet.lines[:start] if line.number == number - 1), None)
    for (top, left), (bottom, right) in sheet.merged:
        covers = above is not None and top + 1 <= number - 1 <= bottom + 1
        if covers and right > left and right - left < len(own) - 1 and left < len(own):
            for place in range(left, min(right + 1, len(own))):
                groups[place] = " ".join(above.cells[left].split()) if above else ""
    joined = [
        f"{group}{GROUP}{name}" if group and name else name for group, name in zip(groups, own, strict=True)
    ]
    hidden = _("hidden in Excel")
    return tuple(
        f"{name} ({hidden})" if place in sheet.looks.hidden_columns and name else name
        for place, name in enumerate(joined)
    )


def _legend(sheet: Sheet, start: int) -> dict[str, str]:
    """What the rows above the headings say a color means: one word in a cell of that color."""
    meaning: dict[str, str] = {}
    for line in sheet.lines[:start]:
        found = {
            sheet.looks.colors[line.number, place]: cell
            for place, cell in enumerate(line.cells)
            if cell and (line.number, place) in sheet.looks.colors and re.fullmatch(r"[^\W\d_ ]{3,20}", cell)
        }
        if len(found) > 1:
            meaning |= found
    return meaning
