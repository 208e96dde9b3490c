"""What the pages and files of shared figures show: the same words as the measures, without the hidden numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from handoff.charges.queries import all_offenses
from handoff.core.languages import full_date
from handoff.measures import queries
from handoff.measures.definitions.measure import Line, Measure, Result
from handoff.measures.definitions.published import Counted
from handoff.measures.editions.queries import (
    newest_of_each_period,
    partner_names,
    period_of_edition,
    public_editions,
)
from handoff.measures.models import FiguresEdition
from handoff.measures.presenters.files import summary_pdf, summary_workbook
from handoff.measures.presenters.pages import Chosen, ShownMeasure, present_measure
from handoff.measures.presenters.words import Names, offense_names, period_name
from handoff.measures.rules.periods import Period
from handoff.programs.models import Program
from handoff.programs.queries import local_date


@dataclass(frozen=True)
class EditionRow:
    """An edition in a list: its number and period, who may read it, and its page."""

    title: str
    url: str
    state: str
    kind: str


def names_of(program: Program) -> Names:
    return Names(queries.agency_names(program), offense_names(list(all_offenses(program))))


def edition_title(edition: FiguresEdition) -> str:
    return _("%(period)s, edition %(number)s") % {
        "period": period_name(period_of_edition(edition)),
        "number": edition.number,
    }


def shared_words(edition: FiguresEdition) -> str:
    return _("Shared on %(day)s.") % {"day": full_date(local_date(edition.program, edition.made_at))}


def edition_rows(found: Iterable[FiguresEdition], slug: str) -> list[EditionRow]:
    return [
        EditionRow(
            edition_title(each),
            reverse("editions:show", args=[slug, each.public_id]),
            _("On the public page") if each.is_public else _("For evaluators and funders"),
            "done" if each.is_public else "info",
        )
        for each in found
    ]


def legend() -> list[str]:
    """What the marks mean, on every page and file of shared figures."""
    return [
        _(
            "“Hidden” stands for a count from 1 to 10, and for other counts that would give such a count away. It "
            "isn't zero."
        ),
        _(
            "0 is a true zero. A dash or an empty cell means that there is nothing to divide by, or no number was "
            "entered."
        ),
    ]


def nothing_shown_words(counted: Counted) -> str:
    """Why a small program sees nothing; '' where any count is shown."""
    shown = [line for _measure, result in counted for line in lines_of(result) if not line.count_hidden]
    if any(line.count for line in shown) or not any(
        line.is_hidden for _measure, result in counted for line in lines_of(result)
    ):
        return ""
    return _(
        "Figures appear from 11 on. In this period too few people were reached for any count to be shown: a smaller "
        "number could tell who someone is. Nothing is missing or broken."
    )


def lines_of(result: Result) -> list[Line]:
    return [result.headline, *(line for table in result.tables for line in table.lines)]


def present_edition(
    counted: Counted, names: Names, slug: str, period: Period, edition: FiguresEdition | None = None
) -> list[ShownMeasure]:
    """All measures of an edition; none of its figures opens a list of records."""
    chosen = Chosen(slug, period)
    shown = [present_measure(measure, result, names, chosen, linked=False) for measure, result in counted]
    return [
        ShownMeasure(
            each.measure,
            each.title,
            each.finding,
            each.drawing,
            each.tables,
            reverse("editions:measure", args=[slug, edition.public_id, each.measure.key]) if edition else "",
        )
        for each in shown
    ]


def find_result(counted: Counted, key: str) -> tuple[Measure, Result] | None:
    return next(((measure, result) for measure, result in counted if measure.key == key), None)


def edition_file(edition: FiguresEdition, counted: Counted, kind: str) -> bytes:
    """An edition as Excel or tagged PDF, with the numbers of its page and no others."""
    program, names = edition.program, names_of(edition.program)
    title, notes = edition_title(edition), [shared_words(edition), *legend(), nothing_shown_words(counted)]
    notes = [each for each in notes if each]
    if kind == "xlsx":
        return summary_workbook(counted, names, [program.name, title, *notes])
    shown = present_edition(counted, names, program.slug, period_of_edition(edition), edition)
    return summary_pdf(program, title, shown, notes, shared_words(edition), footer=legend()[0])


@dataclass(frozen=True)
class PublicPage:
    """The public page: an edition's figures beside what isn't about people."""

    editions: Sequence[tuple[str, str, bool]]
    title: str
    shown: Sequence[ShownMeasure]
    why_nothing: str
    began: str
    agencies: Sequence[str]


def present_public_page(program: Program, edition: FiguresEdition, counted: Counted) -> PublicPage:
    offered = newest_of_each_period(public_editions(program))
    period = period_of_edition(edition)
    return PublicPage(
        [(str(each.public_id), edition_title(each), each == edition) for each in offered],
        edition_title(edition),
        present_edition(counted, names_of(program), program.slug, period),
        nothing_shown_words(counted),
        full_date(queries.began_on(program)),
        partner_names(program),
    )
