"""The measures as JSON values, and as lines for a terminal."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from handoff.measures.definitions.measure import Line, Measure, Result
from handoff.measures.presenters.words import Names, finding, line_label, period_name
from handoff.measures.rules.periods import Period

Counted = Sequence[tuple[Measure, Result]]


def measure_values(measure: Measure, result: Result, names: Names) -> dict[str, object]:
    """One measure of one period. A share of nothing is null, never 0."""
    return {
        "definition": measure.id,
        "code": measure.code,
        "title": _(measure.title),
        "period": result.period.code,
        "counts": measure.unit.value,
        **_line_values(result.headline),
        "finding": finding(measure, result),
        "notes": dict(result.notes),
        "tables": {
            table.key: {
                "counts": table.unit.value,
                "lines": [
                    {
                        "line": line.code,
                        "label": line_label(table.key, line.code, names),
                        **_line_values(line),
                    }
                    for line in table.lines
                ],
            }
            for table in result.tables
        },
    }


def _line_values(line: Line) -> dict[str, object]:
    share = line.share
    # A hidden number is null and named, so that it is neither 0 nor one that was never collected.
    hidden = {"numerator": line.count_hidden, "denominator": line.whole_hidden}
    named = [name for name, is_hidden in hidden.items() if is_hidden]
    return {
        **({"hidden": named} if named else {}),
        "numerator": None if line.count_hidden else line.count,
        "denominator": None if line.whole_hidden else line.whole,
        "percent": round(share.percent, 1) if share else None,
        "interval": [round(share.low, 1), round(share.high, 1)] if share else None,
    }


def measure_lines(periods: Sequence[tuple[Period, Counted]]) -> Iterator[str]:
    """The findings, period by period."""
    for period, counted in periods:
        yield period_name(period)
        for measure, result in counted:
            yield f"  {measure.code} {_(measure.title)}: {finding(measure, result)}"
