"""Months, quarters and fiscal years from July to June."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.measures.rules.periods import (
    Period,
    PeriodKind,
    period_of,
    periods_between,
    read_month,
    read_period,
)

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("kind", "day", "code", "first", "last"),
    [
        (PeriodKind.MONTH, date(2028, 2, 29), "2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        (PeriodKind.QUARTER, date(2026, 12, 31), "2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        (PeriodKind.YEAR, date(2026, 7, 1), "FY2027", date(2026, 7, 1), date(2027, 6, 30)),
        (PeriodKind.YEAR, date(2026, 6, 30), "FY2026", date(2025, 7, 1), date(2026, 6, 30)),
    ],
)
def test_a_day_lies_in_its_period(kind, day, code, first, last):
    period = period_of(day, kind)
    assert (period.code, period.first, period.last) == (code, first, last)


@given(DAYS, st.sampled_from(PeriodKind))
def test_periods_follow_each_other_without_a_gap(day, kind):
    period = period_of(day, kind)
    assert day in period and day not in period.next and day not in period.previous
    assert period.last + timedelta(days=1) == period.next.first
    assert period.next.previous == period


@given(DAYS, st.integers(0, 1200))
def test_each_day_between_two_days_lies_in_one_period(first, more):
    periods = periods_between(first, first + timedelta(days=more))
    assert first in periods[0] and first + timedelta(days=more) in periods[-1]
    assert [each.next for each in periods[:-1]] == periods[1:]


def test_no_period_begins_in_the_middle_and_none_lies_between_swapped_days():
    with pytest.raises(ValueError, match="begins on"):
        Period(date(2026, 8, 1), PeriodKind.QUARTER)
    assert periods_between(date(2026, 8, 2), date(2026, 7, 1)) == []


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-7", "26-07", "2026/07", "", "٢٠٢٦-٠٧", "0001-01", "9999-12"]
)
def test_only_a_year_and_a_month_name_a_month(text):
    assert read_month("2026-07") == Period(date(2026, 7, 1))
    assert read_month(text) is None


@given(DAYS, st.sampled_from(PeriodKind))
def test_a_code_names_its_period(day, kind):
    period = period_of(day, kind)
    assert read_period(period.code) == period
    assert read_period(f"{period.code}x") is None
