"""When a shift begins and ends, on the days when the clocks change as well."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


class NonexistentTime(ValueError):
    """The clocks go forward over this time: on that day it does not exist."""


def to_instant(day: date, at: time, zone: ZoneInfo, *, last: bool = False) -> datetime:
    """The instant of a local time; of an hour that occurs twice the first, or with `last` the second.

    Raises `NonexistentTime` for a time that the clocks skip.
    """
    local = datetime.combine(day, at, zone).replace(fold=1 if last else 0)
    # A skipped time does not come back from UTC as the time it was.
    utc = local.astimezone(UTC)
    if utc.astimezone(zone).replace(tzinfo=None, fold=0) != local.replace(tzinfo=None, fold=0):
        raise NonexistentTime(f"{day} has no {at} in {zone.key}")
    return utc


def shift_instants(day: date, starts: time, ends: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """When a shift begins and ends; an end that isn't after the start is on the next day.

    When the clocks go back, the hour that occurs twice belongs to both the ending and the starting shift: better two
    people who answer than none.
    """
    last_day = day if ends > starts else day + timedelta(days=1)
    return to_instant(day, starts, zone), to_instant(last_day, ends, zone, last=True)
