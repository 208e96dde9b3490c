"""An action of a form or a button: run once, its result shown as a message, a refusal where it can be read."""

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import RequestFactory

from handoff.core.actions import form_action, post_action
from handoff.core.refusals import Refused

HOME = ("/home/",)


class NameForm(forms.Form):
    name = forms.CharField()


def request_of(method, **data):
    request = getattr(RequestFactory(), method)("/", data)
    request._messages = CookieStorage(request)
    return request


def shown(request):
    return [(each.level_tag, each.message) for each in get_messages(request)]


def refuse():
    raise Refused("Not today.")


def never():
    raise AssertionError("the action ran")


def test_a_valid_form_runs_its_action_and_redirects():
    request = request_of("post", name="x")
    answer = form_action(request, NameForm(request.POST), lambda: "/a/", done="Saved.", to=lambda url: (url,))
    assert answer is not None and answer.status_code == 302 and answer["Location"] == "/a/"
    assert shown(request) == [("success", "Saved.")]


def test_without_words_nothing_is_said():
    request = request_of("post", name="x")
    answer = form_action(request, NameForm(request.POST), lambda: None, to=HOME)
    assert answer is not None and answer["Location"] == "/home/"
    assert shown(request) == []


@pytest.mark.parametrize(("method", "name"), [("get", "x"), ("post", "")])
def test_a_form_that_was_not_sent_or_is_not_valid_is_shown(method, name):
    request = request_of(method, name=name)
    assert form_action(request, NameForm({"name": name}), never, done="Saved.", to=HOME) is None
    assert shown(request) == []


@pytest.mark.parametrize("field", [None, "name"])
def test_a_refusal_is_shown_on_the_form(field):
    request = request_of("post", name="x")
    form = NameForm(request.POST)
    assert form_action(request, form, refuse, done="Saved.", to=HOME, field=field) is None
    assert form.errors == {field or "__all__": ["Not today."]}
    assert shown(request) == []


@pytest.mark.parametrize(("own", "place"), [("name", "name"), ("worker", "day")])
def test_a_refusal_stands_beside_its_own_field_where_the_form_has_it(own, place):
    request = request_of("post", name="x", day="1")
    form = type("DayForm", (NameForm,), {"day": forms.CharField()})(request.POST)

    def refuse_field():
        raise Refused("Not today.", own)

    assert form_action(request, form, refuse_field, to=HOME, field="day") is None
    assert form.errors == {place: ["Not today."]}


@pytest.mark.parametrize(
    ("action", "messages"),
    [(lambda: None, [("success", "Done.")]), (refuse, [("error", "Not today.")])],
    ids=["done", "refused"],
)
def test_a_button_reports_the_outcome_and_redirects(action, messages):
    request = request_of("post")
    answer = post_action(request, action, done="Done.", to=HOME)
    assert answer.status_code == 302 and answer["Location"] == "/home/"
    assert shown(request) == messages
