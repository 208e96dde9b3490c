"""Facts of an encounter for the tests of eligibility: a person who meets every criterion, and what changes that."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from handoff.eligibility.engine.assessment import assess
from handoff.eligibility.engine.criteria import Criteria, DisqualifyingConviction
from handoff.eligibility.engine.facts import (
    Conviction,
    ConvictionFact,
    DrugAmount,
    EligibilityPathway,
    Facts,
    Immunity,
    OffenseFact,
    Reply,
    Supervision,
)
from handoff.eligibility.engine.findings import Advice, CriterionAnswer, CriterionFinding
from handoff.eligibility.engine.north_carolina import NORTH_CAROLINA

ENCOUNTER = date(2026, 3, 2)
POSSESSION = OffenseFact("possess-controlled-substance-felony", "possession", felony=True, has_victim=False)
LARCENY = OffenseFact("larceny", "larceny", felony=False, has_victim=True, value=Decimal(40))
ASSAULT = OffenseFact("simple-assault", "assault", felony=False, has_victim=True)
FELONY_LARCENY = OffenseFact("larceny-felony", "larceny", felony=True, has_victim=True, value=Decimal(1200))
NO_CONVICTIONS = {conviction: ConvictionFact(Reply.NO) for conviction in Conviction}


def facts_of(**changes: Any) -> Facts:
    """Return the facts of a resident of 40 with half a gram of fentanyl, with the changes asked for."""
    eligible = Facts(
        pathway=EligibilityPathway.ARREST_DIVERSION,
        on=ENCOUNTER,
        date_of_birth=date(1985, 6, 1),
        resident=Reply.YES,
        substance_use=Reply.YES,
        amenable=Reply.YES,
        exploits_minors=Reply.NO,
        offenses=(POSSESSION,),
        amounts=(DrugAmount("fentanyl", Decimal("0.5"), "g"),),
        convictions=NO_CONVICTIONS,
        supervision=Supervision.NONE,
        no_contact_order=Reply.NO,
        victim_agrees=Reply.YES,
        immunity=Immunity.NONE,
    )
    return replace(eligible, **changes)


def found(drug: str, quantity: str | None, unit: str = "g") -> DrugAmount:
    """Return an amount of a drug."""
    return DrugAmount(drug, None if quantity is None else Decimal(quantity), unit)


def convicted(conviction: Conviction, on: date | None = None, answer: Reply = Reply.YES) -> dict[str, Any]:
    """Return the change that gives the person one conviction."""
    return {"convictions": {**NO_CONVICTIONS, conviction: ConvictionFact(answer, on)}}


def advice(criteria: Criteria = NORTH_CAROLINA, **changes: Any) -> Advice:
    """Return what is advised."""
    return assess(facts_of(**changes), criteria).advice


def finding(code: str, criteria: Criteria = NORTH_CAROLINA, **changes: Any) -> CriterionFinding:
    """Return one criterion's finding."""
    return assess(facts_of(**changes), criteria).finding(code)


def answer(code: str, criteria: Criteria = NORTH_CAROLINA, **changes: Any) -> CriterionAnswer:
    """Return one criterion's answer."""
    return finding(code, criteria, **changes).answer


def with_look_back(years: int | None, conviction: Conviction = Conviction.ROBBERY) -> Criteria:
    """Return criteria with one class of convictions and its look-back."""
    return replace(NORTH_CAROLINA, convictions=(DisqualifyingConviction(conviction, years),))
