"""Where the marks and words of plots stand, as numbers."""

import re

from handoff.core.charts import TALL, TOP, WIDTH, Dot, Point, dots, trend


def circles(drawing):
    return [float(each) for each in re.findall(r'<circle cx="([\d.]+)"', drawing)]


def top_of_words(drawing):
    (found,) = re.findall(r'y="([\d.]+)" text-anchor="end">5 of 50<', drawing)
    return float(found)


def arrows(drawing):
    return len(re.findall(rf'x2="{WIDTH - 4}"', drawing))


def test_a_ratio_above_ten_stands_at_its_own_place_and_a_longer_interval_has_an_arrow():
    small, large = Dot("A", 1, 0.5, 2, "1"), Dot("B", 24, 3, 180, "24")
    drawing = str(dots([small, large, Dot("C", 12, 4, 20, "12")], "Ratios", "same"))
    first, second, third = circles(drawing)
    assert first < third < second == WIDTH - 4
    assert arrows(drawing) == 1 * 2 + 1  # both sides of the arrow, and the end of its interval
    assert arrows(str(dots([small], "Ratios", "same"))) == 1


def test_the_last_words_of_a_trend_stand_above_the_line_that_leads_to_it():
    points = [Point(str(month), 95, 90, 99) for month in range(11)] + [Point("12", 10, 5, 20, "5 of 50")]
    drawing = str(trend(points, "Shares"))
    words = top_of_words(drawing)
    assert words < TOP + TALL * (1 - 0.95)
    alone = str(trend([Point("1", 10, 5, 20, "5 of 50")], "Shares"))
    assert top_of_words(alone) == TOP + TALL * 0.8 - 6
