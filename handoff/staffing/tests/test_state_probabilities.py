"""The stated probability is the measured share of a kind of match, and only sure kinds are confirmed together (J1)."""

from dataclasses import replace

import pytest

from handoff.participants.lookup.rules.dates import DateMatch
from handoff.participants.lookup.rules.scoring import NameMatch, Reason, Score
from handoff.staffing.reports.facts import NamedPerson
from handoff.staffing.reports.rules.matching import middle_agreement
from handoff.staffing.reports.rules.probability import MEASURED, is_sure, name_band, probability_of


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


def test_a_slip_in_first_name_or_birth_date_is_compared_alone_since_twins_share_the_rest():
    assert is_sure(score(DateMatch.SAME, 1.0, 0.94))
    assert not is_sure(score(DateMatch.NEAR, 1.0, 1.0, same=True))
    assert not is_sure(score(DateMatch.SAME, 0.95, 1.0))
    assert not is_sure(score(DateMatch.PLACEHOLDER, 1.0, 1.0, same=True))


def test_the_whole_middle_name_or_a_switched_day_and_month_makes_a_slip_sure():
    assert is_sure(score(DateMatch.SAME, 0.95, 1.0), "whole")
    assert is_sure(score(DateMatch.NEAR, 1.0, 1.0, same=True), "whole")
    assert not is_sure(score(DateMatch.NEAR, 1.0, 1.0, same=True), "initial")
    assert not is_sure(score(DateMatch.NEAR, 0.95, 1.0), "whole")
    assert not is_sure(score(DateMatch.SAME, 1.0, 0.94), "other")
    assert is_sure(score(DateMatch.SAME, 1.0, 0.94), "whole")
    turned = replace(score(DateMatch.NEAR, 1.0, 1.0, same=True), reasons=(Reason.DAY_MONTH,))
    assert is_sure(turned)


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


def test_two_initials_under_another_first_name_or_none_at_all_say_nothing():
    assert middle_agreement(NamedPerson("Ana", "Ruiz", "M"), "Anna", "M") == ""
    assert middle_agreement(NamedPerson("Ana", "Ruiz", "M"), "Ana", "") == ""
