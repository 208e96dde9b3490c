"""The opportunity analysis as a page: one sentence first, then tables, a chart by month, and what it does not say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from handoff.core.ui import Column
from handoff.opportunity.forms import FACTS
from handoff.opportunity.presenters.bars import Bars, Month, bars_of
from handoff.opportunity.rules.analysis import Count, Opportunity
from handoff.opportunity.rules.cells import BANDS, OLDEST_BAND, UNKNOWN
from handoff.opportunity.services import Run

SMALL = 11
FIRST_LINES = 12
AGES = [*(words for _limit, words in BANDS), OLDEST_BAND, UNKNOWN]
LONGEST_AXIS = 240
"""Months: a list with one stray year is drawn without the empty months between."""


@dataclass(frozen=True)
class Section:
    """One table: the first lines, and the others that fold away."""

    key: str
    caption: str
    columns: list[Column]
    rows: list[list[str]]
    note: str = ""
    empty: str = ""

    @property
    def first(self) -> list[list[str]]:
        """Return the lines shown at once; a few more are not worth folding."""
        return self.rows if len(self.rows) <= FIRST_LINES + 3 else self.rows[:FIRST_LINES]

    @property
    def others(self) -> list[list[str]]:
        """Return the lines that fold away."""
        return self.rows[len(self.first) :]


@dataclass(frozen=True)
class Shown:
    """The whole page."""

    headline: str
    counted: str
    notes: list[tuple[str, str]]
    assumed: Section
    excluded: Section
    charges: Section
    months: Section
    bars: Bars
    finding: str
    groups: list[Section]
    unmapped: Section
    small_numbers: bool
    assumptions: list[str]
    headings: list[tuple[Any, str]]

    @property
    def sections(self) -> list[Section]:
        """Return every table in the order of the page."""
        return [self.assumed, self.excluded, self.charges, self.months, *self.groups, self.unmapped]


def shown_run(run: Run) -> Shown:
    """Write one analysis out."""
    result = run.result
    groups = list(group_sections(run))
    return Shown(
        headline=headline(run),
        counted=_("%(rows)s rows of charges are %(encounters)s encounters of one person with police.")
        % {"rows": f"{result.rows:,}", "encounters": f"{result.encounters:,}"},
        notes=[(name, f"{number:,}") for name, number in notes(result)],
        assumed=assumed_section(result),
        excluded=excluded_section(result),
        charges=count_section(
            "charge",
            _("Encounters by charge"),
            _("Charge"),
            named(result.by_charge),
            note=_("An encounter counts under each of its charges."),
        ),
        months=count_section(
            "month",
            _("Encounters by month"),
            _("Month"),
            ((month_words(line.name), line) for line in result.by_month),
        ),
        bars=bars_of(list(months_between(result.by_month))),
        finding=finding(result.by_month),
        groups=groups,
        unmapped=unmapped_section(run),
        small_numbers=any(0 < line.encounters < SMALL for line in group_lines(result)),
        assumptions=[_(sentence) for sentence in result.assumptions],
        headings=[(FACTS[fact][0], heading) for fact, heading in run.headings.items()],
    )


def share(part: int, whole: int) -> str:
    """Write a share in whole percent, with a space that does not break."""
    return f"{100 * part / whole:.0f}\u00a0%" if whole else "–"


def criteria_words(number: int | None) -> str:
    """Name the criteria in the middle of a sentence."""
    if number is None:
        return _("the North Carolina example of the handbook")
    return _("criteria version %(number)s") % {"number": number}


def headline(run: Run) -> str:
    """Say the one figure that partners ask for."""
    values = {
        "divertible": f"{run.result.divertible:,}",
        "encounters": f"{run.result.encounters:,}",
        "share": share(run.result.divertible, run.result.encounters),
        "criteria": criteria_words(run.criteria_number),
    }
    if not run.result.divertible:
        return _("None of %(encounters)s encounters could have been diverted under %(criteria)s.") % values
    return (
        _(
            "Up to %(divertible)s of %(encounters)s encounters (%(share)s) could have been diverted under %(criteria)s."
        )
        % values
    )


def notes(result: Opportunity) -> Iterable[tuple[str, int]]:
    """Count what a reader should know before using the figure."""
    return (
        (_("People under 18"), result.minors),
        (_("Encounters on a warrant or a failure to appear"), result.warrants),
        (_("Encounters with a charge that could be a felony or a misdemeanor"), result.grade_unstated),
        (
            _("Encounters that may be several people with the same age, sex and race"),
            result.perhaps_several_people,
        ),
        (_("Rows whose charge was not recognised"), result.unmapped_rows),
        (_("Rows whose date was not readable"), result.undated_rows),
    )


def counted_columns(first: str) -> list[Column]:
    """Return the headings of a breakdown."""
    return [
        Column(first),
        Column(_("Encounters"), number=True),
        Column(_("Could have been diverted, at most"), number=True),
        Column(_("Share"), number=True),
    ]


def named(counts: Iterable[Count]) -> Iterable[tuple[str, Count]]:
    """Pair each line with its words in the reader's language."""
    return ((_(line.title) if line.title else _("(blank)"), line) for line in counts)


def count_section(
    key: str, caption: str, first: str, lines: Iterable[tuple[str, Count]], note: str = ""
) -> Section:
    """Write a breakdown as a table."""
    rows = [
        [words, f"{line.encounters:,}", f"{line.divertible:,}", share(line.divertible, line.encounters)]
        for words, line in lines
    ]
    return Section(key, caption, counted_columns(first), rows, note)


def group_lines(result: Opportunity) -> list[Count]:
    """Return the lines in which somebody could be recognised."""
    return [line for lines in (*result.by_group.values(), result.by_place) for line in lines]


def group_sections(run: Run) -> Iterable[Section]:
    """Write the groups and the places."""
    group = run.result.by_group
    yield count_section("sex", _("Encounters by sex"), _("Sex"), named(group["sex"]))
    yield count_section(
        "race", _("Encounters by race as recorded"), _("Race as recorded"), named(group["race"])
    )
    ages = sorted(group["age"], key=lambda line: AGES.index(line.name))
    yield count_section("age", _("Encounters by age"), _("Age"), named(ages))
    if run.result.by_place:
        places = ((line.title or _("(blank)"), line) for line in run.result.by_place)
        hidden = not_listed(run.places, len(run.result.by_place))
        yield count_section("place", _("Encounters by place"), _("Place"), places, note=hidden)


def not_listed(every: int, listed: int) -> str:
    """Say when a table is cut."""
    if every <= listed:
        return ""
    return _("The %(listed)s most frequent of %(every)s are listed.") % {
        "listed": listed,
        "every": f"{every:,}",
    }


def assumed_section(result: Opportunity) -> Section:
    """List what the figure takes for granted."""
    rows = [[_(line.title), f"{line.divertible:,}"] for line in result.unasked if line.divertible]
    columns = [Column(_("Assumed met")), Column(_("Encounters of the figure that hang on it"), number=True)]
    return Section(
        "assumed",
        _("What the list cannot tell"),
        columns,
        rows,
        empty=_("The list answered every criterion."),
    )


def excluded_section(result: Opportunity) -> Section:
    """List what excluded the other encounters."""
    rows = [[_(line.title), f"{line.encounters:,}", f"{line.only:,}"] for line in result.excluded_by]
    columns = [
        Column(_("Reason")),
        Column(_("Encounters"), number=True),
        Column(_("For this reason only"), number=True),
    ]
    note = _(
        "An encounter counts under each of its reasons. Changing one rule alone could add at most its last column."
    )
    return Section(
        "excluded", _("What excluded the others"), columns, rows, note, _("Nothing excluded an encounter.")
    )


def unmapped_section(run: Run) -> Section:
    """List the charge texts that were not recognised, as typed."""
    rows = [
        [
            line.description or _("(blank)"),
            line.statute or _("(blank)"),
            f"{line.rows:,}",
            _(line.why) if line.why else "",
        ]
        for line in run.result.unmapped
    ]
    columns = [Column(_("Text")), Column(_("Statute")), Column(_("Rows"), number=True), Column(_("Why"))]
    note = _("They are never guessed: their encounters are not counted as divertible.")
    cut = not_listed(run.texts, len(rows))
    caption = _("Charge texts that were not recognised")
    return Section(
        "unmapped", caption, columns, rows, f"{note} {cut}".strip(), _("Every charge text was recognised.")
    )


def month_of(name: str) -> date | None:
    """Read `2016-03`; None for the line of unreadable dates."""
    year, hyphen, month = name.partition("-")
    return date(int(year), int(month), 1) if hyphen and year.isdigit() and month.isdigit() else None


def month_words(name: str) -> str:
    """Write a month out."""
    month = month_of(name)
    return date_format(month, "YEAR_MONTH_FORMAT") if month else _(name)


def after(month: date) -> date:
    """Return the next month."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def months_between(counts: Sequence[Count]) -> Iterable[Month]:
    """Return every month from the first to the last, those without an encounter too."""
    known = {month: line for line in counts if (month := month_of(line.name))}
    if not known:
        return
    first, last = min(known), max(known)
    months = sorted(known)
    if (last.year - first.year) * 12 + last.month - first.month < LONGEST_AXIS:
        months = [first]
        while months[-1] < last:
            months.append(after(months[-1]))
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


def finding(counts: Sequence[Count]) -> str:
    """Say in a sentence what the chart shows."""
    dated = [line for line in counts if month_of(line.name)]
    if not dated:
        return _("No date could be read, so there is no chart by month.")
    most = max(dated, key=lambda line: (line.divertible, -line.encounters))
    if not most.divertible:
        return _("In no month could an encounter have been diverted.")
    return _(
        "Month by month, between %(least)s and %(most)s encounters could have been diverted; "
        "most in %(month)s (%(most)s of %(encounters)s)."
    ) % {
        "least": min(line.divertible for line in dated),
        "most": most.divertible,
        "month": month_words(most.name),
        "encounters": most.encounters,
    }
