"""The hand-worked example: an invented program that began on July 13, 2026.

Two agencies, PD (1) and SO (2); officers Ruiz (11), Beck (12), Vann (13) and Lowe (14); people p1 to p9.
"""

from dataclasses import replace
from datetime import date

from handoff.charges.facts import ChargeFact
from handoff.enrollment.facts import EnrollmentFact, StatusFact
from handoff.measures.facts import Facts, HeadCount
from handoff.referrals.facts import ReferralFact

PD, SO = 1, 2
RUIZ, BECK, VANN, LOWE = 11, 12, 13, 14
ARREST, SOCIAL, COMMUNITY = "arrest_diversion", "officer_social", "community"
CLOSED, END_OF_AUGUST = date(2026, 8, 1), date(2026, 8, 31)
WHITE, BLACK, HISPANIC = ("white",), ("black",), ("hispanic",)

# number, day, pathway, agency, officer, person, races, age
REFERRALS = [
    (1, date(2026, 7, 13), ARREST, PD, RUIZ, 1, WHITE, 24),
    (2, date(2026, 7, 15), ARREST, PD, RUIZ, 2, BLACK, 25),
    (3, date(2026, 7, 18), SOCIAL, SO, LOWE, 3, HISPANIC, 40),
    (4, date(2026, 7, 20), COMMUNITY, None, None, 4, ("prefers_not",), None),
    (5, date(2026, 7, 22), ARREST, PD, BECK, 5, BLACK, 65),
    (6, date(2026, 7, 22), ARREST, PD, BECK, 5, BLACK, 65),
    (7, date(2026, 7, 28), ARREST, SO, LOWE, 6, ("white", "black"), 31),
    (8, date(2026, 7, 29), SOCIAL, PD, BECK, 7, ("white", "hispanic"), 50),
    (9, date(2026, 7, 30), ARREST, PD, VANN, 8, WHITE, 33),
    (10, date(2026, 7, 31), ARREST, SO, LOWE, 6, ("white", "black"), 31),
    (11, date(2026, 8, 1), ARREST, PD, BECK, 9, ("not_asked",), 29),
]
# referral: outcome, answered, reason, screened, intake by, said no later, why
ANSWERS = {
    1: ("accepted", date(2026, 7, 13), "", date(2026, 7, 13), date(2026, 7, 27), None, ""),
    # Its deadline was extended.
    2: ("accepted", date(2026, 7, 15), "", date(2026, 7, 15), date(2026, 8, 5), None, ""),
    3: ("declined", date(2026, 7, 18), "not_ready", None, None, None, ""),
    4: ("accepted", date(2026, 7, 22), "", date(2026, 7, 22), date(2026, 8, 5), None, ""),
    5: ("ineligible", None, "", None, None, None, ""),
    6: ("withdrawn", None, "", None, None, None, ""),
    7: ("declined", date(2026, 7, 28), "distrust_program", None, None, None, ""),
    8: ("accepted", date(2026, 8, 5), "", date(2026, 8, 5), date(2026, 8, 19), None, ""),
    9: (
        "accepted",
        date(2026, 7, 30),
        "",
        date(2026, 7, 30),
        date(2026, 8, 13),
        date(2026, 8, 3),
        "prefers_charge",
    ),
    10: ("accepted", date(2026, 7, 31), "", date(2026, 7, 31), date(2026, 8, 14), None, ""),
    11: ("accepted", date(2026, 8, 1), "", date(2026, 8, 1), date(2026, 8, 15), None, ""),
}
# person, referral, day of the intake
ENROLLMENTS = [
    (1, 1, date(2026, 7, 20)),
    (4, 4, date(2026, 7, 28)),
    (2, 2, date(2026, 8, 4)),
    (6, 10, date(2026, 8, 12)),
    (7, 8, date(2026, 8, 19)),
]
# charge, referral, person, offense
CHARGES = [
    (101, 1, 1, "misdemeanor larceny"),
    (102, 1, 1, "simple possession"),
    (103, 2, 2, "second degree trespass"),
    (107, 7, 6, "paraphernalia"),
    (109, 9, 8, "open container"),
    (110, 10, 6, "paraphernalia"),
    (111, 11, 9, "misdemeanor larceny"),
]


def facts_on(day: date) -> Facts:
    """What the program knew on a day."""
    return Facts(
        referrals=[_referral(each, day) for each in REFERRALS if each[1] <= day],
        read_on=day,
        enrollments=[EnrollmentFact(*each, each[2]) for each in ENROLLMENTS if each[2] <= day],
        statuses=[StatusFact(each[0], "active", "", each[2], None) for each in ENROLLMENTS if each[2] <= day],
        charges=[
            ChargeFact(charge, referral, person, offense, offense, REFERRALS[referral - 1][1], "held")
            for charge, referral, person, offense in CHARGES
            if REFERRALS[referral - 1][1] <= day
        ],
        agencies=[PD, SO],
        head_counts=[
            HeadCount(PD, date(2026, 7, 1), 40),
            HeadCount(PD, date(2026, 8, 15), 44),
            HeadCount(SO, date(2026, 7, 1), 25),
        ],
        left_on={VANN: date(2026, 7, 31)},
        # Alamance County: of the census of 2020 the two shares that the example works out.
        baseline={"nh_white": 0.641, "hispanic": 0.126},
        began_on=date(2026, 7, 13),
    )


def _referral(row: tuple, day: date) -> ReferralFact:
    number, occurred_on, pathway, agency, officer, person, races, age = row
    outcome, answered, reason, screened, intake_by, later_no, later_reason = ANSWERS[number]
    fact = ReferralFact(
        referral=number,
        number=number,
        person=person,
        occurred_on=occurred_on,
        recorded_on=occurred_on,
        pathway=pathway,
        referrer="officer" if officer else "community",
        agency=agency,
        officer=officer,
        outcome=outcome,
        answered_on=answered,
        decline_reason=reason,
        later_no_on=later_no,
        later_no_reason=later_reason,
        screened_on=screened,
        intake_by=intake_by,
        encounter=number,
        age=age,
        age_band="",
        gender="woman" if number % 2 else "man",
        races=races,
    )
    if later_no is not None and later_no > day:
        fact = replace(fact, later_no_on=None, later_no_reason="")
    if answered is not None and answered > day:
        return replace(fact, outcome="waiting", answered_on=None, screened_on=None, intake_by=None)
    return fact
