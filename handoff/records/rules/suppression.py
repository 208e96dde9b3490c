"""Small counts of a table with its totals suppressed, by the one rule for figures that leave the program (ADR 0069)."""

from dataclasses import dataclass

from handoff.measures.rules.suppression import FigureSet, Sum, suppress

TOTAL = "total"


@dataclass(frozen=True)
class SuppressedTable:
    """A table as it may be shown: None stands for a suppressed count."""

    rows: list[list[int | None]]
    row_sums: list[int | None]
    column_sums: list[int | None]
    total: int | None


def suppress_small_counts(counts: list[list[int]]) -> SuppressedTable:
    """A table of counts with its totals, small counts suppressed, and enough others to protect them.

    Where a small count could be worked out whatever else is suppressed, such as in a table of one count, all are.
    """
    height, width = range(len(counts)), range(len(counts[0]) if counts else 0)
    cells = {cell_key(i, j): counts[i][j] for i in height for j in width}
    sums = (
        *(Sum(f"row {i}", tuple(cell_key(i, j) for j in width)) for i in height),
        *(Sum(f"column {j}", tuple(cell_key(i, j) for i in height)) for j in width),
    )
    values = cells | {each.whole: sum(cells[key] for key in each.parts) for each in sums}
    values[TOTAL] = sum(cells.values())
    totals = (
        Sum(TOTAL, tuple(f"row {i}" for i in height)),
        Sum(TOTAL, tuple(f"column {j}" for j in width)),
    )
    found = suppress(FigureSet(values, (*sums, *totals)))
    hidden = {key for key, value in values.items() if value} if found.exposed else found.hidden

    def show(key: str) -> int | None:
        return None if key in hidden else values[key]

    return SuppressedTable(
        rows=[[show(cell_key(i, j)) for j in width] for i in height],
        row_sums=[show(f"row {i}") for i in height],
        column_sums=[show(f"column {j}") for j in width],
        total=show(TOTAL),
    )


def cell_key(row: int, column: int) -> str:
    return f"{row}, {column}"
