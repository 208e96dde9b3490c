"""The rows of a table that an import leaves out, as a workbook to mend and upload."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from handoff.documents.engines.workbooks import Sheet, write_workbook
from handoff.spreadsheets.facts import Table


def write_left_out(table: Table, reasons: Mapping[int, str]) -> bytes:
    """The rows that have a reason, by their lines, with the same headings and a column of reasons."""
    rows = [
        [*row, reasons[line]] for line, row in zip(table.lines, table.rows, strict=True) if line in reasons
    ]
    headings = [
        heading or _("Column %(number)s") % {"number": place}
        for place, heading in enumerate(table.headings, start=1)
    ]
    return write_workbook([Sheet(_("Rows held back"), [*headings, _("Why it was held back")], rows)])
