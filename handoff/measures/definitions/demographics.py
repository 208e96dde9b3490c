"""M4, who is reached, beside the people of the jurisdiction (handbook 7d, 7a).

The form asks race and ethnicity in one question with several answers (OMB Statistical Policy Directive 15, 2024). The
census of 2020 asked two. Both meet in the seven groups of the census that add up: Hispanic of any race, and six groups
of people who aren't Hispanic. Someone who chose Hispanic is in that group whatever else they chose; someone who chose
two or more others is in "two or more". The census counted Middle Eastern or North African people as White, so that this
group has no figure to be compared with.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple

from handoff.core.text import mark_for_translation
from handoff.measures.definitions.acceptance import NO_MISTAKES
from handoff.measures.definitions.measure import ALL, Grouping, Line, Measure, Result, Table, Unit
from handoff.measures.facts import Facts
from handoff.measures.rules.periods import Period
from handoff.referrals.facts import Outcome, ReferralFact

GROUP_OF_RACE: Mapping[str, str] = {
    "hispanic": "hispanic",
    "white": "nh_white",
    "black": "nh_black",
    "american_indian": "nh_native",
    "asian": "nh_asian",
    "pacific_islander": "nh_pacific",
    "middle_eastern": "middle_eastern",
}
RACE_GROUPS = (*GROUP_OF_RACE.values(), "nh_two_plus")
GENDERS = ("woman", "man", "nonbinary", "self_described")
AGES = ("under_25", "25_34", "35_44", "45_54", "55_64", "65_up")
UPPER_AGES = ((24, "under_25"), (34, "25_34"), (44, "35_44"), (54, "45_54"), (64, "55_64"))
UNKNOWN = ("prefers_not", "does_not_know", "not_asked")
"""Why a group isn't known, each shown by itself and in no share."""
KNOWN_GENDERS = frozenset({*GENDERS, *UNKNOWN})


class Person(NamedTuple):
    """Someone at a stage, by their referral: a record, or minus the referral where no name was kept."""

    number: int
    referral: ReferralFact


def race_group(referral: ReferralFact) -> str:
    """The one group of the census that a person's answers fall into, or why it isn't known."""
    return _group_of_races(referral.races)


@cache
def _group_of_races(races: tuple[str, ...]) -> str:
    chosen = [GROUP_OF_RACE[each] for each in races if each in GROUP_OF_RACE]
    if "hispanic" in chosen:
        return "hispanic"
    if chosen:
        return chosen[0] if len(set(chosen)) == 1 else "nh_two_plus"
    return next((each for each in UNKNOWN if each in races), "not_asked")


def age_group(referral: ReferralFact) -> str:
    return (referral.age_band or "not_asked") if referral.age is None else _group_of_age(referral.age)


@cache
def _group_of_age(age: int) -> str:
    return next((group for most, group in UPPER_AGES if age <= most), "65_up")


def gender_group(referral: ReferralFact) -> str:
    return referral.gender if referral.gender in KNOWN_GENDERS else "not_asked"


OF_A_PERSON = ("races", "gender", "decade")
"""The groups of age are of whole tens, such as 25 to 34."""
DIMENSIONS: tuple[tuple[str, Callable[[ReferralFact], str], tuple[str, ...]], ...] = (
    ("race", race_group, RACE_GROUPS),
    ("gender", gender_group, GENDERS),
    ("age", age_group, AGES),
)


def count_demographics(facts: Facts, period: Period) -> Result:
    stages = _stages(facts, period)
    tables = [
        _table(f"{key}:{stage}", people, group_of, groups, facts.baseline_of(key, period.last))
        for stage, people in stages.items()
        for key, group_of, groups in DIMENSIONS
    ]
    referred = stages["referred"]
    known = [each.number for each in referred if race_group(each.referral) not in UNKNOWN]
    return Result(
        period,
        Line(ALL, tuple(known), tuple(each.number for each in referred)),
        tuple(tables),
        {stage: facts.number_of_people([each.number for each in people]) for stage, people in stages.items()},
    )


def _stages(facts: Facts, period: Period) -> dict[str, list[Person]]:
    """The people of each stage, everyone once, in the order in which they were first referred."""
    offers = facts.offers_in(period)
    enrolled = [each.person for each in facts.enrollments if each.enrolled_on in period]
    return {
        "referred": _people(offers),
        "accepted": _people(each for each in offers if each.outcome == Outcome.ACCEPTED),
        "declined": _people(each for each in offers if each.outcome == Outcome.DECLINED),
        "enrolled": _participants(facts, enrolled),
        "active": _participants(facts, facts.active_at_end_of(period.last)),
    }


def ages_of_people(facts: Facts, period: Period) -> list[int]:
    """The ages of those referred in a period, of everyone whose age is known in years."""
    people = _people(facts.offers_in(period))
    known = [(each.referral.age, facts.number_of_people([each.number])) for each in people]
    return [age for age, number in known if age is not None for _each in range(number)]


def _people(referrals: Iterable[ReferralFact]) -> list[Person]:
    found: dict[int, ReferralFact] = {}
    for each in referrals:
        found.setdefault(-each.referral if each.person is None else each.person, each)
    return [Person(number, referral) for number, referral in found.items()]


def _participants(facts: Facts, people: Iterable[int]) -> list[Person]:
    enrollments = [facts.enrollment_of[each] for each in people if each in facts.enrollment_of]
    return [
        Person(each.person, facts.referral_of[each.referral])
        for each in enrollments
        if each.referral in facts.referral_of
    ]


def _table(
    key: str,
    people: Sequence[Person],
    group_of: Callable[[ReferralFact], str],
    groups: tuple[str, ...],
    baseline: Mapping[str, float],
) -> Table:
    """Each group's share of those whose group is known, and those not known as a share of all."""
    members: dict[str, list[int]] = defaultdict(list)
    for number, referral in people:
        members[group_of(referral)].append(number)
    known = tuple(chain.from_iterable(members.get(code, ()) for code in groups))
    everyone = tuple([number for number, _referral in people])
    lines = [Line(code, tuple(members.get(code, ())), known, baseline=baseline.get(code)) for code in groups]
    lines += [Line(code, tuple(members.get(code, ())), everyone) for code in UNKNOWN if code in members]
    return Table(key, Unit.PEOPLE, tuple(lines))


REFERRED_AGES = Grouping(referrals=frozenset(("person", "mistake", "age")))
"""What the middle age of those referred asks."""
DEMOGRAPHICS = Measure(
    code="M4",
    key="demographics",
    version=1,
    title=mark_for_translation("Who is reached"),
    sentence=mark_for_translation("The people at each stage beside the people of the jurisdiction."),
    numerator=mark_for_translation(
        "People of a group at a stage: referred, said yes, said “not now,” enrolled, active"
    ),
    denominator=mark_for_translation("People at that stage whose group is known"),
    exclusions=(
        NO_MISTAKES,
        mark_for_translation(
            "Who wasn't asked, doesn't know or prefers not to say is shown apart and is in no share."
        ),
        mark_for_translation(
            "Hispanic people of any race are one group and are in no other: the groups add up to everyone known."
        ),
        mark_for_translation(
            "A person is counted once at each stage, with their age at the referral. Where no name was kept, each "
            "referral counts as a person."
        ),
    ),
    section="7d",
    unit=Unit.PEOPLE,
    count=count_demographics,
    grouping=Grouping(
        referrals=frozenset(("person", "outcome", *OF_A_PERSON)),
        enrolled=frozenset(OF_A_PERSON),
        active=frozenset(OF_A_PERSON),
    ),
)
