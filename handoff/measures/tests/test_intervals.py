"""Shares with the Wilson interval, against hand-worked values (M1–M5; D-F15, D-F16)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.measures.rules.intervals import disparity_of, share_of

WORKED = [  # numerator, denominator, percent, low, high: worked by hand in measures_examples.json
    (3, 7, 42.9, 15.8, 75.0),
    (0, 7, 0.0, 0.0, 35.4),
    (7, 7, 100.0, 64.6, 100.0),
    (1, 1, 100.0, 20.7, 100.0),
    (9, 12, 75.0, 46.8, 91.1),
    (5, 9, 55.6, 26.7, 81.1),
    (2, 5, 40.0, 11.8, 76.9),
    (1, 12, 8.3, 1.5, 35.4),
    (1, 2, 50.0, 9.5, 90.5),
]


@pytest.mark.parametrize("worked", WORKED)
def test_a_share_has_the_wilson_interval(worked):
    numerator, denominator, *ends = worked
    share = share_of(numerator, denominator)
    assert [round(share.percent, 1), round(share.low, 1), round(share.high, 1)] == ends


def test_nothing_of_nothing_has_no_share_and_more_than_all_is_refused():
    assert share_of(0, 0) is None
    with pytest.raises(ValueError, match="3 of 2"):
        share_of(3, 2)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share_and_stays_within_0_and_100(counts):
    share = share_of(*counts)
    assert 0 <= share.low <= share.percent <= share.high <= 100
    assert share.low < share.high


def test_a_disparity_index_divides_the_share_and_its_interval_by_the_baseline():
    white, hispanic = disparity_of(2, 7, 0.641), disparity_of(2, 7, 0.126)
    assert [round(white.index, 2), round(white.low, 2), round(white.high, 2)] == [0.45, 0.13, 1.0]
    assert [round(hispanic.index, 2), round(hispanic.low, 2), round(hispanic.high, 2)] == [2.27, 0.65, 5.09]
    assert disparity_of(2, 7, 0.0) is None and disparity_of(0, 0, 0.5) is None
