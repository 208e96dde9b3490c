"""The officer's way measured: thumb scrolling, typing, drafts that survive, one referral however often it is sent."""

import pytest

from handoff.referrals.models import Referral
from tests.journeys import officer
from tests.journeys.hands import hands
from tests.journeys.officer import MARCUS

MOST_SCREENS = 12
TYPED_FIELDS = {"first_name", "last_name", "date_of_birth", "incident_number", "phone"}


def test_the_way_takes_at_most_twelve_screens_of_thumb_and_five_typed_fields(
    window, table, record_property, capsys
):
    dana = hands(window, table.officer, "phone")
    officer.whole_way(dana, table, MARCUS, "Juniper Police Department")
    referral = Referral.objects.get()
    assert referral.state == "handed_off"
    assert set(dana.typed) == TYPED_FIELDS
    steps = {name: height for name, height in dana.heights.items() if name not in {"home", "sent"}}
    screens = sum(steps.values())
    record_property("screens_of_thumb", round(screens, 1))
    with capsys.disabled():
        print(f"\nscreens of thumb: {screens:.1f}", {name: round(height, 1) for name, height in steps.items()})
    assert screens <= MOST_SCREENS
