"""Plots as SVG, made on the server: no script, no style attribute, and legible in grey print (ADR 0063).

A plot says nothing by color alone: every mark has its words beside it. Whoever shows one puts the sentence it proves
above it and the table of its numbers below it. Colors are `currentColor`, so that a plot follows the page's theme and
prints black; only presentation attributes are used, which a strict Content-Security-Policy allows and typst draws.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from textwrap import wrap
from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

WIDTH = 360
"""Units across: a plot is readable on a phone 390 pixels wide and grows with the page."""
ROW, BAR, TEXT, LINE = 36, 12, 12, 14
MOST_LETTERS = 54
"""How many letters of this size fit into a line."""
TOP, TALL, LEFT, RIGHT, BELOW = 26, 130, 40, 350, 40
LETTER = 6.5
"""About how wide one letter of this size is."""
LONGEST_INTERVAL = 10.0
"""Where an axis of ratios ends, unless a ratio itself is larger: an interval that goes on has an arrow."""


@dataclass(frozen=True)
class Point:
    """A share of one period in percent, with its interval; None is a gap: nothing was counted."""

    label: StrOrPromise
    value: float | None
    low: float = 0
    high: float = 0
    words: StrOrPromise = ""
    is_open: bool = False
    """The period isn't over, or can still change by its own rule: drawn hollow."""


@dataclass(frozen=True)
class Bar:
    """A count or share with its name and its figure in words. `value` is None where nothing may or can be shown."""

    label: StrOrPromise
    value: float | None
    words: StrOrPromise


@dataclass(frozen=True)
class Dot:
    """A ratio with its interval, on a scale on which 1 means "as in the jurisdiction"."""

    label: StrOrPromise
    value: float
    low: float
    high: float
    words: StrOrPromise


def draw(height: float, title: StrOrPromise, marks: Iterable[SafeString]) -> SafeString:
    """The whole drawing; its title is what a screen reader says instead of it."""
    inside = format_html_join("", "{}", ((mark,) for mark in marks))
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" width="{}" height="{}" role="img" '
        'font-size="{}" fill="currentColor" stroke="none"><title>{}</title>{}</svg>',
        WIDTH,
        number(height),
        WIDTH,
        number(height),
        TEXT,
        title,
        inside,
    )


def bars(rows: Sequence[Bar], title: StrOrPromise, most: float | None = None) -> SafeString:
    """Horizontal bars, each below its name and figure."""
    longest = most or max((each.value or 0 for each in rows), default=0) or 1
    room = WIDTH - 4
    marks: list[SafeString] = []
    top = 0
    for row in rows:
        for words in wrap(f"{row.label}: {row.words}", MOST_LETTERS):
            top += LINE
            marks.append(text(0, top, words))
        if row.value is not None:
            marks.append(rect(0, top + 5, max(row.value / longest * room, 1 if row.value else 0), BAR, 0.75))
            marks.append(line(0, top + 5, 0, top + 5 + BAR))
        top += ROW - LINE
    return draw(top + 2, title, marks)


def trend(points: Sequence[Point], title: StrOrPromise) -> SafeString:
    """Shares over periods with their intervals as thin lines; a gap where nothing was counted."""
    step = (RIGHT - LEFT) / max(len(points), 1)
    marks = [*_percent_grid()]
    last: tuple[float, float] | None = None
    every = ceil(len(points) / 6) or 1
    for place, point in enumerate(points):
        x = LEFT + step * (place + 0.5)
        if (len(points) - 1 - place) % every == 0:
            marks.append(text(x, TOP + TALL + 18, str(point.label), "middle"))
        if point.value is None:
            last = None
            continue
        here = (x, _height(point.value))
        marks.append(line(x, _height(point.low), x, _height(point.high), 1, opacity=0.6))
        if last is not None:
            marks.append(line(*last, *here, 2))
        marks.append(circle(*here, 4, hollow=point.is_open))
        if place == len(points) - 1 or len(points) <= 4:
            right = min(x + 8, RIGHT)
            top = _top_of(points, step, right - LETTER * len(str(point.words)), right)
            marks.append(text(right, top - 6, str(point.words), "end"))
        last = here
    return draw(TOP + TALL + BELOW, title, marks)


def dots(rows: Sequence[Dot], title: StrOrPromise, same: StrOrPromise) -> SafeString:
    """Ratios with their intervals beside a line at 1, whose words are `same`."""
    longest = min(max([2.0, *(each.high for each in rows)]), LONGEST_INTERVAL)
    most = max([longest, *(each.value for each in rows)])

    def place(value: float) -> float:
        return 4 + min(value, most) / most * (WIDTH - 8)

    marks = [text(place(1), 12, str(same), "middle" if place(1) > WIDTH / 3 else "start")]
    top = 18
    for row in rows:
        for words in wrap(f"{row.label}: {row.words}", MOST_LETTERS):
            top += LINE
            marks.append(text(0, top, words))
        middle = top + 11
        marks.append(line(place(1), middle - 8, place(1), middle + 8, 1, dashes="3 2"))
        marks.append(line(place(row.low), middle, place(row.high), middle, 2, opacity=0.6))
        if row.high > most:
            marks += [line(WIDTH - 10, middle + side, WIDTH - 4, middle, 2) for side in (-4, 4)]
        marks.append(circle(place(row.value), middle, 4.5))
        top += ROW - LINE
    return draw(top + 4, title, marks)


def _top_of(points: Sequence[Point], step: float, left: float, right: float) -> float:
    """How high the intervals and the line reach between two places: words stand above them."""
    drawn = [
        (LEFT + step * (place + 0.5), each) for place, each in enumerate(points) if each.value is not None
    ]
    tops = [_height(each.high) for x, each in drawn if left <= x <= right]
    for (x, each), (after, following) in pairwise(drawn):
        if x < left < after and each.value is not None and following.value is not None:
            share = (left - x) / (after - x)
            tops.append(_height(each.value + share * (following.value - each.value)))
    return min(tops)


def _percent_grid() -> Iterable[SafeString]:
    for percent in (0, 50, 100):
        y = _height(percent)
        yield line(LEFT, y, RIGHT, y, 1, opacity=0.3)
        yield text(LEFT - 5, y + 4, f"{percent}%", "end")


def _height(percent: float) -> float:
    return TOP + TALL * (1 - percent / 100)


def number(value: float) -> str:
    """A coordinate, the same in every language."""
    return f"{value:.1f}".removesuffix(".0")


def text(x: float, y: float, words: str, anchor: str = "start") -> SafeString:
    return format_html('<text x="{}" y="{}" text-anchor="{}">{}</text>', number(x), number(y), anchor, words)


def rect(x: float, y: float, width: float, height: float, opacity: float = 1) -> SafeString:
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" fill-opacity="{}"/>',
        number(x),
        number(y),
        number(width),
        number(height),
        opacity_text(opacity),
    )


def line(
    x1: float, y1: float, x2: float, y2: float, width: float = 1, *, opacity: float = 1, dashes: str = "none"
) -> SafeString:
    return format_html(
        '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="currentColor" stroke-width="{}" stroke-opacity="{}" '
        'stroke-dasharray="{}"/>',
        number(x1),
        number(y1),
        number(x2),
        number(y2),
        number(width),
        opacity_text(opacity),
        dashes,
    )


def circle(x: float, y: float, radius: float, *, hollow: bool = False) -> SafeString:
    return format_html(
        '<circle cx="{}" cy="{}" r="{}" stroke="currentColor" stroke-width="2" fill-opacity="{}"/>',
        number(x),
        number(y),
        number(radius),
        "0" if hollow else "1",
    )


def opacity_text(value: float) -> str:
    return f"{value:g}"
