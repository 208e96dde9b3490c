"""Counting years between two dates."""

from datetime import date


def anniversary(day: date, years: int) -> date:
    """The date `years` later. February 29 becomes March 1 in a common year."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        # The year 10,000 is past the calendar; nothing that long ago or ahead is ever reached.
        return date(day.year + years, 3, 1) if day.year + years <= date.max.year else date.max


def age_on(born: date, day: date) -> int:
    """Age in completed years."""
    years = day.year - born.year
    return years if day >= anniversary(born, years) else years - 1
