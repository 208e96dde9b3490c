"""Which figures to hide so that no count from 1 to 10 can be worked out from what is published (M9, ADR 0069).

A hidden count is safe if a reader can't tell the true figures from other figures that fit everything published and have
another number in its place. `find_other_figures` looks for such figures: it changes the count by one and mends each sum
that no longer adds up, with hidden counts where it can and otherwise with the published counts that cost least. Those
are hidden too. What it finds is a proof by example; a linear program finds the same ranges in the tests.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from heapq import heappop, heappush
from itertools import count

MOST_SMALL = 10
"""Counts from 1 to 10 are hidden (CMS cell size suppression policy, as used by federal health statistics)."""

MOST_TRIES = 4000
"""How many partial answers are tried for one count. Past it the count's whole tables are hidden."""

Key = str
Moves = dict[Key, int]


def is_small(value: int) -> bool:
    return 1 <= value <= MOST_SMALL


@dataclass(frozen=True)
class Sum:
    """A count that others add up to."""

    whole: Key
    parts: tuple[Key, ...]

    @property
    def keys(self) -> tuple[Key, ...]:
        return (self.whole, *self.parts)


@dataclass(frozen=True)
class Earlier:
    """An edition made before: each figure as it was then, and those that were hidden."""

    values: Mapping[Key, int]
    hidden: frozenset[Key]


@dataclass(frozen=True)
class FigureSet:
    """Everything that an edition would show, and what a reader knows about it.

    `implied` are counts that aren't printed but follow from others ("of 45 who were asked, 4 didn't"): protected too.
    `slack` are differences that no one protects, `known` figures that everyone knows, such as an agency's size.
    `insiders` are the figures that one agency knows from its own records.
    """

    values: Mapping[Key, int]
    sums: tuple[Sum, ...]
    implied: frozenset[Key] = frozenset()
    slack: frozenset[Key] = frozenset()
    known: frozenset[Key] = frozenset()
    insiders: tuple[frozenset[Key], ...] = ()
    earlier: tuple[Earlier, ...] = ()

    @cached_property
    def sums_of(self) -> dict[Key, list[Sum]]:
        found: dict[Key, list[Sum]] = {}
        for each in self.sums:
            for key in each.keys:
                found.setdefault(key, []).append(each)
        return found

    @cached_property
    def protected(self) -> list[Key]:
        """The counts from 1 to 10, now or in an edition before, smallest first."""
        small = {key for key, value in self.values.items() if is_small(value)}
        small |= {key for one in self.earlier for key in one.hidden if is_small(one.values[key])}
        return sorted(
            (each for each in small - self.slack - self.known if each in self.values),
            key=lambda key: (self.values[key], key),
        )

    @cached_property
    def fixed(self) -> frozenset[Key]:
        """What a reader knows whatever is hidden now: public sizes, and what was printed before and hasn't changed."""
        printed = {
            key
            for one in self.earlier
            for key, value in one.values.items()
            if key not in one.hidden and self.values.get(key) == value
        }
        return self.known | (printed - self.implied - self.slack)

    def room(self, key: Key) -> tuple[int, int | None]:
        """How far a count could be lower or higher for all that a reader knows of it: that it isn't 0, or is 1 to 10.

        What was hidden before must fit its earlier number too, by the same difference: a reader may know what changed.
        """
        then = [one.values[key] for one in self.earlier if key in one.hidden]
        value = self.values[key]
        down, up = value - (0 if then or self._is_unprinted(key) else 1), None
        for each in [value, *then]:
            if is_small(each) and not self._is_unprinted(key):
                down, up = (
                    min(down, each - 1),
                    min(MOST_SMALL - each if up is None else up, MOST_SMALL - each),
                )
        return max(down, 0), up

    def _is_unprinted(self, key: Key) -> bool:
        return key in self.implied or key in self.slack


@dataclass
class Suppression:
    """Which figures are hidden, and which small counts could still be worked out: none, or nothing may leave."""

    hidden: set[Key] = field(default_factory=set)
    exposed: list[Key] = field(default_factory=list)


def suppress(figures: FigureSet) -> Suppression:
    """Hide every count from 1 to 10, what was hidden before, and as little else as protects them."""
    before = {key for one in figures.earlier for key in one.hidden}
    hidden = {
        key
        for key, value in figures.values.items()
        if key in before or (is_small(value) and key not in figures.implied)
    }
    hidden -= figures.known | figures.slack
    found = Suppression(hidden)
    for key in figures.protected:
        moves = find_other_figures(figures, found.hidden, key)
        if moves is None:
            found.hidden |= _tables_of(figures, key)
            moves = find_other_figures(figures, found.hidden, key)
        if moves is None:
            found.exposed.append(key)
        else:
            found.hidden |= _printed(figures, moves)
    _hide_from_insiders(figures, found)
    return found


def _hide_from_insiders(figures: FigureSet, found: Suppression) -> None:
    """An agency that knows its own figures must not learn another's by subtracting them."""
    for own in figures.insiders:
        for key in figures.protected:
            if key not in own:
                # Where an agency's own figures are all there is, nothing can be hidden from it.
                moves = find_other_figures(figures, found.hidden, key, known=own)
                found.hidden |= _printed(figures, moves or {})


def _printed(figures: FigureSet, keys: Iterable[Key]) -> set[Key]:
    return {each for each in keys if each not in figures.implied and each not in figures.slack}


def _tables_of(figures: FigureSet, key: Key) -> set[Key]:
    """All figures of the sums that a count is in, but those that are known anyway or are 0."""
    beside = {other for one in figures.sums_of.get(key, ()) for other in one.keys}
    return {
        each for each in _printed(figures, beside) if each not in figures.fixed and figures.values[each] > 0
    }


def find_other_figures(
    figures: FigureSet, hidden: set[Key], key: Key, *, known: frozenset[Key] = frozenset()
) -> Moves | None:
    """By how much each figure would differ in figures that fit what is published and have another number at `key`.

    Of all answers the one that hides least; None if none is found.
    """
    waiting: list[tuple[int, int, int, Moves]] = []
    order, tries, closed = count(), count(), figures.fixed | known
    for step in (1, -1):
        if _has_room(figures, key, step, closed - {key}):
            heappush(waiting, (0, 0, next(order), {key: step}))
    while waiting and next(tries) < MOST_TRIES:
        cost, _steps, _order, moves = heappop(waiting)
        last, broken = _mend(figures, moves, hidden, closed)
        if broken is None:
            return {**moves, **last}
        for other, step in broken:
            more = 0 if _is_hidden(figures, hidden, other) else figures.values[other]
            heappush(waiting, (cost + more, -len(moves), next(order), {**moves, other: step}))
    return None


def _is_hidden(figures: FigureSet, hidden: set[Key], key: Key) -> bool:
    return key in hidden or key in figures.implied or key in figures.slack


def _has_room(figures: FigureSet, key: Key, step: int, closed: frozenset[Key]) -> bool:
    if key in closed:
        return False
    down, up = figures.room(key)
    return -step <= down if step < 0 else up is None or step <= up


def _mend(
    figures: FigureSet, moves: Moves, hidden: set[Key], closed: frozenset[Key]
) -> tuple[Moves, list[tuple[Key, int]] | None]:
    """What mends the sums that a number of their own can mend, and the choices for the one with the fewest others.

    The choices are None if every sum adds up, and an empty list if one can't.
    """
    last: Moves = {}
    fewest: list[tuple[Key, int]] | None = None
    for one in {id(each): each for key in moves for each in figures.sums_of.get(key, ())}.values():
        off = sum(moves.get(part, 0) for part in one.parts) - moves.get(one.whole, 0)
        if not off:
            continue
        options = [
            (key, step)
            for key, step in ((key, off if key == one.whole else -off) for key in one.keys)
            if key not in moves and _may_move(figures, key, step, hidden, closed)
        ]
        own = next((each for each in options if _is_only_there(figures, hidden, each[0])), None)
        if own is not None:
            last[own[0]] = own[1]
        elif fewest is None or len(options) < len(fewest):
            fewest = options
    return last, fewest


def _may_move(figures: FigureSet, key: Key, step: int, hidden: set[Key], closed: frozenset[Key]) -> bool:
    # A true 0 is printed as 0.
    is_open = _is_hidden(figures, hidden, key) or figures.values[key] > 0
    return is_open and _has_room(figures, key, step, closed)


def _is_only_there(figures: FigureSet, hidden: set[Key], key: Key) -> bool:
    """A hidden number that is in no other sum: it takes what is left once the other numbers are settled."""
    return _is_hidden(figures, hidden, key) and len(figures.sums_of[key]) == 1
