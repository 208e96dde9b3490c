"""Numbers with a unit."""

from decimal import Decimal

import pytest

from handoff.core.forms import DollarsField, Form, StepperField


class Weight(Form):
    grams = StepperField(
        label="Weight", unit="grams", step=Decimal("0.5"), decimal_places=2, max_value=Decimal(100)
    )


class Minutes(Form):
    minutes = StepperField(label="Minutes", unit="minutes", required=False, max_value=600)


@pytest.mark.parametrize(
    ("text", "number"), [("3.99", "3.99"), ("4", "4"), ("3,5", "3.5"), (" 0 ", "0"), ("100", "100")]
)
def test_a_weight_is_read_as_an_exact_decimal(text, number):
    form = Weight({"grams": text})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["grams"] == Decimal(number)


@pytest.mark.parametrize(
    "text", ["abc", "NaN", "Infinity", "1e30", "1,500", "3.999", "-1", "100.01", "1.2.3"]
)
def test_a_weight_that_could_be_misread_is_refused(text):
    assert "grams" in Weight({"grams": text}).errors


def test_whole_numbers_come_back_as_whole_numbers():
    form = Minutes({"minutes": "25"})
    assert form.is_valid()
    assert form.cleaned_data["minutes"] == 25
    assert isinstance(form.cleaned_data["minutes"], int)


def test_half_a_minute_is_refused():
    assert Minutes({"minutes": "2.5"}).errors["minutes"] == ["Enter a whole number."]


def test_a_blank_number_is_none_where_no_answer_is_needed_and_refused_where_one_is():
    form = Minutes({"minutes": ""})
    assert form.is_valid()
    assert form.cleaned_data["minutes"] is None
    assert "grams" in Weight({"grams": ""}).errors


def test_the_unit_belongs_to_the_box():
    html = str(Weight()["grams"].as_field_group())
    assert 'aria-describedby="id_grams_unit"' in html
    assert 'inputmode="decimal"' in html
    assert 'id="id_grams_unit">grams<' in html


def test_what_was_typed_stays():
    assert 'value="abc"' in str(Weight({"grams": "abc"})["grams"].as_field_group())


def test_a_stored_decimal_is_shown_without_the_zeros_of_its_column():
    assert 'value="1"' in str(Weight(initial={"grams": Decimal("1.000")})["grams"])
    assert 'value="0.5"' in str(Weight(initial={"grams": Decimal("0.500")})["grams"])


class Received(Form):
    amount = DollarsField(label="Amount")
    limit = DollarsField(label="Limit", decimal_places=0, required=False)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("$1,000", "1000"),
        ("1,234.50", "1234.50"),
        ("$ 20", "20"),
        ("12,50", "12.50"),
        ("1,234,567", "1234567"),
    ],
)
def test_dollars_are_read_as_people_write_them(text, number):
    """Tryout 3, 6: "$1,000" was answered with "Enter a number, for example 3.5"."""
    form = Received({"amount": text, "limit": "1,000"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"amount": Decimal(number), "limit": 1000}


@pytest.mark.parametrize("text", ["abc", "1.200", "1.234.567", "1,23,456", "$", "-5", "12.345"])
def test_dollars_that_could_be_misread_are_refused(text):
    assert "amount" in Received({"amount": text}).errors
    assert Received({"amount": "abc"}).errors["amount"] == ["Enter a number, for example 12.50."]
