"""A form that changes a record shows what was changed meanwhile, and loses neither answer (D7, N15)."""

from datetime import date

import pytest
from django import forms
from django.http import QueryDict

from handoff.core.forms import CheckboxTilesField, ThreePartDateField, TilesField, VersionedForm
from handoff.core.forms.versions import value_in_words
from handoff.testing.forms import as_browser

SAVED = {
    "note": "By the river",
    "note_es": "Junto al río",
    "born": date(1990, 1, 2),
    "kind": "a",
    "several": ["a"],
    "flag": False,
}


class ExampleForm(VersionedForm):
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    note_es = forms.CharField(label="Note in Spanish", required=False)
    born = ThreePartDateField(label="Born", required=False)
    kind = TilesField(label="Kind", choices=[("a", "First"), ("b", "Second")], required=False)
    several = CheckboxTilesField(label="Several", choices=[("a", "First"), ("b", "Second")], required=False)
    flag = forms.BooleanField(label="Flag", required=False)


def send(opened, changes, saved, **more):
    """Open the page at one state of the record, and save it at another."""
    page = as_browser(ExampleForm(initial=opened), **changes)
    query = QueryDict(mutable=True)
    for name, value in page.items():
        query.setlist(name, value if isinstance(value, list) else [str(value)])
    form = ExampleForm(query, initial=saved)
    for name, value in more.items():
        setattr(form, name, value)
    return form


def send_again(form):
    """Press Save once more on the page that came back."""
    return ExampleForm(form.data, initial=form.initial)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("note", "By the bridge\nat night", "By the bridge"),
        ("note", "", "blank"),
        ("born", date(1991, 3, 9), "Mar 9, 1991"),
        ("born", None, "blank"),
        ("kind", "b", "Second"),
        ("several", ["a", "b"], "First, Second"),
        ("several", [], "blank"),
        ("flag", True, "Yes"),
    ],
)
def test_a_newer_answer_is_kept_where_the_user_changed_another(name, value, words):  # N15, field case 13
    newer = {**SAVED, name: value}
    other = "note_es" if name != "note_es" else "note"
    form = send(SAVED, {other: "typed"}, newer)
    assert not form.is_valid()
    assert words in form.errors[name][0] and "newer answer" in form.errors[name][0]
    again = send_again(form)
    assert again.is_valid(), again.errors
    assert again.cleaned_data[other] == "typed"
    assert (again.cleaned_data[name] or None) == (value or None)


def test_a_conflicting_answer_stays_as_typed_and_the_next_save_decides():
    form = send(SAVED, {"note": "mine"}, {**SAVED, "note": "Theirs."})
    assert not form.is_valid()
    assert "Now saved: Theirs. What you typed is still here." in form.errors["note"][0]
    assert form["note"].value() == "mine"
    again = send_again(form)
    assert again.is_valid() and again.cleaned_data["note"] == "mine"


def test_the_page_says_who_changed_it_if_the_reader_may_know():
    newer = {**SAVED, "note": "theirs"}
    known = send(SAVED, {"note": "mine"}, newer, who_changed=lambda: "Walter Finch")
    assert known.non_field_errors()[0].startswith("Walter Finch changed this")
    assert send(SAVED, {"note": "mine"}, newer).non_field_errors()[0].startswith("This was changed")


def test_the_same_answer_from_both_is_no_quarrel():
    form = send(SAVED, {"note": "same"}, {**SAVED, "note": "same"})
    assert form.is_valid() and "opened_as" not in form.cleaned_data


def test_a_record_that_no_one_changed_is_saved():
    assert send(SAVED, {"note": "mine\nin two lines"}, SAVED).is_valid()


def test_a_change_beside_the_form_is_shown():
    form = ExampleForm(initial=SAVED)
    form.beside = {"Amounts": "1 gram"}
    query = QueryDict(mutable=True)
    query.update({"opened_as": str(form["opened_as"].value()), "note": "By the river"})
    sent = ExampleForm(query, initial=SAVED)
    sent.beside = {"Amounts": "2 grams"}
    assert any("Amounts: Now saved: 2 grams." in line for line in sent.non_field_errors())


@pytest.mark.parametrize("version", [None, "", "not a version", "[]"])
def test_a_form_without_a_version_is_taken_as_before(version):
    query = QueryDict(mutable=True)
    query["note"] = "typed"
    if version is not None:
        query["opened_as"] = version
    assert ExampleForm(query, initial={**SAVED, "note": "newer"}).is_valid()


def test_the_version_says_nothing_about_the_answers():
    version = str(ExampleForm(initial=SAVED)["opened_as"].value())
    assert "river" not in version and "1990" not in version


def test_no_is_an_answer():
    assert value_in_words(forms.BooleanField(), False) == "No"
