"""What the pages of measures show: tables whose figures open the records behind them, and closed months."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from handoff.core.languages import full_date
from handoff.core.ui import Cell, Column
from handoff.measures.definitions.closing import Difference
from handoff.measures.definitions.demographics import ages_of_people
from handoff.measures.definitions.measure import Line, Measure, Result, Table
from handoff.measures.facts import Baseline, Facts
from handoff.measures.models import MonthClosing
from handoff.measures.presenters.plots import Drawing, plot_result
from handoff.measures.presenters.words import (
    Names,
    count_words,
    disparity_words,
    finding,
    line_heading,
    line_label,
    month_name,
    share_words,
    table_title,
)
from handoff.measures.readers.counties import Ages
from handoff.measures.rules.periods import Period
from handoff.measures.services import Change
from handoff.measures.wording import DIMENSIONS, UNITS, percent, rounded


@dataclass(frozen=True)
class Chosen:
    """What a page is narrowed to: a period, and perhaps one kind of referral or one agency."""

    slug: str
    period: Period
    pathway: str = ""
    agency: int | None = None

    @property
    def query(self) -> dict[str, str]:
        asked = {"period": self.period.code, "pathway": self.pathway, "agency": str(self.agency or "")}
        return {key: value for key, value in asked.items() if value}

    def url(self, name: str, *args: str, **more: str) -> str:
        return f"{reverse(f'measures:{name}', args=[self.slug, *args])}?{urlencode({**self.query, **more})}"


@dataclass(frozen=True)
class ShownTable:
    """A table with its caption and what it counts."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[object]]


@dataclass(frozen=True)
class ShownMeasure:
    """One measure of a page: its words, its figure, its plot and its tables."""

    measure: Measure
    title: str
    finding: str
    drawing: Drawing | None
    tables: Sequence[ShownTable]
    url: str = ""


def present_measure(
    measure: Measure, result: Result, names: Names, chosen: Chosen, *, linked: bool = True
) -> ShownMeasure:
    """A measure with all its tables. Figures of a closed month aren't links: the records may have changed since."""
    tables = [present_table(measure, table, names, chosen if linked else None) for table in result.tables]
    return ShownMeasure(
        measure,
        _(measure.title),
        finding(measure, result),
        plot_result(measure, result, names),
        [each for each in tables if each.rows],
        chosen.url("show", measure.key),
    )


def present_table(measure: Measure, table: Table, names: Names, chosen: Chosen | None) -> ShownTable:
    compared = table.key.startswith(("race:", "gender:", "age:")) and any(
        line.baseline for line in table.lines
    )
    columns = [
        Column(line_heading(table.key)),
        Column(str(UNITS[table.unit]).capitalize(), number=True),
        Column(_("Share (95% interval)"), number=True),
    ]
    if compared:
        columns += [
            Column(_("In the jurisdiction"), number=True),
            Column(_("Times the jurisdiction's share"), number=True),
        ]
    rows = []
    for line in table.lines:
        row: list[object] = [
            line_label(table.key, line.code, names),
            figure_cell(measure, table, line, names, chosen),
            share_words(line) or _missing_share(table, line),
        ]
        if compared:
            row += [percent(100 * line.baseline) if line.baseline else "—", disparity_words(line)[1]]
        rows.append(row)
    return ShownTable(table_title(table.key), columns, rows)


def _missing_share(table: Table, line: Line) -> str:
    if line.is_hidden:
        return _("hidden")
    return _("head count missing") if table.key == "officer_agency" and line.whole is None else "—"


def figure_cell(measure: Measure, table: Table, line: Line, names: Names, chosen: Chosen | None) -> object:
    """A figure that opens its list of records, where there are any and the reader may open them."""
    if chosen is None or line.is_hidden or not line.count:
        return count_words(line)
    about = line_label(table.key, line.code, names)
    return Cell(
        count_words(line), chosen.url("records", measure.key, table=table.key, line=line.code), about=about
    )


def definition_rows(measure: Measure) -> list[tuple[str, object]]:
    """The definition as printed beside every figure."""
    return [
        (_("What it says"), _(measure.sentence)),
        (_("Numerator"), _(measure.numerator)),
        (_("Denominator"), _(measure.denominator)),
        (_("Counts"), str(UNITS[measure.unit])),
        (_("Rules"), " ".join(_(each) for each in measure.exclusions)),
        (
            _("Source"),
            _("The program's own measure; definition %(id)s") % {"id": measure.id}
            if measure.is_own
            else _("Handbook %(section)s; definition %(id)s")
            % {"section": measure.section, "id": measure.id},
        ),
    ]


def period_notes(period: Period, began_on: object, read_on: object) -> list[str]:
    """What makes a period incomplete: it isn't over, or the program began in it or after it."""
    notes = []
    if isinstance(began_on, type(period.first)) and began_on > period.last:
        notes.append(_("The program wasn't running yet."))
    elif isinstance(began_on, type(period.first)) and began_on in period and began_on != period.first:
        notes.append(_("Counted from %(day)s, when the program began.") % {"day": full_date(began_on)})
    if isinstance(read_on, type(period.first)) and read_on <= period.last:
        notes.append(_("This period isn't over. The figures can still change."))
    return notes


@dataclass(frozen=True)
class ShownChange:
    """What reads differently since a month was closed, in one measure."""

    title: str
    by_records: Sequence[str]
    by_definition: Sequence[str]
    is_known: bool


def present_changes(changes: Iterable[Change], names: Names, numbers: Mapping[int, str]) -> list[ShownChange]:
    return [
        ShownChange(
            _(change.measure.title),
            [difference_words(each, names, numbers) for each in change.records],
            [difference_words(each, names, numbers) for each in change.definition],
            change.is_known,
        )
        for change in changes
    ]


def difference_words(difference: Difference, names: Names, numbers: Mapping[int, str]) -> str:
    """One line: what was read, what reads now, and which referrals came in or left."""
    label = line_label(difference.table, difference.code, names)
    title = f"{table_title(difference.table)}: {label}" if difference.table else label
    before = count_words(Line("", (), size=difference.before_of, counted=difference.before))
    now = count_words(Line("", (), size=difference.now_of, counted=difference.now))
    words = _("%(line)s: closed with %(before)s, now %(now)s") % {"line": title, "before": before, "now": now}
    changed = [f"+{numbers.get(each, each)}" for each in difference.added]
    changed += [f"−{numbers.get(each, each)}" for each in difference.removed]
    return f"{words} ({', '.join(changed)})" if changed else words


@dataclass(frozen=True)
class MonthRow:
    """A month in the list: its name, its page, and whether it is closed."""

    name: str
    url: str
    state: str
    kind: str


def month_rows(
    months: Sequence[Period], closings: Iterable[MonthClosing], slug: str, now: Period
) -> list[MonthRow]:
    newest: dict[object, MonthClosing] = {}
    for each in closings:
        newest.setdefault(each.month, each)
    rows = []
    for month in reversed(months):
        closing = newest.get(month.first)
        if closing is not None:
            state, kind = _("Closed, revision %(number)s") % {"number": closing.number}, "done"
        else:
            state, kind = (_("Not over yet"), "info") if month >= now else (_("Not closed"), "soon")
        rows.append(
            MonthRow(month_name(month.first), reverse("measures:month", args=[slug, month.code]), state, kind)
        )
    return rows


def jurisdiction_words(facts: Facts, period: Period, ages: Ages | None) -> list[str]:
    """Which figures the groups are compared with, and the county's ages beside the middle age of those referred."""
    day = period.last
    found = [
        _("%(what)s: the program's own figures, since %(day)s.")
        % {"what": str(DIMENSIONS[each.dimension]).capitalize(), "day": full_date(each.since)}
        for each in _baselines_on(facts, day)
    ]
    if facts.baseline:
        found.append(_("Otherwise: the census of April 1, 2020, of the program's county."))
    if ages is not None:
        values = {"median": rounded(ages.median), "adults": percent(ages.adults)}
        found.append(
            _(
                "In the county, half of all people are younger than %(median)s, and %(adults)s are 18 or older "
                "(American Community Survey, 2015 to 2019). Children are in both figures."
            )
            % values
        )
    known = ages_of_people(facts, period)
    if known:
        found.append(
            _("Of those referred whose age is known (%(count)s), half were %(age)s or younger.")
            % {"count": len(known), "age": rounded(median(known), 0)}
        )
    return found


def _baselines_on(facts: Facts, day: date) -> list[Baseline]:
    newest: dict[str, Baseline] = {}
    for each in facts.baselines:
        if each.since <= day:
            newest.setdefault(each.dimension, each)
    return list(newest.values())
