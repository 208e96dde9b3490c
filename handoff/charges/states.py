"""The state of a set-aside charge on a day. Whether the intake deadline passed is computed, not stored (G1, I3)."""

from datetime import date, timedelta
from enum import StrEnum


class HoldState(StrEnum):
    """States that differ in what can be done next, and in nothing else."""

    HELD = "held"
    WINDOW_PASSED = "window_passed"
    DIVERTED = "diverted"
    REFERRED_TO_DA = "referred_to_da"
    DROPPED = "dropped"


MORE_TIME_AT_ONCE = timedelta(days=7)
"""While the program asks for more time, the officer reads a last day at most this far ahead."""


def hold_state(state: str, lapses_on: date, today: date, *, needs_more_time: bool = False) -> HoldState:
    """The state on a day. A charge is held up to and including `lapses_on`; from the next day its deadline is past.

    While the program asks for more time, the deadline doesn't pass.
    """
    stored = HoldState(state)
    if stored is HoldState.HELD and today > lapses_on and not needs_more_time:
        return HoldState.WINDOW_PASSED
    return stored


def held_through(lapses_on: date, today: date, *, needs_more_time: bool) -> date:
    """The last day of a hold as the officer reads it: moved on by whole weeks while the program asks for more time.

    It looks like any extension. A hold without a last day would tell the officer that the intake is complete.
    """
    if not needs_more_time or today <= lapses_on:
        return lapses_on
    weeks = -(-(today - lapses_on).days // MORE_TIME_AT_ONCE.days)
    return lapses_on + weeks * MORE_TIME_AT_ONCE
