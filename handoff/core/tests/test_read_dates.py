"""A date in three boxes, in both languages."""

from datetime import date

import pytest
from django.utils import translation

from handoff.core.forms import Form, ThreePartDateField


class Birth(Form):
    born_on = ThreePartDateField(label="Date of birth", earliest=date(1900, 1, 1), latest=date(2026, 11, 23))


class MaybeBirth(Form):
    born_on = ThreePartDateField(label="Date of birth", required=False)


def type_date(month="", day="", year=""):
    return {"born_on_month": month, "born_on_day": day, "born_on_year": year}


def error_of(form):
    assert not form.is_valid()
    return " ".join(form.errors["born_on"])


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_month_comes_first_in_both_languages(language):
    with translation.override(language):
        form = Birth(type_date("4", "5", "1986"))
        assert form.is_valid()
        assert form.cleaned_data["born_on"] == date(1986, 4, 5)


def test_spaces_and_leading_zeros_do_no_harm():
    form = Birth(type_date(" 04", "05 ", "1986"))
    assert form.is_valid()
    assert form.cleaned_data["born_on"] == date(1986, 4, 5)


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        (("2", "30", "1990"), "February 30 isn't a date. Check the month and day."),
        (("2", "29", "2023"), "February 29 isn't a date in 2023. Check the date."),
        (("23", "11", "1990"), "23 isn't a month. Enter month, then day."),
        (("0", "11", "1990"), "0 isn't a month. Enter month, then day."),
        (("4", "0", "1990"), "April 0 isn't a date. Check the month and day."),
        (("4", "", "1990"), "Enter the day."),
        (("", "5", ""), "Enter the month. Enter the year."),
        (("4", "5", "86"), "Enter the year with four digits, for example 1986."),
        (("4", "5", "0086"), "Enter the year with four digits, for example 1986."),
        (("Apr", "5", "1986"), "Use numbers only, for example 4 for April, then 27, then 1986."),
        (("4", "-5", "1986"), "Use numbers only, for example 4 for April, then 27, then 1986."),
        (("4", "²", "1986"), "Use numbers only, for example 4 for April, then 27, then 1986."),
        (("11", "24", "2026"), "The date can't be after Mon, Nov 23, 2026."),
        (("12", "31", "1899"), "The date can't be before Mon, Jan 1, 1900."),
        (("", "", ""), "Enter the month, day, and year for “Date of birth.”"),
    ],
)
def test_a_wrong_date_is_answered_with_a_plain_sentence(parts, sentence):
    assert error_of(Birth(type_date(*parts))) == sentence


def test_both_limits_are_allowed():
    assert Birth(type_date("11", "23", "2026")).is_valid()
    assert Birth(type_date("1", "1", "1900")).is_valid()


def test_a_leap_day_is_a_day():
    assert Birth(type_date("2", "29", "2024")).is_valid()


def test_a_blank_date_is_none_when_no_answer_is_needed():
    form = MaybeBirth(type_date())
    assert form.is_valid()
    assert form.cleaned_data["born_on"] is None


def test_what_was_typed_stays_in_the_boxes():
    html = str(Birth(type_date("2", "30", "19<90"))["born_on"].as_field_group())
    assert 'value="30"' in html
    assert 'value="19&lt;90"' in html
    assert html.count('aria-invalid="true"') == 3


@pytest.mark.parametrize("initial", [date(1986, 4, 27), "1986-04-27"])
def test_a_saved_date_fills_the_boxes(initial):
    html = " ".join(str(Birth(initial={"born_on": initial})["born_on"].as_field_group()).split())
    assert 'name="born_on_month" id="id_born_on_month" value="4"' in html
    assert 'value="27"' in html
    assert 'value="1986"' in html


def test_each_box_has_its_label_and_the_group_its_question():
    html = str(Birth()["born_on"].as_field_group())
    assert "<legend" in html
    for part in ("month", "day", "year"):
        assert f'for="id_born_on_{part}"' in html


def test_the_error_summary_leads_to_the_first_box():
    assert 'href="#id_born_on_month"' in Birth(type_date("2", "30", "1990")).error_summary


@pytest.mark.parametrize(
    "parts", [("12", "31", "9999"), ("1", "1", "2200"), ("12", "31", "1899"), ("1", "1", "1000")]
)
def test_a_field_without_limits_takes_no_date_that_breaks_a_time_zone(parts):
    """finding-S8: 12/31/9999 at 8 PM in North Carolina is no UTC time, and ended in a 500."""
    assert "The date can't be" in error_of(MaybeBirth(type_date(*parts)))
