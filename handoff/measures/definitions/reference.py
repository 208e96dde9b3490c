"""The reference page of the measures, made from their definitions."""

from collections.abc import Iterable, Iterator
from textwrap import wrap

from handoff.measures.definitions import MEASURES
from handoff.measures.definitions.demographics import GROUP_OF_RACE
from handoff.measures.definitions.measure import Measure

WIDE = 150
OPENING = (
    "Made by `handoff measure_definitions` from `handoff/measures/definitions`; a test fails when it is out of date. "
    "How to use them: [the monthly report](../how-to/monthly-report.md), with an example worked by hand. Why they are "
    "versioned: [decision 64](../adr/0064-measures-are-versioned-and-months-closed.md)."
)
PERIODS = (
    "Periods are months, quarters and fiscal years (July to June) in the program's own time zone; both ends count. "
    "Shares have the 95 % interval by Wilson's method (1927). A share of nothing is empty, never 0 or 100 %. Rates of "
    "several agencies are worked out from the sums, never averaged. People and officers don't add up across periods, "
    "agencies or kinds; referrals and charges do."
)
INDEX = (
    "`woman` and `man` stand beside the census's female and male, which ask sex and not gender. The index is the "
    "group's share of those known, divided by its share of the county; its interval is the share's, divided likewise. "
    "The census file has no age by these groups: a program can enter its own figures, with a source and since when."
)

Columns = Iterable[tuple[str, str, str, str]]
"""Key, label, source and handbook section of each column."""


def reference_page(tables: Iterable[tuple[str, Columns]]) -> str:
    """Every measure with its words, the crosswalk of race and ethnicity, and the columns they are made of."""
    return "\n".join(_lines(tables)) + "\n"


def _lines(tables: Iterable[tuple[str, Columns]]) -> Iterator[str]:
    yield "# Measures"
    yield ""
    yield from wrap(OPENING, WIDE, break_on_hyphens=False)
    yield ""
    yield from wrap(PERIODS, WIDE, break_on_hyphens=False)
    for measure in MEASURES:
        yield from _measure_lines(measure)
    yield from _crosswalk_lines()
    yield ""
    yield "## Columns"
    for title, columns in tables:
        yield ""
        yield f"### {title}"
        yield ""
        yield "| Column | What it is | Entered in | Handbook |"
        yield "| --- | --- | --- | --- |"
        for key, label, source, section in columns:
            yield f"| `{key}` | {label} | {source} | {section} |"


def _measure_lines(measure: Measure) -> Iterator[str]:
    yield ""
    yield f"## {measure.code} {measure.title}"
    yield ""
    yield measure.sentence
    yield ""
    yield f"- Definition: `{measure.id}`, handbook {measure.section}. Counts {measure.unit.value}."
    yield f"- Numerator: {measure.numerator}."
    yield f"- Denominator: {measure.denominator}."
    for rule in measure.exclusions:
        yield f"- {rule}"


def _crosswalk_lines() -> Iterator[str]:
    yield ""
    yield "## Race and ethnicity beside the census"
    yield ""
    yield "The form asks one question with several answers, the census of 2020 asked two. Both meet here:"
    yield ""
    yield "| Answer on the form | Group | Census figure |"
    yield "| --- | --- | --- |"
    for answer, group in GROUP_OF_RACE.items():
        figure = "none: the census counted it as White" if group == "middle_eastern" else f"`{group}`"
        also = "whatever else was chosen" if answer == "hispanic" else "chosen alone"
        yield f"| {answer}, {also} | `{group}` | {figure} |"
    yield "| two or more, none of them hispanic | `nh_two_plus` | `nh_two_plus` |"
    yield ""
    yield from wrap(INDEX, WIDE, break_on_hyphens=False)
