"""A bar chart in whole numbers, for a template to draw as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass

STEP, BAR, LEFT, TOP, PLOT, BELOW = 26, 18, 40, 14, 180, 40
NARROWEST = 320
STEPS_OF_SCALE = (1, 2, 5, 10, 20, 50, 100, 200, 500)
MOST_LINES = 5


@dataclass(frozen=True)
class Bar:
    """One bar: all of it, the part that counts, and its words."""

    x: int
    middle: int
    y: int
    height: int
    part_y: int
    part_height: int
    label: str
    year: str
    words: str


@dataclass(frozen=True)
class GridLine:
    """One line across, with its number."""

    y: int
    text_y: int
    number: str


@dataclass(frozen=True)
class Bars:
    """The chart: its size, lines and bars."""

    width: int
    height: int
    left: int
    right: int
    base: int
    label_y: int
    year_y: int
    thickness: int
    lines: tuple[GridLine, ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Month:
    """What one bar shows."""

    label: str
    year: str
    words: str
    whole: int
    part: int


def scale_of(most: int) -> int:
    """Return the distance between lines: few lines, round numbers."""
    size = 1
    while True:
        for step in STEPS_OF_SCALE:
            if most <= step * size * MOST_LINES:
                return step * size
        size *= 1000


def bars_of(months: Sequence[Month]) -> Bars:
    """Lay a chart out."""
    step = scale_of(max((month.whole for month in months), default=1))
    lines = max(1, -(-max((month.whole for month in months), default=1) // step))
    top = lines * step
    base = TOP + PLOT
    width = max(NARROWEST, LEFT + STEP * len(months) + 8)

    def tall(number: int) -> int:
        return max(round(PLOT * number / top), 1 if number else 0)

    def bar(place: int, month: Month) -> Bar:
        x = LEFT + place * STEP + (STEP - BAR) // 2
        whole, part = tall(month.whole), tall(month.part)
        return Bar(
            x, x + BAR // 2, base - whole, whole, base - part, part, month.label, month.year, month.words
        )

    return Bars(
        width=width,
        height=base + BELOW,
        left=LEFT,
        right=width - 4,
        base=base,
        label_y=base + 16,
        year_y=base + 33,
        thickness=BAR,
        lines=tuple(
            GridLine(base - tall(number), base - tall(number) + 4, f"{number:,}")
            for number in range(0, top + 1, step)
        ),
        bars=tuple(bar(place, month) for place, month in enumerate(months)),
    )
