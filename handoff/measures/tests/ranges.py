"""What a reader can work out of shared figures, found by linear programs over everything that is published (HiGHS).

Written without the rule that hides figures: it shares with it only which figure is the sum of which.
"""

from collections.abc import Iterable

import highspy

from handoff.measures.rules.suppression import FigureSet, is_small

Range = tuple[int, int]
MOST = 10**6


def ranges(figures: FigureSet, hidden: Iterable[str], keys: Iterable[str]) -> dict[str, Range]:
    """The least and the greatest whole number that each figure can be, for all that a reader sees."""
    solver, columns = program_of(figures, set(hidden))
    return {key: (_solve(solver, columns[key], -1), _solve(solver, columns[key], 1)) for key in keys}


def known_counts(figures: FigureSet, hidden: Iterable[str]) -> list[str]:
    """The protected counts that have one possible value only: there must be none."""
    solver, columns = program_of(figures, set(hidden))
    return [
        key
        for key in figures.protected
        if _solve(solver, columns[key], 1) == figures.values[key] == _solve(solver, columns[key], -1)
    ]


def program_of(
    figures: FigureSet, hidden: set[str]
) -> tuple[highspy.Highs, dict[str, highspy.highs.highs_var]]:
    """What a reader knows: what is printed, what adds up, the label's own bounds, and what was printed before.

    At worst they also know by how much each figure changed from one edition to the next.
    """
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    columns = {}
    printed = figures.known | _printed_before(figures)
    for key, value in figures.values.items():
        before = [one.values[key] for one in figures.earlier if key in one.hidden]
        if key in figures.implied | figures.slack:
            low, high = 0, MOST
        elif key not in hidden or key in printed:
            low, high = value, value
        else:
            low, high = (0 if before else 1), MOST
            for then in [value, *before]:
                if is_small(then):
                    low, high = max(low, 1 + value - then), min(high, 10 + value - then)
        columns[key] = solver.addVariable(lb=low, ub=high, type=highspy.HighsVarType.kInteger)
    for one in figures.sums:
        solver.addConstr(sum(columns[part] for part in one.parts) - columns[one.whole] == 0)
    return solver, columns


def _printed_before(figures: FigureSet) -> set[str]:
    return {
        key
        for one in figures.earlier
        for key, value in one.values.items()
        if key not in one.hidden and figures.values.get(key) == value
    }


def _solve(solver: highspy.Highs, column: highspy.highs.highs_var, sign: int) -> int:
    (solver.maximize if sign > 0 else solver.minimize)(column)
    assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return round(solver.val(column))
