"""The data collection plan as a table, on screen and on paper."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from handoff.accounts.models import User
from handoff.core.languages import full_date
from handoff.core.ui import Cell
from handoff.documents.engines.pdf import render_pdf
from handoff.measures.collection.queries import PlannedSource
from handoff.measures.definitions.sources import SOURCE_BY_KEY
from handoff.measures.models import DataSource, SourceReview
from handoff.measures.quality.rules import CHECK_BY_KEY
from handoff.programs.models import Program
from handoff.programs.queries import local_date


def name_of(source: DataSource) -> str:
    known = SOURCE_BY_KEY.get(source.key)
    return _(known.name) if known else source.name


def holds_of(source: DataSource) -> str:
    known = SOURCE_BY_KEY.get(source.key)
    return _(known.holds) if known else source.holds


def plan_columns() -> list[str]:
    return [
        _("Source"),
        _("What it holds"),
        _("Looked after by"),
        _("Backup"),
        _("Entered"),
        _("Reviewed"),
        _("Last review"),
        _("Next review"),
        _("Stored"),
    ]


def plan_rows(program: Program, planned: Sequence[PlannedSource]) -> list[list[Cell]]:
    return [_plan_row(program, each) for each in planned]


def _plan_row(program: Program, each: PlannedSource) -> list[Cell]:
    source = each.source
    return [
        Cell(name_of(source), reverse("collection:source", args=[program.slug, source.public_id])),
        Cell(holds_of(source)),
        keeper_cell(source.owner, is_here=each.has_owner),
        keeper_cell(source.backup, is_here=each.has_backup),
        Cell(source.get_entry_display()),
        Cell(source.get_rhythm_display()),
        Cell(day_words(each.last_review) if each.last_review else _("Not yet")),
        due_cell(each),
        Cell(source.stored),
    ]


def fact_rows(program: Program, each: PlannedSource) -> list[tuple[str, str]]:
    """One source's line of the plan as names and values."""
    cells = _plan_row(program, each)[1:]
    return [(name, cell.html) for name, cell in zip(plan_columns()[1:], cells, strict=True)]


def check_links(program: Program, source: DataSource) -> list[tuple[str, str]]:
    """The data items that a source holds and data quality looks at, each with its list to fix."""
    checks = SOURCE_BY_KEY[source.key].checks if source.key in SOURCE_BY_KEY else ()
    return [
        (_(CHECK_BY_KEY[key].label), reverse("quality:findings", args=[program.slug, key])) for key in checks
    ]


def keeper_cell(user: User | None, *, is_here: bool) -> Cell:
    """Who looks after a source; someone who no longer works here is marked, because no one does it then."""
    if user is None:
        return Cell(_("No one yet"), kind="soon")
    return (
        Cell(user.full_name) if is_here else Cell(_("%(name)s, no longer here") % {"name": user}, kind="soon")
    )


def due_cell(each: PlannedSource) -> Cell:
    words = day_words(each.due)
    return Cell(_("%(day)s, overdue") % {"day": words}, kind="overdue") if each.is_overdue else Cell(words)


def day_words(day: object) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")  # type: ignore[arg-type]


def unplanned_rows(program: Program, keys: Sequence[str]) -> list[tuple[str, str, str]]:
    """The handbook's sources that no one looks after yet: name, what it holds, and where to plan it."""
    add = reverse("collection:add", args=[program.slug])
    found = (SOURCE_BY_KEY[key] for key in keys)
    return [(_(each.name), _(each.holds), f"{add}?source={each.key}") for each in found]


def review_rows(reviews: Sequence[SourceReview], names: dict[int, str]) -> list[list[str]]:
    return [
        [day_words(each.reviewed_on), names.get(each.recorded_by_id or 0, ""), each.note] for each in reviews
    ]


def plan_pdf(program: Program, planned: Sequence[PlannedSource], keys: Sequence[str], at: datetime) -> bytes:
    """The plan on paper, with what no one looks after yet."""
    rows = [[str(cell.text) for cell in row] for row in plan_rows(program, planned)]
    unplanned = [f"{name}: {holds}" for name, holds, _url in unplanned_rows(program, keys)]
    sections: list[dict[str, object]] = [
        {"heading": _("Sources"), "table": {"columns": plan_columns(), "rows": rows}}
    ]
    if unplanned:
        sections.append({"heading": _("No one looks after these yet"), "items": unplanned})
    data = {
        "title": _("Data collection plan"),
        "program": program.name,
        "wide": True,
        "opening": [
            _("Only people who signed the confidentiality agreement may open the data (handbook 7b)."),
        ],
        "made": full_date(local_date(program, at)),
        "footer": "",
        "sections": sections,
    }
    return render_pdf("document", data, get_language() or "en")
