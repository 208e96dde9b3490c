"""A required field that is left blank is answered with a sentence about that field."""

import importlib
import pkgutil
import re

import pytest
from django import forms
from django.forms.forms import BaseForm
from django.utils.translation import override

import handoff
from handoff.core.forms import Form
from handoff.core.forms.required import has_generic_sentence, name_the_field


def product_forms() -> list[type[BaseForm]]:
    for module in pkgutil.walk_packages(handoff.__path__, "handoff."):
        if module.name.rpartition(".")[2] in {"forms", "steps", "gallery"} or ".forms." in module.name:
            importlib.import_module(module.name)
    found, left = set(), [BaseForm]
    while left:
        kind = left.pop()
        left += kind.__subclasses__()
        if kind.__module__.startswith("handoff.") and ".tests" not in kind.__module__:
            found.add(kind)
    return sorted(found, key=lambda kind: (kind.__module__, kind.__qualname__))


FORMS = product_forms()


def test_the_forms_of_the_product_are_found():
    assert len(FORMS) > 60


@pytest.mark.parametrize("kind", FORMS, ids=lambda kind: f"{kind.__module__}.{kind.__qualname__}")
def test_each_required_field_has_a_sentence_of_its_own(kind):
    """A5: a sentence written for the field, or a question that is repeated; never a label put into a template."""
    assert issubclass(kind, Form), "Forms inherit from handoff.core.forms.Form, which names the field"
    for name, field in kind.base_fields.items():
        if field.required and not isinstance(field.widget, forms.HiddenInput):
            assert str(field.label).endswith("?") or not has_generic_sentence(field), name


@pytest.mark.parametrize("language", ["en", "es"])
def test_each_sentence_is_one(language):
    with override(language):
        for kind in FORMS:
            for name, declared in kind.base_fields.items():
                field = forms.Field.__deepcopy__(declared, {})
                if field.required and not isinstance(field.widget, forms.HiddenInput):
                    name_the_field(field, field.label or "")
                    sentence = str(field.error_messages["required"])
                    assert re.fullmatch(r"[A-ZÁÉÍÓÚÑ¿][^{}]{8,}[.»”]", sentence), (name, sentence)


class Planted(Form):
    county = forms.ChoiceField(label="Do they live in the county?", choices=[("yes", "Yes")])
    first_name = forms.CharField(label="First name")
    agency = forms.CharField(label="Agency", error_messages={"required": "Enter an agency."})


def test_the_sentence_names_the_field_once():
    form = Planted({})
    assert [line.sentence for line in form.error_lines] == [
        "Answer “Do they live in the county?”",
        "Enter the first name.",
        "Enter an agency.",
    ]


def test_a_generic_sentence_is_found():
    assert has_generic_sentence(forms.CharField())
    assert not has_generic_sentence(forms.CharField(error_messages={"required": "Enter an agency."}))
