"""Active participants with charges, and their charges, counted by the database (M6, ADR 0088)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat

from handoff.charges.facts import ChargeFact
from handoff.charges.models import SetAsideCharge
from handoff.measures.queries.spans import Found, Span, holding, is_known, status_of
from handoff.referrals.facts import Outcome
from handoff.referrals.queries.fact_groups import BETWEEN, Alike, Listed, group_referrals
from handoff.referrals.queries.fact_rows import SAID_YES

NOWHERE = 0
"""The number of no record."""
SINCE = ":"
ENROLLMENT = "encounter__person__enrollments__"
STATUS = f"{ENROLLMENT}status_periods__"


class _Status(NamedTuple):
    """What active participants of a group share."""

    begins: date
    until: object
    is_known: object
    pathway: str
    agency: int | None


def _status(alike: Alike) -> _Status:
    fact = alike.fact
    return _Status(fact.occurred_on, alike.shared[0], alike.shared[1], fact.pathway, fact.agency)


def add_charged(found: Found, span: Span, columns: frozenset[str], active: Iterable[Alike]) -> list[Alike]:
    """Add active participants with charges, and their charges; returns the groups of those without.

    A charge from before someone was active counts as long as they are. Who has one from later on comes by themselves,
    since it counts from its own period on.
    """
    rows, asked = _charges_of_active(span), span.asked(columns, f"{ENROLLMENT}intake__referral__")
    place, shared = status_of(span, STATUS, ENROLLMENT)
    shared["person"] = Case(
        When(_has_later_charge(), then=F("encounter__person")), output_field=IntegerField()
    )
    persons = Count("encounter__person", distinct=True)
    groups = group_referrals(rows, asked, place, shared, found.stand_ins, persons, _charges_listed(span))
    charged = Counter[_Status]()
    for each in found.number(groups):
        charged[_status(each)] += each.weight
        found.add_active(each, span.bounds)
        for charge, number in Counter(each.listed.split(BETWEEN)).items():
            found.add_charges(_charge(each, charge, span), number)
    left = [replace(each, weight=each.weight - charged[_status(each)]) for each in active]
    return [each for each in left if each.weight > 0]


def _charges_listed(span: Span) -> Listed:
    """Each charge as since when it counts, if later than the status, and its offense."""
    is_later = Q(set_aside_at__gte=F(f"{STATUS}starts_at"))
    since = Case(When(is_later, then=span.bounds.place("set_aside_at")), default=Value(-1))
    return Listed(Concat(Cast(since, CharField()), Value(SINCE), "offense_key", output_field=CharField()))


def _charge(alike: Alike, listed: str, span: Span) -> ChargeFact:
    since, _mark, offense = listed.partition(SINCE)
    on = alike.fact.occurred_on if int(since) < 0 else span.bounds.day_in(int(since))
    return ChargeFact(NOWHERE, NOWHERE, alike.fact.referral, offense, "", on, "")


def _charges_of_active(span: Span) -> QuerySet[SetAsideCharge]:
    """The charges set aside at referrals to which the answer was yes, and stayed yes, of active participants."""
    referral = "encounter__referral__"
    active = holding(span, STATUS)
    if span.is_narrowed:
        active &= is_known(span, ENROLLMENT)
    return SetAsideCharge.objects.filter(
        _stayed_yes(span),
        span.of_referrals(referral),
        active,
        encounter__program=span.program,
        set_aside_at__lt=span.bounds.ends,
        encounter__person__merged_into__isnull=True,
        **{f"{ENROLLMENT}program": span.program},
    )


def _stayed_yes(span: Span) -> Q:
    """Encounters of referrals that stayed a yes, by their record, or by their answers where those say more."""
    read = [each for each in span.read(span.singles.with_other_answers) if each.encounter is not None]
    yes = [each.encounter for each in read if each.outcome == Outcome.ACCEPTED and each.later_no_on is None]
    by_record = Q(encounter__referral__state__in=SAID_YES) & ~Q(
        encounter__in=[each.encounter for each in read]
    )
    return by_record | Q(encounter__in=yes)


def _has_later_charge() -> Q:
    later = SetAsideCharge.objects.filter(
        encounter__person=OuterRef("encounter__person"), set_aside_at__gte=OuterRef(f"{STATUS}starts_at")
    )
    return Q(Exists(later))
