"""How large a caseload is, and how large it may be (K4; LEAD: about 20, never above 25)."""

from dataclasses import dataclass
from enum import StrEnum

FULL_TIME, HALF_TIME = 100, 50
ONE_PERSON = 100
"""Loads are counted in hundredths of a person."""


class Standing(StrEnum):
    """Where a caseload stands against its limits."""

    ROOM = "room"
    FULL = "full"
    ABOVE_LIMIT = "above_limit"
    ABOVE_CEILING = "above_ceiling"


@dataclass(frozen=True)
class Limits:
    """The program's parameters for one worker, in hundredths of a person."""

    limit: int
    ceiling: int


def limits_of(percent: int, *, full_time: int, part_time: int, ceiling: int) -> Limits:
    """The limits of a worker who works a percentage of full time.

    The program names the limit at full time and at half time; between and below these it follows a straight line. The
    ceiling goes with the working time.
    """
    if percent >= HALF_TIME:
        above_half = (full_time - part_time) * (percent - HALF_TIME)
        limit = part_time * ONE_PERSON + above_half * ONE_PERSON // (FULL_TIME - HALF_TIME)
    else:
        limit = part_time * percent * ONE_PERSON // HALF_TIME
    highest = ceiling * percent * ONE_PERSON // FULL_TIME
    # A generous half-time limit must not lie above the ceiling.
    return Limits(limit=min(limit, highest), ceiling=highest)


def standing_of(load: int, limits: Limits) -> Standing:
    """Where a load stands: a warning above the limit, a supervisor's reason above the ceiling."""
    if load > limits.ceiling:
        return Standing.ABOVE_CEILING
    if load > limits.limit:
        return Standing.ABOVE_LIMIT
    return Standing.FULL if load > limits.limit - ONE_PERSON else Standing.ROOM
