"""Everything that the measures of a program are counted from, and what a count consists of."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

from handoff.charges.facts import ChargeFact, NewChargeFact
from handoff.enrollment.facts import EnrollmentFact, StatusFact
from handoff.enrollment.look_back.facts import LookBackFact
from handoff.enrollment.safety.facts import SafetyFact
from handoff.measures.rules.periods import Period
from handoff.referrals.facts import Outcome, ReferralFact

USUAL_WINDOW = 180
"""Days, before a referral and after it."""


@dataclass(frozen=True)
class HeadCount:
    """How many sworn officers an agency had from a day on."""

    agency: int
    counted_on: date
    officers: int


@dataclass(frozen=True)
class Baseline:
    """Each group's share of the jurisdiction (0 to 1) since a day, as the program entered it."""

    dimension: str
    since: date
    shares: Mapping[str, float]


@dataclass(frozen=True)
class Weights:
    """How many records each stand-in among the facts counts for; whatever isn't named here is one record itself."""

    referrals: dict[int, int] = field(default_factory=dict)
    people: dict[int, int] = field(default_factory=dict)
    charges: dict[int, int] = field(default_factory=dict)


def weigh(numbers: Collection[int], weights: Mapping[int, int]) -> int:
    """How many records some numbers stand for."""
    return sum(weights.get(each, 1) for each in numbers) if weights else len(numbers)


@dataclass(frozen=True)
class Facts:
    """What a program knew on the day of reading. Referrals come in the order in which they happened.

    `agencies` are the law enforcement agencies, `left_on` the last day of officers who left, `baseline` each group's
    share of the jurisdiction (0 to 1), `began_on` the program's first day.
    """

    referrals: Sequence[ReferralFact]
    read_on: date
    enrollments: Sequence[EnrollmentFact] = ()
    statuses: Sequence[StatusFact] = ()
    charges: Sequence[ChargeFact] = ()
    agencies: Sequence[int] = ()
    head_counts: Sequence[HeadCount] = ()
    left_on: Mapping[int, date] = field(default_factory=dict)
    baseline: Mapping[str, float] = field(default_factory=dict)
    baselines: Sequence[Baseline] = ()
    """The program's own, the newest first."""
    began_on: date | None = None
    safety: Sequence[SafetyFact] = ()
    new_charges: Sequence[NewChargeFact] = ()
    look_backs: Sequence[LookBackFact] = ()
    windows: Sequence[tuple[date, int]] = ()
    """Over how many days before and after are compared, by the day since which the policy says so, newest first."""
    behind: Sequence[ReferralFact] = ()
    known: Sequence[EnrollmentFact] = ()
    """Referrals and enrollments of others among the facts: looked up, and counted in no period themselves."""
    weights: Weights | None = None
    """Where the database has counted (ADR 0088)."""

    def number(self, referrals: Iterable[ReferralFact]) -> int:
        """How many referrals these are."""
        numbers = [each.referral for each in referrals]
        return len(numbers) if self.weights is None else weigh(numbers, self.weights.referrals)

    def number_of_people(self, people: Collection[int]) -> int:
        return len(people) if self.weights is None else weigh(people, self.weights.people)

    def number_of_charges(self, charges: Collection[int]) -> int:
        return len(charges) if self.weights is None else weigh(charges, self.weights.charges)

    def only(self, *, pathway: str = "", agency: int | None = None) -> "Facts":
        """The facts of one kind of referral or one referring agency; people and charges follow their referrals."""
        if not pathway and agency is None:
            return self
        kept = [
            each
            for each in self.referrals
            if (not pathway or each.pathway == pathway) and (agency is None or each.agency == agency)
        ]
        referrals = {each.referral for each in kept}
        enrollments = [each for each in self.enrollments if each.referral in referrals]
        people = {each.person for each in enrollments}
        encounters = {each.encounter for each in kept}
        return replace(
            self,
            referrals=kept,
            enrollments=enrollments,
            statuses=[each for each in self.statuses if each.person in people],
            charges=[each for each in self.charges if each.encounter in encounters],
            new_charges=[each for each in self.new_charges if each.person in people],
            safety=[each for each in self.safety if each.person in people],
            agencies=[each for each in self.agencies if agency is None or each == agency],
        )

    @cached_property
    def enrollment_of(self) -> dict[int, EnrollmentFact]:
        """Each participant's enrollment."""
        return {each.person: each for each in (*self.known, *self.enrollments)}

    @cached_property
    def referral_of(self) -> dict[int, ReferralFact]:
        return {each.referral: each for each in (*self.behind, *self.referrals)}

    @cached_property
    def charges_of_a_yes(self) -> Sequence[ChargeFact]:
        """The charges set aside at referrals to which the answer was yes, and stayed yes."""
        if self.weights is not None:
            # The database has left out all others.
            return self.charges
        encounters = {
            each.encounter
            for each in self.referrals
            if each.outcome == Outcome.ACCEPTED and each.later_no_on is None
        }
        return [each for each in self.charges if each.encounter in encounters]

    def baseline_of(self, dimension: str, day: date) -> Mapping[str, float]:
        """The program's own shares of a dimension on a day; the census where it entered none by then."""
        own = (each.shares for each in self.baselines if each.dimension == dimension and each.since <= day)
        return next(own, self.baseline)

    def window_on(self, day: date) -> timedelta:
        """How long before and after the referral are on a day; 180 days where no policy says otherwise."""
        return timedelta(days=next((days for since, days in self.windows if since <= day), USUAL_WINDOW))

    def referral_of_person(self, person: int) -> ReferralFact | None:
        """The referral that a participant's intake belongs to."""
        enrollment = self.enrollment_of.get(person)
        return None if enrollment is None else self.referral_of.get(enrollment.referral)

    def referrals_in(self, period: Period) -> Sequence[ReferralFact]:
        """The referrals that happened in a period, without those entered by mistake or twice."""
        start = bisect_left(self.referrals, period.first, key=_occurred_on)
        end = bisect_right(self.referrals, period.last, key=_occurred_on)
        return [each for each in self.referrals[start:end] if each.outcome != Outcome.WITHDRAWN]

    def mistakes_in(self, period: Period) -> int:
        start = bisect_left(self.referrals, period.first, key=_occurred_on)
        end = bisect_right(self.referrals, period.last, key=_occurred_on)
        return self.number(each for each in self.referrals[start:end] if each.outcome == Outcome.WITHDRAWN)

    def is_participant_already(self, referral: ReferralFact) -> bool:
        """True if the person had enrolled through an earlier referral: there was nothing to accept."""
        enrollment = self.enrollment_of.get(referral.person or 0)
        return (
            enrollment is not None
            and enrollment.referral != referral.referral
            and enrollment.enrolled_on <= referral.occurred_on
        )

    def offers_in(self, period: Period) -> list[ReferralFact]:
        """The referrals of a period that M1 to M4 count: none entered by mistake, none of a participant."""
        return [each for each in self.referrals_in(period) if not self.is_participant_already(each)]

    def active_at_end_of(self, day: date) -> Sequence[int]:
        """The participants who were active when a day ended. Several measures ask: each day is looked for once."""
        if day not in self._active_by_day:
            people = {each.person for each in self._active_periods if each.holds_at_end_of(day)}
            self._active_by_day[day] = tuple(sorted(people))
        return self._active_by_day[day]

    @cached_property
    def _active_by_day(self) -> dict[date, tuple[int, ...]]:
        return {}

    @cached_property
    def _active_periods(self) -> list[StatusFact]:
        return [each for each in self.statuses if each.status == "active"]


def _occurred_on(referral: ReferralFact) -> date:
    return referral.occurred_on
