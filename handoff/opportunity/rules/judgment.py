"""Assess one past encounter by the criteria, with the same rules as an officer's check.

The rules get what an arrest list holds: charges, age and day. Criteria that they answer with "unknown" are kept apart
as not asked; they exclude no one and are never called met.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handoff.charges.definitions import OffenseDefinition, north_carolina_offenses, offense_on
from handoff.charges.rules import Recognition
from handoff.core.text import mark_for_translation
from handoff.eligibility.engine.assessment import assess
from handoff.eligibility.engine.criteria import Criteria, Criterion
from handoff.eligibility.engine.facts import EligibilityPathway, Facts, OffenseFact
from handoff.eligibility.engine.findings import CriterionAnswer
from handoff.eligibility.engine.rules.charge import offense_is_eligible

UNDATED = date.max
"""An undated charge is read under the newest law."""
COURT_PROCESS = "court_process"

MINOR = mark_for_translation("Under the minimum age")
WARRANT = mark_for_translation(
    "Arrested on a warrant or for failing to appear: a court's order, not an officer's choice"
)
NOT_DIVERTIBLE = mark_for_translation("Criteria don't divert this type of charge")
ACCOMPANYING = mark_for_translation("Criteria don't divert another charge in the same encounter")
FELONY = mark_for_translation("Criteria don't divert this kind of felony")
UNRECOGNIZED = mark_for_translation("A charge wasn't recognized")


@dataclass(frozen=True)
class Judgment:
    """The reasons against diverting (code → title), and the criteria that the list can't answer."""

    excluded: dict[str, str]
    unasked: dict[str, str]

    @property
    def divertible(self) -> bool:
        """True when nothing in the list speaks against diverting."""
        return not self.excluded


def change_dates(criteria: Criteria) -> tuple[date, ...]:
    """The days on which an offense of the catalog or a drug amount of the criteria changes."""
    spans = [(each.effective_from, each.effective_to) for each in north_carolina_offenses()]
    spans += [(each.effective_from, each.effective_to) for each in criteria.drug_limits]
    begins = {begin for begin, _end in spans if begin}
    ends = {end + timedelta(days=1) for _begin, end in spans if end}
    return tuple(sorted(begins | ends))


class Judge:
    """Judges encounters by one version of the criteria, and remembers encounters that are alike under the same law.

    The rules get no birth dates, convictions or amounts, so the day of an encounter matters only for which law applied.
    """

    def __init__(self, criteria: Criteria) -> None:
        self.criteria = criteria
        self._changes = change_dates(criteria)
        self._known: dict[tuple[tuple[Recognition, ...], int | None, int | None], Judgment] = {}

    def judge(self, readings: tuple[Recognition, ...], age: int | None, day: date | None) -> Judgment:
        encounter = (readings, age, None if day is None else bisect_right(self._changes, day))
        if encounter not in self._known:
            self._known[encounter] = self._judge(readings, age, day)
        return self._known[encounter]

    def _judge(self, readings: tuple[Recognition, ...], age: int | None, day: date | None) -> Judgment:
        read = [(reading, offense_on(reading.offense_key or "", day)) for reading in readings]
        offenses = tuple(offense_fact(offense, reading) for reading, offense in read if offense)
        facts = Facts(
            pathway=EligibilityPathway.ARREST_DIVERSION, on=day or UNDATED, age=age, offenses=offenses
        )
        findings = assess(facts, self.criteria).findings
        failing = {
            finding.code: finding.title for finding in findings if finding.answer is CriterionAnswer.NOT_MET
        }
        failing.pop(Criterion.OFFENSE, None)
        if Criterion.AGE in failing:
            failing[Criterion.AGE] = MINOR
        if Criterion.FELONY in failing:
            failing[Criterion.FELONY] = FELONY
        excluded = {str(code): title for code, title in failing.items()} | self._by_charges(
            readings, offenses
        )
        unasked = {
            finding.code: finding.title for finding in findings if finding.answer is CriterionAnswer.UNKNOWN
        }
        return Judgment(excluded, unasked)

    def _by_charges(self, readings: Sequence[Recognition], offenses: Sequence[OffenseFact]) -> dict[str, str]:
        """Reasons in the charges themselves. A court's order is one reason, whatever its charge is called."""
        reasons: dict[str, str] = {}
        if any(reading.offense_key is None for reading in readings):
            reasons["unrecognised"] = UNRECOGNIZED
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
        facts = Facts(pathway=EligibilityPathway.ARREST_DIVERSION, on=UNDATED, offenses=(offense,))
        return offense_is_eligible(facts, self.criteria).answer is CriterionAnswer.MET


def grade_is_unstated(reading: Recognition) -> bool:
    """True when the charge may be a felony or a misdemeanor and its text doesn't say which."""
    return reading.felony_stated is None and offense_on(f"{reading.offense_key}-felony") is not None


def offense_fact(offense: OffenseDefinition, reading: Recognition) -> OffenseFact:
    """The offense as input of the rules; a grade that the text leaves open is unknown, not assumed."""
    return OffenseFact(
        key=offense.key,
        kind=offense.kind,
        statute=offense.statute,
        felony=None if grade_is_unstated(reading) else offense.felony or reading.felony_stated is True,
        has_victim=offense.has_victim,
    )
