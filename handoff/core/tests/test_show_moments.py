"""Dates in words, moments in the program's zone, in both languages."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from handoff.core.templatetags.handoff import day, moment

AT = datetime(2026, 11, 24, 3, 30, tzinfo=UTC)
PROGRAM = SimpleNamespace(time_zone="America/New_York")


def render(source, at=AT, post=None, **context):
    request = RequestFactory().post("/", post or {})
    vars(request)["at"] = at
    return Template("{% load handoff %}" + source).render(
        Context({"request": request, "program": PROGRAM, **context})
    )


@pytest.mark.parametrize(("language", "words"), [("en", "Mon, Nov 23, 2026"), ("es", "lun., 23 nov 2026")])
def test_a_date_is_written_in_words(language, words):
    with translation.override(language):
        assert day(date(2026, 11, 23)) == words


@pytest.mark.parametrize("language", ["en", "es"])
def test_typed_dates_are_read_month_first(language):
    with translation.override(language):
        assert forms.DateField().clean("04/05/1986") == date(1986, 4, 5)
        assert forms.DateField().clean("1986-04-05") == date(1986, 4, 5)


def test_an_instant_is_written_in_the_programs_zone():
    html = moment(AT, PROGRAM)
    assert "Mon, Nov 23, 2026, 10:30 PM" in html
    assert 'datetime="2026-11-23T22:30-05:00"' in html


def test_the_day_of_an_instant_is_the_programs_day():
    assert day(AT, PROGRAM) == "Mon, Nov 23, 2026"
    assert day(None) == ""


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(seconds=5), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(hours=5), "5 hours ago"),
        (timedelta(days=3), "3 days ago"),
    ],
)
def test_ago_counts_from_the_moment_of_the_request(before, words):
    html = render("{% ago value %}", value=AT - before)
    assert f">{words}<" in html
    assert 'title="' in html


def test_ago_and_due_count_the_same_days():
    """Tryout 3, 5: "Referred 3 days ago" stood beside "overdue by 4 days"."""
    morning = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
    friday_noon = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
    html = render("{% ago value %} {% due value %}", at=morning, value=friday_noon)
    assert ">3 days ago<" in html and ">overdue by 3 days<" in html


def test_ago_of_a_date_counts_the_programs_days():
    assert ">today<" in render("{% ago value %}", value=date(2026, 11, 23))
    assert ">2 days ago<" in render("{% ago value %}", value=date(2026, 11, 21))
    assert ">in 1 day<" in render("{% ago value %}", value=date(2026, 11, 24))


@pytest.mark.parametrize(
    ("limit", "words", "kind"),
    [
        (date(2026, 11, 20), "overdue by 3 days", "overdue"),
        (date(2026, 11, 23), "due today", "soon"),
        (date(2026, 11, 24), "due in 1 day", "soon"),
        (date(2026, 12, 23), "due in 30 days", "info"),
        (AT - timedelta(hours=1), "overdue since today", "overdue"),
    ],
)
def test_due_is_in_words_and_in_the_programs_days(limit, words, kind):
    html = render("{% due value %}", value=limit)
    assert f">{words}<" in html
    assert f"status--{kind}" in html


def test_a_form_shown_again_keeps_its_submission_key():
    key = "1b671a64-40d5-491e-99b0-da01ff1f3341"
    assert key in render("{% submission_key %}", post={"submission_key": key})


def test_a_new_form_and_a_forged_key_get_a_fresh_key():
    html = render("{% submission_key %}", post={"submission_key": '"><script>'})
    assert UUID(html.split('value="')[1].split('"')[0]).version == 4
