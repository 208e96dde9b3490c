"""Phone numbers, and the words that say where to ask."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.core.forms import Form, Phone, PhoneField, format_phone


class Reach(Form):
    phone = PhoneField(label="Phone number, or where to ask", required=False)


class Call(Form):
    phone = PhoneField(label="Phone", numbers_only=True)


@pytest.mark.parametrize(
    "text", ["919 555 0142", "(919) 555-0142", "+1 919-555-0142", "9195550142", "+19195550142"]
)
def test_every_format_of_a_number_means_the_same_number(text):
    form = Call({"phone": text})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["phone"] == Phone(text, "+19195550142")


@pytest.mark.parametrize("text", ["sister 919 555 0142 after 6", "work: (919) 555-0142, ask for Sam"])
def test_a_number_among_words_is_found_and_the_words_are_kept(text):
    form = Reach({"phone": text})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["phone"] == Phone(text, "+19195550142", text)


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("9195550142 or 9195550143", ("+19195550143",)),
        ("919 555 0142 / WhatsApp +504 9876-5432", ("+50498765432",)),
        ("919-555-0142 ext. 23", ()),
    ],
)
def test_nothing_beside_the_first_number_is_lost(text, others):
    """finding-F11: further numbers, extensions and whose phone it is."""
    form = Reach({"phone": text})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["phone"] == Phone(text, "+19195550142", text, others)


def test_words_are_kept_as_they_are():
    form = Reach({"phone": "ask at the shelter desk, room 12"})
    assert form.is_valid()
    assert form.cleaned_data["phone"] == Phone("ask at the shelter desk, room 12", "")


@pytest.mark.parametrize("text", ["919 555 014", "1234567"])
def test_a_number_that_cannot_be_dialed_is_refused(text):
    assert "isn't a valid phone number" in Reach({"phone": text}).errors["phone"][0]


def test_words_are_refused_where_a_number_is_needed():
    assert "phone" in Call({"phone": "ask at the desk"}).errors


def test_a_blank_phone_is_an_empty_phone():
    form = Reach({"phone": "  "})
    assert form.is_valid()
    assert not form.cleaned_data["phone"]


def test_what_was_typed_stays():
    assert 'value="1234567"' in str(Reach({"phone": "1234567"})["phone"].as_field_group())


@given(st.from_regex(r"\A\+1[2-9][0-9]{9}\Z"))
def test_a_number_of_the_us_is_written_as_the_library_writes_it(e164):
    """It isn't read anew, which a list of thousands would notice."""
    number = phonenumbers.parse(e164, None)
    assert format_phone(e164) == phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
