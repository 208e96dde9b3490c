"""Forms as a whole: the summary, the hints, what a screen reader hears."""

from django import forms
from django.utils import translation

from handoff.core.forms import Form
from handoff.core.gallery import GalleryForm


class Small(Form):
    name = forms.CharField(label="Name", help_text="As they <say> it.")
    age = forms.IntegerField(label="Age", required=False)
    agency = forms.ChoiceField(label="Agency", choices=[("a", "A")])
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self):
        raise forms.ValidationError("Somebody else changed this.")


def test_a_form_that_was_not_sent_has_no_summary():
    assert Small().error_summary == ""


def test_the_summary_says_everything_in_the_order_of_the_page():
    lines = [line.sentence for line in Small({}).error_lines]
    assert lines == [
        "Somebody else changed this.",
        "Enter the name.",
        "Choose an option for “Agency.”",
    ]


def test_the_summary_takes_the_focus_and_says_that_nothing_was_lost():
    summary = Small({}).error_summary
    assert 'tabindex="-1"' in summary
    assert "Your entries are still on this page." in summary
    assert "Fix 3 things to continue" in summary


def test_the_summary_promises_nothing_about_passwords_which_no_page_shows_again():
    class Secret(Form):
        word = forms.CharField(widget=forms.PasswordInput)

    summary = Secret({"word": ""}).error_summary
    assert "Enter your password again" in summary and "Your entries are still on this page" not in summary


def test_a_question_needs_no_colon():
    form = GalleryForm({})
    sentences = [line.sentence for line in form.error_lines]
    assert "Answer “Do they have a phone?”" in sentences


def test_hint_and_error_are_tied_to_the_box():
    html = str(Small({})["name"].as_field_group())
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-required="true"' in html


def test_hints_are_escaped():
    assert "&lt;say&gt;" in str(Small()["name"].as_field_group())


def test_plain_django_fields_get_the_same_look():
    form = Small()
    assert 'class="usa-input"' in str(form["name"])
    assert 'class="usa-select"' in str(form["agency"])
    assert "aria-required" not in str(form["age"])


def test_a_whole_form_shows_every_field_once():
    html = str(GalleryForm())
    for name in GalleryForm().fields:
        assert f'name="{name}' in html


def test_the_gallery_form_works_in_spanish():
    with translation.override("es"):
        assert str(GalleryForm({}))
