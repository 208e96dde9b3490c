"""The plots of a measure, each with the sentence it proves; the table of its numbers stands beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from handoff.core.charts import Bar, Dot, Point, bars, dots, trend
from handoff.measures.definitions.measure import Line, Measure, Result, Table
from handoff.measures.presenters.words import (
    Names,
    count_words,
    disparity_words,
    figure_words,
    finding,
    line_label,
    short_period_name,
    table_title,
)
from handoff.measures.rules.periods import Period

MAIN_TABLE = {
    "acceptance-rate": "answer",
    "decline-reasons": "reason",
    "enrollment-rate": "intake",
    "demographics": "race:referred",
    "officers-who-referred": "officer_agency",
    "charges-of-active-participants": "offense",
    "new-charges-after-referral": "new_offense",
    "before-and-after": "before_after",
    "overdoses-and-deaths": "overdose",
}
"""The table that a measure's plot shows."""


@dataclass(frozen=True)
class Drawing:
    """A plot and the sentence above it."""

    sentence: str
    svg: SafeString


def plot_result(measure: Measure, result: Result, names: Names) -> Drawing | None:
    """The plot of a measure's main table; None where there is nothing to draw."""
    if not result.tables:
        return None
    table = result.table("pathway" if measure.is_own else MAIN_TABLE[measure.key])
    if not any(line.count for line in table.lines if not line.count_hidden):
        return None
    sentence = finding(measure, result)
    if measure.key == "demographics":
        return plot_disparity(table, names) or Drawing(sentence, plot_table(table, names))
    return Drawing(sentence, plot_table(table, names))


def plot_table(table: Table, names: Names) -> SafeString:
    """Bars of a table's counts; of shares where the lines have wholes of their own."""
    shares = table.key in {"officer_agency", "agency", "pathway", "before_after"}
    rows = [
        Bar(
            line_label(table.key, line.code, names),
            _length(line, shares),
            figure_words(line) if shares else count_words(line),
        )
        for line in table.lines
        if shares or line.count_hidden or line.count
    ]
    return bars(rows, table_title(table.key))


def _length(line: Line, shares: bool) -> float | None:
    """How long a bar is; None, and so no bar, for what is hidden or has no whole."""
    if shares:
        return line.share.percent if line.share else None
    return None if line.count_hidden else line.count


def plot_disparity(table: Table, names: Names) -> Drawing | None:
    """Each group's share beside its share of the jurisdiction, with the interval of the few people it rests on."""
    rows = []
    for line in table.lines:
        found, words = disparity_words(line)
        if found is not None and not line.is_hidden and line.count:
            label = line_label(table.key, line.code, names)
            rows.append(Dot(label, found.index, found.low, found.high, words))
    if not rows:
        return None
    apart = [row for row in rows if row.low > 1 or row.high < 1]
    if apart:
        sentence = _("Farther from the jurisdiction's share than chance alone explains: %(groups)s.") % {
            "groups": "; ".join(str(row.label) for row in apart)
        }
    elif any(line.is_hidden for line in table.lines):
        sentence = _(
            "No group whose figures can be shown differs from its share by more than chance may explain."
        )
    else:
        sentence = _("No group differs from its share of the jurisdiction by more than chance may explain.")
    return Drawing(sentence, dots(rows, table_title(table.key), _("as in the jurisdiction")))


def plot_trend(measure: Measure, results: Sequence[Result], now: Period) -> Drawing | None:
    """The share over the last periods; None for a measure without a share, or with nothing counted."""
    if not any(each.headline.share for each in results):
        return None
    points = [
        Point(
            short_period_name(each.period),
            each.headline.share.percent if each.headline.share else None,
            each.headline.share.low if each.headline.share else 0,
            each.headline.share.high if each.headline.share else 0,
            count_words(each.headline),
            is_open=each.period >= now or bool(each.notes.get("open")),
        )
        for each in results
    ]
    sentence = _(
        "Each period's share with the interval it rests on. A hollow point isn't final; in a gap nothing was counted."
    )
    if any(each.headline.is_hidden for each in results):
        sentence = _(
            "Each period's share with the interval it rests on. In a gap the share is hidden, or nothing was counted."
        )
    return Drawing(sentence, trend(points, _(measure.title)))
