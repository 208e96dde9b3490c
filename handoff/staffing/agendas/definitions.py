"""The kinds of news that the agenda is pulled from, and how much each counts (S1)."""

from enum import StrEnum


class News(StrEnum):
    """Why someone is on the agenda. The order is that of the page where their lines are shown."""

    BY_HAND = "by_hand"
    NO_OWNER = "no_owner"
    NEW_CHARGE = "new_charge"
    COURT_DATE = "court_date"
    COURT_ORDER = "court_order"
    INTAKE_DUE = "intake_due"
    ROI_ENDING = "roi_ending"
    OUT_OF_TOUCH = "out_of_touch"
    OPEN_ACTION = "open_action"
    PARTNER_FACT = "partner_fact"
    UNMET_NEED = "unmet_need"
    STATUS_CHANGED = "status_changed"
    MILESTONE = "milestone"


DEFAULT_WEIGHTS: dict[str, int] = {
    News.BY_HAND: 15,
    News.NO_OWNER: 20,
    News.NEW_CHARGE: 10,
    News.INTAKE_DUE: 8,
    News.COURT_DATE: 7,
    News.COURT_ORDER: 7,
    News.ROI_ENDING: 7,
    News.OUT_OF_TOUCH: 6,
    News.OPEN_ACTION: 5,
    News.PARTNER_FACT: 5,
    News.UNMET_NEED: 3,
    News.STATUS_CHANGED: 2,
    News.MILESTONE: 2,
}
"""How much each kind counts until the facilitator sets other weights. Someone's place is the sum over their kinds."""
MOST_WEIGHT = 50

CARE_ONLY = "care"
"""For lines that no partner reads, whatever a release names: contact, releases, status, what was said for care."""

INTAKE_AHEAD_DAYS = 14
FIRST_LOOK_BACK_DAYS = 30
"""How far back the first meeting looks, when none was held before."""
