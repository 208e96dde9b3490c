"""Small counts kept back so that nobody can be told from a table, nor by subtracting from its sums.

A table with its sums is a circulation: each count is an arrow from its row to its column, each row's sum an arrow
into the row, each column's sum an arrow out of the column, and the grand sum closes the ring. A kept-back count can be
worked out exactly when no ring of kept-back counts runs through it along which one can be added and one taken away.
"""

from collections import deque
from dataclasses import dataclass

MOST_SMALL = 10
"""Counts from 1 to 10 are kept back (the rule of the federal health statistics, CMS cell suppression policy)."""

Node = tuple[str, int]
Arrow = tuple[Node, Node]
SOURCE, SINK = ("sum", 0), ("sum", 1)


@dataclass(frozen=True)
class Shown:
    """A table as it may be shown: None stands for a count that is kept back."""

    rows: list[list[int | None]]
    row_sums: list[int | None]
    column_sums: list[int | None]
    total: int | None


def suppressed(counts: list[list[int]]) -> Shown:
    """Return a table of counts with its sums, small counts kept back and enough others to protect them."""
    arrows = _arrows(counts)
    small = {arrow for arrow, count in arrows.items() if 1 <= count <= MOST_SMALL}
    hidden = set(small)
    while (
        bare := next((arrow for arrow in sorted(small) if _is_bare(arrow, hidden, arrows)), None)
    ) is not None:
        hidden.add(_next_to_hide(bare, hidden, arrows))

    def show(arrow: Arrow) -> int | None:
        return None if arrow in hidden else arrows[arrow]

    width = len(counts[0]) if counts else 0
    return Shown(
        rows=[[show((("row", i), ("col", j))) for j in range(width)] for i in range(len(counts))],
        row_sums=[show((SOURCE, ("row", i))) for i in range(len(counts))],
        column_sums=[show((("col", j), SINK)) for j in range(width)],
        total=show((SINK, SOURCE)),
    )


def _arrows(counts: list[list[int]]) -> dict[Arrow, int]:
    arrows: dict[Arrow, int] = {}
    for i, row in enumerate(counts):
        arrows[SOURCE, ("row", i)] = sum(row)
        for j, count in enumerate(row):
            arrows[("row", i), ("col", j)] = count
            arrows[("col", j), SINK] = arrows.get((("col", j), SINK), 0) + count
    arrows[SINK, SOURCE] = sum(map(sum, counts))
    return arrows


def _is_bare(arrow: Arrow, hidden: set[Arrow], arrows: dict[Arrow, int]) -> bool:
    """Say whether a kept-back count can be worked out: no other table fits what is shown."""
    start, end = arrow
    if _reaches(end, start, arrow, hidden, arrows):
        return False
    return not (arrows[arrow] > 1 and _reaches(start, end, arrow, hidden, arrows))


def _reaches(origin: Node, goal: Node, without: Arrow, hidden: set[Arrow], arrows: dict[Arrow, int]) -> bool:
    """Walk kept-back arrows forward (one more) or, where more than one is left, backward (one less)."""
    seen, waiting = {origin}, deque([origin])
    while waiting:
        here = waiting.popleft()
        if here == goal:
            return True
        forward = {end for start, end in hidden if start == here and (start, end) != without}
        backward = {
            start
            for start, end in hidden
            if end == here and (start, end) != without and arrows[start, end] > 1
        }
        for node in (forward | backward) - seen:
            seen.add(node)
            waiting.append(node)
    return False


def _next_to_hide(bare: Arrow, hidden: set[Arrow], arrows: dict[Arrow, int]) -> Arrow:
    """Choose what else to keep back: the smallest count beside it that is not nothing, else any."""
    shown = [arrow for arrow, count in arrows.items() if arrow not in hidden and count > 0]
    beside = [arrow for arrow in shown if set(arrow) & set(bare)]
    inner = [arrow for arrow in beside if not set(arrow) & {SOURCE, SINK}]
    return min(inner or beside or shown, key=lambda arrow: (arrows[arrow], arrow))
