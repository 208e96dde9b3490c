"""Times of day as police and outreach write them."""

from datetime import time

import pytest
from django.core.exceptions import ValidationError

from handoff.core.forms import ClockTimeField


@pytest.mark.parametrize(
    "text", ["1430", "14:30", "2:30 PM", "2.30 PM", "2:30 p.m.", "2:30pm", "14.30", "14h30", "14:30:00"]
)
def test_half_past_two_is_read_however_it_is_written(text):  # finding-F14
    assert ClockTimeField().clean(text) == time(14, 30)


@pytest.mark.parametrize(
    ("text", "read"), [("2345", time(23, 45)), ("12 am", time(0)), ("12 PM", time(12)), ("8 AM", time(8))]
)
def test_midnight_noon_and_whole_hours(text, read):
    assert ClockTimeField().clean(text) == read


@pytest.mark.parametrize("text", ["7", "2560", "2400", "13 PM", "0 AM", "half past", "14:3", "١٤٣٠"])
def test_an_invalid_time_is_refused_with_an_example(text):
    with pytest.raises(ValidationError, match="2:30 PM or 1430"):
        ClockTimeField().clean(text)


def test_a_blank_time_is_none_and_a_time_stays_itself():
    assert ClockTimeField(required=False).clean("") is None
    assert ClockTimeField().clean(time(9, 5)) == time(9, 5)
