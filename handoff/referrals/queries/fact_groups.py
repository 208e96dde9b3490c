"""Referrals counted by the database: those alike in what is asked come as one row with their number (ADR 0088)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import NamedTuple, TypeVar

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    Aggregate,
    CharField,
    Count,
    Exists,
    IntegerField,
    Model,
    OuterRef,
    QuerySet,
    Value,
)
from django.db.models.expressions import Combinable
from django.db.models.sql.compiler import SQLCompiler

from handoff.programs.models import Program
from handoff.referrals.facts import ReferralFact
from handoff.referrals.models import Referral
from handoff.referrals.queries.fact_rows import MOST_AT_ONCE, ReadReferral, Steps, fact_of_row
from handoff.referrals.queries.group_columns import (
    Asked,
    Bounds,
    Expressions,
    answers_beyond_record,
    expressions_of,
    referred_again,
)

STAND_IN = -(2**60)
"""Stand-ins are numbered downward from here: no record has such a number."""
BETWEEN = "\n"
"""Parts what is listed of the rows of a group."""
M = TypeVar("M", bound=Model)


class _Group(NamedTuple):
    """What the referrals of a group have in common. What isn't asked is the same for all."""

    place: int
    is_named: bool
    pathway: str
    agency_id: int | None
    referrer_kind: str
    referrer_user_id: int | None
    officer_id: int | None
    state: str
    decline_reason: str
    is_answered: bool
    named_services: bool
    is_screened: bool
    is_open: bool
    age: int | None
    anonymous: Mapping[str, str | list[str]] | None
    gender: str | None
    races: list[str] | None


_NOTHING = Value(None, output_field=IntegerField())
_NOT_ASKED: Expressions = {
    **dict.fromkeys(
        ("agency_id", "referrer_user_id", "officer_id", "age", "anonymous", "races"),
        _NOTHING,
    ),
    **dict.fromkeys(("named_services", "is_screened", "is_open"), Value(False)),
    **dict.fromkeys(("is_named", "is_answered"), Value(True)),
    **dict.fromkeys(("pathway", "referrer_kind", "state", "decline_reason", "gender"), Value("")),
}


@dataclass(frozen=True, slots=True)
class Alike:
    """Referrals alike in what was asked: one that stands for them, how many they are, and what else they share."""

    fact: ReferralFact
    weight: int
    shared: tuple[str | int | None, ...]
    listed: str = ""
    """What else was asked of each row, all after one another."""


class Listed(Aggregate):
    """A text of each row of a group, one after another with `BETWEEN` between them, in any order."""

    output_field = CharField()

    def __init__(self, text: Combinable) -> None:
        super().__init__(text, Value(BETWEEN))

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: object
    ) -> tuple[str, tuple[str | int, ...]]:
        return self.as_sql(compiler, connection, function="GROUP_CONCAT")

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: object
    ) -> tuple[str, tuple[str | int, ...]]:
        return self.as_sql(compiler, connection, function="STRING_AGG")


def group_referrals(
    rows: QuerySet[M],
    asked: Asked,
    place: Combinable,
    shared: Mapping[str, Combinable],
    first: int = 0,
    number: Count | None = None,
    listed: Listed | None = None,
) -> list[Alike]:
    """Group referrals, or rows that lead to one, by what is asked of them and by what else they share.

    `place` is the period of a row, `number` what is counted (the rows); stand-ins are numbered from `first`.
    `listed` is read of each row besides.
    """
    expressions = {**_NOT_ASKED, **expressions_of(asked)}
    placed = rows.annotate(of_place=place).annotate(
        **{f"of_{name}": each for name, each in expressions.items()},
        **{f"with_{name}": each for name, each in shared.items()},
    )
    keys = [*(f"of_{name}" for name in _Group._fields), *(f"with_{name}" for name in shared)]
    found = (
        placed.order_by()
        .values(*keys)
        .annotate(rows_alike=number or Count("pk"), rows_listed=listed or Value("", output_field=CharField()))
        .values_list(*keys, "rows_alike", "rows_listed")
    )
    width = len(_Group._fields)
    return [
        Alike(
            _stand_in(_Group._make(row[:width]), STAND_IN - first - each, asked),
            row[-2],
            row[width:-2],
            row[-1],
        )
        for each, row in enumerate(found.iterator(chunk_size=5000))
    ]


@dataclass(frozen=True)
class Singles:
    """Referrals of a program that are read one by one.

    Those whose answers say something else than their record, such as a yes after a no; and, where people are counted,
    those of someone who has another referral in the same period, so that people are counted once.
    """

    program: Program
    bounds: Bounds

    @cached_property
    def with_other_answers(self) -> set[int]:
        """Those of the periods and of all before them."""
        return self._named(
            Referral.objects.filter(Exists(answers_beyond_record().filter(referral=OuterRef("pk"))))
        )

    @cached_property
    def of_people_again(self) -> set[int]:
        in_periods = Referral.objects.filter(occurred_at__gte=self.bounds.begins)
        return self._named(self.placed(in_periods).filter(Exists(referred_again(self.bounds))))

    def _named(self, rows: QuerySet[Referral]) -> set[int]:
        rows = rows.filter(program=self.program, occurred_at__lt=self.bounds.ends)
        return set(rows.order_by().values_list("pk", flat=True))

    def placed(self, referrals: QuerySet[Referral]) -> QuerySet[Referral]:
        """Referrals with their period."""
        return referrals.annotate(of_place=self.bounds.place("occurred_at"))

    def split(
        self, referrals: QuerySet[Referral], columns: Collection[str]
    ) -> tuple[QuerySet[Referral], set[int]]:
        """The referrals to be grouped, and the numbers of those to be read one by one."""
        rows, singles, others = self.placed(referrals), set[int](), list[Exists]()
        if "outcome" in columns:
            singles |= self.with_other_answers
            others.append(Exists(answers_beyond_record().filter(referral=OuterRef("pk"))))
        if "person" in columns:
            singles |= self.of_people_again
            others.append(Exists(referred_again(self.bounds)))
        if len(singles) <= MOST_AT_ONCE:
            return rows.exclude(pk__in=singles), singles
        return rows.filter(*(~other for other in others)), singles


def _stand_in(group: _Group, number: int, asked: Asked) -> ReferralFact:
    """The group as one referral, read as every referral is. What wasn't asked says nothing."""
    bounds = asked.bounds
    at = datetime.combine(bounds.day_in(group.place), time(), bounds.zone)
    row = ReadReferral(
        pk=number,
        number=0,
        person_id=number if group.is_named else None,
        occurred_at=at,
        submitted_at=at,
        pathway=group.pathway,
        referrer_kind=group.referrer_kind,
        agency_id=group.agency_id,
        referrer_user_id=group.referrer_user_id,
        past__officer_id=group.officer_id,
        state=group.state,
        answered_at=at if group.is_answered else None,
        decline_reason=group.decline_reason,
        intake_due_on=date.max if group.is_open else date.min,
        encounter_id=None,
        anonymous=group.anonymous,
        named_services=group.named_services,
        policy__intake_window_days=0,
        person__date_of_birth=None,
        person__approximate_age=group.age,
        person__gender=group.gender,
        person__race_ethnicity=group.races,
    )
    steps = Steps(screened_at=at if group.is_screened else None)
    return fact_of_row(row, steps, None, bounds.zone)
