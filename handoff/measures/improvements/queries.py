"""The figure of a measure that the improvement log copies."""

from datetime import datetime

from handoff.measures.definitions import find_measure
from handoff.measures.queries import load_facts
from handoff.measures.rules.periods import Period, period_of, periods_between
from handoff.programs.models import Program
from handoff.programs.queries import local_date
from handoff.staffing.improvements.inputs import Figure


def read_figure(program: Program, key: str, month: Period, at: datetime) -> Figure:
    """The headline of a measure for a month, counted from the records as they are now."""
    measure = find_measure(key)
    if measure is None:
        raise ValueError(f"no measure {key}")
    line = measure.count(load_facts(program, month.last, at), month).headline
    return Figure(key, month.first, line.count, line.whole)


def months_of(program: Program, at: datetime) -> list[Period]:
    """The months since the program began, this one included."""
    today = local_date(program, at)
    facts = load_facts(program, today, at)
    return periods_between(facts.began_on or today, today) or [period_of(today)]
