"""Rows of facts as an Excel workbook to work in, or as CSV: each cell of the kind that its column states.

The workbook has drop-downs for choices, real dates, a heading that can't be typed over and a data dictionary, so that
it can be sorted, filtered, counted and handed back (handbook 7a, 7c).
"""

import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_range_abs
from xlsxwriter.worksheet import Worksheet

from handoff.core.columns import ColumnKind, FactColumn
from handoff.documents.engines.workbooks import LONGEST_CELL, TRIGGERS, sheet_name, write_csv

FactValue = str | int | bool | date | datetime | tuple[str, ...] | None
CellValue = str | int | date | datetime | None
SEPARATOR = "; "
ROWS_TO_ADD = 500
"""So many empty rows below the last one have drop-downs and an unlocked format."""
FIRST_EXCEL_DAY = date(1900, 3, 1)
"""Excel counts a February 29 in 1900: programs don't agree on earlier days, so those are written as text."""
LONGEST_PROMPT = 255
WIDTHS = {
    ColumnKind.DATE: 12,
    ColumnKind.MOMENT: 17,
    ColumnKind.WHOLE_NUMBER: 11,
    ColumnKind.YES_NO: 9,
    ColumnKind.CHOICE: 22,
    ColumnKind.REFERENCE: 14,
}
WIDE = 30
PLAIN = re.compile(r"[^\x00-\x1f\x7f-\x9f\ud800-\udfff]*")


@dataclass(frozen=True)
class FactSheet:
    """One table of a workbook: its name, its columns, and rows of values in the order of the columns.

    `dictionary` adds columns to the data dictionary: a heading, and what it says of each column's key.
    """

    name: str
    columns: Sequence[FactColumn]
    rows: Sequence[Sequence[FactValue]]
    zone: tzinfo = UTC
    dictionary: Sequence[tuple[str, Callable[[str], str]]] = ()


def kind_words(kind: ColumnKind) -> str:
    """What a column of this kind holds, for a data dictionary."""
    return {
        ColumnKind.DATE: _("Date"),
        ColumnKind.MOMENT: _("Date and time"),
        ColumnKind.CHOICE: _("One of a list"),
        ColumnKind.CHOICES: _("Several of a list, separated by semicolons"),
        ColumnKind.WHOLE_NUMBER: _("Whole number"),
        ColumnKind.YES_NO: _("Yes or no"),
        ColumnKind.TEXT: _("Text"),
        ColumnKind.REFERENCE: _("Identifier"),
    }[kind]


def cell_maker(column: FactColumn, zone: tzinfo) -> Callable[[FactValue], CellValue]:
    """How the values of a column become cells: codes as their words, instants in the program's time zone."""
    words = {each.code: str(each.label) for each in column.choices}
    yes_no = {True: _("Yes"), False: _("No"), None: None}

    def make(value: FactValue) -> CellValue:
        if value is None or value == "" or value == ():
            return None
        if isinstance(value, tuple):
            return SEPARATOR.join(words.get(each, each) for each in value)
        if isinstance(value, bool):
            return yes_no[value]
        if isinstance(value, datetime):
            instant = value.astimezone(zone).replace(tzinfo=None, microsecond=0)
            # A program's own workbook seldom says a time: then the very start of the day stands for it (ADR 0066).
            return instant if instant.time() != time() else instant.date()
        return words.get(value, value) if isinstance(value, str) else value

    return make


def sheet_cells(sheet: FactSheet) -> Iterable[list[CellValue]]:
    """The rows of a sheet as cells."""
    makers = [cell_maker(column, sheet.zone) for column in sheet.columns]
    return ([make(value) for make, value in zip(makers, row, strict=True)] for row in sheet.rows)


def write_fact_csv(sheet: FactSheet) -> bytes:
    """The sheet as CSV with words for codes and ISO dates; no cell can be read as a formula."""
    return write_csv([str(each.label) for each in sheet.columns], sheet_cells(sheet))


def write_fact_workbook(sheet: FactSheet, *, about: Sequence[tuple[str, str]]) -> bytes:
    """The sheet with its data dictionary, its lists, and a page that says what the file is, as an Excel workbook."""
    out = io.BytesIO()
    options = {
        # Nothing of a participant is written to a temporary file on the server.
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": sheet.name})
        looks = _Looks(book)
        page = book.add_worksheet(sheet_name(sheet.name))
        lists = _Lists(_("Lists"), sheet.columns)
        _write_rows(page, sheet, looks)
        _add_choices(page, sheet, lists)
        _protect(page)
        _write_dictionary(book.add_worksheet(sheet_name(_("Data dictionary"))), sheet, looks)
        _write_about(book.add_worksheet(sheet_name(_("About this file"))), about, looks)
        _write_lists(book.add_worksheet(lists.sheet), lists, looks)
    return out.getvalue()


class _Looks:
    """The formats of a workbook. Cells of data are unlocked: only the headings are protected."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        def look(**properties: object) -> Format:
            return book.add_format({"valign": "top", **properties})

        self.head = look(bold=True, bottom=1, text_wrap=True, bg_color="#E7F6F8")
        self.text = look(num_format="@", locked=False)
        self.quoted = look(num_format="@", locked=False, quote_prefix=True)
        self.number = look(num_format="0", locked=False)
        self.day = look(num_format="yyyy-mm-dd", locked=False, align="left")
        self.moment = look(num_format="yyyy-mm-dd hh:mm", locked=False, align="left")
        self.wrapped = look(text_wrap=True)

    def of(self, kind: ColumnKind) -> Format:
        return {
            ColumnKind.DATE: self.day,
            ColumnKind.MOMENT: self.moment,
            ColumnKind.WHOLE_NUMBER: self.number,
        }.get(kind, self.text)


class _Lists:
    """The choices of each column, one below the other on a sheet of their own.

    A list inside a cell's rule holds 255 characters, splits at commas and makes Excel repair the file; a range doesn't.
    """

    def __init__(self, name: str, columns: Sequence[FactColumn]) -> None:
        self.sheet = sheet_name(name)
        self.columns = [each for each in columns if each.kind in {ColumnKind.CHOICE, ColumnKind.CHOICES}]
        self.yes_no = any(each.kind == ColumnKind.YES_NO for each in columns)

    def lists(self) -> list[tuple[str, list[str]]]:
        found = [(str(each.label), [str(one.label) for one in each.choices]) for each in self.columns]
        return [*found, (_("Yes or no"), [_("Yes"), _("No")])] if self.yes_no else found

    def source(self, column: FactColumn) -> str:
        """The range of a column's choices, as a rule of a cell names it."""
        place = self.columns.index(column) if column in self.columns else len(self.columns)
        last = len(self.lists()[place][1])
        return f"='{self.sheet}'!{xl_range_abs(1, place, last, place)}"


def _write_rows(page: Worksheet, sheet: FactSheet, looks: _Looks) -> None:
    page.freeze_panes(1, min(3, len(sheet.columns)))
    page.repeat_rows(0)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    for place, column in enumerate(sheet.columns):
        page.write_string(0, place, str(column.label), looks.head)
        page.set_column(place, place, WIDTHS.get(column.kind, WIDE), looks.of(column.kind))
    page.autofilter(0, 0, max(1, len(sheet.rows)), max(0, len(sheet.columns) - 1))
    string, number, instant = page.write_string, page.write_number, page.write_datetime
    for line, cells in enumerate(sheet_cells(sheet), start=1):
        for place, cell in enumerate(cells):
            if cell is None:
                continue
            if isinstance(cell, str):
                text = clean_text(cell)
                string(line, place, text, looks.quoted if text[:1] in TRIGGERS else looks.text)
            elif isinstance(cell, datetime):
                instant(line, place, cell, looks.moment)
            elif not isinstance(cell, date):
                number(line, place, cell, looks.number)
            elif cell >= FIRST_EXCEL_DAY:
                instant(line, place, cell, looks.day)
            else:
                string(line, place, cell.isoformat(), looks.text)


def clean_text(text: str) -> str:
    """A text without what no file of Excel can hold: control characters and halves of a character."""
    if not PLAIN.fullmatch(text):
        text = "".join(c for c in text if c in "\t\n" or unicodedata.category(c) not in {"Cc", "Cs"})
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"


def _add_choices(page: Worksheet, sheet: FactSheet, lists: _Lists) -> None:
    last = len(sheet.rows) + ROWS_TO_ADD
    for place, column in enumerate(sheet.columns):
        rule: dict[str, object] = {}
        if column.kind in {ColumnKind.CHOICE, ColumnKind.YES_NO}:
            rule = {
                "validate": "list",
                "source": lists.source(column),
                "error_title": _("Not in the list"),
                "error_message": _("Choose one from the list, or leave it blank."),
            }
        elif column.kind in {ColumnKind.DATE, ColumnKind.MOMENT}:
            rule = {
                "validate": "date",
                "criteria": ">=",
                "value": FIRST_EXCEL_DAY,
                "error_title": _("Not a date"),
                "error_message": _("Enter a date, for example 2026-09-30, or leave it blank."),
            }
        if rule:
            prompt = str(column.instruction)[:LONGEST_PROMPT]
            shown = {"input_message": prompt} if prompt else {}
            page.data_validation(1, place, last, place, {**rule, **shown})


def _protect(page: Worksheet) -> None:
    """Keep headings from being typed over, without a password; everything else stays possible."""
    allowed = ("format_cells", "format_columns", "format_rows", "sort", "autofilter", "insert_rows")
    page.protect("", {**dict.fromkeys(allowed, True), "delete_rows": True})


def _write_dictionary(page: Worksheet, sheet: FactSheet, looks: _Looks) -> None:
    page.freeze_panes(1, 0)
    more = [name for name, _say in sheet.dictionary]
    heads = [
        _("Column"),
        _("Name"),
        _("What it holds"),
        _("Unit"),
        _("How to enter it"),
        _("Where it comes from"),
        _("Handbook section"),
        _("Choices"),
        *more,
    ]
    for place, head in enumerate(heads):
        page.write_string(0, place, head, looks.head)
        page.set_column(place, place, 12 if place in {0, 3, 6} else WIDE)
    for line, column in enumerate(sheet.columns, start=1):
        cells = [
            xl_col_to_name(line - 1),
            column.label,
            kind_words(column.kind),
            column.unit,
            column.instruction,
            column.source,
            column.section,
            SEPARATOR.join(str(each.label) for each in column.choices),
            *(say(column.key) for _name, say in sheet.dictionary),
        ]
        for place, cell in enumerate(cells):
            if str(cell):
                page.write_string(line, place, clean_text(str(cell)), looks.wrapped)


def _write_about(page: Worksheet, about: Sequence[tuple[str, str]], looks: _Looks) -> None:
    page.set_column(0, 0, WIDE)
    page.set_column(1, 1, 90)
    for line, (name, words) in enumerate(about):
        page.write_string(line, 0, clean_text(name), looks.head)
        page.write_string(line, 1, clean_text(words), looks.wrapped)


def _write_lists(page: Worksheet, lists: _Lists, looks: _Looks) -> None:
    for place, (name, choices) in enumerate(lists.lists()):
        page.set_column(place, place, WIDE)
        page.write_string(0, place, name, looks.head)
        for line, choice in enumerate(choices, start=1):
            page.write_string(line, place, choice, looks.wrapped)
