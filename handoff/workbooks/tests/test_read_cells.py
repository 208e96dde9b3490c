"""Names, days and times as people write them in one cell, and rows that are about no one (D-F34, D-F35, D-F39)."""

from datetime import date, time

import pytest

from handoff.workbooks.rules.kinds import RowKind, kind_of
from handoff.workbooks.rules.names import split_name
from handoff.workbooks.rules.times import day_named, read_born, read_clock, read_day

NEAR = date(2026, 8, 1)


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("Ana de la Cruz", ("Ana", "", "de la Cruz", "")),
        ("Ann Q Roe Jr", ("Ann", "Q", "Roe", "Jr.")),
        ("Roe, Ann Q.", ("Ann", "Q.", "Roe", "")),
        ("Peña, María José", ("María José", "", "Peña", "")),
        ("Roe III, Ann", ("Ann", "", "Roe", "III")),
        ("Roe (Annie)", ("", "", "Roe", "")),
    ],
)
def test_a_name_in_one_cell_is_split(cell, name):
    assert split_name(cell) == name


@pytest.mark.parametrize(
    ("row", "calculated", "kind"),
    [
        (("NAME", "Referred"), (), RowKind.HEADING),
        (("12", "7"), (0, 1), RowKind.TOTAL),
        (("Total", "7"), (1,), RowKind.TOTAL),
        (("July 2026", "7"), (), RowKind.TOTAL),
        (("see paper file", ""), (), RowKind.NOTE),
        (("Roe, Ann", "8/3"), (), RowKind.PERSON),
    ],
)
def test_a_row_that_is_about_no_one_is_no_person(row, calculated, kind):
    assert kind_of(row, ("Name", "Referred"), calculated=calculated) is kind


def test_days_of_a_workbook_that_counts_from_1904_are_four_years_later():
    assert read_day("44774") == date(2022, 8, 1)
    assert read_day("44774", is_1904=True) == date(2026, 8, 2)
    assert read_day("8/3/2026", is_1904=True) == date(2026, 8, 3)
    assert read_born("20000", NEAR) == date(1954, 10, 3)
    assert read_born("20000", NEAR, is_1904=True) == date(1958, 10, 4)


@pytest.mark.parametrize(
    ("cell", "clock"),
    [
        ("0.9027777778", time(21, 40)),
        ("9:40 PM", time(21, 40)),
        ("12:05 am", time(0, 5)),
        ("21:40", time(21, 40)),
        ("25:00", None),
        ("in the evening", None),
    ],
)
def test_a_time_is_read_as_text_or_as_part_of_a_day(cell, clock):
    assert read_clock(cell) == clock


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("no on 8/3", date(2026, 8, 3)),
        ("no on 7/3", date(2027, 7, 3)),
        ("no on 7/3/26", date(2026, 7, 3)),
        ("no on 13/45", None),
        ("no on 2/29", None),
        ("later", None),
    ],
)
def test_words_name_a_day_on_or_after_another(cell, day):
    assert day_named(cell, NEAR) == day
