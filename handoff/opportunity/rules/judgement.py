"""One past encounter held against the criteria, by the same rules that an officer's check uses.

Only what an arrest list holds is given to the rules: the charges, the age and the day. What they answer with "unknown"
is kept apart as not asked; it excludes nobody and is never called met.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handoff.charges.definitions import OffenseDefinition, north_carolina_offenses, offense_on
from handoff.charges.rules import Recognition
from handoff.core.text import mark
from handoff.eligibility.engine.assessment import assess
from handoff.eligibility.engine.criteria import Criteria, Criterion
from handoff.eligibility.engine.facts import Door, Facts, OffenseFact
from handoff.eligibility.engine.findings import Answer
from handoff.eligibility.engine.rules.charge import offense_is_eligible

UNDATED = date.max
"""An undated charge is read under the newest law."""
COURT_PROCESS = "court_process"

MINOR = mark("Under the minimum age")
WARRANT = mark("Taken on a warrant or for failing to appear: a court's order, not an officer's choice")
NOT_DIVERTIBLE = mark("Not a type of charge that the criteria divert")
ACCOMPANYING = mark("Another charge of the same encounter is not of a type that the criteria divert")
FELONY = mark("A felony of a kind that the criteria do not divert")
UNRECOGNISED = mark("A charge was not recognised")


@dataclass(frozen=True)
class Judgement:
    """What the rules said: the reasons against (code → title), and the criteria that the list cannot answer."""

    excluded: dict[str, str]
    unasked: dict[str, str]

    @property
    def divertible(self) -> bool:
        """Whether nothing that the list can tell speaks against a diversion."""
        return not self.excluded


def days_of_change(criteria: Criteria) -> tuple[date, ...]:
    """Return the days from which another entry of the catalogue or another amount holds."""
    spans = [(each.effective_from, each.effective_to) for each in north_carolina_offenses()]
    spans += [(each.effective_from, each.effective_to) for each in criteria.drug_limits]
    begins = {begin for begin, _end in spans if begin}
    ends = {end + timedelta(days=1) for _begin, end in spans if end}
    return tuple(sorted(begins | ends))


class Judge:
    """Holds encounters against one version of the criteria; encounters alike under the same law are read once.

    An arrest list tells no birth dates, convictions or amounts to the rules, so the day of an encounter matters only by
    the law that was in force on it.
    """

    def __init__(self, criteria: Criteria) -> None:
        self.criteria = criteria
        self._changes = days_of_change(criteria)
        self._known: dict[tuple[tuple[Recognition, ...], int | None, int | None], Judgement] = {}

    def judge(self, readings: tuple[Recognition, ...], age: int | None, day: date | None) -> Judgement:
        """Return what speaks against diverting an encounter with these charges, and what is not known."""
        encounter = (readings, age, None if day is None else bisect_right(self._changes, day))
        if encounter not in self._known:
            self._known[encounter] = self._judge(readings, age, day)
        return self._known[encounter]

    def _judge(self, readings: tuple[Recognition, ...], age: int | None, day: date | None) -> Judgement:
        read = [(reading, offense_on(reading.offense_key or "", day)) for reading in readings]
        offenses = tuple(offense_fact(offense, reading) for reading, offense in read if offense)
        facts = Facts(door=Door.ARREST_DIVERSION, on=day or UNDATED, age=age, offenses=offenses)
        findings = assess(facts, self.criteria).findings
        failing = {finding.code: finding.title for finding in findings if finding.answer is Answer.NOT_MET}
        failing.pop(Criterion.OFFENSE, None)
        if Criterion.AGE in failing:
            failing[Criterion.AGE] = MINOR
        if Criterion.FELONY in failing:
            failing[Criterion.FELONY] = FELONY
        excluded = {str(code): title for code, title in failing.items()} | self._by_charges(
            readings, offenses
        )
        unasked = {finding.code: finding.title for finding in findings if finding.answer is Answer.UNKNOWN}
        return Judgement(excluded, unasked)

    def _by_charges(self, readings: Sequence[Recognition], offenses: Sequence[OffenseFact]) -> dict[str, str]:
        """Say what in the charges themselves excludes; a court's order is one reason, whatever its charge is called."""
        reasons: dict[str, str] = {}
        if any(reading.offense_key is None for reading in readings):
            reasons["unrecognised"] = UNRECOGNISED
        ordered = any(reading.warrant or reading.failure_to_appear for reading in readings)
        if ordered:
            reasons["warrant"] = WARRANT
        weighed = [offense for offense in offenses if not (ordered and offense.kind == COURT_PROCESS)]
        eligible = [self._is_eligible(offense) for offense in weighed]
        if not all(eligible):
            mixed = any(eligible)
            reasons["accompanying" if mixed else "offense"] = ACCOMPANYING if mixed else NOT_DIVERTIBLE
        return reasons

    def _is_eligible(self, offense: OffenseFact) -> bool:
        facts = Facts(door=Door.ARREST_DIVERSION, on=UNDATED, offenses=(offense,))
        return offense_is_eligible(facts, self.criteria).answer is Answer.MET


def grade_is_unstated(reading: Recognition) -> bool:
    """Whether the charge may be a felony or a misdemeanor and its words do not say which."""
    return reading.felony_stated is None and offense_on(f"{reading.offense_key}-felony") is not None


def offense_fact(offense: OffenseDefinition, reading: Recognition) -> OffenseFact:
    """Return an offense as the rules take it; a grade that the words leave open is unknown, not assumed."""
    return OffenseFact(
        key=offense.key,
        kind=offense.kind,
        statute=offense.statute,
        felony=None if grade_is_unstated(reading) else offense.felony,
        has_victim=offense.has_victim,
    )
