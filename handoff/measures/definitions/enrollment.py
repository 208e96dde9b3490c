"""M3, the enrollment rate by the month of the referral (handbook 7d)."""

from datetime import date

from handoff.core.text import mark_for_translation
from handoff.measures.definitions.acceptance import NO_MISTAKES, NO_PARTICIPANTS
from handoff.measures.definitions.measure import (
    ALL,
    ANSWERED,
    Line,
    Measure,
    Result,
    Table,
    Unit,
    group_by,
    ids,
    tables_by_agency_and_pathway,
)
from handoff.measures.facts import Facts
from handoff.measures.rules.periods import Period
from handoff.referrals.facts import ReferralFact

ENROLLED, OPEN, SAID_NO, PAST = "enrolled", "open", "said_no", "past"


def count_enrollment(facts: Facts, period: Period) -> Result:
    screened = [
        each
        for each in facts.offers_in(period)
        if each.screened_on is not None and not _enrolled_through_another(facts, each)
    ]
    by_state = group_by(screened, lambda each: _intake_state(facts, each))
    enrolled = by_state.get(ENROLLED, [])
    return Result(
        period,
        Line(ALL, ids(enrolled), ids(screened)),
        (
            Table(
                "intake",
                Unit.REFERRALS,
                tuple(
                    Line(code, ids(by_state.get(code, ())), ids(screened))
                    for code in (ENROLLED, OPEN, SAID_NO, PAST)
                ),
            ),
            *tables_by_agency_and_pathway(enrolled, screened),
        ),
        {"open": facts.number(by_state.get(OPEN, ()))},
    )


def _enrolled_through_another(facts: Facts, referral: ReferralFact) -> bool:
    """True if the person's intake belongs to another of their referrals, where they are counted."""
    enrollment = facts.enrollment_of.get(referral.person or 0)
    return enrollment is not None and enrollment.referral != referral.referral


def _intake_state(facts: Facts, referral: ReferralFact) -> str:
    if (referral.person or 0) in facts.enrollment_of:
        return ENROLLED
    if referral.later_no_on is not None:
        return SAID_NO
    return OPEN if _is_open(referral.intake_by, facts.read_on) else PAST


def _is_open(intake_by: date | None, today: date) -> bool:
    return intake_by is None or today <= intake_by


ENROLLMENT = Measure(
    code="M3",
    key="enrollment-rate",
    version=1,
    title=mark_for_translation("Enrollment rate"),
    sentence=mark_for_translation(
        "Of the people who completed the screening form, how many completed intake and enrolled."
    ),
    numerator=mark_for_translation("Of these referrals, those whose intake was completed, whenever that was"),
    denominator=mark_for_translation(
        "Referrals made in the period to which the first answer was yes and whose screening form was completed"
    ),
    exclusions=(
        NO_MISTAKES,
        NO_PARTICIPANTS,
        mark_for_translation(
            "A person with several referrals is counted once, at the referral that their intake belongs to."
        ),
        mark_for_translation(
            "Those still within the intake deadline are in the denominator and shown beside it: until none is left, "
            "the rate can only rise. A referral without a deadline counts as open for the program's number of days "
            "after the yes."
        ),
    ),
    section="7d",
    unit=Unit.REFERRALS,
    count=count_enrollment,
    grouping=ANSWERED,
)
