"""The title of a page tells that it shows errors, and which step it is."""

import pytest
from django import forms
from django.template import Context, Template
from django.utils.functional import SimpleLazyObject
from django.utils.translation import override

from handoff.core.ui import Step

STEPS = [Step("who", "Who"), Step("what", "What happened"), Step("offer", "Offer")]


class Name(forms.Form):
    name = forms.CharField()


def title(source, **context):
    return Template("{% load titles %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("form", "prefix"),
    [
        (Name({"name": ""}), "Error: "),
        (Name({"name": "Ana"}), ""),
        (Name(), ""),
        (forms.formset_factory(Name)({"form-TOTAL_FORMS": "x"}), "Error: "),
        (None, ""),
    ],
    ids=["wrong", "right", "not sent", "several", "no form"],
)
def test_the_title_begins_with_error_where_a_form_shows_errors(form, prefix):
    assert title("{% error_prefix %}", form=form) == prefix


def test_a_form_inside_another_object_is_named():
    assert title("{% error_prefix way.facts %}", way={"facts": Name({"name": ""})}) == "Error: "


def test_a_lazy_value_of_the_context_stays_unread():
    def read():
        raise AssertionError("read")

    assert title("{% error_prefix %}", user=SimpleLazyObject(read)) == ""


def test_the_title_names_the_step():
    assert title("{% step_title steps 'what' %}", steps=STEPS) == "Step 2 of 3: What happened"
    with override("es"):
        assert title("{% step_title steps 'what' %}", steps=STEPS).startswith("Paso 2 de 3: ")
