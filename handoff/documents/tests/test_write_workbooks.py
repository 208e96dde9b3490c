"""Excel and CSV: no cell starts with what a spreadsheet reads as a formula; the notice stands first."""

import csv
import io
import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from handoff.documents.engines.workbooks import Sheet, safe_text, sheet_name, write_csv, write_workbook

TRIGGERS = set("=+-@\t\r\n\0＝＋－＠﹦﹢﹣﹫")

spiced = st.builds(
    str.__add__,
    st.sampled_from(["", *sorted(TRIGGERS), " =", "\u200b=", "\ufeff+", "\xa0-", "\x01="]),
    st.text(),
)


def triggers(text):
    shown = text.lstrip(" \xa0\u200b\ufeff")
    return (
        text[:1] in TRIGGERS
        or shown[:1] in TRIGGERS
        or unicodedata.normalize("NFKC", shown)[:1] in set("=+-@")
    )


@given(spiced)
def test_no_safe_text_starts_with_a_trigger(text):
    assert not triggers(safe_text(text))


@given(st.lists(spiced, min_size=1, max_size=5))
def test_no_csv_cell_starts_with_a_trigger(texts):
    content = write_csv(["A"], [[text] for text in texts]).decode("utf-8-sig")
    for row in csv.reader(io.StringIO(content, newline="")):
        assert not any(triggers(cell) for cell in row)


@given(st.lists(spiced, min_size=1, max_size=3))
def test_no_workbook_cell_starts_with_a_trigger(texts):
    content = write_workbook(
        [Sheet("People", ["A"], [[text] for text in texts])], notice_name="N", notice=["=x"]
    )
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for name in book.sheet_names:
        for row in book.get_sheet_by_name(name).to_python():
            assert not any(triggers(str(cell)) for cell in row)
    with ZipFile(io.BytesIO(content)) as parts:
        assert not any(b"<f>" in parts.read(part) for part in parts.namelist())


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "＝1", " =1", "\ufeff=1"])
def test_a_trigger_gets_an_apostrophe(text):
    assert safe_text(text) == f"'{text}"


def test_a_name_stays_as_it_is():
    assert safe_text("José O'Neil-Núñez") == "José O'Neil-Núñez"


def test_nothing_longer_than_a_cell_is_lost_without_a_sign():
    assert safe_text("a" * 40_000).endswith("…")


def test_the_notice_is_the_first_sheet_and_values_keep_their_kind():
    moment = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
    sheet = Sheet(
        "People", ["Name", "Born", "Viewed", "Times", "None"], [["Ana", date(1986, 4, 5), moment, 3, None]]
    )
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(write_workbook([sheet], notice_name="Read first", notice=["One.", "Two."]))
    )
    assert book.sheet_names == ["Read first", "People"]
    assert book.get_sheet_by_name("Read first").to_python() == [["One."], ["Two."]]
    names, row = book.get_sheet_by_name("People").to_python()[:2]
    assert names[:4] == ["Name", "Born", "Viewed", "Times"]
    assert row[0] == "Ana" and row[1] == date(1986, 4, 5) and row[3] == 3


def test_csv_keeps_numbers_dates_and_nothing():
    content = write_csv(["a", "b", "c", "d"], [[Decimal("-1.50"), date(2026, 1, 2), None, True]]).decode(
        "utf-8-sig"
    )
    assert content.splitlines()[1] == '"-1.50","2026-01-02","","True"'


def test_sheet_names_fit_excel():
    assert sheet_name("What [was] shared: with/whom, and why it was") == "What was shared withwhom, and w"
    assert sheet_name("'") == "Sheet"


def test_every_csv_is_written_here():
    """finding-S14: one escaper. The reference table of the docs is written by a developer, from our own words."""
    package = Path(__file__).resolve().parents[2]
    found = {
        str(path.relative_to(package))
        for path in package.rglob("*.py")
        if "tests" not in path.parts and "csv.writer(" in path.read_text(encoding="utf-8")
    }
    assert found == {"documents/engines/workbooks.py", "eligibility/engine/table.py"}
