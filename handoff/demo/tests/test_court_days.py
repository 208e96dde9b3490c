"""Court dates of the demo fall on days on which courts sit, whatever day the demo is made on."""

from datetime import date

import pytest

from handoff.demo.dates import court_day


@pytest.mark.parametrize(
    ("day", "sits"),
    [
        (date(2026, 12, 4), date(2026, 12, 4)),
        (date(2026, 12, 5), date(2026, 12, 7)),
        (date(2026, 12, 6), date(2026, 12, 7)),
    ],
)
def test_a_court_date_of_the_demo_is_never_on_a_weekend(day, sits):
    assert court_day(day) == sits
