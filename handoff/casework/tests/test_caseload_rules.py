"""K4: what a worker may have by working time, and where a load stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.casework.caseloads.rules import Limits, Standing, limits_of, standing_of
from handoff.core.text import hundredths


@pytest.mark.parametrize(
    ("percent", "limit", "ceiling"),
    [(100, 2000, 2500), (75, 1500, 1875), (50, 1000, 1250), (25, 500, 625), (1, 20, 25)],
)
def test_the_limits_go_with_the_working_time(percent, limit, ceiling):
    assert limits_of(percent, full_time=20, part_time=10, ceiling=25) == Limits(limit, ceiling)


@given(
    percent=st.integers(1, 100), full=st.integers(1, 25), part=st.integers(1, 25), ceiling=st.integers(1, 25)
)
def test_a_limit_is_never_above_the_ceiling(percent, full, part, ceiling):
    limits = limits_of(percent, full_time=max(full, part), part_time=part, ceiling=max(full, ceiling))
    assert 0 <= limits.limit <= limits.ceiling


@pytest.mark.parametrize(
    ("load", "standing"),
    [
        (1900, "room"),
        (1901, "full"),
        (2000, "full"),
        (2001, "above_limit"),
        (2500, "above_limit"),
        (2501, "above_ceiling"),
    ],
)
def test_where_a_load_stands(load, standing):
    assert standing_of(load, Limits(2000, 2500)) == Standing(standing)


def test_a_load_in_words():
    assert [hundredths(each) for each in (1850, 2000, 0, 25)] == ["18.5", "20", "0", "0.25"]
