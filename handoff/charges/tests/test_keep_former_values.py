"""What a change of a charge replaced comes back as it was: days as days, times as times (J1)."""

from datetime import UTC, date, datetime, time

import pytest

from handoff.charges.facts import ChargeValues, FormerCourtDate, read_values, stored_values

VALUES = ChargeValues("paraphernalia", "Paraphernalia", "90-113.22", "citation", date(2026, 11, 18), None, 2)


@pytest.mark.parametrize("occurred_at", [None, datetime(2026, 11, 18, 14, 5, tzinfo=UTC)])
def test_former_values_come_back_as_they_were(occurred_at):
    values = VALUES.by_name() | {"occurred_at": occurred_at}
    assert read_values(stored_values(values)) == values


def test_a_name_that_is_no_value_of_a_charge_is_refused():
    with pytest.raises(ValueError, match="person_id"):
        read_values({"person_id": 7})


@pytest.mark.parametrize(("on", "starts"), [(date(2026, 12, 3), time(9)), (None, None)])
def test_a_court_date_comes_back_also_without_a_day(on, starts):
    taken = FormerCourtDate("district", "time", on, starts, 4)
    assert FormerCourtDate.read(taken.stored()) == taken
