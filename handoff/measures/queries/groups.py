"""Facts that the database has counted: rows alike in what a measure asks, by periods, with their numbers (ADR 0088).

A group is a stand-in among the facts: one made-up referral, participant or charge that says what the group shares.
Measures count stand-ins as they count records, and `Weights` says how many each stands for.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import TruncDate

from handoff.enrollment.facts import EnrollmentFact
from handoff.enrollment.models import Enrollment
from handoff.measures.definitions.measure import Grouping
from handoff.measures.facts import Facts
from handoff.measures.queries import LAW, facts_of_setting
from handoff.measures.queries.charged import NOWHERE, add_charged
from handoff.measures.queries.spans import Found, Span, active_periods, status_of
from handoff.measures.rules.periods import Period
from handoff.programs.models import Agency, Program
from handoff.programs.queries import local_date
from handoff.referrals.facts import ReferralFact
from handoff.referrals.models import Referral
from handoff.referrals.queries.fact_groups import MOST_AT_ONCE, group_referrals, name_singles

HERE, EARLIER, LATER = "here", "earlier", "later"
"""Through which referral someone enrolled: this one, another one by this one's day, another one after it."""


def grouped_facts(
    program: Program,
    periods: Sequence[Period],
    grouping: Grouping,
    at: datetime,
    *,
    pathway: str = "",
    agency: int | None = None,
) -> Facts:
    """The facts from which the measures of a grouping count periods that follow each other."""
    span, found = Span(program, periods, local_date(program, at), pathway, agency), Found()
    if grouping.referrals:
        _add_referrals(found, span, grouping.referrals)
    if grouping.enrolled:
        _add_enrolled(found, span, grouping.enrolled)
    if grouping.active:
        active = found.number(
            group_referrals(
                active_periods(span),
                span.asked(grouping.active, "enrollment__intake__referral__"),
                *status_of(span),
                found.numbers,
            )
        )
        for each in add_charged(found, span, grouping.active, active) if grouping.charges else active:
            found.add_active(each, span.bounds)
    return replace(
        facts_of_setting(program, span.read_on),
        agencies=_agencies(span),
        referrals=found.referrals,
        enrollments=found.enrollments,
        statuses=found.statuses,
        charges=found.charges,
        behind=found.behind,
        known=found.known,
        weights=found.weights,
    )


def _agencies(span: Span) -> list[int]:
    """The law enforcement agencies: those at work, and those that have referred someone."""
    referred = Referral.objects.filter(program=span.program, agency=OuterRef("pk"), occurred_at__lt=span.bounds.ends)
    rows = Agency.objects.filter(Q(is_active=True) | Q(Exists(referred)), program=span.program, kind=LAW)
    found = rows.order_by("name").values_list("pk", flat=True)
    return [each for each in found if span.agency is None or each == span.agency]


def _add_referrals(found: Found, span: Span, columns: frozenset[str]) -> None:
    bounds = span.bounds
    counted = Q(occurred_at__gte=bounds.begins)
    if "later_no_on" in columns:
        counted |= Q(state=Referral.State.DECLINED, answered_at__gte=bounds.begins)
    rows = Referral.objects.filter(counted, span.of_referrals(), program=span.program)
    shared = {"beside": _enrolled_beside(span)} if "person" in columns else {}
    alike = found.number(group_referrals(rows, span.asked(columns), bounds.place("occurred_at"), shared))
    singles = name_singles(alike, bounds.zone)
    groups = [each for each in alike if each.fact.referral < 0]
    found.referrals = sorted(
        (each.fact for each in (*groups, *singles)), key=lambda each: each.occurred_on
    )
    found.known += _enrollments_of(span, [each.fact.person for each in singles if each.fact.person])
    for each in groups:
        found.weights.referrals[each.fact.referral] = each.weight
        found.weights.people[each.fact.person or -each.fact.referral] = each.weight
        if each.fact.person and each.shared and each.shared[0]:
            found.known.append(_stand_in_enrollment(each.fact, str(each.shared[0])))


def _stand_in_enrollment(fact: ReferralFact, beside: str) -> EnrollmentFact:
    """Where someone enrolled, as seen from their referral. It is in no period, so that it isn't counted itself."""
    on = date.max if beside == LATER else date.min
    return EnrollmentFact(fact.person or NOWHERE, fact.referral if beside == HERE else NOWHERE, on, on)


def _enrolled_beside(span: Span) -> Case:
    """Through which referral someone enrolled, as seen from each of theirs; '' for who never did."""
    path = "person__enrollments__"
    enrolled = Q(
        **{
            "person__merged_into__isnull": True,
            f"{path}program": span.program,
            f"{path}enrolled_on__lte": span.read_on,
        }
    )
    if span.is_narrowed:
        enrolled &= span.of_referrals(f"{path}intake__referral__")
    day = TruncDate("occurred_at", tzinfo=span.bounds.zone)
    return Case(
        When(enrolled & Q(**{f"{path}intake__referral": F("pk")}), then=Value(HERE)),
        When(enrolled & Q(**{f"{path}enrolled_on__lte": day}), then=Value(EARLIER)),
        When(enrolled, then=Value(LATER)),
        default=Value(""),
        output_field=CharField(),
    )


def _enrollments_of(span: Span, people: Sequence[int]) -> list[EnrollmentFact]:
    """The enrollments of people whose referrals come by themselves."""
    found: list[EnrollmentFact] = []
    for start in range(0, len(people), MOST_AT_ONCE):
        rows = Enrollment.objects.filter(
            program=span.program,
            person__in=people[start : start + MOST_AT_ONCE],
            person__merged_into__isnull=True,
            enrolled_on__lte=span.read_on,
        )
        if span.is_narrowed:
            rows = rows.filter(span.of_referrals("intake__referral__"))
        for person, referral, on in rows.values_list("person_id", "intake__referral_id", "enrolled_on"):
            found.append(EnrollmentFact(person, referral, on, on))
    return found


def _add_enrolled(found: Found, span: Span, columns: frozenset[str]) -> None:
    """Those who enrolled in the periods, by what their referral says of them."""
    prefix, bounds = "intake__referral__", span.bounds
    rows = Enrollment.objects.filter(
        span.of_referrals(prefix),
        program=span.program,
        person__merged_into__isnull=True,
        enrolled_on__lte=min(span.read_on, span.periods[-1].last),
        enrolled_on__gte=span.periods[0].first,
    )
    place = bounds.place_of_day("enrolled_on")
    for each in found.number(group_referrals(rows, span.asked(columns, prefix), place, {}, found.numbers)):
        number, on = each.fact.referral, each.fact.occurred_on
        found.enrollments.append(EnrollmentFact(number, number, on, on))
        found.behind.append(each.fact)
        found.weights.people[number] = each.weight
