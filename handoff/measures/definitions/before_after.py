"""M12, what happened before and after the referral, in windows of equal length (handbook 1b, 7e)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from handoff.core.text import mark_for_translation
from handoff.enrollment.look_back.facts import LookBackFact
from handoff.measures.definitions.measure import ALL, Grouping, Line, Measure, Result, Table, Unit
from handoff.measures.facts import USUAL_WINDOW, Facts
from handoff.measures.rules.periods import Period

WINDOW = timedelta(days=USUAL_WINDOW)
ONE_DAY = timedelta(days=1)
KINDS = ("arrest", "booking", "ed_visit", "ambulance", "medication")
TOO_SOON, DIED, NOT_LOOKED_UP = "too_soon", "died", "not_looked_up"


def count_before_after(facts: Facts, period: Period) -> Result:
    """Of those referred in the period who enrolled: who had an event in the days before, and in as many days after. How
    many is what the policy of the period's last day says."""
    window = facts.window_on(period.last)
    return replace(count_over(facts, period, window), notes={"days": window.days})


def count_180_days(facts: Facts, period: Period) -> Result:
    """Version 1: 180 days, whatever the policy says."""
    return count_over(facts, period, WINDOW)


def count_over(facts: Facts, period: Period, window: timedelta) -> Result:
    days = {
        each.person: facts.referral_of[each.referral].occurred_on
        for each in facts.enrollments
        if each.referral in facts.referral_of
    }
    cohort = sorted(person for person, day in days.items() if day in period)
    reasons = {person: _reason(facts, person, days[person], window) for person in cohort}
    in_time = [person for person in cohort if not reasons[person]]
    looks = _by_person_and_kind(facts.look_backs)
    followed: set[int] = set()
    shares: list[Line] = []
    left: list[Line] = [
        Line(reason, tuple(each for each in cohort if reasons[each] == reason), tuple(cohort))
        for reason in (TOO_SOON, DIED)
    ]
    for kind in KINDS:
        whole = [each for each in in_time if _is_covered(looks.get((each, kind), ()), days[each], window)]
        if any((each, kind) in looks for each in cohort):
            shares += _lines(kind, whole, days, looks, window)
            missing = tuple(each for each in in_time if each not in set(whole))
            left.append(Line(f"{NOT_LOOKED_UP}:{kind}", missing, tuple(cohort)))
            followed |= set(whole)
    return Result(
        period,
        Line(ALL, tuple(sorted(followed)), tuple(cohort)),
        (Table("before_after", Unit.PEOPLE, tuple(shares)), Table("left_out", Unit.PEOPLE, tuple(left))),
    )


def _reason(facts: Facts, person: int, referred_on: date, window: timedelta) -> str:
    """Why a whole window can't be followed, whatever was looked up; '' where it can."""
    until = referred_on + window
    if until >= facts.read_on:
        return TOO_SOON
    died = any(
        each.person == person and each.kind == "death" and each.happened_on <= until for each in facts.safety
    )
    return DIED if died else ""


def _by_person_and_kind(looks: Iterable[LookBackFact]) -> dict[tuple[int, str], list[LookBackFact]]:
    found: dict[tuple[int, str], list[LookBackFact]] = {}
    for each in looks:
        found.setdefault((each.person, each.kind), []).append(each)
    return found


def _is_covered(looks: Sequence[LookBackFact], referred_on: date, window: timedelta = WINDOW) -> bool:
    """True if the looks together leave no day of either window out."""
    reached = referred_on - window - ONE_DAY
    for each in sorted(looks, key=lambda look: look.first_on):
        if each.first_on <= reached + ONE_DAY:
            reached = max(reached, each.last_on)
    return reached >= referred_on + window


def _lines(
    kind: str,
    whole: Sequence[int],
    days: dict[int, date],
    looks: dict[tuple[int, str], list[LookBackFact]],
    window: timedelta,
) -> list[Line]:
    def happened(person: int, first: date, last: date) -> bool:
        return any(first <= day <= last for each in looks[person, kind] for day in each.days)

    before = [each for each in whole if happened(each, days[each] - window, days[each] - ONE_DAY)]
    after = [each for each in whole if happened(each, days[each] + ONE_DAY, days[each] + window)]
    return [
        Line(f"{kind}:before", tuple(before), tuple(whole)),
        Line(f"{kind}:after", tuple(after), tuple(whole)),
    ]


BEFORE_AFTER = Measure(
    code="M12",
    key="before-and-after",
    version=2,
    title=mark_for_translation("Before and after the referral"),
    sentence=mark_for_translation(
        "How many participants had an arrest, a jail booking, an emergency visit, an ambulance call, or medication for "
        "opioid use in the days before their referral, and in as many days after it."
    ),
    numerator=mark_for_translation("Of these participants, those with at least one such event in these days"),
    denominator=mark_for_translation(
        "Participants referred in the period whose days before and after were looked through in full"
    ),
    exclusions=(
        mark_for_translation(
            "Before and after are 180 days each, or what the program's policy says on the last day of the period. The "
            "day of the referral is in neither."
        ),
        mark_for_translation(
            "Participants who died within these days, weren't looked up for all of them, or whose days aren't over are "
            "left out and counted beside it."
        ),
        mark_for_translation(
            "It says nothing about what caused a difference: many people are referred at a hard time, and would have "
            "fewer events afterwards anyway."
        ),
    ),
    section="1b, 7e",
    unit=Unit.PEOPLE,
    count=count_before_after,
    grouping=Grouping(safety=True, look_backs=True),
    is_health=True,
)
BEFORE_AFTER_1 = replace(BEFORE_AFTER, version=1, count=count_180_days)
"""Always 180 days."""
