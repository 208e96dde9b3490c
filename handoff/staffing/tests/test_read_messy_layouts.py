"""Layouts of U.S. records systems, each with the reading that a person would give it, row by row."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from handoff.spreadsheets.readers.tables import UnusableFile
from handoff.spreadsheets.rules.mapping import suggest_columns
from handoff.staffing.imports.facts import Kind
from handoff.staffing.imports.readers.charges import read_charges, read_moment
from handoff.staffing.imports.readers.columns import SHAPE
from handoff.staffing.imports.readers.rows import read_clock
from handoff.staffing.imports.rules.kinds import read_kind
from handoff.staffing.imports.rules.names import join_columns, split_name
from handoff.staffing.imports.services import importing, table_in
from handoff.staffing.tests.test_read_charge_files import TODAY, ZONE


def read(text):
    table = table_in(text.encode())
    return read_charges(table, suggest_columns(SHAPE, table.headings), TODAY)


def lines(result):
    return [(each.line, each.person.last, each.words) for each in result.charges]


def test_charges_under_the_first_one_of_an_arrest_belong_to_it():
    result = read(
        "Case #,Arrest Date,Name,DOB,Charge,Arrest Type\n"
        '881,11/20/2026 14:10,"ROE, ANA L",04/12/1990,LARCENY,On-View\n'
        ",,,,TRESPASS,\n"
        "881,,,,RESIST PUBLIC OFFICER,\n"
        '882,11/20/2026 16:40,"COLE, BO",12/31/1985,LARCENY,Cited\n'
        ",,,,TRESPASS,\n"
        ',,"COLE, BO",12/31/1985,AFFRAY,\n'
        "End of report,,,,,\n"
    )
    assert lines(result) == [
        (2, "ROE", "LARCENY"),
        (3, "ROE", "TRESPASS"),
        (4, "ROE", "RESIST PUBLIC OFFICER"),
        (5, "COLE", "LARCENY"),
        (6, "COLE", "TRESPASS"),
        (7, "COLE", "AFFRAY"),
    ]
    assert (result.continued, result.refused, result.arrests) == ([3, 4, 6], [], 2)
    assert [each.kind for each in result.charges[:5]] == [Kind.ARREST] * 3 + [Kind.CITATION] * 2
    assert {each.person.born_on for each in result.charges} == {date(1990, 4, 12), date(1985, 12, 31)}
    assert len({each.identity for each in result.charges}) == 6


@pytest.mark.parametrize("row", ["7,,,,TRESPASS", ",11/20/2026,,,TRESPASS", ",,,04/12/1991,TRESPASS", ",,,,"])
def test_a_row_without_a_name_that_may_be_someone_elses_is_not_put_on_the_person_above(row):
    result = read(f'Case,Date,Name,DOB,Charge\n6,11/20/2026,"ROE, ANA",04/12/1990,LARCENY\n{row}\n')
    assert lines(result) == [(2, "ROE", "LARCENY")]


def test_charges_under_a_minors_are_not_kept_either():
    result = read('Date,Name,Age,Charge\n11/20/2026,"ROE, ANA",16,LARCENY\n,,,TRESPASS\n')
    assert result.charges == [] and [row.line for row in result.refused] == [2, 3]
    assert all("younger than 18" in row.reason for row in result.refused)


def test_a_time_in_its_own_column_tells_two_arrests_of_one_day_apart():
    result = read(
        "Name,DOB,Arrest Date,Arrest Time,Charge,Court Date,Court Time\n"
        '"ROE, ANA",04/12/1990,11/18/2026,0905,TRESPASS,12/14/2026,0900\n'
        '"ROE, ANA",04/12/1990,11/18/2026 0:00,10:15 PM,TRESPASS,12/14/2026,\n'
    )
    assert result.printed_twice == [] and len({each.identity for each in result.charges}) == 2
    first, second = result.charges
    assert first.occurred_at == datetime(2026, 11, 18, 9, 5, tzinfo=ZoneInfo(ZONE))
    assert second.occurred_at == datetime(2026, 11, 18, 22, 15, tzinfo=ZoneInfo(ZONE))
    assert first.court_at == datetime(2026, 12, 14, 9, tzinfo=ZoneInfo(ZONE)) and second.court_at is None


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("2215", "22:15"),
        ("905", "09:05"),
        ("5", "00:05"),
        ("22:15:30", "22:15"),
        ("12:05 AM", "00:05"),
        ("10:15 p.m.", "22:15"),
        ("0.927083333", "22:15"),
        ("2400", "00:00"),
        ("2560", ""),
        ("2575", ""),
        ("noon", ""),
        ("", ""),
    ],
)
def test_a_clock_is_read_as_records_systems_write_it(text, clock):
    assert read_clock(text) == clock


def test_midnight_is_no_time_and_a_part_of_a_serial_day_is_one():
    on = date(2026, 11, 18)
    for text in (
        "11/18/2026 0:00",
        "2026-11-18 00:00:00",
        "2026-11-18T00:00:00Z",
        "46344",
        "11/18/2026 12:00 AM",
    ):
        assert read_moment(text, on, ZONE) is None
    assert read_moment("46344.927083", on, ZONE) == datetime(2026, 11, 18, 22, 15, tzinfo=ZoneInfo(ZONE))


def test_headings_in_two_rows_are_read_together():
    result = read(
        "Arrestee,,,,Arrest,,Charge,\n"
        "Last,First,MI,DOB,Number,Date,Statute,Description\n"
        "LOCKLEAR,ANTHONY,R,01/09/1985,A-1,11/18/2026,14-72,LARCENY\n"
        "Grand Total,1,,,,,,\n"
    )
    (charge,) = result.charges
    assert (charge.person.last, charge.person.middle, charge.statute) == ("LOCKLEAR", "R", "14-72")
    assert charge.identity[:3] == ("number", "", "A-1")


def test_five_charges_may_stand_in_columns_of_their_own():
    result = read(
        "Booking Number,Name,DOB,Booking Date,Charge 1,Charge 2,Charge 3,Charge 4,Charge 5\n"
        'B1,"ROE, ANA",01/02/1990,11/18/2026,LARCENY,RESIST,TRESPASS,AFFRAY,ASSAULT ON OFFICER\n'
    )
    assert [each.words for each in result.charges] == [
        "LARCENY", "RESIST", "TRESPASS", "AFFRAY", "ASSAULT ON OFFICER",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "end", ['"COLE, BO",01/02/1991,11/18/2026,"LARCENY; RES', '"COLE, BO",01/02/1991,11/']
)
def test_a_file_that_ends_in_the_middle_of_a_row_says_so_and_takes_the_others(end):
    text = f'case_id,name,dob,date,charge\n1,"ROE, ANA",01/02/1990,11/18/2026,LARCENY\n2,{end}'
    result = read(text)
    assert lines(result) == [(2, "ROE", "LARCENY")]
    assert [row.line for row in result.refused] == [3]
    assert "ends in the middle" in result.refused[0].reason
    assert len(read(f'{text}"\n').charges) == 1 + 2 * ("RES" in end)


def test_a_whole_file_without_a_last_line_break_is_whole():
    assert (
        len(
            read(
                'case_id,name,date,charge\n1,"ROE, ANA",11/18/2026,LARCENY\n2,"ROE, ANA",11/18/2026,RESIST'
            ).charges
        )
        == 2
    )


@pytest.mark.parametrize(
    "start", ["%PDF-1.4\n1 0 obj, <<\n", "<html><table><tr><td>Name, Charge\n", "{\\rtf1 a, b\n"]
)
def test_a_file_of_another_format_is_no_list_whatever_its_name(start):
    with pytest.raises(UnusableFile, match="isn't a text file or a spreadsheet"):
        table_in(f"{start}1, 2\n3, 4\n".encode())


def test_a_file_that_takes_longer_than_a_server_waits_is_to_be_sent_in_parts(monkeypatch):
    monkeypatch.setattr(importing, "MOST_CHARGES", 2)
    with pytest.raises(UnusableFile, match="Send it in parts"):
        table_in(b"name,charge\na,b\nc,d\n")


def test_a_number_that_an_export_guards_from_excel_is_that_number():
    result = read('"Case ID","Name","Date","Charge"\n="0026001","ROE, ANA","11/18/2026","LARCENY"\n')
    assert result.charges[0].incident_number == "0026001"
    assert result.charges[0].identity == ("number", "26001", "", "LARCENY")


def test_a_birth_date_that_is_the_day_of_the_arrest_is_none():
    result = read(
        "case_id,name,dob,date,charge\n"
        '1,"ROE, ANA",11/18/2026,11/18/2026,LARCENY\n2,"ROE, ANA",12/31/1899,11/18/2026,LARCENY\n'
    )
    assert [each.person.born_on for each in result.charges] == [None, None]


def test_the_mark_for_no_middle_name_is_no_name():
    assert split_name("ROE, ANA NMN") == ("ANA", "", "ROE", "")
    assert split_name("Ana (NMI) Roe Jr") == ("Ana", "", "Roe", "Jr")
    assert join_columns("ANA", "NMN", "ROE", "") == ("ANA", "", "ROE", "")
    assert join_columns("ANA", "N/A", "ROE", "") == ("ANA", "", "ROE", "")


@pytest.mark.parametrize(
    ("arrest_type", "words", "kind"),
    [
        ("T - Taken into custody", "LARCENY", Kind.WARRANT),
        ("S-Summoned", "LARCENY", Kind.CITATION),
        ("O - On-View", "LARCENY", Kind.ARREST),
        ("On-View", "LARCENY", Kind.ARREST),
        ("Taken into custody", "LARCENY", Kind.NOT_KNOWN),
        ("Magistrate's Order", "LARCENY", Kind.ARREST),
        ("", "HOUSED FOR OTHER COUNTY", Kind.HOLD),
        ("", "SERVING SENTENCE", Kind.HOLD),
        ("", "COMMITMENT ORDER", Kind.HOLD),
        ("On-View", "HOLDING STOLEN PROPERTY", Kind.ARREST),
        ("Cited", "HOLDING WIRELESS DEVICE WHILE DRIVING", Kind.CITATION),
    ],
)
def test_what_a_jail_or_an_officer_writes_is_the_kind_it_means(arrest_type, words, kind):
    assert read_kind(arrest_type, "", words) is kind


def test_a_blank_cell_is_no_fact_of_a_charge():
    (full,) = read(
        'case_id,name,date,arr_type,statute,charge,chrg_cnt\n1,"ROE, ANA",11/18/2026 22:15,O,14-72,LARCENY,2\n'
    ).charges
    thin = replace(full, kind=Kind.NOT_KNOWN, statute="", counts=None, occurred_at=None)
    assert full.content == ("14-72", "LARCENY", "", "arrest", "2", "2026-11-18", "2026-11-18T22:15:00-05:00")
    assert thin.content == ("", "LARCENY", "", "", "", "2026-11-18", "")


@pytest.mark.parametrize(
    "heading",
    "arr_date|ARREST_DT|DateOfArrest|Chg Dt|offense_dt|booking date|ARRDT|Arr Dt/Tm|Date Booked|Bkg Date|OFF_DATE|"
    "Cite Dt|Dt Chgd|OCC_DATE|arrest_dttm|Date/Time Arrested".split("|"),
)
def test_the_date_charged_is_known_by_the_headings_that_systems_print(heading):
    assert suggest_columns(SHAPE, ["Name", "Chg Desc", heading]) == {
        "full_name": 0,
        "words": 1,
        "occurred_at": 2,
    }


def test_of_several_dates_the_arrests_is_suggested_however_it_is_shortened():
    headings = ["Off Date", "Inc Dt", "ARR_DT", "Arr Tm", "Bkg No", "Ofc Name"]
    assert suggest_columns(SHAPE, headings) == {
        "occurred_at": 2,
        "occurred_time": 3,
        "booking_number": 4,
        "officer": 5,
    }
