"""Referrals counted by the database: those alike in what a measure asks come as one row with their number (ADR 0088)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from django.db.models import Count, IntegerField, Model, QuerySet, Value
from django.db.models.expressions import Combinable

from handoff.referrals.facts import ReferralFact
from handoff.referrals.models import Referral
from handoff.referrals.queries.fact_rows import ReadReferral, Steps, fact_of_row
from handoff.referrals.queries.group_columns import Asked, Expressions, expressions_of

STAND_IN = -(2**60)
"""Stand-ins are numbered downward from here: no record has such a number."""
MOST_AT_ONCE = 5_000
M = TypeVar("M", bound=Model)


class _Group(NamedTuple):
    """What the referrals of a group have in common. What isn't asked is the same for all."""

    place: int
    single: int | None
    is_named: bool
    pathway: str
    agency_id: int | None
    referrer_kind: str
    referrer_user_id: int | None
    officer_id: int | None
    state: str
    said: str
    said_reason: str
    decline_reason: str
    later: int | None
    is_answered: bool
    named_services: bool
    is_screened: bool
    is_open: bool
    age: int | None
    anonymous: Mapping[str, str | list[str]] | None
    gender: str | None
    races: list[str] | None


_NO_NUMBER = Value(None, output_field=IntegerField())
_NOT_ASKED: Expressions = {
    **dict.fromkeys(
        ("single", "agency_id", "referrer_user_id", "officer_id", "later", "age", "anonymous", "races"),
        _NO_NUMBER,
    ),
    **dict.fromkeys(("named_services", "is_screened", "is_open"), Value(False)),
    **dict.fromkeys(("is_named", "is_answered"), Value(True)),
    **dict.fromkeys(
        ("pathway", "referrer_kind", "state", "said", "said_reason", "decline_reason", "gender"), Value("")
    ),
}


@dataclass(frozen=True, slots=True)
class Alike:
    """Referrals alike in what was asked: one that stands for them, how many they are, and what else they share."""

    fact: ReferralFact
    weight: int
    shared: tuple[str | int | None, ...]


def group_referrals(
    rows: QuerySet[M],
    asked: Asked,
    place: Combinable,
    shared: Mapping[str, Combinable],
    first: int = 0,
    number: Count | None = None,
) -> list[Alike]:
    """Group referrals, or rows that lead to one, by what is asked of them and by what else they share.

    `place` is the period of a row, `number` what is counted (the rows); stand-ins are numbered from `first`. A referral of someone who has another one in
    the period comes by itself, with its own number, so that people can be counted once.
    """
    expressions = {**_NOT_ASKED, **expressions_of(asked)}
    placed = rows.annotate(of_place=place).annotate(
        **{f"of_{name}": each for name, each in expressions.items()},
        **{f"with_{name}": each for name, each in shared.items()},
    )
    keys = [*(f"of_{name}" for name in _Group._fields), *(f"with_{name}" for name in shared)]
    found = placed.order_by().values(*keys).annotate(rows_alike=number or Count("pk")).values_list(*keys, "rows_alike")
    width = len(_Group._fields)
    return [
        Alike(_stand_in(_Group._make(row[:width]), STAND_IN - first - each, asked), row[-1], row[width:-1])
        for each, row in enumerate(found.iterator(chunk_size=5000))
    ]


def name_singles(found: Iterable[Alike], zone: ZoneInfo) -> list[Alike]:
    """The referrals that come by themselves, with their own number, person and day, in the order they happened."""
    singles = {each.fact.referral: each for each in found if each.fact.referral > 0}
    numbers = list(singles)
    named: list[tuple[datetime, Alike]] = []
    for start in range(0, len(numbers), MOST_AT_ONCE):
        rows = Referral.objects.filter(pk__in=numbers[start : start + MOST_AT_ONCE])
        for pk, number, person, at in rows.values_list("pk", "number", "person_id", "occurred_at"):
            alike, on = singles[pk], at.astimezone(zone).date()
            fact = replace(alike.fact, number=number, person=person, occurred_on=on)
            named.append((at, replace(alike, fact=fact)))
    named.sort(key=lambda each: (each[0], each[1].fact.number))
    return [alike for _at, alike in named]


def _stand_in(group: _Group, number: int, asked: Asked) -> ReferralFact:
    """The group as one referral, read as every referral is. What wasn't asked says nothing."""
    bounds = asked.bounds

    def moment(place: int) -> datetime:
        return datetime.combine(bounds.day_in(place), time(), bounds.zone)

    at = moment(group.place)
    row = ReadReferral(
        pk=group.single or number,
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
        answered_at=moment(group.later) if group.later is not None else at if group.is_answered else None,
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
    steps = Steps(group.said, at if group.said else None, group.said_reason, at if group.is_screened else None)
    return fact_of_row(row, steps, None, bounds.zone)
