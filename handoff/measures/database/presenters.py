"""The participant database as a page and as files."""

from collections.abc import Sequence
from datetime import date, datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from handoff.consent.wording.notice import notice
from handoff.core.columns import ColumnKind, FactColumn
from handoff.core.templatetags.handoff import time_zone_of
from handoff.core.ui import Cell, Column
from handoff.measures.database.definitions import DATA_ITEMS
from handoff.measures.database.forms import WHO
from handoff.measures.database.inputs import DatabaseFilter
from handoff.measures.database.queries import COLUMNS, columns_named
from handoff.programs.models import Program
from handoff.referrals.models import Pathway
from handoff.spreadsheets.engines.fact_sheets import CellValue, FactSheet, FactValue, cell_maker

NAME_COLUMNS = ("last_name", "first_name")
Values = Sequence[Sequence[FactValue]]


def page_columns(wanted: DatabaseFilter) -> list[FactColumn]:
    """The columns of the page: the name, then what was chosen."""
    return columns_named([*NAME_COLUMNS, "handoff_id", *wanted.columns])


def table_columns(wanted: DatabaseFilter) -> list[Column]:
    """The headings of the page, each with the address that sorts by it. The first is the name."""
    return [
        _heading(COLUMNS["last_name"], _("Name"), wanted),
        *(_heading(each, each.label, wanted) for each in page_columns(wanted)[3:]),
    ]


def _heading(column: FactColumn, label: object, wanted: DatabaseFilter) -> Column:
    # The page is in the order of names where no other order is asked for.
    order = wanted.sort or "last_name"
    sorted_by = {column.key: "ascending", f"-{column.key}": "descending"}.get(order, "")
    number = column.kind == ColumnKind.WHOLE_NUMBER
    return Column(str(label), number, f"?{wanted.sorted_by(column.key).query}", sorted_by)


def table_rows(program: Program, columns: Sequence[FactColumn], rows: Values) -> list[list[Cell]]:
    """The rows of the page, each with a link to the record. `columns` are those of `page_columns`."""
    makers = [cell_maker(each, time_zone_of(program)) for each in columns]
    found = []
    for row in rows:
        last, first, public_id, *others = row
        link = reverse("people:person", args=[program.slug, public_id])
        cells = [make(value) for make, value in zip(makers[3:], others, strict=True)]
        found.append(
            [Cell(f"{last}, {first}" if last and first else f"{last}{first}", link), *map(_cell, cells)]
        )
    return found


def _cell(value: CellValue) -> Cell:
    if isinstance(value, datetime):
        return Cell(date_format(value, "SHORT_DATETIME_FORMAT"))
    if isinstance(value, date):
        return Cell(date_format(value, "SHORT_DATE_FORMAT"))
    return Cell("" if value is None else value)


def file_columns(wanted: DatabaseFilter, *, whole: bool) -> list[FactColumn]:
    """The columns of a file: all of them, or the page's with the identifier, by which rows find back, at the end."""
    keys = [key for key in (COLUMNS if whole else wanted.columns) if key != "handoff_id"]
    return columns_named([*NAME_COLUMNS, *keys, "handoff_id"])


def fact_sheet(program: Program, columns: Sequence[FactColumn], rows: Values) -> FactSheet:
    return FactSheet(
        name=_("Participants"),
        columns=columns,
        rows=rows,
        zone=time_zone_of(program),
        dictionary=[(_("Data item of the handbook"), item_words)],
    )


def item_words(key: str) -> str:
    """The data items of handbook 7a that a column holds, with the set each is in."""
    sets = {True: _("minimum"), False: _("consider")}
    found = [f"{_(each.words)} ({sets[each.minimum]})" for each in DATA_ITEMS if key in each.columns]
    return "; ".join(found)


def about_file(
    program: Program, wanted: DatabaseFilter, count: int, at: datetime, workers: dict[str, str]
) -> list[tuple[str, str]]:
    """What a file is, for its own page: whose, from when, which rows, and what may be done with it."""
    made = date_format(at.astimezone(time_zone_of(program)), "DATETIME_FORMAT")
    rows = ngettext("%(count)s row", "%(count)s rows", count) % {"count": count}
    elsewhere = [(_(each.words), _(each.elsewhere)) for each in DATA_ITEMS if each.elsewhere]
    return [
        (_("Participant database"), program.name),
        (_("As of"), made),
        (_("Rows"), f"{rows}. {filter_words(wanted, workers)}"),
        (_("Confidential"), notice(get_language() or "en").short),
        (
            _("Keep it safe"),
            _(
                "Only people who signed the confidentiality agreement may open this file. Delete it after use."
            ),
        ),
        *elsewhere,
    ]


def filter_words(wanted: DatabaseFilter, workers: dict[str, str]) -> str:
    """Which rows were asked for, in words."""
    parts = [str(dict(WHO)[wanted.who.value])]
    if wanted.status:
        parts.append(str(COLUMNS["status"].label_of(wanted.status)))
    if wanted.pathway:
        parts.append(str(Pathway(wanted.pathway).label))
    if wanted.worker:
        parts.append(_("Worker: %(name)s") % {"name": workers.get(wanted.worker, "")})
    if wanted.first:
        parts.append(_("Referred from %(day)s") % {"day": date_format(wanted.first, "SHORT_DATE_FORMAT")})
    if wanted.last:
        parts.append(_("Referred through %(day)s") % {"day": date_format(wanted.last, "SHORT_DATE_FORMAT")})
    if wanted.blank:
        parts.append(_("Blank: %(column)s") % {"column": COLUMNS[wanted.blank].label})
    return "; ".join(parts) + "."
