"""The handbook's North Carolina example, from which every program starts. Confirm with counsel.

Legal numbers are data: each limit names its source and its dates, and a program's counsel may change it. Where the
example leaves something open, it is filled in as the handbook recommends:

* Felony possession below the trafficking weight may be diverted. The handbook's own scenarios divert fentanyl and
  cocaine, which are Class I felonies in any amount (fentanyl for offenses since December 1, 2021, S.L. 2021-155).
* Petty theft, property crimes and trespass are on the handbook's list although they have a victim; whether the
  victim's agreement is needed is a switch that is off (on in Robeson County).
* Unsupervised probation is allowed, as the evaluation of the North Carolina programs recommends; supervised probation,
  parole and post-release supervision need the supervising officer's approval.
* The look-back on disqualifying convictions is "at any time", because the example names none. The handbook
  recommends a shorter one (for instance 5 years); shortening it is one number a class.
* No amount is set for personal use: North Carolina law knows none, so it is the partners' choice below trafficking.
* Two criteria are beyond an exception. Being under 18: the program is for adults, and the juvenile system has its
  own diversion. Exploiting minors: the harm is to a child, and the programs that list it list it without exception. The
  handbook lets the DA approve anyone else, and the partners can remove these two from the list as well.
"""

from datetime import date
from decimal import Decimal

from handoff.core.text import mark_for_translation
from handoff.eligibility.engine.amounts import OPIOIDS, UNIDENTIFIED
from handoff.eligibility.engine.criteria import (
    Criteria,
    Criterion,
    DisqualifyingConviction,
    DrugLimit,
    SupervisionRule,
    ValueLimit,
)
from handoff.eligibility.engine.facts import Conviction, Supervision

HANDBOOK = mark_for_translation("Handbook 3a, example criteria")
TRAFFICKING = "G.S. 90-95(h)"
STOLEN_VALUE = mark_for_translation("G.S. 14-72(a): a felony above $1,000")
HOPE_ACT = mark_for_translation("G.S. 90-95(h)(4), every opioid since the HOPE Act (S.L. 2018-44)")

DRUG_LIMITS = (
    DrugLimit(OPIOIDS, Decimal(4), "g", effective_from=date(2018, 12, 1), source=HOPE_ACT),
    DrugLimit("heroin", Decimal(4), "g", effective_to=date(2018, 11, 30), source=TRAFFICKING),
    DrugLimit("opium", Decimal(4), "g", effective_to=date(2018, 11, 30), source=TRAFFICKING),
    DrugLimit("cocaine", Decimal(28), "g", source=TRAFFICKING),
    DrugLimit("methamphetamine", Decimal(28), "g", source=TRAFFICKING),
    DrugLimit("amphetamine", Decimal(28), "g", source=TRAFFICKING),
    DrugLimit("mdpv", Decimal(28), "g", source=TRAFFICKING),
    DrugLimit("mephedrone", Decimal(28), "g", source=TRAFFICKING),
    DrugLimit("marijuana", Decimal(10), "lb", reached_excludes=False, source=TRAFFICKING),
    DrugLimit("lsd", Decimal(100), "dosage_unit", source=TRAFFICKING),
    DrugLimit("mdma", Decimal(100), "dosage_unit", source=TRAFFICKING),
    DrugLimit("mdma", Decimal(28), "g", source=TRAFFICKING),
    DrugLimit("methaqualone", Decimal(1000), "dosage_unit", source=TRAFFICKING),
    DrugLimit(
        "synthetic_cannabinoid", Decimal(50), "dosage_unit", reached_excludes=False, source=TRAFFICKING
    ),
    DrugLimit(
        UNIDENTIFIED,
        Decimal(4),
        "g",
        source=mark_for_translation(
            "The lowest weight of G.S. 90-95(h), because the substance may hold an opioid"
        ),
    ),
)

NORTH_CAROLINA = Criteria(
    name="North Carolina example",
    minimum_age=18,
    eligible_kinds=(
        "possession",
        "paraphernalia",
        "shoplifting",
        "larceny",
        "stolen_goods",
        "property_damage",
        "trespass",
        "sex_work",
        "loitering_for_prostitution",
    ),
    felony_kinds=("possession",),
    drug_limits=DRUG_LIMITS,
    value_limits=(
        ValueLimit("larceny", Decimal(1000), STOLEN_VALUE),
        ValueLimit("stolen_goods", Decimal(1000), STOLEN_VALUE),
    ),
    convictions=tuple(
        DisqualifyingConviction(conviction, years=None, source=HANDBOOK)
        for conviction in (
            Conviction.HOMICIDE,
            Conviction.VEHICULAR_HOMICIDE,
            Conviction.ARSON,
            Conviction.ROBBERY,
            Conviction.KIDNAPPING,
            Conviction.HUMAN_TRAFFICKING,
            Conviction.SEXUAL_ASSAULT,
            Conviction.FIREARM_OR_DEADLY_WEAPON,
            Conviction.ATTEMPTED_VIOLENT,
        )
    ),
    supervision={
        Supervision.UNSUPERVISED_PROBATION: SupervisionRule.ALLOWED,
        Supervision.SUPERVISED_PROBATION: SupervisionRule.NEEDS_APPROVAL,
        Supervision.PAROLE: SupervisionRule.NEEDS_APPROVAL,
        Supervision.POST_RELEASE: SupervisionRule.NEEDS_APPROVAL,
        Supervision.PRETRIAL: SupervisionRule.ALLOWED,
    },
    never_by_exception=(Criterion.AGE, Criterion.EXPLOITS_MINORS),
)
