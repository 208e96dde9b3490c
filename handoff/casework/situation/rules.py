"""From when to when a dated fact holds: a later one of its kind may end it, without a word of it being changed (K2)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from handoff.casework.facts import CODES, EXCLUSIVE


@dataclass(frozen=True)
class Span:
    """A fact as its newest version says it. `order` decides between two of one day: the one recorded later counts."""

    order: int
    kind: str
    code: str
    since: date
    until: date | None = None


def is_ended_by(one: Span, other: Span) -> bool:
    """True if the second fact ends the first: one at a time, "none" beside something, or the same once more."""
    if one.kind != other.kind or (other.since, other.order) <= (one.since, one.order):
        return False
    alone = any(CODES[each.kind, each.code].alone for each in (one, other))
    return one.kind in EXCLUSIVE or alone or is_same(one, other)


def is_same(one: Span, other: Span) -> bool:
    """True if two facts say the same, or name one thing more or less closely: Medicaid, and the plan it is."""
    of_one, of_other = CODES[one.kind, one.code], CODES[other.kind, other.code]
    same_group = bool(of_one.one_of) and of_one.one_of == of_other.one_of
    return one.kind == other.kind and (one.code == other.code or same_group)


def end_of(one: Span, others: Collection[Span]) -> date | None:
    """The day on which a fact ended or will end: as recorded, or the first day of what followed. None if it holds."""
    ends = [other.since for other in others if is_ended_by(one, other)]
    if one.until is not None:
        ends.append(one.until)
    return min(ends, default=None)


def holds_on(since: date, end: date | None, day: date) -> bool:
    return since <= day and (end is None or day < end)
