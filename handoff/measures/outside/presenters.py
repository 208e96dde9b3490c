"""What the page of figures from outside shows: a table by month, and bars of each kind."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handoff.core.charts import Bar, bars
from handoff.core.ui import Column
from handoff.measures.models import OutsideFigure
from handoff.measures.presenters.plots import Drawing
from handoff.measures.presenters.words import month_name
from handoff.measures.rules.periods import Period

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
