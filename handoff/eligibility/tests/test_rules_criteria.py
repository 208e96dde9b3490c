"""What criteria must not contain and why, and what facts cannot hold."""

import json
from dataclasses import fields, replace
from decimal import Decimal

import pytest

from handoff.eligibility.engine import checks
from handoff.eligibility.engine.criteria import (
    Criteria,
    CriteriaRefused,
    DisqualifyingConviction,
    DrugLimit,
    LimitKind,
    ValueLimit,
)
from handoff.eligibility.engine.facts import Conviction, Facts
from handoff.eligibility.engine.north_carolina import NORTH_CAROLINA
from handoff.testing.facts import facts_of


def plain(**changes):
    return {**NORTH_CAROLINA.to_plain(), **changes}


def refusals(values):
    with pytest.raises(CriteriaRefused) as refused:
        Criteria.from_plain(values)
    return {error.sentence for error in refused.value.errors}


def limit_plain(**changes):
    return [{"drug": "heroin", "quantity": "4", "unit": "g", **changes}]


def test_the_example_survives_json():
    assert Criteria.from_plain(json.loads(json.dumps(NORTH_CAROLINA.to_plain()))) == NORTH_CAROLINA


@pytest.mark.parametrize(
    "name",
    [
        "drug_test_required",
        "negative_screen",
        "drug_screens",
        "positive_screen_excluded",
        "abstinence_days",
        "sober_since",
        "treatment_attendance",
        "attends_treatment",
        "inTreatment",
        "urine",
    ],
)
def test_tests_abstinence_and_treatment_are_refused_with_the_reason(name):
    assert refusals(plain(**{name: True})) == {checks.NO_TESTS}


@pytest.mark.parametrize(
    "name", ["race", "races", "ethnicity", "gender", "sex", "excluded_gender", "race_ethnicity", "Race"]
)
def test_race_and_gender_are_refused_with_the_reason(name):
    assert refusals(plain(**{name: ["any"]})) == {checks.NO_RACE_OR_GENDER}


@pytest.mark.parametrize(
    "name", ["excluded_drugs", "exclude_fentanyl", "no_heroin", "drugs_excluded", "bannedDrugs"]
)
def test_excluding_a_drug_is_refused_with_the_reason(name):
    assert refusals(plain(**{name: ["fentanyl"]})) == {checks.NO_SINGLE_DRUG}


@pytest.mark.parametrize(
    "changes",
    [
        {"drug_limits": limit_plain(quantity="0")},
        {"drug_limits": limit_plain(quantity="0.00", kind="personal_use")},
        {"drug_limits": limit_plain(excluded_drug=True)},
        {"excluded_offenses": ["possess-fentanyl"]},
        {"excluded_offenses": ["possess-marijuana-felony"]},
        {"excluded_offenses": ["possession-of-xylazine-and-heroin"]},
        {"eligible_kinds": ["larceny"], "felony_kinds": [], "eligible_offenses": ["possess-marijuana"]},
    ],
)
def test_every_workaround_excludes_a_drug_too_and_is_refused(changes):
    assert refusals(plain(**changes)) == {checks.NO_SINGLE_DRUG}


def test_misdemeanors_only_would_exclude_drugs_and_is_refused():
    assert refusals(plain(felony_kinds=[])) == {checks.MISDEMEANORS_ONLY}


def test_quantity_limits_are_allowed():
    assert Criteria.from_plain(
        plain(drug_limits=limit_plain(quantity="0.5", kind="personal_use"))
    ).drug_limits


@pytest.mark.parametrize("kind", ["sex_work", "buying_sex", "sex_offense", "larceny"])
def test_an_offense_with_sex_in_its_name_is_no_criterion_about_sex(kind):
    Criteria.from_plain(plain(eligible_kinds=["possession", kind]))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"minimum_age": 11}, checks.AGE_RANGE),
        ({"minimum_age": 100}, checks.AGE_RANGE),
        ({"minimum_age": True}, checks.NOT_READABLE),
        ({"minimum_age": "eighteen"}, checks.NOT_READABLE),
        ({"residence_required": "yes"}, checks.NOT_READABLE),
        ({"eligible_kinds": "possession"}, checks.NOT_READABLE),
        ({"eligible_kinds": [], "felony_kinds": []}, checks.NOTHING_ELIGIBLE),
        ({"eligible_kinds": ["possession", "female_gender"]}, checks.NO_RACE_OR_GENDER),
        ({"never_by_exception": ["mood"]}, checks.NOT_READABLE),
        ({"never_by_exception": ["race"]}, checks.NO_RACE_OR_GENDER),
        ({"victims": "sometimes"}, checks.NOT_READABLE),
        ({"supervision": {"none": "not_allowed"}}, checks.NOT_READABLE),
        ({"supervision": {"parole": "perhaps"}}, checks.NOT_READABLE),
        ({"convictions": [{"conviction": "jaywalking"}]}, checks.NOT_READABLE),
        ({"convictions": [{"conviction": "positive_drug_test"}]}, checks.NO_TESTS),
        ({"convictions": [{"conviction": "arson", "years": 0}]}, checks.YEARS),
        ({"convictions": [{"conviction": "arson", "race": "any"}]}, checks.NO_RACE_OR_GENDER),
        ({"convictions": [{"conviction": "arson"}, {"conviction": "arson", "years": 5}]}, checks.TWICE),
        ({"convictions": [{"years": 5}]}, checks.NOT_READABLE),
        ({"drug_limits": limit_plain(drug="catnip")}, checks.UNKNOWN_DRUG),
        ({"drug_limits": limit_plain(unit="bags")}, checks.UNKNOWN_UNIT),
        ({"drug_limits": limit_plain(quantity="-1")}, checks.NOT_POSITIVE),
        ({"drug_limits": limit_plain(quantity="NaN")}, checks.NOT_POSITIVE),
        ({"drug_limits": limit_plain(quantity="four")}, checks.NOT_READABLE),
        ({"drug_limits": limit_plain(quantity=4.0)}, checks.NOT_READABLE),
        (
            {"drug_limits": limit_plain(effective_from="2026-02-01", effective_to="2026-01-31")},
            checks.DATES_REVERSED,
        ),
        ({"value_limits": [{"kind": "larceny", "dollars": "0"}]}, checks.NOT_POSITIVE),
        ({"value_limits": [{"kind": "larceny", "dollars": "5"}] * 2}, checks.TWICE),
        ({"favourite_color": "blue"}, checks.NOT_A_PARAMETER),
        ({"drug_limits": ["heroin"]}, checks.NOT_READABLE),
        ({"supervision": "any"}, checks.NOT_READABLE),
    ],
)
def test_impossible_criteria_are_refused_in_plain_language(changes, sentence):
    assert refusals(plain(**changes)) == {sentence}


def test_a_missing_parameter_is_named():
    values = plain()
    del values["minimum_age"]
    with pytest.raises(CriteriaRefused, match="We can't read the value of minimum_age"):
        Criteria.from_plain(values)


def test_every_reason_is_given_at_once():
    values = plain(minimum_age=3, drug_limits=limit_plain(quantity="0"), race=["any"], abstinence=True)
    assert refusals(values) == {
        checks.AGE_RANGE,
        checks.NO_SINGLE_DRUG,
        checks.NO_RACE_OR_GENDER,
        checks.NO_TESTS,
    }


@pytest.mark.parametrize(
    ("quantity", "unit", "fits"),
    [("4", "g", True), ("4.01", "g", False), ("1", "oz", False), ("50", "dosage_unit", True)],
)
def test_personal_use_is_less_than_trafficking(quantity, unit, fits):
    limit = DrugLimit("heroin", Decimal(quantity), unit, kind=LimitKind.PERSONAL_USE)
    if fits:
        assert limit in replace(NORTH_CAROLINA, drug_limits=(*NORTH_CAROLINA.drug_limits, limit)).drug_limits
    else:
        with pytest.raises(
            CriteriaRefused, match="personal-use limit can't be higher than the trafficking weight"
        ):
            replace(NORTH_CAROLINA, drug_limits=(*NORTH_CAROLINA.drug_limits, limit))


@pytest.mark.parametrize(
    "changes",
    [
        {"drug_limits": (DrugLimit("heroin", Decimal(0), "g"),)},
        {"value_limits": (ValueLimit("larceny", Decimal("NaN")),)},
        {"convictions": (DisqualifyingConviction(Conviction.ARSON, 0),)},
        {"never_by_exception": ("gender",)},
        {"felony_kinds": ()},
    ],
)
def test_wrong_criteria_cannot_be_made_in_code_either(changes):
    with pytest.raises(CriteriaRefused):
        replace(NORTH_CAROLINA, **changes)


def test_shorter_look_backs_are_one_number():
    years = tuple(replace(row, years=5) for row in NORTH_CAROLINA.convictions)
    assert Criteria.from_plain(replace(NORTH_CAROLINA, convictions=years).to_plain()).convictions == years


FORBIDDEN = {"race", "ethnicity", "race_ethnicity", "gender", "sex", "criminal_history", "history_text"}


def test_facts_have_no_place_for_race_gender_or_a_criminal_history():
    assert not {each.name for each in fields(Facts)} & FORBIDDEN
    assert not {each.name for each in fields(Criteria)} & FORBIDDEN


@pytest.mark.parametrize("name", sorted(FORBIDDEN))
def test_facts_refuse_to_carry_them(name):
    with pytest.raises(TypeError):
        facts_of(**{name: "anything"})
    with pytest.raises(ValueError, match="not a fact that eligibility may know"):
        Facts.from_plain({**facts_of().to_plain(), name: "anything"})
    with pytest.raises((AttributeError, TypeError)):
        object.__setattr__(facts_of(), name, "anything")
