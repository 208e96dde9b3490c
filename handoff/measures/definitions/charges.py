"""M6, charges among active participants: those set aside at the referral, and new ones after it (handbook 7d).

The handbook's words leave open which charges are meant. Both readings are counted, each under its own name.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from handoff.charges.facts import NewChargeFact
from handoff.core.text import mark_for_translation
from handoff.measures.definitions.measure import (
    ALL,
    Grouping,
    Line,
    Measure,
    Result,
    Table,
    Unit,
    people_by_agency_and_pathway,
)
from handoff.measures.facts import Facts
from handoff.measures.rules.periods import Period


def count_charges(facts: Facts, period: Period) -> Result:
    """Those with a charge set aside, its type, and the same by agency and kind of their referral."""
    found = count_charges_alone(facts, period)
    by_group = people_by_agency_and_pathway(facts, found.headline.records, found.headline.base or ())
    return replace(found, tables=(*found.tables, *by_group))


def count_charges_alone(facts: Facts, period: Period) -> Result:
    active = facts.active_at_end_of(period.last)
    members, last = set(active), period.last
    charges = [
        each for each in facts.charges_of_a_yes if each.set_aside_on <= last and each.person in members
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
        {"charges": facts.number_of_charges([each.charge for each in charges])},
    )


CHARGES = Measure(
    code="M6",
    key="charges-of-active-participants",
    version=2,
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
    grouping=Grouping(active=frozenset(("agency", "pathway")), charges=True),
)
CHARGES_1 = replace(CHARGES, version=1, count=count_charges_alone)
"""Without the tables by agency and kind of referral."""


def count_new_charges(facts: Facts, period: Period) -> Result:
    """Of those active when the period ended, who was newly charged within it, after the day of their referral."""
    active = facts.active_at_end_of(period.last)
    members = set(active)
    charges = [
        each
        for each in facts.new_charges
        if each.person in members and each.occurred_on in period and _is_after_referral(facts, each)
    ]
    people = tuple(sorted({each.person for each in charges}))
    return Result(
        period,
        Line(ALL, people, tuple(active)),
        (
            _charges_by("new_offense", charges, lambda each: each.offense),
            _charges_by("new_how", charges, lambda each: each.how),
            *people_by_agency_and_pathway(facts, people, active),
        ),
        {"new_charges": len(charges)},
    )


def _is_after_referral(facts: Facts, charge: NewChargeFact) -> bool:
    referral = facts.referral_of_person(charge.person)
    return referral is not None and charge.occurred_on > referral.occurred_on


def _charges_by(key: str, charges: Sequence[NewChargeFact], code_of: Callable[[NewChargeFact], str]) -> Table:
    groups: dict[str, list[int]] = {}
    for each in charges:
        groups.setdefault(code_of(each), []).append(each.charge)
    everything = tuple(sorted(each.charge for each in charges))
    lines = [Line(code, tuple(sorted(rows)), everything) for code, rows in sorted(groups.items())]
    return Table(key, Unit.NEW_CHARGES, tuple(lines))


NEW_CHARGES = Measure(
    code="M6b",
    key="new-charges-after-referral",
    version=1,
    title=mark_for_translation("New charges after the referral"),
    sentence=mark_for_translation(
        "How many active participants were newly charged after their referral, and with what."
    ),
    numerator=mark_for_translation(
        "Active participants with a new charge in the period, after the day of their referral; the charges by type"
    ),
    denominator=mark_for_translation("Participants who were active when the period's last day ended"),
    exclusions=(
        mark_for_translation("A warrant is no charge. What was entered in error isn't counted."),
        mark_for_translation(
            "A charge is counted whatever came of it, and only if it was reported to the program: no new charge on "
            "record isn't proof of none."
        ),
    ),
    section="7d",
    unit=Unit.PEOPLE,
    count=count_new_charges,
    grouping=Grouping(active=frozenset(("agency", "pathway")), new_charges=True),
)
