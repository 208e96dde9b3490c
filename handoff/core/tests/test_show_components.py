"""The small components."""

from datetime import date

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory

from handoff.core.gallery import gallery_context
from handoff.core.ui import Cell, Column, Step


def render(source, path="/", **context):
    request = RequestFactory().get(path)
    return Template("{% load handoff %}" + source).render(Context({"request": request, **context}))


def test_steps_say_where_one_is_and_lead_back():
    steps = [Step("who", "Who", url="/who/", done=True), Step("what", "What"), Step("offer", "Offer")]
    html = render("{% step_indicator steps 'what' %}", steps=steps)
    assert "Step 2 of 3: What" in html
    assert html.count('aria-current="step"') == 1
    assert 'href="/who/"' in html
    assert "aria-label" not in html


def test_steps_may_be_plain_words_and_numbers():
    assert "Step 1 of 2: Who" in render("{% step_indicator steps 1 %}", steps=["Who", "What"])


def test_a_status_is_in_words_and_of_four_kinds_only():
    assert render("{% status_tag 'Due' 'soon' %}") == '<span class="status status--soon">Due</span>'
    with pytest.raises(TemplateSyntaxError):
        render("{% status_tag 'Due' 'red' %}")


def test_an_icon_is_hidden_from_screen_readers():
    assert 'aria-hidden="true"' in render("{% icon 'phone' %}")


def test_a_button_that_would_be_refused_says_why():
    html = render("{% action_button 'Accept' refusal=why %}", why="Only the manager can accept <this>.")
    assert 'aria-disabled="true"' in html
    assert "Only the manager can accept &lt;this&gt;." in html
    assert 'type="submit"' not in html


def test_a_button_is_a_link_with_an_address_and_sends_a_form_without():
    assert "<a " in render("{% action_button 'Accept' url='/x/' %}")
    assert 'type="submit"' in render("{% action_button 'Accept' %}")


def test_facts_say_when_nothing_was_recorded():
    html = render("{% field_list rows %}", rows=[("Phone", ""), ("Charges", 0), ("Name", "Sam", "/edit/")])
    assert "Not recorded" in html
    assert ">0<" in html
    assert 'href="/edit/"' in html


def test_a_table_has_a_caption_headings_and_labels_for_the_phone():
    columns = ["Name", Column("Days", number=True, sorted="descending", sort_url="?sort=days")]
    html = render(
        "{% data_table 'People' columns rows %}", columns=columns, rows=[[Cell("Sam", url="/sam/"), 16]]
    )
    assert "<caption" in html
    assert 'scope="row"' in html
    assert 'aria-sort="descending"' in html
    assert 'data-label="Days"' in html
    assert 'href="/sam/"' in html


def test_a_cell_of_a_table_is_escaped_whatever_it_is():
    odd = "<b>&</b>"
    for cell in (Cell(odd), Cell(odd, url="/x/?a=1&b=2"), Cell(odd, kind="done")):
        assert "&lt;b&gt;&amp;&lt;/b&gt;" in cell.html
        assert "<b>" not in cell.html
    assert Cell(date(2026, 11, 23)).html == "Mon, Nov 23, 2026"


def test_a_table_under_its_own_heading_is_named_for_screen_readers_alone():  # finding-W15
    html = render("{% data_table 'People' columns rows titled=True %}", columns=["Name"], rows=[["Sam"]])
    assert '<caption class="usa-sr-only">People</caption>' in html


def test_an_empty_table_says_why():
    html = render("{% data_table 'People' columns rows 'Nobody yet.' %}", columns=["Name"], rows=[])
    assert "Nobody yet." in html
    assert "<table" not in html


def test_pages_keep_the_filters_of_the_address():
    page = Paginator(range(50), 10).page(2)
    html = render("{% pagination page %}", path="/?q=sam&page=2", page=page)
    assert "?q=sam&amp;page=3" in html
    assert "Page 2 of 5" in html
    assert render("{% pagination page %}", page=Paginator(range(5), 10).page(1)).strip() == ""


def test_a_number_is_dialed_at_a_tap_and_words_are_not():
    assert 'href="tel:+19195550142">(919) 555-0142<' in render("{% call_link '919-555-0142' %}")
    assert render("{% call_link number %}", number="ask at <desk>") == "ask at &lt;desk&gt;"
    assert render("{{ number|phone }}", number="+19195550142") == "(919) 555-0142"


def test_the_history_shows_each_event_with_its_time():
    context = gallery_context()
    html = render("{% timeline entries 'America/New_York' %}", entries=context["entries"])
    assert "Mon, Nov 23, 2026, 10:42 AM" in html
    assert "Referral accepted" in html
    assert "<details" in html
