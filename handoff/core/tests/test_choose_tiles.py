"""Tiles: one, several, yes, no or unknown, and a single box."""

from handoff.core.forms import CheckboxField, CheckboxTilesField, Form, TilesField, YesNoUnknownField

CHOICES = [("en", "English"), ("es", "Spanish"), ("unknown", "Unknown")]


class Choices(Form):
    language = TilesField(label="Language", choices=CHOICES, hints={"es": "A peer who speaks Spanish calls."})
    needs = CheckboxTilesField(label="Needs", choices=[("food", "Food"), ("bed", "A bed")], required=False)
    has_phone = YesNoUnknownField(label="Do they have a phone?", required=False)
    read_aloud = CheckboxField(label="I read this aloud")


GOOD = {"language": "es", "needs": ["food", "bed"], "has_phone": "unknown", "read_aloud": "on"}


def test_good_choices_are_returned():
    form = Choices(GOOD)
    assert form.is_valid()
    assert form.cleaned_data == {
        "language": "es",
        "needs": ["food", "bed"],
        "has_phone": "unknown",
        "read_aloud": True,
    }


def test_blank_choices_are_refused_in_plain_words_where_an_answer_is_needed():
    form = Choices({})
    assert not form.is_valid()
    assert form.errors["language"] == ["Choose an option for “Language.”"]
    assert form.errors["read_aloud"] == ["Check “I read this aloud” to continue."]
    assert "needs" not in form.errors
    assert "has_phone" not in form.errors


def test_a_choice_that_was_not_offered_is_refused():
    assert "language" in Choices({**GOOD, "language": "tlh"}).errors


def test_unknown_is_always_offered():
    html = str(Choices()["has_phone"].as_field_group())
    assert [f'value="{answer}"' in html for answer in ("yes", "no", "unknown")] == [True] * 3


def test_a_group_of_tiles_says_that_an_answer_is_needed_and_what_is_wrong():
    html = str(Choices({})["language"].as_field_group())
    assert 'role="radiogroup" aria-required="true" aria-invalid="true"' in html
    assert 'aria-describedby="id_language_error"' in html
    assert 'id="id_language_error"' in html


def test_a_tile_carries_its_own_explanation():
    html = str(Choices()["language"].as_field_group())
    assert 'aria-describedby="id_language_1_hint"' in html
    assert "A peer who speaks Spanish calls." in html


def test_the_chosen_tile_stays_chosen_when_something_else_is_wrong():
    html = " ".join(str(Choices({"language": "es"})["language"].as_field_group()).split())
    assert 'id="id_language_1" value="es" checked' in html


def test_the_error_summary_leads_to_the_first_tile_and_to_the_box():
    summary = Choices({}).error_summary
    assert 'href="#id_language_0"' in summary
    assert 'href="#id_read_aloud"' in summary


def test_two_forms_do_not_share_their_explanations():
    class Other(Form):
        language = TilesField(label="Language", choices=CHOICES)

    assert "A peer who speaks Spanish" not in str(Other()["language"].as_field_group())
