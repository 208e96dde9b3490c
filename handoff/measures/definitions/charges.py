"""M6, charges set aside among active participants (handbook 7d)."""

from handoff.core.text import mark_for_translation
from handoff.measures.definitions.measure import ALL, Line, Measure, Result, Table, Unit
from handoff.measures.facts import Facts
from handoff.measures.rules.periods import Period


def count_charges(facts: Facts, period: Period) -> Result:
    active = facts.active_at_end_of(period.last)
    accepted, members = facts.encounters_of_a_yes, set(active)
    charges = [
        each
        for each in facts.charges
        if each.person in members and each.encounter in accepted and each.set_aside_on <= period.last
    ]
    by_offense: dict[str, list[int]] = {}
    for each in charges:
        by_offense.setdefault(each.offense, []).append(each.charge)
    everything = tuple(each.charge for each in charges)
    return Result(
        period,
        Line(ALL, tuple(sorted({each.person for each in charges})), tuple(active)),
        (
            Table(
                "offense",
                Unit.CHARGES,
                tuple(Line(code, tuple(rows), everything) for code, rows in sorted(by_offense.items())),
            ),
        ),
        {"charges": len(charges)},
    )


CHARGES = Measure(
    code="M6",
    key="charges-of-active-participants",
    version=1,
    title=mark_for_translation("Charges among active participants"),
    sentence=mark_for_translation(
        "How many charges were set aside for active participants, and of what type."
    ),
    numerator=mark_for_translation(
        "Active participants with a charge set aside; the charges themselves by type"
    ),
    denominator=mark_for_translation("Participants who were active when the period's last day ended"),
    exclusions=(
        mark_for_translation(
            "Charges of a referral to which the answer was no, or no in the end, aren't counted."
        ),
        mark_for_translation("New charges after the referral aren't counted here."),
    ),
    section="7d",
    unit=Unit.PEOPLE,
    count=count_charges,
)
