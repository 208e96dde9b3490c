"""The stated probability is the measured share of a kind of match, and only sure kinds are confirmed together (J1)."""

from dataclasses import replace
from datetime import date

import pytest

from handoff.participants.lookup.rules.dates import DateMatch
from handoff.participants.lookup.rules.keys import FullName, LookupQuery
from handoff.participants.lookup.rules.scoring import NameMatch, Reason, RecordedPerson, Score, score_person
from handoff.staffing.reports.facts import NamedPerson
from handoff.staffing.reports.rules.matching import middle_agreement
from handoff.staffing.reports.rules.probability import (
    MEASURED,
    MiddleNames,
    is_sure,
    name_band,
    probability_of,
)


def score(on, first, last, *, same=False):
    return Score(value=0.9, name=NameMatch(0.9, first, last, same), date=on, reasons=())


@pytest.mark.parametrize(
    ("first", "last", "same", "band"),
    [
        (1.0, 1.0, True, "same"),
        (1.0, 0.94, False, "surname"),
        (0.95, 1.0, False, "near"),
        (0.8, 1.0, False, "alike"),
        (1.0, None, False, "part"),
    ],
)
def test_a_band_of_names_says_where_the_slip_is(first, last, same, band):
    assert name_band(score(DateMatch.SAME, first, last, same=same)) == band


def test_a_kind_seen_seldom_or_never_is_not_nearly_certain():
    assert probability_of(score(DateMatch.DIFFERENT, 1.0, 1.0)) == 0.5
    rows, right = MEASURED["same:surname"]
    assert probability_of(score(DateMatch.SAME, 1.0, 0.94)) == (right + 0.5) / (rows + 1) > 0.995
    assert probability_of(score(DateMatch.PART, 1.0, 1.0, same=True)) < 0.99
    assert all(right <= rows for rows, right in MEASURED.values())


def test_a_kind_that_is_measured_as_less_often_right_is_no_longer_confirmed_together(monkeypatch):
    monkeypatch.setitem(MEASURED, "same:surname", (1_000, 990))
    assert not is_sure(score(DateMatch.SAME, 1.0, 0.94))


def test_a_slip_in_first_name_or_birth_date_is_compared_alone_since_twins_share_the_rest():
    assert is_sure(score(DateMatch.SAME, 1.0, 0.94))
    assert not is_sure(score(DateMatch.NEAR, 1.0, 1.0, same=True))
    assert not is_sure(score(DateMatch.SAME, 0.95, 1.0))
    assert not is_sure(score(DateMatch.PLACEHOLDER, 1.0, 1.0, same=True))


def test_the_whole_middle_name_or_a_switched_day_and_month_makes_a_slip_sure():
    assert is_sure(score(DateMatch.SAME, 0.95, 1.0), MiddleNames.WHOLE)
    assert is_sure(score(DateMatch.NEAR, 1.0, 1.0, same=True), MiddleNames.WHOLE)
    assert not is_sure(score(DateMatch.NEAR, 1.0, 1.0, same=True), MiddleNames.INITIAL)
    assert not is_sure(score(DateMatch.NEAR, 0.95, 1.0), MiddleNames.WHOLE)
    assert not is_sure(score(DateMatch.SAME, 1.0, 0.94), MiddleNames.OTHER)
    assert is_sure(score(DateMatch.SAME, 1.0, 0.94), MiddleNames.WHOLE)
    turned = replace(score(DateMatch.NEAR, 1.0, 1.0, same=True), reasons=(Reason.DAY_MONTH,))
    assert is_sure(turned)


def test_a_birth_year_1_or_10_off_is_sure_under_the_very_same_name_and_a_generation_is_not():
    def asked(year, last="Ruiz", middle=MiddleNames.NEITHER, day=12):
        born = date(1986, 4, 12)
        found = score_person(
            LookupQuery("Ana", last, born.replace(year=year, day=day)),
            RecordedPerson((FullName("Ana", "Ruiz"),), born),
        )
        return is_sure(found, middle)

    assert asked(1985) and asked(1987) and asked(1976) and asked(1996)
    assert not asked(1966) and not asked(2006) and not asked(1983)  # a parent of one name; other digits
    assert not asked(1987, day=13)
    assert not asked(1987, last="Ruis")
    assert asked(1987, middle=MiddleNames.WHOLE)
    # Anthony Ray and Anthony Roy are a year apart: a middle name on one side, or its initial, leaves that open.
    assert not any(
        asked(1987, middle=each) for each in (MiddleNames.SILENT, MiddleNames.INITIAL, MiddleNames.OTHER)
    )


@pytest.mark.parametrize(
    ("first", "middle", "expected"),
    [
        ("JOSE", "LUIS", "whole"),
        ("JOSEE", "LUIS", "whole"),
        ("JOSE", "L", "initial"),
        ("JOSEE", "L", ""),
        ("JOSE", "MIGUEL", "other"),
        ("JOSE", "M", "other"),
        ("JOSE", "", ""),
    ],
)
def test_a_middle_name_adds_something_only_where_it_agrees(first, middle, expected):
    assert middle_agreement(NamedPerson(first, "RUIZ", middle), "José", "Luís") == expected


def test_neither_with_a_middle_name_is_something_else_than_one_without():
    assert middle_agreement(NamedPerson("Ana", "Ruiz", ""), "Ana", "") == "neither"


def test_two_initials_under_another_first_name_or_none_at_all_say_nothing():
    assert middle_agreement(NamedPerson("Ana", "Ruiz", "M"), "Anna", "M") == ""
    assert middle_agreement(NamedPerson("Ana", "Ruiz", "M"), "Ana", "") == ""
