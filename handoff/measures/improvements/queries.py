"""The figure of a measure that the improvement log copies."""

from datetime import datetime

from handoff.measures.definitions import find_measure
from handoff.measures.queries import began_on
from handoff.measures.rules.periods import Period, period_of, periods_between
from handoff.measures.services import count_periods
from handoff.programs.models import Program
from handoff.programs.queries import local_date
from handoff.staffing.improvements.inputs import Figure


def read_figure(program: Program, key: str, month: Period, at: datetime) -> Figure:
    """The headline of a measure for a month, counted from the records as they are now."""
    measure = find_measure(key)
    if measure is None:
        raise ValueError(f"no measure {key}")
    (((_measure, result),),) = count_periods(program, [month], [measure], at)
    line = result.headline
    return Figure(key, month.first, line.count, line.whole)


def months_of(program: Program, at: datetime) -> list[Period]:
    """The months since the program began, this one included."""
    today = local_date(program, at)
    return periods_between(began_on(program), today) or [period_of(today)]
