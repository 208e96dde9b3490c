"""A crime analyst asks what could have been diverted: on a desk, on a phone, and at night."""

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from handoff.testing.criteria import make_criteria
from handoff.testing.programs import make_member, make_program
from tests.journeys.helpers import assert_accessible, keep_picture

pytestmark = [pytest.mark.once, pytest.mark.journey, pytest.mark.django_db(transaction=True)]

CHAPEL_HILL = Path(__file__).parents[1] / "data" / "chapel_hill_arrests_2014_2016.csv"
ODD = (
    b"Off Cd;Off Tx;When;Rpt\n90-113.22;DRUG PARAPHERNALIA;2016-01-02;1\n14-33A;SIMPLE ASSAULT;2016-03-05;2\n"
)


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize(
    ("kind", "theme"), [("desktop", "day"), ("phone", "day"), ("phone", "night"), ("nojs", "day")]
)
def test_an_analyst_runs_the_opportunity_analysis(window, kind, theme):
    program = make_program(name="Cape Fear LEAD")
    make_criteria(program)
    analyst = make_member(program, "crime_analyst", theme=theme)
    page = window(kind, user=analyst)
    page.goto(reverse("opportunity:opportunity", args=[program.slug]))
    see(page, f"opportunity-{kind}-{theme}-form", kind)
    page.get_by_role("button", name="Run the analysis").click()
    expect(page.locator(".usa-error-message").first).to_be_visible()
    see(page, f"opportunity-{kind}-{theme}-errors", kind)
    page.get_by_label("List of past arrests").set_input_files(CHAPEL_HILL)
    page.get_by_role("button", name="Run the analysis").click()
    expect(page.get_by_text("Up to 50 of 318 encounters")).to_be_visible()
    see(page, f"opportunity-{kind}-{theme}-result", kind)
    if kind == "desktop":
        with page.expect_download() as download:
            page.get_by_role("button", name="Download CSV").click()
        assert "Up to 50 of 318" in Path(download.value.path()).read_text(encoding="utf-8-sig")


def test_an_analyst_says_which_column_is_which(window):
    program = make_program(name="Cape Fear LEAD")
    page = window("phone", user=make_member(program, "crime_analyst"))
    page.goto(reverse("opportunity:opportunity", args=[program.slug]))
    odd = {"name": "list.csv", "mimeType": "text/csv", "buffer": ODD}
    page.get_by_label("List of past arrests").set_input_files(odd)
    page.get_by_role("button", name="Run the analysis").click()
    page.get_by_label("Statute or charge code").select_option("Off Cd")
    page.get_by_label("Charge description").select_option("Off Tx")
    see(page, "opportunity-columns", "phone")
    page.get_by_label("Name for these columns").fill("County records")
    page.get_by_role("button", name="Save these columns").click()
    expect(page.get_by_label("Columns", exact=True)).to_contain_text("County records")
    page.get_by_label("List of past arrests").set_input_files(odd)
    page.get_by_role("button", name="Run the analysis").click()
    expect(page.get_by_text("Up to 1 of 2 encounters")).to_be_visible()


def see(page, name, kind):
    """Look at a page that has come, not at the moment between two pages: without scripts nothing waits for it."""
    page.wait_for_load_state()
    keep_picture(page, name)
    assert fits(page), f"{page.url} is wider than the screen"
    if kind != "nojs":
        assert_accessible(page)
