"""finding-A7: what is printed, on the paper it is printed on: pages counted in the PDF that Chromium prints."""

import io

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from handoff.testing.enrollment import make_participant

LONG = (
    "Call or text us any day, at any hour we are open. It costs nothing to ask, and the choice is yours. " * 3
)
BUSINESS_CARD = (3.5 * 72, 2 * 72)
A6 = (298, 420)


def printed(page: Page) -> PdfReader:
    """The page as the browser prints it, on the paper that its style sheet asks for."""
    return PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))


def sizes(pdf: PdfReader) -> list[tuple[int, int]]:
    return [(round(each.mediabox.width), round(each.mediabox.height)) for each in pdf.pages]


@pytest.mark.once
@pytest.mark.parametrize("message", ["", LONG[:300]], ids=["usual words", "the longest words"])
@pytest.mark.parametrize(("size", "paper"), [("business", BUSINESS_CARD), ("a6", A6)])
def test_a_card_is_printed_on_one_card(window, table, size, paper, message):
    program = table.program
    program.text_number, program.card_message, program.card_message_es = "910-555-0101", message, message
    program.save()
    page = window("desktop")
    page.goto(table.path(f"card/?size={size}"))
    pdf = printed(page)
    assert sizes(pdf) == [paper]
    words = pdf.pages[0].extract_text()
    for each in (program.name, "555-0100", "988", program.address):
        assert each in words


@pytest.mark.once
def test_a_list_names_program_printer_and_day_and_repeats_its_heading(window, table):
    worker = table.actor("case_manager")
    for _each in range(30):
        make_participant(table.program, actor=worker, agency=table.police)
    page = window("desktop", user=table.case_manager)
    page.goto(table.path("people/"))
    pdf = printed(page)
    rows = page.locator("main tbody tr").count()
    assert rows >= 25
    assert len(pdf.pages) == 2
    first = pdf.pages[0].extract_text()
    assert "Juniper County Pathways · printed by Walter Finch on" in " ".join(first.split())
    heading = page.locator("main thead th").first.inner_text()
    assert all(heading in each.extract_text() for each in pdf.pages)


@pytest.mark.once
def test_who_printed_a_page_is_on_paper_only(window, table):
    page = window("phone", user=table.case_manager)
    page.goto(table.path())
    assert page.locator(".printed").is_hidden()
    page.emulate_media(media="print")
    assert page.locator(".printed").is_visible()


@pytest.mark.once
@pytest.mark.parametrize(
    ("language", "printed_by"), [("en", "printed by Walter Finch on"), ("es", "impreso por Walter Finch")]
)
def test_a_paper_made_to_be_printed_says_who_printed_it_and_a_card_does_not(
    window, table, language, printed_by
):
    page = window("desktop", user=table.case_manager)
    page.goto(table.path(f"roi/blank/?language={language}"))
    assert page.locator(".printed").is_hidden()
    words = " ".join(printed(page).pages[0].extract_text().split())
    assert f"{table.program.name} · {printed_by}" in words
    page.goto(table.path("card/?size=business"))
    assert "Walter Finch" not in printed(page).pages[0].extract_text()
