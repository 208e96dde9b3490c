"""What the page of figures from outside shows: a table by month, and bars of each kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handoff.access.actor import Actor
from handoff.core.charts import Bar, bars
from handoff.core.refusals import refusal_message
from handoff.core.ui import Cell, Column
from handoff.measures.models import OutsideFigure
from handoff.measures.outside import policies, queries
from handoff.measures.outside.facts import PlannedFigure
from handoff.measures.presenters.plots import Drawing
from handoff.measures.presenters.words import month_name
from handoff.measures.rules.periods import Period
from handoff.spreadsheets.batches.policies import check_can_import
from handoff.spreadsheets.models import ImportBatch

Figures = Mapping[tuple[date, str], OutsideFigure]
MOST_MONTHS = 24


def months_with_figures(figures: Figures) -> list[date]:
    """The newest months of which anything was entered, at most two years."""
    return sorted({month for month, _kind in figures}, reverse=True)[:MOST_MONTHS]


def figure_columns() -> list[Column | str]:
    return [
        _("Month"),
        *(Column(str(label), number=True) for _kind, label in OutsideFigure.Kind.choices),
        _("Source"),
    ]


def figure_rows(figures: Figures) -> list[Sequence[object]]:
    rows: list[Sequence[object]] = []
    for month in months_with_figures(figures):
        found = [figures.get((month, kind)) for kind in OutsideFigure.Kind.values]
        sources = dict.fromkeys(each.source for each in found if each)
        rows.append([month_name(month), *(_words(each) for each in found), "; ".join(sources)])
    return rows


def _words(figure: OutsideFigure | None) -> str:
    """A month that no one entered has no 0."""
    return _("not entered") if figure is None else number_format(figure.count, force_grouping=True)


def figure_plots(figures: Figures) -> list[Drawing]:
    """Bars by month of each kind of which two months were entered."""
    plots = []
    for kind, label in OutsideFigure.Kind.choices:
        months = [each for each in reversed(months_with_figures(figures)) if (each, kind) in figures]
        if len(months) < 2:
            continue
        first, last = figures[months[0], kind], figures[months[-1], kind]
        sentence = _("%(label)s: %(first)s in %(first_month)s, %(last)s in %(last_month)s.") % {
            "label": label,
            "first": _words(first),
            "first_month": month_name(months[0]),
            "last": _words(last),
            "last_month": month_name(months[-1]),
        }
        rows = [
            Bar(month_name(each), figures[each, kind].count, _words(figures[each, kind])) for each in months
        ]
        plots.append(Drawing(sentence, bars(rows, str(label))))
    return plots


def month_choices(months: Sequence[Period]) -> list[tuple[str, str]]:
    return [(each.code, month_name(each.first)) for each in reversed(months)]


def entered_words(count: int) -> str:
    if not count:
        return _("Nothing new: these figures were entered before.")
    return ngettext("%(count)s figure saved.", "%(count)s figures saved.", count) % {"count": count}


@dataclass(frozen=True)
class FilePage:
    """A file before its import, with what it would change; or what became of it."""

    batch: ImportBatch
    sentence: str
    faults: Sequence[str] = ()
    columns: Sequence[Column | str] = ()
    rows: Sequence[Sequence[object]] = ()
    import_refusal: str | None = None
    undo_refusal: str | None = None


def file_page(batch: ImportBatch, actor: Actor) -> FilePage:
    if batch.imported_at is not None:
        refusal = refusal_message(policies.check_can_undo_file, actor, batch)
        return FilePage(batch, outcome_words(batch.counts), undo_refusal=refusal)
    file = queries.figures_of_file(batch)
    planned = queries.plan_figures(batch.program, file.months)
    counts = {
        "added": sum(each.is_new for each in planned),
        "changed": sum(each.changes and not each.is_new for each in planned),
        "unchanged": sum(not each.changes for each in planned),
    }
    refusal = refusal_message(check_can_import, batch) or refusal_message(policies.check_can_import, file)
    return FilePage(
        batch,
        outcome_words(counts),
        faults=file.faults,
        columns=[
            _("Month"),
            _("Figure"),
            Column(_("Now"), number=True),
            Column(_("In the file"), number=True),
            _("Import"),
        ],
        rows=[_planned_row(each) for each in planned],
        import_refusal=refusal,
    )


def outcome_words(counts: Mapping[str, int]) -> str:
    return _("New: %(added)s. Another number: %(changed)s. As before: %(unchanged)s.") % counts


def _planned_row(each: PlannedFigure) -> Sequence[object]:
    if each.is_new:
        state = Cell(_("New"), kind="done")
    else:
        state = Cell(_("Another number"), kind="soon") if each.changes else Cell(_("As before"))
    return (
        month_name(each.month.first),
        OutsideFigure.Kind(each.kind).label,
        _("not entered") if each.before is None else number_format(each.before, force_grouping=True),
        number_format(each.count, force_grouping=True),
        state,
    )
