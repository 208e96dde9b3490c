"""Data quality as tables: each item with its denominator, each worker, and one item's list to fix."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from handoff.core.ui import Cell, Column
from handoff.measures.database.queries import COLUMNS
from handoff.measures.models import DataSource
from handoff.measures.quality.queries import Checked, source_of_checks
from handoff.measures.quality.rules import PARTS, Check, Part, Row, Tally
from handoff.participants.models import Person
from handoff.programs.models import Program

NOTHING = "–"


def item_columns() -> list[Column]:
    return [
        Column(_("Data item")),
        Column(_("To fix"), number=True),
        Column(_("Complete"), number=True),
        Column(_("Doesn't know or prefers not to say"), number=True),
        Column(_("Checked, stays as it is"), number=True),
        Column(_("Applies to"), number=True),
        Column(_("Where it comes from")),
        Column(_("Looked after by")),
    ]


def part_links(program: Program, part: Part) -> list[tuple[str, str, bool]]:
    """The parts that a large program's page is split by: name, URL, and whether it is the one that is shown."""
    url = reverse("quality:quality", args=[program.slug])
    return [(_(each.name), f"{url}?part={each.key}", each == part) for each in PARTS]


def item_rows(program: Program, checked: Checked, checks: Sequence[Check], *, odd: bool) -> list[list[Cell]]:
    """A row for each check of completeness, or of plausibility (`odd`), with its denominator."""
    kept = source_of_checks(program)
    return [
        _item_row(program, check, checked.tally(check), kept.get(check.key))
        for check in checks
        if (check.odd is not None) == odd
    ]


def _item_row(program: Program, check: Check, count: Tally, kept: DataSource | None) -> list[Cell]:
    link = reverse("quality:findings", args=[program.slug, check.key]) if count.open else ""
    return [
        Cell(_(check.label), link),
        Cell(count.open),
        Cell(share(count.known, count.applies)),
        Cell(count.declined),
        Cell(count.settled),
        Cell(count.applies),
        Cell(COLUMNS[check.columns[0]].source),
        _keeper_cell(program, kept),
    ]


def _keeper_cell(program: Program, kept: DataSource | None) -> Cell:
    """Who looks after an item by the data collection plan, leading to their line of it."""
    if kept is None:
        return Cell(_("No one yet"), reverse("collection:plan", args=[program.slug]))
    return Cell(kept.owner.full_name, reverse("collection:source", args=[program.slug, kept.public_id]))


def share(part: int, whole: int) -> str:
    """A part with its denominator and percentage; nothing out of nothing is no percentage."""
    if not whole:
        return NOTHING
    counts = {"part": part, "whole": whole, "percent": f"{100 * part / whole:.0f}"}
    return _("%(part)s of %(whole)s (%(percent)s%%)") % counts


def worker_columns() -> list[Column]:
    return [
        Column(_("Worker")),
        Column(_("People"), number=True),
        Column(_("To fix"), number=True),
        Column(_("Complete"), number=True),
    ]


def worker_rows(checked: Checked, checks: Sequence[Check]) -> list[list[Cell]]:
    """A row for each worker: these checks of completeness of their people together."""
    complete = [check for check in checks if check.odd is None]
    rows = []
    for name, people in checked.by_worker().items():
        counts = [checked.tally(check, people) for check in complete]
        known, applies = sum(each.known for each in counts), sum(each.applies for each in counts)
        cells = (
            name or _("No worker"),
            len(people),
            sum(each.open for each in counts),
            share(known, applies),
        )
        rows.append([Cell(each) for each in cells])
    return rows


def finding_rows(
    program: Program,
    check: Check,
    people: Sequence[Person],
    checked: Checked,
    workers: Mapping[int, str],
) -> list[dict[str, object]]:
    """The list to fix of one check: whose, who works with them, and what stands there now."""
    return [
        {
            "person": person,
            "url": reverse("people:person", args=[program.slug, person.public_id]),
            "worker": workers[person.pk] or _("No worker"),
            "now": now_words(check, checked.rows[person.pk]),
        }
        for person in people
    ]


def now_words(check: Check, row: Row) -> str:
    """What stands in the columns of a check, in words; blank ones are left out."""
    found = []
    for key in check.columns:
        value, column = row.get(key), COLUMNS[key]
        if isinstance(value, date | datetime):
            words = date_format(value, "SHORT_DATE_FORMAT")
        elif isinstance(value, tuple):
            words = ", ".join(str(column.label_of(each)) for each in value)
        else:
            words = "" if value is None else str(column.label_of(str(value)))
        if words:
            found.append(f"{column.label}: {words}")
    return "; ".join(found) or _("Blank")
