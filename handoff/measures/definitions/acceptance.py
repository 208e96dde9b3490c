"""M1, the acceptance rate, and M2, the reasons for a "not now" (handbook 7d)."""

from dataclasses import replace

from handoff.core.text import mark_for_translation
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
from handoff.referrals.facts import Outcome

ANSWERS = (Outcome.ACCEPTED, Outcome.DECLINED, Outcome.INELIGIBLE, Outcome.WAITING)
NO_MISTAKES = mark_for_translation("Referrals entered by mistake or twice are no referrals.")
NO_PARTICIPANTS = mark_for_translation(
    "A participant who is referred again has nothing to accept: counted beside the figure."
)


def count_acceptance(facts: Facts, period: Period) -> Result:
    offers = facts.offers_in(period)
    accepted = [each for each in offers if each.outcome == Outcome.ACCEPTED]
    by_answer = group_by(offers, lambda each: each.outcome)
    people = {each.person for each in offers if each.person is not None}
    return Result(
        period,
        Line(ALL, ids(accepted), ids(offers)),
        (
            Table(
                "answer",
                Unit.REFERRALS,
                tuple(Line(answer.value, ids(by_answer.get(answer, ())), ids(offers)) for answer in ANSWERS),
            ),
            *tables_by_agency_and_pathway(accepted, offers),
        ),
        {
            "people": facts.number_of_people(people),
            "without_name": facts.number(each for each in offers if each.person is None),
            "already_participants": facts.number(facts.referrals_in(period)) - facts.number(offers),
            "mistakes": facts.mistakes_in(period),
        },
    )


def count_reasons(facts: Facts, period: Period) -> Result:
    """The reasons, and how many said "not now" by agency and kind of referral."""
    found = count_reasons_alone(facts, period)
    declined = [each for each in facts.offers_in(period) if each.outcome == Outcome.DECLINED]
    return replace(found, tables=(*found.tables, *tables_by_agency_and_pathway(declined, declined)))


def count_reasons_alone(facts: Facts, period: Period) -> Result:
    """Whoever said "not now" first was offered the program, and so was eligible."""
    declined = [each for each in facts.offers_in(period) if each.outcome == Outcome.DECLINED]
    later = [each for each in facts.referrals if each.later_no_on is not None and each.later_no_on in period]
    by_reason = group_by(declined, lambda each: each.decline_reason or "none")
    by_later_reason = group_by(later, lambda each: each.later_no_reason or "none")
    return Result(
        period,
        Line(ALL, ids(declined)),
        (
            Table(
                "reason",
                Unit.REFERRALS,
                tuple(Line(code, ids(rows), ids(declined)) for code, rows in sorted(by_reason.items())),
            ),
            Table(
                "later_reason",
                Unit.REFERRALS,
                tuple(Line(code, ids(rows), ids(later)) for code, rows in sorted(by_later_reason.items())),
            ),
        ),
        {"later": facts.number(later)},
    )


ACCEPTANCE = Measure(
    code="M1",
    key="acceptance-rate",
    version=1,
    title=mark_for_translation("Acceptance rate"),
    sentence=mark_for_translation("Of the referrals made, how many people chose to join."),
    numerator=mark_for_translation("Referrals to which the person's first answer was yes"),
    denominator=mark_for_translation(
        "Referrals made in the period, those not eligible and those without an answer included"
    ),
    exclusions=(NO_MISTAKES, NO_PARTICIPANTS),
    section="7d",
    unit=Unit.REFERRALS,
    count=count_acceptance,
    grouping=ANSWERED,
)
REASONS = Measure(
    code="M2",
    key="decline-reasons",
    version=2,
    title=mark_for_translation("Reasons for “not now”"),
    sentence=mark_for_translation("Why eligible people who were offered the program said “not now.”"),
    numerator=mark_for_translation(
        "Referrals in the period to which the person's first answer was “not now,” by reason"
    ),
    denominator=mark_for_translation("All referrals in the period to which the first answer was “not now”"),
    exclusions=(
        mark_for_translation("People who weren't eligible or weren't offered the program declined nothing."),
        mark_for_translation("A no after a first yes is in a table of its own, by the day of the no."),
        NO_MISTAKES,
    ),
    section="7d",
    unit=Unit.REFERRALS,
    count=count_reasons,
    grouping=ANSWERED,
)
REASONS_1 = replace(REASONS, version=1, count=count_reasons_alone)
"""Without the tables by agency and kind of referral."""
