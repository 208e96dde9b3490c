"""Papers as PDF: tagged, titled, in their language; no text is ever markup; no name stops a paper."""

import io
import logging

import pytest
from pypdf import PdfReader

from handoff.documents.engines.pdf import render_pdf

PAPER = {
    "title": "List of what was shared (accounting of disclosures)",
    "program": "Harbor County Diversion",
    "footer": "42 CFR part 2 prohibits unauthorized use or disclosure of these records.",
    "made": "Printed November 23, 2026",
    "opening": ["What was shared, with whom and why."],
    "notice": ["A first sentence.", "A second sentence."],
    "sections": [
        {
            "heading": "Rows",
            "paragraphs": ["Words."],
            "fields": [["Name", "José Núñez"], ["Born", "04/05/1986"]],
            "items": ["one", "two"],
            "table": {"columns": ["When", "Who"], "rows": [["Nov 1", "Deputy Güell"], ["Nov 2", "ADA Peña"]]},
        },
    ],
}


def read(content):
    return PdfReader(io.BytesIO(content))


def words(content):
    return " ".join(" ".join(page.extract_text() for page in read(content).pages).split())


def test_a_paper_is_tagged_titled_and_says_its_language():
    catalog = read(render_pdf("document", PAPER, "es")).trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalog
    assert catalog["/Lang"] == "es"
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid" in catalog["/Metadata"].get_data()
    assert read(render_pdf("document", PAPER, "en")).metadata.title == (
        "List of what was shared (accounting of disclosures)"
    )


def test_a_paper_shows_header_footer_accents_and_page_numbers_in_its_language():
    text = words(render_pdf("document", PAPER, "es"))
    for expected in (
        "Harbor County Diversion",
        "José Núñez",
        "Deputy Güell",
        "42 CFR part 2 prohibits",
        "Página 1 de 1",
    ):
        assert expected in text
    assert "Page 1 of 1" in words(render_pdf("document", PAPER, "en"))


def test_a_long_table_repeats_its_header_on_each_page():
    rows = [[str(number), "Deputy"] for number in range(120)]
    long = {**PAPER, "sections": [{"table": {"columns": ["Number column", "Who"], "rows": rows}}]}
    content = render_pdf("document", long, "en")
    pages = read(content).pages
    assert len(pages) > 1
    assert all("Number column" in page.extract_text() for page in pages)
    assert all("unauthorized use" in page.extract_text() for page in pages)


@pytest.mark.parametrize(
    "text", ["#malicious $x$ <b> *bold* @ref", '#read("/etc/passwd")', "\\u{41} // comment", '"] #panic() ["']
)
def test_text_is_never_markup(text):
    assert " ".join(text.split()) in words(render_pdf("document", {**PAPER, "opening": [text]}, "en"))


@pytest.mark.parametrize(
    "name", ["الخطيب", "王", "김민수", "さくら", "ᎤᎵᏍ", "शर्मा", "Ольга", "ไทย", "አማርኛ", "Nguyễn"]
)
def test_a_name_in_any_script_is_printed_as_it_is_written(name, caplog):  # finding-F16, W14
    text = words(render_pdf("document", {**PAPER, "opening": [name]}, "en"))
    assert "[U+" not in text and not caplog.records


def test_a_character_that_no_font_has_is_printed_as_its_code(caplog):
    with caplog.at_level(logging.WARNING):
        text = words(render_pdf("document", {**PAPER, "opening": ["Li \U000f0001 Peña"]}, "en"))
    assert "[U+F0001]" in text and "Peña" in text
    assert "Peña" not in caplog.text


def test_control_characters_do_not_stop_a_paper():
    assert "AnaRuiz" in words(
        render_pdf("document", {**PAPER, "opening": ["Ana\x00\x07\u202eRuiz\ud800"]}, "en")
    )


@pytest.mark.parametrize("name", ["../pdf", "document.typ", "/etc/passwd", ""])
def test_only_templates_of_the_application_are_set(name):
    with pytest.raises(ValueError, match="lower-case letters"):
        render_pdf(name, PAPER, "en")
