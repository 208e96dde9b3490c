"""The rules about the person, and both sides of every number in them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from handoff.core.dates import age_on, anniversary
from handoff.eligibility.engine.criteria import (
    Criterion,
    DisqualifyingConviction,
    SupervisionRule,
)
from handoff.eligibility.engine.facts import (
    Conviction,
    ConvictionFact,
    Reply,
    Supervision,
)
from handoff.eligibility.engine.findings import CriterionAnswer
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
        (date(2008, 3, 2), date(2026, 3, 2), CriterionAnswer.MET),
        (date(2008, 3, 3), date(2026, 3, 2), CriterionAnswer.NOT_MET),
        (date(2008, 2, 29), date(2026, 2, 28), CriterionAnswer.NOT_MET),
        (date(2008, 2, 29), date(2026, 3, 1), CriterionAnswer.MET),
        (date(2008, 2, 29), date(2028, 2, 29), CriterionAnswer.MET),
        (date(2026, 3, 3), date(2026, 3, 2), CriterionAnswer.UNKNOWN),
        (None, date(2026, 3, 2), CriterionAnswer.UNKNOWN),
    ],
)
def test_seventeen_years_and_364_days_is_not_eighteen(born, on, expected):
    assert answer(Criterion.AGE, date_of_birth=born, on=on) is expected


def test_age_in_years_counts_where_the_birth_date_is_not_known():
    assert answer(Criterion.AGE, date_of_birth=None, age=18) is CriterionAnswer.MET
    assert answer(Criterion.AGE, date_of_birth=None, age=17) is CriterionAnswer.NOT_MET
    assert answer(Criterion.AGE, date_of_birth=None, age=-1) is CriterionAnswer.UNKNOWN


def test_a_birth_date_speaks_before_an_age():
    assert answer(Criterion.AGE, date_of_birth=date(2010, 1, 1), age=30) is CriterionAnswer.NOT_MET


def test_ages_and_anniversaries():
    assert age_on(date(2000, 2, 29), date(2018, 2, 28)) == 17
    assert age_on(date(2000, 2, 29), date(2018, 3, 1)) == 18
    assert anniversary(date(2020, 2, 29), 4) == date(2024, 2, 29)
    assert anniversary(date.max, 5) == date.max


# Past convictions


@pytest.mark.parametrize("row", NORTH_CAROLINA.convictions, ids=lambda row: row.conviction)
def test_each_class_of_the_example_disqualifies_at_any_time(row):
    assert (
        answer(Criterion.CONVICTIONS, **convicted(row.conviction, date(1970, 1, 1)))
        is CriterionAnswer.NOT_MET
    )
    assert answer(Criterion.CONVICTIONS, **convicted(row.conviction)) is CriterionAnswer.NOT_MET
    assert (
        answer(Criterion.CONVICTIONS, **convicted(row.conviction, answer=Reply.UNKNOWN))
        is CriterionAnswer.UNKNOWN
    )


ADDED_BY_SITES = set(Conviction) - {row.conviction for row in NORTH_CAROLINA.convictions}


@pytest.mark.parametrize("class_of", sorted(ADDED_BY_SITES))
def test_classes_that_sites_add_count_only_when_added(class_of):
    years = with_look_back(5, class_of)
    assert answer(Criterion.CONVICTIONS, **convicted(class_of, ENCOUNTER)) is CriterionAnswer.MET
    assert answer(Criterion.CONVICTIONS, years, **convicted(class_of, ENCOUNTER)) is CriterionAnswer.NOT_MET


@pytest.mark.parametrize(
    ("days_ago", "expected"),
    [
        (0, CriterionAnswer.NOT_MET),
        (364, CriterionAnswer.NOT_MET),
        (365, CriterionAnswer.MET),
        (366, CriterionAnswer.MET),
    ],
)
def test_a_look_back_of_one_year_covers_365_days(days_ago, expected):
    changes = convicted(Conviction.ROBBERY, date(2026, 3, 2) - timedelta(days=days_ago))
    assert answer(Criterion.CONVICTIONS, with_look_back(1), **changes) is expected


@pytest.mark.parametrize(
    ("days_ago", "expected"), [(365, CriterionAnswer.NOT_MET), (366, CriterionAnswer.MET)]
)
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
    assert (before.answer, before.changes_on) == (CriterionAnswer.NOT_MET, ends)
    assert answer(Criterion.CONVICTIONS, with_look_back(years), on=ends, **changes) is CriterionAnswer.MET


def test_a_conviction_without_a_date_is_unknown_where_the_date_matters():
    assert (
        answer(Criterion.CONVICTIONS, with_look_back(5), **convicted(Conviction.ROBBERY))
        is CriterionAnswer.UNKNOWN
    )


def test_a_class_without_an_answer_is_unknown():
    assert answer(Criterion.CONVICTIONS, convictions={}) is CriterionAnswer.UNKNOWN


def test_no_question_is_asked_without_conviction_classes():
    assert answer(Criterion.CONVICTIONS, replace(NORTH_CAROLINA, convictions=())) is CriterionAnswer.NOT_ASKED


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
        (SupervisionRule.NOT_ALLOWED, Reply.YES, CriterionAnswer.NOT_MET),
        (SupervisionRule.NEEDS_APPROVAL, Reply.YES, CriterionAnswer.MET),
        (SupervisionRule.NEEDS_APPROVAL, Reply.NO, CriterionAnswer.NOT_MET),
        (SupervisionRule.NEEDS_APPROVAL, Reply.UNKNOWN, CriterionAnswer.UNKNOWN),
    ],
)
def test_supervision_is_what_the_partners_made_of_it(permission, agrees, expected):
    criteria = replace(NORTH_CAROLINA, supervision={Supervision.PAROLE: permission})
    changes = {"supervision": Supervision.PAROLE, "supervising_officer_agrees": agrees}
    assert answer(Criterion.SUPERVISION, criteria, **changes) is expected


def test_unsupervised_probation_is_accepted_in_the_example():
    assert (
        answer(Criterion.SUPERVISION, supervision=Supervision.UNSUPERVISED_PROBATION) is CriterionAnswer.MET
    )
    assert answer(Criterion.SUPERVISION, supervision=Supervision.UNKNOWN) is CriterionAnswer.UNKNOWN


def test_supervision_is_not_asked_where_every_kind_is_accepted():
    criteria = replace(NORTH_CAROLINA, supervision={})
    assert (
        answer(Criterion.SUPERVISION, criteria, supervision=Supervision.UNKNOWN) is CriterionAnswer.NOT_ASKED
    )


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
    assert answer(code, criteria, **{name: meets}) is CriterionAnswer.MET
    assert answer(code, criteria, **{name: fails}) is CriterionAnswer.NOT_MET
    assert answer(code, criteria, **{name: Reply.UNKNOWN}) is CriterionAnswer.UNKNOWN


def test_questions_outside_the_partners_criteria_are_not_asked():
    criteria = replace(
        NORTH_CAROLINA,
        residence_required=False,
        substance_use_required=False,
        amenability_required=False,
        exploitation_of_minors_excluded=False,
    )
    codes = (Criterion.RESIDENCE, Criterion.SUBSTANCE_USE, Criterion.AMENABLE, Criterion.EXPLOITS_MINORS)
    assert {answer(code, criteria) for code in (*codes, Criterion.NO_CONTACT_ORDER)} == {
        CriterionAnswer.NOT_ASKED
    }
