"""Arrest lists as they come: every layout that can be read is read, every other is refused in one sentence."""

import io
import zipfile
from datetime import date, datetime

import pytest

from handoff.opportunity.readers.arrest_list import read_bytes, read_table
from handoff.opportunity.readers.headings import detect_columns, find_columns
from handoff.opportunity.rules.cells import age_band, race_label
from handoff.spreadsheets.readers.tables import UnusableFile, cell_text
from handoff.spreadsheets.rules.cells import read_age, read_birth_date, read_date

HEADING = "case_id,arr_chrg,chrgdesc,date_arr,sex,race,age\n"
ROW = "1,14-72A,LARCENY,2016-01-02,M,W,30\n"


def workbook(rows, shared=""):
    """Make the smallest workbook that holds the rows; a cell is text, a number, or raw XML."""
    sheet = []
    for number, row in enumerate(rows, 1):
        cells = []
        for place, value in enumerate(row):
            name = f"{chr(65 + place)}{number}"
            if isinstance(value, str) and value.startswith("<"):
                cells.append(value.replace("<c", f'<c r="{name}"', 1))
            elif isinstance(value, str):
                cells.append(f'<c r="{name}" t="inlineStr"><is><t>{value}</t></is></c>')
            else:
                cells.append(f'<c r="{name}"><v>{value}</v></c>')
        sheet.append(f'<row r="{number}">{"".join(cells)}</row>')
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.'
            'openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
            f'ContentType="{kind}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" '
            f'ContentType="{kind}.worksheet+xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
            f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
            '<sheet name="Arrests" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/worksheet" '
            'Target="worksheets/sheet1.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/worksheets/sheet1.xml",
            f'<worksheet xmlns="{main}"><sheetData>{"".join(sheet)}</sheetData></worksheet>',
        )
    return content.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        (HEADING + ROW).encode(),
        ("\ufeff" + HEADING + ROW).encode(),
        (HEADING + ROW).encode("utf-16"),
        (HEADING + ROW).replace(",", ";").encode("cp1252"),
        (HEADING + ROW).replace(",", "\t").encode(),
        (HEADING + ROW).replace("\n", "\r\n").encode(),
        ("Arrests of 2016,,,,,,\n\n" + HEADING + ROW).encode(),
        HEADING.encode() + b'1,14-72A,"LARCENY",2016-01-02,"M","W","30"\n',
    ],
    ids=["plain", "mark", "utf-16", "semicolons", "tabs", "windows lines", "title above", "quotes"],
)
def test_text_files_of_every_kind_are_read(content):
    table = read_bytes(content)
    columns = find_columns(table)
    assert [columns.cell(table.rows[0], fact) for fact in ("statute", "description", "age")] == [
        "14-72A",
        "LARCENY",
        "30",
    ]


def test_letters_of_old_windows_are_read():
    table = read_bytes((HEADING + ROW.replace("LARCENY", "HURTO PEQUEÑO")).encode("cp1252"))
    assert "HURTO PEQUEÑO" in table.rows[0]


def test_a_workbooks_numbers_are_not_read_as_decimals():
    table = read_bytes(workbook([["Case Number", "Charge", "Age"], [26012345, "LARCENY", 30]]))
    assert table.rows == (("26012345", "LARCENY", "30"),)


def test_a_formula_cell_gives_its_last_value_and_a_broken_one_nothing():
    rows = [
        ["Charge", "Age", "Race"],
        ["LARCENY", "<c><f>15+15</f><v>30</v></c>", '<c t="e"><v>#REF!</v></c>'],
    ]
    assert read_bytes(workbook(rows)).rows == (("LARCENY", "30", ""),)


def test_a_workbook_that_asks_for_a_file_of_the_server_or_unfolds_words_without_end_gets_neither(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("of the server")
    rows = [["Charge", "Age"], ["LARCENY", '<c t="inlineStr"><is><t>&x;</t></is></c>']]
    inside = "<!DOCTYPE worksheet [" + f'<!ENTITY x SYSTEM "file://{secret}">]>'
    unfolding = "<!DOCTYPE worksheet [<!ENTITY a 'unfolded'><!ENTITY x '&a;&a;&a;&a;'>]>"
    for declared in (inside, unfolding):
        planted = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(workbook(rows))) as plain, zipfile.ZipFile(planted, "w") as archive:
            for name in plain.namelist():
                part = plain.read(name).decode()
                archive.writestr(name, (declared if "sheet1" in name else "") + part)
        try:
            table = read_bytes(planted.getvalue())
        except UnusableFile:
            continue
        assert "of the server" not in str(table) and "unfolded" not in str(table)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"\x00\x01\x02\x03binary\x00\xff", "isn't a text file or a spreadsheet"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "isn't a text file or a spreadsheet"),
        (b"PK\x03\x04 this is no workbook", "couldn't read the spreadsheet"),
        (b"\xd0\xcf\x11\xe0 nor is this", "couldn't read the spreadsheet"),
        (b"just a sentence\nand another\n", "isn't a table"),
        (HEADING.encode(), "isn't a table"),
        (HEADING.encode() + b'"' + b"x" * 200_000 + b'",1\n', "too long"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_one_sentence(content, words):
    with pytest.raises(UnusableFile, match=words) as refusal:
        read_bytes(content)
    assert str(refusal.value).endswith(".")
    assert "\n" not in str(refusal.value)


def test_a_list_without_a_charge_is_refused_with_its_headings():
    with pytest.raises(UnusableFile, match=r"couldn't tell which column is the charge.*officer"):
        find_columns(read_bytes(b"officer,date\nSmith,2016-01-02\n"))


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(UnusableFile, match=r"couldn't open the file gone\.csv"):
        read_table(tmp_path / "gone.csv")


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr("handoff.spreadsheets.readers.tables.MOST_ROWS", 3)
    with pytest.raises(UnusableFile, match="200,000 rows"):
        read_bytes((HEADING + ROW * 10).encode())


def test_too_many_bytes_are_refused(monkeypatch):
    monkeypatch.setattr("handoff.spreadsheets.readers.tables.MOST_BYTES", 30)
    with pytest.raises(UnusableFile, match="50 megabytes"):
        read_bytes((HEADING + ROW).encode())


def test_a_person_may_say_which_column_is_which():
    columns = detect_columns(["Code 1", "Text", "Wann"], {"Code 1": "statute", "wann": "date"})
    assert columns.places == {"statute": 0, "date": 2}


@pytest.mark.parametrize("mapping", [{"Nowhere": "statute"}, {"Text": "shoe size"}])
def test_a_wrong_mapping_is_refused(mapping):
    with pytest.raises(UnusableFile):
        detect_columns(["Text"], mapping)


def test_a_column_is_used_for_one_fact_only():
    places = detect_columns(["charge", "date", "sex", "race", "age"]).places
    assert len(set(places.values())) == len(places)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2014-07-02 00:00:00", date(2014, 7, 2)),
        ("2014-07-02T23:10:00Z", date(2014, 7, 2)),
        ("7/2/2014", date(2014, 7, 2)),
        ("07/02/2014 11:45 PM", date(2014, 7, 2)),
        ("7-2-14", date(2014, 7, 2)),
        ("25/12/2014", date(2014, 12, 25)),
        ("20140702", date(2014, 7, 2)),
        ("41822", date(2014, 7, 2)),
        ("41822.9", date(2014, 7, 2)),
        ("Jul 2, 2014", date(2014, 7, 2)),
        ("2014 Jul 02 12:00:00 AM", date(2014, 7, 2)),
        ("2-JUL-2014", date(2014, 7, 2)),
        ("2-Jul-14", date(2014, 7, 2)),
        ("Wednesday, July 2, 2014", date(2014, 7, 2)),
        ("7/2/99", date(1999, 7, 2)),
        ("2014-07-02T02:30:00Z", date(2014, 7, 1)),
        ("2014-07-02 02:30:00+00:00", date(2014, 7, 1)),
        ("2014-07-02T00:00:00Z", date(2014, 7, 2)),
        ("2014-07-02T23:30:00-04:00", date(2014, 7, 2)),
        ("2014/07/02 04:00:00+00", date(2014, 7, 2)),
        ("2014-07-32T04:00:00Z", None),
        ("2014-07-02T99:00:00Z", date(2014, 7, 2)),
        ("1404273600000", date(2014, 7, 2)),
        ("2-JUL-0014", None),
        ("2014-02-30", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates_of_every_kind_are_read(typed, day):
    assert read_date(typed) == day


@pytest.mark.parametrize(
    ("typed", "age"),
    [
        ("17", 17),
        ("17.0", 17),
        (" 17 yrs", 17),
        ("17Y 3M", 17),
        ("JUVENILE", 17),
        ("10-17", 17),
        ("112", None),
        ("ADULT", None),
        ("0", None),
        ("999", None),
        ("", None),
    ],
)
def test_ages_as_text_are_read(typed, age):
    assert read_age(typed) == age


def test_an_age_is_counted_from_the_birth_date():
    assert read_age("", date(2000, 5, 2), date(2018, 5, 1)) == 17
    assert read_age("", date(2000, 5, 2), date(2018, 5, 2)) == 18


@pytest.mark.parametrize(
    ("typed", "born"),
    [
        ("06/15/99", date(1999, 6, 15)),
        ("15-Jun-09", date(2009, 6, 15)),
        ("6/15/45", date(1945, 6, 15)),
        ("12/31/25", date(1925, 12, 31)),
        ("6/15/45 0:00", date(1945, 6, 15)),
        ("1999-06-15T04:00:00Z", date(1999, 6, 15)),
        ("36326", date(1999, 6, 15)),
        ("15000", date(1941, 1, 24)),
        ("06/15/2030", None),
        ("1/1/1905", None),
        ("unknown", None),
    ],
)
def test_birth_years_lie_in_the_past_and_no_one_is_older_than_110(typed, born):  # finding-O3, finding-F27
    assert read_birth_date(typed, date(2025, 10, 1)) == born


def test_without_an_arrest_day_a_birth_date_is_taken_as_typed():
    assert read_birth_date("06/15/2030", None) == date(2030, 6, 15)


@pytest.mark.parametrize(
    ("race", "ethnicity", "label"),
    [
        ("W", "", "White"),
        ("W", "H", "Hispanic"),
        ("W", "Hispanic or Latino", "Hispanic"),
        ("W", "Not Hispanic or Latino", "White"),
        ("White", "N", "White"),
        ("BLACK OR AFRICAN AMERICAN", "", "Black"),
        ("White, Non-Hispanic", "", "White"),
        ("White Hispanic", "", "Hispanic"),
        ("NON-HISPANIC", "", "Unknown"),
        ("Martian", "U", "Martian"),
    ],
)
def test_race_and_ethnicity_make_one_group(race, ethnicity, label):  # finding-F32
    assert race_label(race, ethnicity) == label


def test_ages_fall_into_bands_at_their_edges():
    assert [age_band(age) for age in (17, 18, 20, 21, 55, None)] == [
        "under 18",
        "18 to 20",
        "18 to 20",
        "21 to 24",
        "55 and over",
        "Unknown",
    ]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (26012345.0, "26012345"),
        (0.5, "0.5"),
        (datetime(2014, 7, 2), "2014-07-02"),
        (datetime(2014, 7, 2, 8, 5), "2014-07-02 08:05:00"),
        (date(2014, 7, 2), "2014-07-02"),
        (True, "True"),
        ("#N/A", ""),
        (" two  words ", "two words"),
    ],
)
def test_workbook_cells_become_text(cell, text):
    assert cell_text(cell) == text
