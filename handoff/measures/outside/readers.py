"""Reading a table with a row for each month and a column for each kind of figure."""

import re

from django.utils.translation import gettext as _

from handoff.core.text import mark_for_translation
from handoff.measures.models import OutsideFigure
from handoff.measures.outside.facts import FileFigures, MonthFigures
from handoff.measures.rules.periods import Period, period_of, read_month
from handoff.spreadsheets.facts import Columns, Table, TableField, TableShape
from handoff.spreadsheets.readers.tables import read_list
from handoff.spreadsheets.rules.cells import read_date
from handoff.spreadsheets.rules.mapping import TOTAL, find_table

Kind = OutsideFigure.Kind
SHAPE = TableShape(
    kind="outside_figures",
    fields=(
        TableField(
            "month", mark_for_translation("Month"), ("month", "period", "date", "mes"), is_required=True
        ),
        TableField(Kind.CALLS.value, "Calls for service", ("calls_for_service", "calls", "cfs", "911_calls")),
        TableField(
            Kind.BOOKINGS, "Jail bookings", ("jail_bookings", "bookings", "jail_admissions", "admissions")
        ),
        TableField(
            Kind.JAIL_DAYS, "Days in jail", ("days_in_jail", "jail_days", "jail_bed_days", "bed_days")
        ),
        TableField(Kind.OVERDOSES.value, "Overdoses", ("overdoses", "overdose", "nonfatal_overdoses", "od")),
        TableField(
            Kind.OVERDOSE_DEATHS, "Overdose deaths", ("overdose_deaths", "fatal_overdoses", "od_deaths")
        ),
    ),
)
MOST = 10_000_000


def read_table(content: bytes) -> Table:
    """The table of a file, without its title and its totals. Raises `UnusableFile` for what is no table."""
    lines = read_list(content)
    return find_table(SHAPE, [each.cells for each in lines], [each.number for each in lines], has_totals=True)


def figures_in(table: Table, columns: Columns) -> FileFigures:
    """The figures of a table by its chosen columns, and a sentence for each cell that can't be read.

    An empty cell is a figure that wasn't entered.
    """
    found = FileFigures()
    for number, row in zip(table.lines, table.rows, strict=True):
        cells = table.cells(row, columns)
        if not any(cells.values()) or TOTAL.match(cells["month"]):
            continue
        month = _month_of(cells.pop("month"))
        counts = {kind: read_count(cell) for kind, cell in cells.items() if cell}
        if month is None:
            sentence = _("Line %(line)s: the month can't be read. Write it as 2026-07.")
            found.faults.append(sentence % {"line": number})
        elif any(each.month == month for each in found.months):
            found.faults.append(_("Line %(line)s: this month is in the file twice.") % {"line": number})
        for kind, count in counts.items():
            if count is None:
                values = {"line": number, "column": table.headings[columns[kind]]}
                sentence = _("Line %(line)s, %(column)s: enter a whole number, 0 or more.")
                found.faults.append(sentence % values)
        if month is not None:
            read = {kind: count for kind, count in counts.items() if count is not None}
            found.months.append(MonthFigures(month, read))
    return found


def _month_of(cell: str) -> Period | None:
    day = read_date(cell)
    return read_month(cell.strip()) or (period_of(day) if day is not None else _named_month(cell))


def _named_month(cell: str) -> Period | None:
    """July 2026, and Jul 2026: the first day of what is written."""
    day = read_date(re.sub(r"^([A-Za-z]+)\.? (\d{4})$", r"\1 1, \2", cell.strip()))
    return period_of(day) if day is not None else None


def read_count(cell: str) -> int | None:
    """A whole number, with or without commas between its thousands."""
    text = cell.strip().replace(",", "").removesuffix(".0")
    return int(text) if text.isascii() and text.isdigit() and int(text) <= MOST else None
