"""Exports of charges as they come: each file reads as what it says, and keeps nothing of what isn't taken."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from handoff.spreadsheets.readers.tables import UnusableFile, read_list
from handoff.spreadsheets.rules.mapping import find_table, suggest_columns
from handoff.staffing.imports.facts import Kind
from handoff.staffing.imports.readers.charges import Reading, read_charges, read_moment
from handoff.staffing.imports.readers.columns import SHAPE
from handoff.staffing.imports.rules.kinds import read_kind
from handoff.staffing.imports.rules.names import join_columns, known_suffix, split_name
from handoff.staffing.imports.rules.numbers import is_spoiled, normalize_number
from handoff.testing.roster import file_content

ZONE = "America/New_York"
TODAY = Reading(ZONE, 18, date(2026, 11, 30))
LATER = Reading(ZONE, 18, date(2026, 12, 10))


def read(content, reading=TODAY):
    lines = read_list(content if isinstance(content, bytes) else content.encode())
    table = find_table(
        SHAPE, [each.cells for each in lines], [each.number for each in lines], has_totals=True
    )
    return read_charges(table, suggest_columns(SHAPE, table.headings), reading)


def kinds(result):
    return {kind.value: n for kind in Kind if (n := sum(each.kind is kind for each in result.charges))}


def test_a_town_log_reads_as_seven_arrests_with_ten_charges():  # C-F27
    result = read(file_content("charges_a_town_log.csv"))
    assert (result.lines, len(result.refused), result.printed_twice) == (10, 2, [18])
    assert (len(result.charges), result.arrests) == (10, 7)
    assert kinds(result) == {"citation": 3, "arrest": 6, "warrant": 1}
    names = {
        (each.person.last, each.person.first, each.person.middle, each.person.suffix)
        for each in result.charges
    }
    assert ("CARVER", "DWIGHT", "ALAN", "II") in names and ("NUÑEZ OBREGON", "TERESA", "", "") in names
    assert ("WHITCOMB", "MARCUS", "DELANE", "JR") in names
    words = [each.words for each in result.charges]
    assert "DRIVE WHILE LIC REVOKED (NOT IMPAIRED REV)" in words and "ORDER FOR ARREST - FTA (DWLR)" in words
    assert "POSS FIREARM BY FELON (ACTUAL POSSESSION)" in words and "CARRYING CONCEALED GUN (M)" in words
    assert [row.line for row in result.refused] == [14, 16]
    assert not any("HUCKS" in row.reason for row in result.refused)


def test_a_records_system_reads_as_fifteen_charges_of_three_kinds():
    result = read(file_content("charges_b_records_system.csv"))
    assert (result.lines, len(result.refused), len(result.charges)) == (17, 2, 15)
    assert kinds(result) == {"arrest": 9, "citation": 4, "warrant": 2}
    hucks = next(each for each in result.charges if each.person.last == "HUCKS")
    assert (hucks.counts, hucks.statute, hucks.incident_number) == (2, "90-95(a)(3)", "2611-00431")
    assert hucks.occurred_at == datetime(2026, 11, 19, 3, 5, tzinfo=ZoneInfo(ZONE))
    assert len({each.identity for each in result.charges}) == 15


def test_a_portal_reads_as_six_charges_on_five_arrests_and_court_dates():  # C-F30
    result = read(file_content("charges_c_portal.csv"), LATER)
    assert (result.lines, len(result.charges), result.arrests) == (7, 6, 5)
    assert (result.refused, len(result.without_charge)) == ([], 1)
    fta = next(each for each in result.charges if each.person.last == "TRUONG")
    assert fta.kind is Kind.WARRANT and fta.court_at is None
    court = {
        each.court_at.astimezone(ZoneInfo(ZONE)).isoformat()[:16] for each in result.charges if each.court_at
    }
    assert court == {"2026-12-14T09:00", "2026-12-16T09:00", "2027-01-04T09:00"}
    assert kinds(result) == {"not_known": 5, "warrant": 1}


@pytest.mark.parametrize(
    ("statute", "words", "arrest_type", "kind"),
    [
        ("15A-305", "FAIL TO APPEAR/COMPL", "T", Kind.WARRANT),
        ("15A-1345", "PROBATION VIOLATION", "T", Kind.WARRANT),
        ("HOLD", "FEDERAL INMATE", "", Kind.HOLD),
        ("", "IMMIGRATION", "", Kind.HOLD),
        ("14-72.1", "SHOPLIFTING", "S", Kind.CITATION),
        ("", "(F) FTA", "", Kind.WARRANT),
        ("20-28(A)", "DWLR", "S", Kind.CITATION),
        ("", "ORDER FOR ARREST - FTA (DWLR)", "Warrant", Kind.WARRANT),
        ("14-72", "LARCENY", "Criminal summons", Kind.CITATION),
        ("14-72", "LARCENY", "Warrant", Kind.WARRANT),
        ("14-72", "LARCENY", "On View", Kind.ARREST),
        ("", "PROB VIOLATION", "", Kind.NOT_KNOWN),
        ("15A-1345", "", "O", Kind.WARRANT),
        ("", "PROBATION VIOLATION", "", Kind.WARRANT),
        ("14-72", "LARCENY", "Q", Kind.NOT_KNOWN),
    ],
)
def test_kinds_are_kept_apart_and_an_unknown_one_is_not_known(statute, words, arrest_type, kind):  # C-F33
    assert read_kind(arrest_type, statute, words) is kind


def test_numbers_that_a_spreadsheet_changed_are_refused_and_the_same_otherwise():  # C-F34
    heads = "oca,name,dob,date,statute,charge\n"
    rows = [
        '0026012345,"ROE, ANA",01/02/1990,46344,14-72,LARCENY',
        '26012345.0,"ROE, ANA",01/02/1990,2026-11-18T00:00:00,14-72,LARCENY',
        '2.612E+07,"ROE, ANA",01/02/1990,11/18/26,14-72,LARCENY',
        '2611-00417,"ROE, ANA",01/02/1990,11/18/26,3-Mar,LARCENY',
    ]
    result = read(heads + "\n".join(rows))
    assert [row.line for row in result.refused] == [4, 5]
    assert len(result.charges) == 1 and result.charges[0].occurred_on == date(2026, 11, 18)
    assert is_spoiled("2.61100417000012E+18") and not is_spoiled("2611-00417") and not is_spoiled("14-72")
    assert normalize_number("0026012345") == normalize_number("26012345.0") == "26012345"


def test_a_row_is_read_without_a_spoiled_number_only_where_the_others_say_enough():  # C-F34
    heads = "oca,chrg_seq,person_id,name,dob,date,statute,charge\n"
    end = '"ROE, ANA",01/02/1990,11/18/26'
    rows = [
        f"2611-1,1,2.6E+07,{end},14-72,LARCENY",
        f"2611-2,1,77,{end},3-Mar,LARCENY",
        f"2611-3,,77,{end},3-Mar,LARCENY",
        f"2611-4,1,77,{end},3-Mar,",
        f"2.6E+07,1,77,{end},14-72,LARCENY",
    ]
    result = read(heads + "\n".join(rows))
    assert result.without_spoiled == [2, 3]
    assert [(each.person.number, each.statute, each.words) for each in result.charges] == [
        ("", "14-72", "LARCENY"),
        ("77", "", "LARCENY"),
    ]
    assert [row.line for row in result.refused] == [4, 5, 6]
    assert "changed this cell: Statute." in result.refused[0].reason
    assert (
        "Case or incident number" in result.refused[2].reason
        and "send the file again" in result.refused[2].reason
    )


def test_charges_in_columns_of_their_own_are_charges_of_the_same_arrest():
    heads = "Booking Number,Name,DOB,Arrest Date,Charge 1,Statute 1,Charge 2,Statute 2,Charge 3,Arresting Officer\n"
    rows = (
        'B-7,"ROE, ANA",01/02/1990,11/18/26,LARCENY,14-72,RESISTING,14-223,TRESPASS,"Hale, Dana"\n'
        'B-8,"COLE, BO",01/02/1991,11/18/26,LARCENY,14-72,,,,\n'
    )
    result = read(heads + rows)
    assert [(each.person.last, each.words, each.statute) for each in result.charges] == [
        ("ROE", "LARCENY", "14-72"),
        ("ROE", "RESISTING", "14-223"),
        ("ROE", "TRESPASS", ""),
        ("COLE", "LARCENY", "14-72"),
    ]
    assert len({each.identity for each in result.charges}) == 4 and result.arrests == 2
    assert [each.officer for each in result.charges] == ["Hale, Dana"] * 3 + [""]


def test_two_people_of_one_incident_without_other_numbers_stay_two():  # C-F31
    heads = "case_id,chrg_seq,name,date,charge\n"
    result = read(
        heads
        + '1,1,"ROE, ANA",11/18/2026,LARCENY\n1,1,"COLE, BO",11/18/2026,LARCENY\n1,2,"COLE, BO",11/18/2026,RESIST\n'
    )
    assert len({each.identity for each in result.charges}) == 3
    repeated = "".join(
        f'{n},1,"ROE, ANA",11/1{n}/2026,LARCENY; RESIST PUBLIC OFFICER; TRESPASS\n' for n in range(3)
    )
    with pytest.raises(UnusableFile, match="All rows name the same 3 charges"):
        read(heads + repeated)


def test_what_cannot_be_read_is_refused_with_a_reason_that_names_no_one():
    heads = "case_id,name,age,dob,date,charge,chrgdesc\n"
    rows = [
        '1,"ROE, ANA",,02/02/2010,11/18/2026,LARCENY',
        '2,"ROE, ANA",JUV,,11/18/2026,LARCENY',
        '3,"ROE, ANA",30,,sometime,LARCENY',
        '4,"ROE, ANA",30,,12/18/2026,LARCENY',
        '5,"ROE, ANA",30,,11/18/2026,HOLD FOR OTHER COUNTY',
        '6,"ROE, ANA",30,02/02/2010,11/18/2026,LARCENY',
    ]
    result = read(heads.replace(",chrgdesc", "") + "\n".join(rows))
    reasons = [row.reason for row in result.refused]
    assert len(reasons) == 6 and result.charges == []
    assert reasons[0] == reasons[1] == reasons[5] and "younger than 18" in reasons[0]
    assert "can't be read" in reasons[2] and "future" in reasons[3] and "hold" in reasons[4]
    assert not any("ROE" in reason.upper() for reason in reasons)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("WHITCOMB,MARCUS,DELANE,JR", ("MARCUS", "DELANE", "WHITCOMB", "JR")),
        ("CARVER II, DWIGHT", ("DWIGHT", "", "CARVER", "II")),
        ("Ana Maria Roe Jr.", ("Ana", "Maria", "Roe", "Jr")),
        ("Ana Roe", ("Ana", "", "Roe", "")),
        ("Roe", ("", "", "Roe", "")),
        ("Roe, ", ("", "", "Roe", "")),
        ("", ("", "", "", "")),
    ],
)
def test_a_name_in_one_cell_is_split_in_any_order(text, name):
    assert split_name(text) == name


def test_names_in_columns_may_hold_a_suffix_anywhere():
    assert join_columns("ANA", "MARIA JR", "ROE", "") == ("ANA", "MARIA", "ROE", "JR")
    assert join_columns("ANA SR", "", "ROE", "") == ("ANA", "", "ROE", "SR")
    assert join_columns("ANA", "", "ROE III", "Jr.") == ("ANA", "", "ROE", "Jr")
    assert known_suffix("JUNIOR") == known_suffix("Jr.") == "jr"


def test_a_time_of_day_is_the_agencys_unless_it_says_utc():
    on = date(2026, 11, 18)
    assert read_moment("11/18/2026 10:15 PM", on, ZONE).isoformat() == "2026-11-18T22:15:00-05:00"
    assert read_moment("2026-11-19T03:15:00Z", on, ZONE).isoformat() == "2026-11-19T03:15:00+00:00"
    assert read_moment("2026-11-18T15:15:00Z", on, ZONE).isoformat() == "2026-11-18T15:15:00+00:00"
    assert read_moment("11/18/2026", on, ZONE) is None and read_moment("11/18/2026 10:99", on, ZONE) is None
