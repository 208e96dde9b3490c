"""The rules about the charge, and both sides of every number in them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from handoff.eligibility.engine.amounts import UNITS
from handoff.eligibility.engine.criteria import (
    Criterion,
    DrugLimit,
    LimitKind,
    VictimRule,
)
from handoff.eligibility.engine.facts import (
    Reply,
)
from handoff.eligibility.engine.findings import Advice, Answer
from handoff.eligibility.engine.north_carolina import NORTH_CAROLINA
from handoff.eligibility.engine.table import edges_of
from handoff.testing.facts import (
    ASSAULT,
    ENCOUNTER,
    FELONY_LARCENY,
    LARCENY,
    advice,
    answer,
    found,
)

TRAFFICKING = Criterion.TRAFFICKING_WEIGHT
PERSONAL = Criterion.PERSONAL_USE


def with_limit(*limits):
    return replace(NORTH_CAROLINA, drug_limits=(*NORTH_CAROLINA.drug_limits, *limits))


# Amounts


@pytest.mark.parametrize("limit", NORTH_CAROLINA.drug_limits, ids=lambda limit: f"{limit.drug}-{limit.unit}")
def test_both_sides_of_every_drug_limit(limit):
    drug = "heroin" if limit.drug == "opioids" else limit.drug
    most, least = edges_of(limit)
    day = {"on": limit.effective_to or ENCOUNTER}
    assert answer(TRAFFICKING, amounts=(found(drug, str(most), limit.unit),), **day) is Answer.MET
    assert answer(TRAFFICKING, amounts=(found(drug, str(least), limit.unit),), **day) is Answer.NOT_MET


@pytest.mark.parametrize(
    ("drug", "quantity", "unit", "expected"),
    [
        ("heroin", "3.99", "g", Answer.MET),
        ("heroin", "4.00", "g", Answer.NOT_MET),
        ("fentanyl", "3.999", "g", Answer.MET),
        ("fentanyl", "4", "g", Answer.NOT_MET),
        ("fentanyl", "3999", "mg", Answer.MET),
        ("fentanyl", "4000", "mg", Answer.NOT_MET),
        ("heroin", "0.141", "oz", Answer.MET),
        ("heroin", "0.1411", "oz", Answer.NOT_MET),
        ("cocaine", "27.99", "g", Answer.MET),
        ("cocaine", "28", "g", Answer.NOT_MET),
        ("cocaine", "0.028", "kg", Answer.NOT_MET),
        ("cocaine", "1", "oz", Answer.NOT_MET),
        ("marijuana", "10", "lb", Answer.MET),
        ("marijuana", "10.001", "lb", Answer.NOT_MET),
        ("marijuana", "160", "oz", Answer.MET),
        ("marijuana", "160.001", "oz", Answer.NOT_MET),
        ("marijuana", "4535.9237", "g", Answer.MET),
        ("marijuana", "4535.924", "g", Answer.NOT_MET),
        ("lsd", "99", "dosage_unit", Answer.MET),
        ("lsd", "100", "dosage_unit", Answer.NOT_MET),
        ("synthetic_cannabinoid", "50", "dosage_unit", Answer.MET),
        ("synthetic_cannabinoid", "51", "dosage_unit", Answer.NOT_MET),
        ("prescription_opioid", "3", "dosage_unit", Answer.UNKNOWN),
        ("lsd", "1", "g", Answer.UNKNOWN),
        ("mdma", "27.99", "g", Answer.MET),
        ("mdma", "99", "dosage_unit", Answer.MET),
        ("psilocybin", "500", "g", Answer.MET),
        ("unidentified", "3.99", "g", Answer.MET),
        ("unidentified", "4", "g", Answer.NOT_MET),
        ("unidentified", "2", "dosage_unit", Answer.UNKNOWN),
        ("", "0.1", "g", Answer.UNKNOWN),
        ("a powder", "0.1", "g", Answer.UNKNOWN),
        ("heroin", None, "g", Answer.UNKNOWN),
        ("heroin", "1", "", Answer.UNKNOWN),
        ("heroin", "1", "bags", Answer.UNKNOWN),
        ("heroin", "-1", "g", Answer.UNKNOWN),
        ("heroin", "NaN", "g", Answer.UNKNOWN),
        ("heroin", "Infinity", "g", Answer.UNKNOWN),
        ("heroin", "0", "g", Answer.MET),
    ],
)
def test_amounts_are_held_against_the_limit_of_their_drug(drug, quantity, unit, expected):
    assert answer(TRAFFICKING, amounts=(found(drug, quantity, unit),)) is expected


def test_amounts_of_one_group_are_added_up():
    assert answer(TRAFFICKING, amounts=(found("heroin", "2"), found("fentanyl", "1.99"))) is Answer.MET
    assert answer(TRAFFICKING, amounts=(found("heroin", "2"), found("fentanyl", "2"))) is Answer.NOT_MET


def test_amounts_of_different_drugs_are_not():
    assert answer(TRAFFICKING, amounts=(found("cocaine", "20"), found("methamphetamine", "20"))) is Answer.MET


def test_too_much_of_one_drug_decides_whatever_else_is_unknown():
    assert answer(TRAFFICKING, amounts=(found("heroin", None), found("cocaine", "28"))) is Answer.NOT_MET


def test_possession_without_an_amount_is_unknown():
    assert answer(TRAFFICKING, amounts=()) is Answer.UNKNOWN
    assert advice(amounts=()) is Advice.MORE_INFORMATION


def test_no_drugs_no_question():
    assert answer(TRAFFICKING, amounts=(), offenses=(LARCENY,)) is Answer.NOT_ASKED


def test_the_limit_of_the_day_of_the_encounter_counts():
    limit = DrugLimit(
        "ketamine", Decimal(5), "g", effective_from=date(2026, 3, 2), effective_to=date(2026, 3, 3)
    )
    criteria = with_limit(limit)
    answers = {
        day: answer(TRAFFICKING, criteria, amounts=(found("ketamine", "5"),), on=date(2026, 3, day))
        for day in (1, 2, 3, 4)
    }
    assert answers == {1: Answer.UNKNOWN, 2: Answer.NOT_MET, 3: Answer.NOT_MET, 4: Answer.UNKNOWN}


def test_personal_use_is_asked_only_where_the_partners_set_an_amount():
    assert answer(PERSONAL) is Answer.NOT_ASKED
    limit = DrugLimit("opioids", Decimal(1), "g", reached_excludes=False, kind=LimitKind.PERSONAL_USE)
    assert answer(PERSONAL, with_limit(limit), amounts=(found("heroin", "1"),)) is Answer.MET
    assert answer(PERSONAL, with_limit(limit), amounts=(found("heroin", "1.01"),)) is Answer.NOT_MET


def test_every_unit_is_exact():
    assert UNITS["lb"].factor == UNITS["oz"].factor * 16


# Offense, grade, value, victim


def test_one_offense_outside_the_list_excludes_the_encounter():
    assert answer(Criterion.OFFENSE, offenses=(LARCENY, ASSAULT)) is Answer.NOT_MET
    assert answer(Criterion.OFFENSE, offenses=()) is Answer.UNKNOWN


def test_an_offense_can_be_added_or_taken_out_by_its_key():
    added = replace(NORTH_CAROLINA, eligible_offenses=("simple-assault",))
    taken = replace(NORTH_CAROLINA, excluded_offenses=("larceny",))
    assert answer(Criterion.OFFENSE, added, offenses=(ASSAULT,)) is Answer.MET
    assert answer(Criterion.OFFENSE, taken, offenses=(LARCENY,)) is Answer.NOT_MET


def test_felony_possession_may_be_diverted_and_felony_larceny_not():
    assert answer(Criterion.FELONY) is Answer.MET
    assert answer(Criterion.FELONY, offenses=(FELONY_LARCENY,)) is Answer.NOT_MET
    assert answer(Criterion.FELONY, offenses=(replace(LARCENY, felony=None),)) is Answer.UNKNOWN
    assert answer(Criterion.FELONY, offenses=()) is Answer.NOT_ASKED
    agreed = replace(NORTH_CAROLINA, eligible_offenses=("larceny-felony",))
    assert answer(Criterion.FELONY, agreed, offenses=(FELONY_LARCENY,)) is Answer.MET


@pytest.mark.parametrize(
    ("dollars", "expected"),
    [("1000", Answer.MET), ("1000.01", Answer.NOT_MET), (None, Answer.UNKNOWN), ("-1", Answer.UNKNOWN)],
)
def test_both_sides_of_the_value_of_goods(dollars, expected):
    offense = replace(LARCENY, value=None if dollars is None else Decimal(dollars))
    assert answer(Criterion.VALUE, offenses=(offense,), amounts=()) is expected


@pytest.mark.parametrize(
    ("victims", "has_victim", "agrees", "expected"),
    [
        (VictimRule.ANY, True, Reply.NO, Answer.NOT_ASKED),
        (VictimRule.WITH_AGREEMENT, False, Reply.UNKNOWN, Answer.MET),
        (VictimRule.WITH_AGREEMENT, True, Reply.YES, Answer.MET),
        (VictimRule.WITH_AGREEMENT, True, Reply.NO, Answer.NOT_MET),
        (VictimRule.WITH_AGREEMENT, True, Reply.UNKNOWN, Answer.UNKNOWN),
        (VictimRule.WITH_AGREEMENT, None, Reply.NO, Answer.UNKNOWN),
        (VictimRule.NONE, False, Reply.YES, Answer.MET),
        (VictimRule.NONE, True, Reply.YES, Answer.NOT_MET),
        (VictimRule.NONE, None, Reply.YES, Answer.UNKNOWN),
    ],
)
def test_a_victims_agreement_is_asked_where_the_partners_ask_for_it(victims, has_victim, agrees, expected):
    criteria = replace(NORTH_CAROLINA, victims=victims)
    offenses = (replace(LARCENY, has_victim=has_victim),)
    assert answer(Criterion.VICTIM, criteria, offenses=offenses, victim_agrees=agrees) is expected
