"""What is counted and what was found of it, while the database counts (ADR 0088)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import cached_property

from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable

from handoff.charges.facts import ChargeFact, NewChargeFact
from handoff.enrollment.facts import EnrollmentFact, StatusFact
from handoff.enrollment.models import StatusPeriod
from handoff.measures.facts import Weights
from handoff.measures.rules.periods import Period
from handoff.participants.models import Person
from handoff.programs.models import PolicyVersion, Program
from handoff.programs.queries import time_zone_of
from handoff.referrals.facts import ReferralFact
from handoff.referrals.queries.fact_groups import STAND_IN, Alike, Singles
from handoff.referrals.queries.fact_rows import facts_of_referrals
from handoff.referrals.queries.group_columns import Asked, Bounds, Place


@dataclass(frozen=True)
class Span:
    """What is counted: periods that follow each other, on which day they are read, and of which referrals."""

    program: Program
    periods: Sequence[Period]
    read_on: date
    pathway: str = ""
    agency: int | None = None

    @property
    def bounds(self) -> Bounds:
        firsts = (*(each.first for each in self.periods), self.periods[-1].next.first)
        return Bounds(firsts, time_zone_of(self.program))

    @property
    def is_narrowed(self) -> bool:
        return bool(self.pathway) or self.agency is not None

    def of_referrals(self, prefix: str = "") -> Q:
        """The referrals that are counted, which happened before the periods end."""
        found = Q(**{f"{prefix}occurred_at__lt": self.bounds.ends})
        if self.pathway:
            found &= Q(**{f"{prefix}pathway": self.pathway})
        if self.agency is not None:
            found &= Q(**{f"{prefix}agency": self.agency})
        return found

    @cached_property
    def singles(self) -> Singles:
        return Singles(self.program, self.bounds)

    def read(self, numbers: Collection[int]) -> list[ReferralFact]:
        """Referrals one by one, of those that are counted."""
        found = facts_of_referrals(self.program, numbers)
        return [
            each
            for each in found
            if each.occurred_on <= self.periods[-1].last
            and (not self.pathway or each.pathway == self.pathway)
            and (self.agency is None or each.agency == self.agency)
        ]

    def asked(self, columns: Iterable[str], prefix: str = "") -> Asked:
        policies = PolicyVersion.objects.filter(program=self.program)
        windows = set(policies.values_list("intake_window_days", flat=True))
        return Asked(tuple(sorted(columns)), self.bounds, self.read_on, sorted(windows), prefix)


@dataclass
class Found:
    """What is gathered for the facts of a grouping, and how many stand-ins there are so far."""

    referrals: list[ReferralFact] = field(default_factory=list)
    enrollments: list[EnrollmentFact] = field(default_factory=list)
    statuses: list[StatusFact] = field(default_factory=list)
    charges: list[ChargeFact] = field(default_factory=list)
    new_charges: list[NewChargeFact] = field(default_factory=list)
    behind: list[ReferralFact] = field(default_factory=list)
    known: list[EnrollmentFact] = field(default_factory=list)
    weights: Weights = field(default_factory=Weights)
    stand_ins: int = 0

    def number(self, alike: list[Alike]) -> list[Alike]:
        """Count the stand-ins, so that the next ones have other numbers."""
        self.stand_ins += len(alike)
        return alike

    def add_charges(self, charge: ChargeFact, number: int) -> None:
        """A charge that stands for some alike."""
        stand_in = STAND_IN - self.stand_ins
        self.stand_ins += 1
        self.charges.append(replace(charge, charge=stand_in))
        self.weights.charges[stand_in] = number

    def add_active(self, alike: Alike, bounds: Bounds) -> None:
        """Active participants of a group."""
        until, is_known, fact = alike.shared[0], alike.shared[1], alike.fact
        number, ends_on = fact.referral, bounds.day_in(int(until or 0))
        self.statuses.append(StatusFact(number, StatusPeriod.Status.ACTIVE, "", fact.occurred_on, ends_on))
        self.weights.people[number] = alike.weight
        if is_known:
            self.known.append(EnrollmentFact(number, number, date.min, date.min))
            self.behind.append(fact)


def holding(span: Span, path: str = "") -> Q:
    """Periods of being active that hold at the end of one of the periods that are counted."""
    first_end = datetime.combine(span.bounds.firsts[1], time(), span.bounds.zone)
    lasts = Q(**{f"{path}ends_at__isnull": True}) | Q(**{f"{path}ends_at__gte": first_end})
    return lasts & Q(
        **{f"{path}status": StatusPeriod.Status.ACTIVE, f"{path}starts_at__lt": span.bounds.ends}
    )


def is_known(span: Span, path: str) -> Q:
    """Participants whose enrollment and referral are among those that are counted."""
    return Q(**{f"{path}enrolled_on__lte": span.read_on}) & span.of_referrals(f"{path}intake__referral__")


def merged(span: Span) -> QuerySet[Person, int]:
    """The few records that were merged into another one: leaving these out takes no look at everyone else's."""
    return Person.objects.filter(program=span.program, merged_into__isnull=False).values_list("pk", flat=True)


def active_periods(span: Span) -> QuerySet[StatusPeriod]:
    """A participant's periods follow each other, so that of each at most one holds at the end of a day."""
    rows = StatusPeriod.objects.filter(
        holding(span), ~Q(enrollment__person__in=merged(span)), enrollment__program=span.program
    )
    return rows.filter(is_known(span, "enrollment__")) if span.is_narrowed else rows


def status_of(
    span: Span, path: str = "", enrollment: str = "enrollment__"
) -> tuple[Place, dict[str, Combinable]]:
    """From which period until which someone is active, and whether their referral is among those counted."""
    known = Case(When(is_known(span, enrollment), then=Value(True)), default=Value(False))
    bounds = span.bounds
    return bounds.place(f"{path}starts_at"), {"until": bounds.place(f"{path}ends_at"), "known": known}
