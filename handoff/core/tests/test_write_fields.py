"""Fields that are written in Python read to the letter as Django's templates render them."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.template.loader import get_template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, override

from handoff.core.renderers import PLAIN, FieldRenderer

TEXTS = [
    None,
    "",
    '<i>"O\'Neil" & co.',
    mark_safe("&amp;"),
    gettext_lazy("Name"),
    0,
    1234567,
    Decimal("1.50"),
]
ATTRS = {
    "id": "id_<a>",
    "class": mark_safe("a&amp;b"),
    "maxlength": 1200,
    "required": True,
    "disabled": False,
}
CHOICES = [
    ("", "Choose"),
    ("a<b", gettext_lazy("Name")),
    ("More & more", [("x", mark_safe("<b>X</b>")), (5, 1234567), (None, date(2026, 3, 2))]),
]
WIDGETS = [
    forms.TextInput, forms.NumberInput, forms.EmailInput, forms.URLInput, forms.TelInput, forms.SearchInput,
    forms.PasswordInput, forms.HiddenInput, forms.DateInput, forms.DateTimeInput, forms.TimeInput,
    forms.CheckboxInput, forms.Textarea,
]  # fmt: skip


class Counting(TemplatesSetting):
    """Django's own renderer, and which templates it was asked for."""

    def __init__(self):
        self.asked = []

    def render(self, template_name, context, request=None):
        self.asked.append(template_name)
        return super().render(template_name, context, request)


def assert_alike(widget, value):
    django = Counting()
    for language in ("en", "es"):
        with override(language):
            ours = widget.render("na<me", value, attrs=ATTRS, renderer=FieldRenderer())
            assert ours == widget.render("na<me", value, attrs=ATTRS, renderer=django)
    assert set(django.asked) <= set(PLAIN)


@pytest.mark.parametrize("kind", WIDGETS)
def test_a_field_reads_as_django_writes_it(kind):
    for value in TEXTS:
        assert_alike(kind(attrs={"placeholder": '"5"'}), value)


@pytest.mark.parametrize("kind", [forms.Select, forms.SelectMultiple, forms.NullBooleanSelect])
def test_a_list_of_choices_reads_as_django_writes_it(kind):
    choices = {} if kind is forms.NullBooleanSelect else {"choices": CHOICES}
    for value in ["a<b", "x", 5, None, ""]:
        assert_alike(kind(**choices), [value] if kind is forms.SelectMultiple else value)


def test_forms_are_written_so(monkeypatch):
    """Fails without the setting, and where a template is asked for although the field is plain."""
    monkeypatch.setattr(TemplatesSetting, "render", lambda *_: pytest.fail("a template was rendered"))

    class NameForm(forms.Form):
        name = forms.CharField()
        kind = forms.ChoiceField(choices=CHOICES)

    form = NameForm({"name": "<Ana>", "kind": "x"})
    assert 'value="&lt;Ana&gt;"' in str(form["name"]) and "selected" in str(form["kind"])


def test_no_template_of_a_field_written_here_is_overridden():
    django = Path(forms.__file__).parent
    assert [name for name in PLAIN if not Path(get_template(name).origin.name).is_relative_to(django)] == []
