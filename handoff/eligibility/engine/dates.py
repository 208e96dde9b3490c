"""Counting years between two days."""

from datetime import date


def anniversary(day: date, years: int) -> date:
    """Return the day so many years later; for February 29 in a common year that is March 1."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        # The year 10,000 is past the calendar; nothing that long ago or ahead is ever reached.
        return date(day.year + years, 3, 1) if day.year + years <= date.max.year else date.max


def age_on(born: date, day: date) -> int:
    """Return the age in full years on a day."""
    years = day.year - born.year
    return years if day >= anniversary(born, years) else years - 1
