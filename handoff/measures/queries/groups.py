"""Facts that the database has counted: rows alike in what a measure asks, by periods, with their numbers (ADR 0088).

A group is a stand-in among the facts: one made-up referral, participant or charge that says what the group shares.
Measures count stand-ins as they count records, and `Weights` says how many each stands for.
"""

from dataclasses import replace
from datetime import date, datetime

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import TruncDate

from handoff.core.statistics import room_to_count
from handoff.enrollment.facts import EnrollmentFact
from handoff.enrollment.look_back.queries import look_back_facts
from handoff.enrollment.models import Enrollment
from handoff.measures.definitions.demographics import REFERRED_AGES
from handoff.measures.definitions.measure import Grouping
from handoff.measures.facts import Facts
from handoff.measures.queries import LAW, facts_of_setting
from handoff.measures.queries.charged import NOWHERE, add_charged
from handoff.measures.queries.followed import (
    active_without_new_charges,
    add_referred,
    enrollments_of_people,
    safety_of,
)
from handoff.measures.queries.spans import Found, Span, active_periods, merged, status_of
from handoff.measures.rules.periods import Period
from handoff.programs.models import Agency, Program
from handoff.programs.queries import local_date
from handoff.referrals.facts import ReferralFact
from handoff.referrals.models import Referral, ReferralEvent
from handoff.referrals.queries.fact_groups import group_referrals

HERE, EARLIER, LATER = "here", "earlier", "later"
"""Through which referral someone enrolled: this one, another one by this one's day, another one after it."""


@room_to_count()
def grouped_facts(span: Span, grouping: Grouping) -> Facts:
    """The facts from which the measures of a grouping count the periods of a span."""
    found = Found()
    if grouping.referrals:
        _add_referrals(found, span, grouping.referrals)
    if grouping.enrolled:
        _add_enrolled(found, span, grouping.enrolled)
    if grouping.look_backs:
        add_referred(found, span)
    if grouping.active:
        _add_active(found, span, grouping)
    return replace(
        facts_of_setting(span.program, span.read_on),
        agencies=_agencies(span),
        referrals=found.referrals,
        enrollments=found.enrollments,
        statuses=found.statuses,
        charges=found.charges,
        behind=found.behind,
        known=found.known,
        weights=found.weights,
        new_charges=found.new_charges,
        safety=safety_of(span) if grouping.safety else (),
        look_backs=look_back_facts(span.program) if grouping.look_backs else (),
    )


def _add_active(found: Found, span: Span, grouping: Grouping) -> None:
    rows = active_without_new_charges(found, span) if grouping.new_charges else active_periods(span)
    asked = span.asked(grouping.active, "enrollment__intake__referral__")
    active = found.number(group_referrals(rows, asked, *status_of(span), found.stand_ins))
    for each in add_charged(found, span, grouping.active, active) if grouping.charges else active:
        found.add_active(each, span.bounds)


def ages_of_referred(
    program: Program, period: Period, at: datetime, pathway: str = "", agency: int | None = None
) -> Facts:
    """What the middle age of those referred in a period is counted from."""
    return grouped_facts(Span(program, [period], local_date(program, at), pathway, agency), REFERRED_AGES)


def _agencies(span: Span) -> list[int]:
    """The law enforcement agencies: those at work, and those that have referred someone."""
    referred = Referral.objects.filter(
        program=span.program, agency=OuterRef("pk"), occurred_at__lt=span.bounds.ends
    )
    rows = Agency.objects.filter(Q(is_active=True) | Q(Exists(referred)), program=span.program, kind=LAW)
    found = rows.order_by("name").values_list("pk", flat=True)
    return [each for each in found if span.agency is None or each == span.agency]


def _add_referrals(found: Found, span: Span, columns: frozenset[str]) -> None:
    asked = span.asked(columns)
    counted = Referral.objects.filter(span.of_referrals(), program=span.program)
    in_span = counted.filter(occurred_at__gte=span.bounds.begins)
    rows, singles = span.singles.split(in_span, columns)
    read = [each for each in span.read(singles) if each.occurred_on >= span.periods[0].first]
    if "later_no_on" in columns:
        read = [*span.read(_said_no_later(span, counted)), *read]
    shared = {"beside": _enrolled_beside(span)} if "person" in columns else {}
    groups = found.number(group_referrals(rows, asked, F("of_place"), shared))
    found.known += enrollments_of_people(span, {each.person for each in read if each.person})
    for each in groups:
        number, person = each.fact.referral, each.fact.person
        found.weights.referrals[number] = each.weight
        found.weights.people[person or -number] = each.weight
        if person and each.shared and each.shared[0]:
            found.known.append(_stand_in_enrollment(each.fact, str(each.shared[0])))
    facts = [*(each.fact for each in groups), *read]
    found.referrals = sorted(facts, key=lambda each: each.occurred_on)


def _said_no_later(span: Span, counted: QuerySet[Referral]) -> set[int]:
    """Referrals from before the periods that got a no after a yes within them."""
    no = counted.filter(
        state=Referral.State.DECLINED,
        occurred_at__lt=span.bounds.begins,
        answered_at__gte=span.bounds.begins,
        events__what=ReferralEvent.Kind.ACCEPTED,
    )
    return set(no.values_list("pk", flat=True))


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


def _add_enrolled(found: Found, span: Span, columns: frozenset[str]) -> None:
    """Those who enrolled in the periods, by what their referral says of them."""
    prefix, bounds = "intake__referral__", span.bounds
    rows = Enrollment.objects.filter(
        span.of_referrals(prefix),
        ~Q(person__in=merged(span)),
        program=span.program,
        enrolled_on__lte=min(span.read_on, span.periods[-1].last),
        enrolled_on__gte=span.periods[0].first,
    )
    place = bounds.place_of_day("enrolled_on")
    for each in found.number(group_referrals(rows, span.asked(columns, prefix), place, {}, found.stand_ins)):
        number, on = each.fact.referral, each.fact.occurred_on
        found.enrollments.append(EnrollmentFact(number, number, on, on))
        found.behind.append(each.fact)
        found.weights.people[number] = each.weight
