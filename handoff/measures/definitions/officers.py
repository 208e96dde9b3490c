"""M5, officers who referred beside all officers (handbook 7d)."""

from datetime import date

from handoff.core.text import mark_for_translation
from handoff.measures.definitions.acceptance import NO_MISTAKES
from handoff.measures.definitions.measure import ALL, Grouping, Line, Measure, Result, Table, Unit
from handoff.measures.facts import Facts, HeadCount
from handoff.measures.rules.periods import Period


def head_count_on(facts: Facts, agency: int, day: date) -> HeadCount | None:
    """The newest head count of an agency that dates from a day or before."""
    counts = [each for each in facts.head_counts if each.agency == agency and each.counted_on <= day]
    return max(counts, key=lambda each: each.counted_on, default=None)


def count_officers(facts: Facts, period: Period) -> Result:
    referred = facts.referrals_in(period)
    lines = []
    for agency in facts.agencies:
        officers = {each.officer for each in referred if each.officer is not None and each.agency == agency}
        counted = head_count_on(facts, agency, period.last)
        lines.append(
            Line(str(agency), tuple(sorted(officers)), size=None if counted is None else counted.officers)
        )
    known = [each for each in lines if each.size is not None]
    everyone = tuple(officer for each in known for officer in each.records)
    left = {officer for each in lines for officer in each.records if _has_left(facts, officer, period.last)}
    return Result(
        period,
        Line(ALL, everyone, size=sum(each.size or 0 for each in known) if known else None),
        (Table("officer_agency", Unit.OFFICERS, tuple(lines)),),
        {"left": len(left), "head_count_missing": len(lines) - len(known)},
    )


def _has_left(facts: Facts, officer: int, day: date) -> bool:
    last = facts.left_on.get(officer)
    return last is not None and last < day


OFFICERS = Measure(
    code="M5",
    key="officers-who-referred",
    version=1,
    title=mark_for_translation("Officers who referred"),
    sentence=mark_for_translation("Of the officers of each agency, how many made a referral."),
    numerator=mark_for_translation("Different officers who made at least one referral in the period"),
    denominator=mark_for_translation(
        "Sworn officers by the agency's newest head count on the period's last day"
    ),
    exclusions=(
        NO_MISTAKES,
        mark_for_translation(
            "A referral of someone not eligible, or of a participant, counts for the officer who made it."
        ),
        mark_for_translation("An agency without a head count has no share and is left out of the sum."),
    ),
    section="7d",
    unit=Unit.OFFICERS,
    count=count_officers,
    grouping=Grouping(referrals=frozenset(("agency", "officer", "mistake"))),
)
