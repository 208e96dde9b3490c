"""The opportunity analysis as a page: a headline, tables, a chart by month, and what the list can't tell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from handoff.core.ui import Column
from handoff.opportunity.presenters.bars import Bars, Month, lay_out_bars
from handoff.opportunity.presenters.report import shorten
from handoff.opportunity.presenters.sentences import (
    columns_used,
    count_sentence,
    format_share,
    headline,
    notes,
    offense_title,
    unused_columns_sentence,
)
from handoff.opportunity.rules.analysis import Count, Opportunity
from handoff.opportunity.rules.cells import BANDS, OLDEST_BAND, UNKNOWN
from handoff.opportunity.services import OpportunityRun

SMALL = 11
FIRST_LINES = 12
AGES = [*(words for _limit, words in BANDS), OLDEST_BAND, UNKNOWN]
LONGEST_AXIS = 240
"""Months: a list with one stray year is drawn without the empty months between."""


@dataclass(frozen=True)
class TableSection:
    """One table: the first lines, and the others, which are folded."""

    key: str
    caption: str
    columns: list[Column]
    rows: list[list[str]]
    note: str = ""
    empty: str = ""

    @property
    def first(self) -> list[list[str]]:
        """The lines shown at once; up to three more are not worth folding."""
        return self.rows if len(self.rows) <= FIRST_LINES + 3 else self.rows[:FIRST_LINES]

    @property
    def others(self) -> list[list[str]]:
        return self.rows[len(self.first) :]


@dataclass(frozen=True)
class OpportunityPage:
    headline: str
    withheld: bool
    counted: str
    notes: list[tuple[str, str]]
    assumed: TableSection
    excluded: TableSection
    charges: TableSection
    months: TableSection
    bars: Bars
    finding: str
    groups: list[TableSection]
    unmapped: TableSection
    small_numbers: bool
    assumptions: list[str]
    headings: list[tuple[str | Promise, str]]
    left_over: str
    knows_ethnicity: bool

    @property
    def sections(self) -> list[TableSection]:
        """Every table in the order of the page."""
        if self.withheld:
            return [self.unmapped]
        return [self.assumed, self.excluded, self.charges, self.months, *self.groups, self.unmapped]


def present_run(run: OpportunityRun) -> OpportunityPage:
    result = run.result
    groups = list(group_sections(run))
    return OpportunityPage(
        headline=headline(result, criteria_label(run.criteria_number)),
        withheld=result.withheld is not None,
        counted=count_sentence(result),
        notes=[(name, f"{number:,}") for name, number in notes(result)],
        assumed=assumed_section(result),
        excluded=excluded_section(result),
        charges=count_section(
            "charge",
            _("Encounters by charge"),
            _("Charge"),
            ((offense_title(line), line) for line in result.by_charge),
            note=_("An encounter counts under each of its charges."),
        ),
        months=count_section(
            "month",
            _("Encounters by month"),
            _("Month"),
            ((month_label(line.name), line) for line in result.by_month),
        ),
        bars=lay_out_bars(list(months_between(result.by_month))),
        finding=chart_summary(result.by_month),
        groups=groups,
        unmapped=unmapped_section(run),
        small_numbers=any(0 < line.encounters < SMALL for line in group_lines(result)),
        assumptions=[_(sentence) for sentence in result.assumptions],
        headings=columns_used(result),
        left_over=unused_columns_sentence(result),
        knows_ethnicity="ethnicity" in result.columns,
    )


def criteria_label(number: int | None) -> str:
    """The name of the criteria, for the middle of a sentence."""
    if number is None:
        return _("the handbook's North Carolina example")
    return _("criteria version %(number)s") % {"number": number}


def counted_columns(first: str) -> list[Column]:
    """The columns of a breakdown; `first` is the heading of the first."""
    return [
        Column(first),
        Column(_("Encounters"), number=True),
        Column(_("Could have been diverted, at most"), number=True),
        Column(_("Share"), number=True),
    ]


def translate_titles(counts: Iterable[Count]) -> Iterable[tuple[str, Count]]:
    """Pair each line with its title in the reader's language."""
    return ((_(line.title) if line.title else _("(blank)"), line) for line in counts)


def count_section(
    key: str, caption: str, first: str, lines: Iterable[tuple[str, Count]], note: str = ""
) -> TableSection:
    rows = [
        [
            words,
            f"{line.encounters:,}",
            f"{line.divertible:,}",
            format_share(line.divertible, line.encounters),
        ]
        for words, line in lines
    ]
    return TableSection(key, caption, counted_columns(first), rows, note)


def group_lines(result: Opportunity) -> list[Count]:
    """The lines in which a person could be recognized."""
    return [line for lines in (*result.by_group.values(), result.by_place) for line in lines]


def group_sections(run: OpportunityRun) -> Iterable[TableSection]:
    group = run.result.by_group
    if run.result.withheld:
        return
    if "arrest_type" in group:
        kinds = translate_titles(group["arrest_type"])
        yield count_section("arrest_type", _("Encounters by type of arrest"), _("Type of arrest"), kinds)
    yield count_section("sex", _("Encounters by sex"), _("Sex"), translate_titles(group["sex"]))
    yield count_section(
        "race", _("Encounters by race as recorded"), _("Race as recorded"), translate_titles(group["race"])
    )
    ages = sorted(group["age"], key=lambda line: AGES.index(line.name))
    yield count_section("age", _("Encounters by age"), _("Age"), translate_titles(ages))
    if run.result.by_place:
        places = ((line.title or _("(blank)"), line) for line in shorten(run.result).by_place)
        hidden = truncation_note(len(run.result.by_place), len(shorten(run.result).by_place))
        yield count_section("place", _("Encounters by place"), _("Place"), places, note=hidden)


def truncation_note(every: int, listed: int) -> str:
    """The sentence under a table that is cut, or ''."""
    if every <= listed:
        return ""
    return _("Showing the %(listed)s most common of %(every)s.") % {
        "listed": listed,
        "every": f"{every:,}",
    }


def assumed_section(result: Opportunity) -> TableSection:
    """The criteria that the list can't answer and the figure assumes met."""
    rows = [[_(line.title), f"{line.divertible:,}"] for line in result.unasked if line.divertible]
    columns = [Column(_("Assumed")), Column(_("Encounters that depend on this"), number=True)]
    return TableSection(
        "assumed",
        _("What the list can't tell us"),
        columns,
        rows,
        empty=_("The list answered every criterion."),
    )


def excluded_section(result: Opportunity) -> TableSection:
    """The reasons that excluded the other encounters."""
    rows = [[_(line.title), f"{line.encounters:,}", f"{line.only:,}"] for line in result.excluded_by]
    columns = [
        Column(_("Reason")),
        Column(_("Encounters"), number=True),
        Column(_("For this reason only"), number=True),
    ]
    note = _(
        "An encounter counts under each of its reasons. Changing one rule alone could add at "
        "most the number under “For this reason only.”"
    )
    return TableSection(
        "excluded", _("Why others weren't eligible"), columns, rows, note, _("No encounters were excluded.")
    )


def unmapped_section(run: OpportunityRun) -> TableSection:
    """The charge texts that were not recognized, as typed."""
    rows = [
        [
            line.description or _("(blank)"),
            line.statute or _("(blank)"),
            f"{line.rows:,}",
            _(line.why) if line.why else "",
        ]
        for line in shorten(run.result).unmapped
    ]
    columns = [Column(_("Text")), Column(_("Statute")), Column(_("Rows"), number=True), Column(_("Why"))]
    note = _("We never guess, so these encounters aren't counted as divertible.")
    cut = truncation_note(len(run.result.unmapped), len(rows))
    caption = _("Charges we didn't recognize")
    return TableSection(
        "unmapped", caption, columns, rows, f"{note} {cut}".strip(), _("We recognized every charge.")
    )


def parse_month(name: str) -> date | None:
    """The month of `2016-03`; None for the line of unreadable dates."""
    year, hyphen, month = name.partition("-")
    return date(int(year), int(month), 1) if hyphen and year.isdigit() and month.isdigit() else None


def month_label(name: str) -> str:
    month = parse_month(name)
    return date_format(month, "YEAR_MONTH_FORMAT") if month else _(name)


def next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def months_between(counts: Sequence[Count]) -> Iterable[Month]:
    """Every month from the first to the last, those without an encounter too, unless there are too many to draw."""
    known = {month: line for line in counts if (month := parse_month(line.name))}
    if not known:
        return
    first, last = min(known), max(known)
    months = sorted(known)
    if (last.year - first.year) * 12 + last.month - first.month < LONGEST_AXIS:
        months = [first]
        while months[-1] < last:
            months.append(next_month(months[-1]))
    for place, month in enumerate(months):
        line = known.get(month)
        whole, part = (line.encounters, line.divertible) if line else (0, 0)
        words = _("%(month)s: %(part)s of %(whole)s") % {
            "month": date_format(month, "YEAR_MONTH_FORMAT"),
            "part": part,
            "whole": whole,
        }
        new_year = place == 0 or month.month == 1 or months[place - 1].year != month.year
        yield Month(date_format(month, "M"), str(month.year) if new_year else "", words, whole, part)


def chart_summary(counts: Sequence[Count]) -> str:
    """What the chart shows, in one sentence."""
    dated = [line for line in counts if parse_month(line.name)]
    if not dated:
        return _("We couldn't read any dates, so there's no chart by month.")
    most = max(dated, key=lambda line: (line.divertible, -line.encounters))
    if not most.divertible:
        return _("In no month was there an encounter that could have been diverted.")
    return _(
        "Each month, between %(least)s and %(most)s encounters could have been diverted. The "
        "most were in %(month)s (%(most)s of %(encounters)s)."
    ) % {
        "least": min(line.divertible for line in dated),
        "most": most.divertible,
        "month": month_label(most.name),
        "encounters": most.encounters,
    }
