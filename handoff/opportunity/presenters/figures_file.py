"""The figures of a page as files: CSV without formulas, and JSON as the command writes it."""

from typing import TypedDict

from django.core import signing
from django.utils.translation import gettext as _

from handoff.opportunity.presenters.page import OpportunityPage, criteria_label
from handoff.opportunity.presenters.report import result_values
from handoff.opportunity.services import OpportunityRun

FIGURES_SALT = "eligibility.opportunity.figures"
FIGURES_LAST_SECONDS = 24 * 60 * 60


class Figures(TypedDict):
    """The figures of one page, as JSON values and as rows of CSV, and the program they are of."""

    program: int
    json: dict[str, object]
    csv: list[list[str]]


def csv_rows(shown: OpportunityPage) -> list[list[str]]:
    """Every line of the page."""
    rows = [[shown.headline], [shown.counted], []]
    rows += [[name, number] for name, number in shown.notes]
    for section in shown.sections:
        rows += [[], [section.caption], [str(column.label) for column in section.columns], *section.rows]
    rows += [[], [_("How we counted")], *([sentence] for sentence in shown.assumptions)]
    rows += [
        [],
        [_("Columns we used")],
        *([str(label), names] for label, names in shown.headings),
        [shown.left_over],
    ]
    return rows


def sign_figures(run: OpportunityRun, shown: OpportunityPage, program_id: int) -> str:
    """Sign the figures for a hidden field, so that they can be downloaded although the server keeps nothing."""
    figures: Figures = {
        "program": program_id,
        "json": result_values(run.result, criteria_label(run.criteria_number)),
        "csv": csv_rows(shown),
    }
    return signing.dumps(figures, salt=FIGURES_SALT, compress=True)


def unsign_figures(text: str, program_id: int) -> Figures | None:
    """The figures that a page sent back; None when the signature is wrong, a day old, or another program's."""
    try:
        figures: Figures = signing.loads(text, salt=FIGURES_SALT, max_age=FIGURES_LAST_SECONDS)
    except signing.BadSignature:
        return None
    return figures if figures.get("program") == program_id else None
