"""When a source of data is to be reviewed next."""

import calendar
from datetime import date, timedelta

from handoff.measures.definitions.sources import Rhythm

DAYS = {Rhythm.WEEKLY: 7, Rhythm.TWO_WEEKS: 14}
MONTHS = {Rhythm.MONTHLY: 1, Rhythm.QUARTERLY: 3}


def next_review(last: date, rhythm: Rhythm) -> date:
    """A week, two weeks, a month or a quarter after a review; the last day of a shorter month."""
    if rhythm in DAYS:
        return last + timedelta(days=DAYS[rhythm])
    months = last.month - 1 + MONTHS[rhythm]
    year, month = last.year + months // 12, months % 12 + 1
    return date(year, month, min(last.day, calendar.monthrange(year, month)[1]))


def review_due(first: date, last: date | None, rhythm: Rhythm) -> date:
    """The first review is on the day that was set; each later one follows the review before it."""
    return first if last is None else next_review(last, rhythm)
