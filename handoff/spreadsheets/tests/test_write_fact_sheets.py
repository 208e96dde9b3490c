"""Rows of facts as a workbook: real dates, drop-downs from ranges, headings that stay, and text that stays text."""

import io
from datetime import UTC, date, datetime
from xml.etree import ElementTree as ET
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from handoff.core.columns import Choice, ColumnKind, FactColumn
from handoff.spreadsheets.engines.fact_sheets import FactSheet, write_fact_csv, write_fact_workbook

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STATUTES = tuple(Choice(str(n), f"Possession, item {n} of a long list of charges") for n in range(60))
COLUMNS = (
    FactColumn("name", "Last name", ColumnKind.TEXT, "Record"),
    FactColumn(
        "born", "Date of birth", ColumnKind.DATE, "Record", instruction="Leave it blank if not known."
    ),
    FactColumn("referred", "Referred", ColumnKind.MOMENT, "Referral"),
    FactColumn("charge", "Charge", ColumnKind.CHOICE, "Referral", choices=STATUTES),
    FactColumn("needs", "Needs", ColumnKind.CHOICES, "Record", choices=STATUTES[:3]),
    FactColumn("count", "Referrals", ColumnKind.WHOLE_NUMBER, "Counted", unit="referrals"),
    FactColumn("reached", "Reached", ColumnKind.YES_NO, "Contacts"),
)
ROW = ("Chen", date(1990, 3, 5), datetime(2026, 8, 1, 1, 40, tzinfo=UTC), "7", ("0", "2"), 0, False)


def make_sheet(*rows):
    return FactSheet("Participants", COLUMNS, rows, ZoneInfo("America/New_York"))


def read_back(content, sheet="Participants"):
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(sheet).to_python()


def part(content, name):
    with ZipFile(io.BytesIO(content)) as parts:
        return ET.fromstring(parts.read(name))  # noqa: S314


def cell_of(content, place):
    return next(
        each for each in part(content, "xl/worksheets/sheet1.xml").iter(f"{MAIN}c") if each.get("r") == place
    )


def test_values_come_back_as_they_were_with_words_for_codes_and_the_programs_own_evening():
    # D-F01, D-F55: 21:40 on July 31 stays July 31; a birth date is a whole number without a time.
    content = write_fact_workbook(make_sheet(ROW), about=[("As of", "today")])
    heads, row = read_back(content)
    assert heads == [str(each.label) for each in COLUMNS]
    assert row == [
        "Chen",
        date(1990, 3, 5),
        datetime(2026, 7, 31, 21, 40),
        STATUTES[7].label,
        "; ".join(STATUTES[n].label for n in (0, 2)),
        0.0,
        "No",
    ]
    assert cell_of(content, "B2").findtext(f"{MAIN}v") == "32937"


def test_an_instant_without_a_time_is_a_day_in_excel_and_csv():
    """ADR 0066: a workbook of before seldom says when; 00:00 would be a time that no one wrote down."""
    unknown = (*ROW[:2], datetime(2026, 7, 31, 4, 0, tzinfo=UTC), *ROW[3:])
    content = write_fact_workbook(make_sheet(unknown), about=[])
    assert read_back(content)[1][2] == date(2026, 7, 31)
    assert cell_of(content, "C2").get("s") == cell_of(content, "B2").get("s")
    assert b'"2026-07-31",' in write_fact_csv(make_sheet(unknown))


def test_what_isnt_known_is_an_empty_cell_and_zero_is_zero():
    content = write_fact_workbook(make_sheet(("Chen", None, None, "", (), None, None)), about=[])
    filled = [
        each.get("r") for each in part(content, "xl/worksheets/sheet1.xml").iter(f"{MAIN}c") if len(each)
    ]
    assert [each for each in filled if each.endswith("2")] == ["A2"]


def test_a_long_list_with_commas_is_a_range_of_its_own_sheet():
    # D-F52: a list in the rule itself breaks at 255 characters and at each comma.
    content = write_fact_workbook(make_sheet(ROW), about=[])
    rules = list(part(content, "xl/worksheets/sheet1.xml").iter(f"{MAIN}dataValidation"))
    listed = {
        each.get("sqref"): each.findtext(f"{MAIN}formula1") for each in rules if each.get("type") == "list"
    }
    assert listed["D2:D502"] == "'Lists'!$A$2:$A$61"
    assert listed["G2:G502"] == "'Lists'!$C$2:$C$3"
    lists = read_back(content, "Lists")
    assert lists[0] == ["Charge", "Needs", "Yes or no"]
    assert [row[0] for row in lists[1:]] == [each.label for each in STATUTES]


def test_headings_are_protected_without_a_password_and_cells_are_not():
    content = write_fact_workbook(make_sheet(ROW), about=[])
    protection = part(content, "xl/worksheets/sheet1.xml").find(f"{MAIN}sheetProtection")
    assert protection is not None
    assert (
        protection.get("sheet") == "1"
        and protection.get("password") is None
        and protection.get("sort") == "0"
    )
    styles = list(part(content, "xl/styles.xml").find(f"{MAIN}cellXfs"))

    def is_locked(place):
        found = styles[int(cell_of(content, place).get("s"))].find(f"{MAIN}protection")
        return found is None or found.get("locked") != "0"

    assert is_locked("A1") and is_locked("D1")
    assert not is_locked("A2") and not is_locked("B2") and not is_locked("F2")


def test_the_dictionary_names_every_column_with_its_choices_and_what_else_is_known():
    sheet = FactSheet("P", COLUMNS, (), dictionary=[("Set", lambda key: f"set of {key}")])
    heads, *rows = read_back(write_fact_workbook(sheet, about=[]), "Data dictionary")
    assert heads[-1] == "Set"
    assert [row[1] for row in rows] == [str(each.label) for each in COLUMNS]
    assert rows[1][4] == "Leave it blank if not known." and rows[5][3] == "referrals"
    assert STATUTES[59].label in rows[3][7]
    assert rows[0][-1] == "set of name"


@pytest.mark.parametrize(
    "text", ["0012-04", "3-4", "1E5", "07030", "Null", "None", "TRUE", "=SUM Chen", "'tis", "N/A"]
)
def test_text_that_looks_like_something_else_stays_that_text(text):
    # D-F44, D-F55: no formula, no apostrophe before it, no number, no date.
    content = write_fact_workbook(make_sheet((text, *ROW[1:])), about=[])
    assert read_back(content)[1][0] == text
    assert cell_of(content, "A2").get("t") == "s" and cell_of(content, "A2").find(f"{MAIN}f") is None


def test_text_that_begins_like_a_formula_is_marked_as_text_for_whoever_edits_the_cell():
    content = write_fact_workbook(make_sheet(("=SUM Chen", *ROW[1:])), about=[])
    style = list(part(content, "xl/styles.xml").find(f"{MAIN}cellXfs"))[int(cell_of(content, "A2").get("s"))]
    assert style.get("quotePrefix") == "1"


def test_a_day_that_excel_doesnt_know_is_written_as_text():
    content = write_fact_workbook(make_sheet(("Moss", date(1899, 5, 30), *ROW[2:])), about=[])
    assert read_back(content)[1][1] == "1899-05-30"


def test_csv_holds_the_same_rows_and_runs_no_formula():
    lines = write_fact_csv(make_sheet(ROW, ("=1+1", *ROW[1:]))).decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert '"1990-03-05","2026-07-31 21:40"' in lines[1]
    assert lines[2].startswith('"\'=1+1"')


@settings(max_examples=25)
@given(st.text(), st.dates(), st.integers(-(10**9), 10**9))
def test_any_text_day_and_number_makes_a_file_that_can_be_read(text, born, number):
    content = write_fact_workbook(
        make_sheet((text, born, None, text, (text,), number, True)), about=[(text, text)]
    )
    assert len(read_back(content)) == 2
    with ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            if name.endswith(".xml"):
                assert b"<f>" not in parts.read(name)
                ET.fromstring(parts.read(name))  # noqa: S314
