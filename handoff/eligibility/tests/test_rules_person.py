"""The rules about the person, and both sides of every number in them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from handoff.eligibility.engine.criteria import (
    Criterion,
    DisqualifyingConviction,
    Permission,
)
from handoff.eligibility.engine.dates import age_on, anniversary
from handoff.eligibility.engine.facts import (
    Conviction,
    ConvictionFact,
    Reply,
    Supervision,
)
from handoff.eligibility.engine.findings import Answer
from handoff.eligibility.engine.north_carolina import NORTH_CAROLINA
from handoff.testing.facts import (
    ENCOUNTER,
    answer,
    convicted,
    finding,
    with_look_back,
)

# Age


@pytest.mark.parametrize(
    ("born", "on", "expected"),
    [
        (date(2008, 3, 2), date(2026, 3, 2), Answer.MET),
        (date(2008, 3, 3), date(2026, 3, 2), Answer.NOT_MET),
        (date(2008, 2, 29), date(2026, 2, 28), Answer.NOT_MET),
        (date(2008, 2, 29), date(2026, 3, 1), Answer.MET),
        (date(2008, 2, 29), date(2028, 2, 29), Answer.MET),
        (date(2026, 3, 3), date(2026, 3, 2), Answer.UNKNOWN),
        (None, date(2026, 3, 2), Answer.UNKNOWN),
    ],
)
def test_seventeen_years_and_364_days_is_not_eighteen(born, on, expected):
    assert answer(Criterion.AGE, date_of_birth=born, on=on) is expected


def test_age_in_years_counts_where_the_birth_date_is_not_known():
    assert answer(Criterion.AGE, date_of_birth=None, age=18) is Answer.MET
    assert answer(Criterion.AGE, date_of_birth=None, age=17) is Answer.NOT_MET
    assert answer(Criterion.AGE, date_of_birth=None, age=-1) is Answer.UNKNOWN


def test_a_birth_date_speaks_before_an_age():
    assert answer(Criterion.AGE, date_of_birth=date(2010, 1, 1), age=30) is Answer.NOT_MET


def test_ages_and_anniversaries():
    assert age_on(date(2000, 2, 29), date(2018, 2, 28)) == 17
    assert age_on(date(2000, 2, 29), date(2018, 3, 1)) == 18
    assert anniversary(date(2020, 2, 29), 4) == date(2024, 2, 29)
    assert anniversary(date.max, 5) == date.max


# Past convictions


@pytest.mark.parametrize("row", NORTH_CAROLINA.convictions, ids=lambda row: row.conviction)
def test_each_class_of_the_example_disqualifies_at_any_time(row):
    assert answer(Criterion.CONVICTIONS, **convicted(row.conviction, date(1970, 1, 1))) is Answer.NOT_MET
    assert answer(Criterion.CONVICTIONS, **convicted(row.conviction)) is Answer.NOT_MET
    assert answer(Criterion.CONVICTIONS, **convicted(row.conviction, answer=Reply.UNKNOWN)) is Answer.UNKNOWN


ADDED_BY_SITES = set(Conviction) - {row.conviction for row in NORTH_CAROLINA.convictions}


@pytest.mark.parametrize("class_of", sorted(ADDED_BY_SITES))
def test_classes_that_sites_add_count_only_when_added(class_of):
    years = with_look_back(5, class_of)
    assert answer(Criterion.CONVICTIONS, **convicted(class_of, ENCOUNTER)) is Answer.MET
    assert answer(Criterion.CONVICTIONS, years, **convicted(class_of, ENCOUNTER)) is Answer.NOT_MET


@pytest.mark.parametrize(
    ("days_ago", "expected"),
    [(0, Answer.NOT_MET), (364, Answer.NOT_MET), (365, Answer.MET), (366, Answer.MET)],
)
def test_a_look_back_of_one_year_covers_365_days(days_ago, expected):
    changes = convicted(Conviction.ROBBERY, date(2026, 3, 2) - timedelta(days=days_ago))
    assert answer(Criterion.CONVICTIONS, with_look_back(1), **changes) is expected


@pytest.mark.parametrize(("days_ago", "expected"), [(365, Answer.NOT_MET), (366, Answer.MET)])
def test_a_look_back_over_a_leap_day_covers_366_days(days_ago, expected):
    on = date(2028, 3, 2)
    changes = convicted(Conviction.ROBBERY, on - timedelta(days=days_ago))
    assert answer(Criterion.CONVICTIONS, with_look_back(1), on=on, **changes) is expected


@pytest.mark.parametrize("years", [1, 5, 8, 10])
def test_both_sides_of_a_look_back(years):
    convicted_on = date(2016, 5, 1)
    ends = anniversary(convicted_on, years)
    changes = convicted(Conviction.ROBBERY, convicted_on)
    before = finding(Criterion.CONVICTIONS, with_look_back(years), on=ends - timedelta(days=1), **changes)
    assert (before.answer, before.changes_on) == (Answer.NOT_MET, ends)
    assert answer(Criterion.CONVICTIONS, with_look_back(years), on=ends, **changes) is Answer.MET


def test_a_conviction_without_a_date_is_unknown_where_the_date_matters():
    assert answer(Criterion.CONVICTIONS, with_look_back(5), **convicted(Conviction.ROBBERY)) is Answer.UNKNOWN


def test_a_class_without_an_answer_is_unknown():
    assert answer(Criterion.CONVICTIONS, convictions={}) is Answer.UNKNOWN


def test_without_classes_nobody_is_asked():
    assert answer(Criterion.CONVICTIONS, replace(NORTH_CAROLINA, convictions=())) is Answer.NOT_ASKED


def test_the_conviction_that_lasts_longest_decides():
    classes = (Conviction.ROBBERY, Conviction.ARSON)
    criteria = replace(
        NORTH_CAROLINA, convictions=tuple(DisqualifyingConviction(each, 5) for each in classes)
    )
    past = {
        Conviction.ROBBERY: ConvictionFact(Reply.YES, date(2025, 1, 1)),
        Conviction.ARSON: ConvictionFact(Reply.YES, date(2022, 1, 1)),
    }
    assert finding(Criterion.CONVICTIONS, criteria, convictions=past).changes_on == date(2030, 1, 1)


# Supervision and the remaining answers about the person


@pytest.mark.parametrize(
    ("permission", "agrees", "expected"),
    [
        (Permission.NOT_ALLOWED, Reply.YES, Answer.NOT_MET),
        (Permission.NEEDS_APPROVAL, Reply.YES, Answer.MET),
        (Permission.NEEDS_APPROVAL, Reply.NO, Answer.NOT_MET),
        (Permission.NEEDS_APPROVAL, Reply.UNKNOWN, Answer.UNKNOWN),
    ],
)
def test_supervision_is_what_the_partners_made_of_it(permission, agrees, expected):
    criteria = replace(NORTH_CAROLINA, supervision={Supervision.PAROLE: permission})
    changes = {"supervision": Supervision.PAROLE, "supervising_officer_agrees": agrees}
    assert answer(Criterion.SUPERVISION, criteria, **changes) is expected


def test_unsupervised_probation_is_accepted_in_the_example():
    assert answer(Criterion.SUPERVISION, supervision=Supervision.UNSUPERVISED_PROBATION) is Answer.MET
    assert answer(Criterion.SUPERVISION, supervision=Supervision.UNKNOWN) is Answer.UNKNOWN


def test_supervision_is_not_asked_where_every_kind_is_accepted():
    criteria = replace(NORTH_CAROLINA, supervision={})
    assert answer(Criterion.SUPERVISION, criteria, supervision=Supervision.UNKNOWN) is Answer.NOT_ASKED


@pytest.mark.parametrize(
    ("code", "name", "meets"),
    [
        (Criterion.RESIDENCE, "resident", Reply.YES),
        (Criterion.SUBSTANCE_USE, "substance_use", Reply.YES),
        (Criterion.AMENABLE, "amenable", Reply.YES),
        (Criterion.EXPLOITS_MINORS, "exploits_minors", Reply.NO),
        (Criterion.NO_CONTACT_ORDER, "no_contact_order", Reply.NO),
    ],
)
def test_yes_and_no_questions(code, name, meets):
    criteria = replace(NORTH_CAROLINA, no_contact_order_excluded=True)
    fails = Reply.NO if meets is Reply.YES else Reply.YES
    assert answer(code, criteria, **{name: meets}) is Answer.MET
    assert answer(code, criteria, **{name: fails}) is Answer.NOT_MET
    assert answer(code, criteria, **{name: Reply.UNKNOWN}) is Answer.UNKNOWN


def test_what_the_partners_do_not_ask_is_not_asked():
    criteria = replace(
        NORTH_CAROLINA,
        residence_required=False,
        substance_use_required=False,
        amenability_required=False,
        exploitation_of_minors_excluded=False,
    )
    codes = (Criterion.RESIDENCE, Criterion.SUBSTANCE_USE, Criterion.AMENABLE, Criterion.EXPLOITS_MINORS)
    assert {answer(code, criteria) for code in (*codes, Criterion.NO_CONTACT_ORDER)} == {Answer.NOT_ASKED}
