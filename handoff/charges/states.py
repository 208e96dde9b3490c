"""Where a set-aside charge stands on a day. The window passing is read from its date, never stored (G1, I3)."""

from datetime import date
from enum import StrEnum


class HoldState(StrEnum):
    """What anybody may do next differs between these; nothing else does."""

    HELD = "held"
    WINDOW_PASSED = "window_passed"
    DIVERTED = "diverted"
    REFERRED_TO_DA = "referred_to_da"
    DROPPED = "dropped"


def hold_state(state: str, lapses_on: date, today: date) -> HoldState:
    """Return where a charge stands: held up to and including its last day, from the day after on the window
    has passed.
    """
    stored = HoldState(state)
    if stored is HoldState.HELD and today > lapses_on:
        return HoldState.WINDOW_PASSED
    return stored
