"""The state of a set-aside charge on a day. Whether the intake deadline passed is computed, not stored (G1, I3)."""

from datetime import date
from enum import StrEnum


class HoldState(StrEnum):
    """States that differ in what can be done next, and in nothing else."""

    HELD = "held"
    WINDOW_PASSED = "window_passed"
    DIVERTED = "diverted"
    REFERRED_TO_DA = "referred_to_da"
    DROPPED = "dropped"


def hold_state(state: str, lapses_on: date, today: date) -> HoldState:
    """The state on a day. A charge is held up to and including `lapses_on`; from the next day its deadline is past."""
    stored = HoldState(state)
    if stored is HoldState.HELD and today > lapses_on:
        return HoldState.WINDOW_PASSED
    return stored
