"""Drawn signatures."""

import json

import pytest
from django.template import Context, Template

from handoff.core.forms import Form, SignatureField
from handoff.core.forms.signatures import parse_strokes

LINE = [[[10, 10], [200, 90], [400, 20]]]


class Signed(Form):
    signature = SignatureField(label="Signature")


class MaybeSigned(Form):
    signature = SignatureField(label="Signature", required=False)


def test_a_signature_comes_back_as_its_strokes():
    form = Signed({"signature": json.dumps(LINE)})
    assert form.is_valid()
    assert form.cleaned_data["signature"] == LINE


@pytest.mark.parametrize("text", ["", "[]", "  "])
def test_an_empty_box_is_no_signature(text):
    assert Signed({"signature": text}).errors["signature"] == ["Sign in the box for “Signature.”"]
    form = MaybeSigned({"signature": text})
    assert form.is_valid()
    assert form.cleaned_data["signature"] is None


@pytest.mark.parametrize(
    "sent",
    [
        "not json",
        "{}",
        "[1]",
        "[[1, 2]]",
        "[[[1]]]",
        "[[[1, 2, 3]]]",
        "[[[1.5, 2]]]",
        "[[[true, 2]]]",
        "[[[-1, 2], [100, 2]]]",
        "[[[0, 0], [1001, 0]]]",
        "[[[0, 0], [0, 301]]]",
        "[[[1, NaN]]]",
        "[" * 3000,
        json.dumps([[[1, 1]]] * 201),
        json.dumps([[[1, 1]] * 5001]),
        "x" * 60_001,
    ],
)
def test_anything_that_is_not_strokes_is_refused(sent):
    assert "didn't get the whole signature" in Signed({"signature": sent}).errors["signature"][0]


def test_a_dot_is_not_a_signature():
    assert "too short" in Signed({"signature": "[[[5, 5], [6, 6]]]"}).errors["signature"][0]


def test_the_signature_drawn_stays_when_something_else_is_wrong():
    html = str(Signed({"signature": json.dumps(LINE)})["signature"].as_field_group())
    assert "[[[10, 10], [200, 90], [400, 20]]]" in html.replace("&quot;", '"')


def test_without_javascript_the_box_says_what_to_do_instead():
    html = str(Signed()["signature"].as_field_group())
    assert "To sign on the screen, turn on JavaScript" in html
    assert "upload a photo of the signed form" in html


@pytest.mark.parametrize("stored", [LINE, json.dumps(LINE)])
def test_a_stored_signature_is_drawn(stored):
    html = Template("{% load handoff %}{% signature strokes 'Signature of Sam' %}").render(
        Context({"strokes": stored})
    )
    assert '<path d="M10 10L200 90L400 20"/>' in html
    assert 'aria-label="Signature of Sam"' in html


@pytest.mark.parametrize("stored", [None, "", "nonsense", '[["><script>"]]'])
def test_a_stored_text_that_is_no_signature_draws_nothing(stored):
    html = Template("{% load handoff %}{% signature strokes %}").render(Context({"strokes": stored}))
    assert '<path d=""/>' in html
    assert "script" not in html


def test_empty_strokes_are_dropped():
    assert parse_strokes("[[], [[1, 2]]]") == [[[1, 2]]]
