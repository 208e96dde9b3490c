"""finding-A5: an answer chosen by mistake to an optional question can be undone, without JavaScript."""

import re

import pytest

from handoff.core.forms import Form, TilesField, YesNoUnknownField


class Asked(Form):
    must = TilesField(label="Must", choices=[("a", "A"), ("b", "B")])
    may = TilesField(label="May", required=False, choices=[("a", "A"), ("b", "B")])
    fact = YesNoUnknownField(label="Fact", required=False)
    filter = TilesField(label="Show", required=False, choices=[("", "All"), ("b", "B")])


def inputs(form, name):
    """Each radio button of a field: its value, and whether it is checked."""
    found = re.findall(r"<input[^>]*>", str(form[name]))
    return [(each.split('value="')[1].split('"')[0], " checked" in each) for each in found]


def test_an_optional_question_offers_no_answer_and_starts_there():
    assert inputs(Asked(), "may") == [("a", False), ("b", False), ("", True)]
    assert inputs(Asked(), "fact")[-1] == ("", True)
    assert "Not answered" in str(Asked()["may"])


def test_a_required_question_and_one_with_a_blank_choice_of_its_own_stay_as_they_are():
    assert inputs(Asked(), "must") == [("a", False), ("b", False)]
    assert inputs(Asked(), "filter") == [("", True), ("b", False)]


@pytest.mark.parametrize("sent", [{"must": "a", "may": ""}, {"must": "a"}])
def test_no_answer_is_saved_as_none(sent):
    form = Asked(sent)
    assert form.is_valid() and form.cleaned_data["may"] == ""


def test_a_chosen_answer_stays_checked_alone():
    assert inputs(Asked({"must": "a", "may": "b"}), "may") == [("a", False), ("b", True), ("", False)]


def test_a_form_that_makes_a_question_optional_offers_no_answer():
    form = Asked()
    form.fields["must"].required = False
    assert inputs(form, "must")[-1] == ("", True)
