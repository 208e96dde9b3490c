"""Which charges are diverted at all: everything, misdemeanors, or none (P7, N23)."""

from dataclasses import replace

import pytest

from handoff.eligibility.engine.assessment import assess
from handoff.eligibility.engine.criteria import ChargeClass, Criteria
from handoff.eligibility.engine.facts import EligibilityPathway, OffenseFact
from handoff.eligibility.engine.findings import Advice
from handoff.eligibility.engine.north_carolina import NORTH_CAROLINA
from handoff.testing.referrals import clear_facts

SHOPLIFTING = (OffenseFact("shoplifting", "shoplifting", "14-72.1", False, True, 40),)
COCAINE = clear_facts().offenses


def advice(charges, offenses, **facts):
    criteria = replace(NORTH_CAROLINA, charges=charges)
    amounts = clear_facts().amounts if offenses == COCAINE else ()
    return assess(clear_facts(offenses=offenses, amounts=amounts, **facts), criteria)


@pytest.mark.parametrize(
    ("charges", "offenses", "expected"),
    [
        (ChargeClass.ALL, COCAINE, Advice.ELIGIBLE),
        (ChargeClass.ALL, SHOPLIFTING, Advice.ELIGIBLE),
        (ChargeClass.MISDEMEANORS, COCAINE, Advice.NOT_ELIGIBLE),
        (ChargeClass.MISDEMEANORS, SHOPLIFTING, Advice.ELIGIBLE),
        (ChargeClass.MISDEMEANORS, (*SHOPLIFTING, *COCAINE), Advice.NOT_ELIGIBLE),
        (ChargeClass.NONE, COCAINE, Advice.NOT_ELIGIBLE),
        (ChargeClass.NONE, SHOPLIFTING, Advice.NOT_ELIGIBLE),
        (ChargeClass.NONE, (), Advice.NOT_ELIGIBLE),
    ],
)
def test_a_smaller_start_diverts_less_and_makes_no_exception(charges, offenses, expected):
    assert advice(charges, offenses).advice is expected


def test_an_offense_of_unknown_level_is_never_met():
    unknown = (OffenseFact("shoplifting", "shoplifting", "14-72.1", None, True, 40),)
    assert advice(ChargeClass.MISDEMEANORS, unknown).advice is Advice.MORE_INFORMATION


@pytest.mark.parametrize("charges", list(ChargeClass))
def test_social_referrals_are_open_at_every_start(charges):
    facts = {"pathway": EligibilityPathway.OFFICER_SOCIAL}
    found = assess(clear_facts(**facts), replace(NORTH_CAROLINA, charges=charges))
    assert found.advice is Advice.ELIGIBLE


def test_criteria_of_before_divert_everything():
    plain = NORTH_CAROLINA.to_plain()
    del plain["charges"]
    assert Criteria.from_plain(plain).charges is ChargeClass.ALL


def test_misdemeanors_only_names_no_drug():
    """G5: the limit is on the class of charge and is the same for every drug."""
    drugs = [f"possess-{each}" for each in ("cocaine", "fentanyl", "heroin", "methamphetamine")]
    found = {
        advice(ChargeClass.MISDEMEANORS, (replace(COCAINE[0], key=key),)).deciding.sentence for key in drugs
    }
    assert found == {"This program diverts misdemeanors only for now."}
