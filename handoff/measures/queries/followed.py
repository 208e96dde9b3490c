"""What happened to single participants, read one by one beside what the database has counted (M6b, M12, M13)."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet

from handoff.charges.models import NewCharge
from handoff.charges.queries import new_charge_facts
from handoff.enrollment.facts import EnrollmentFact
from handoff.enrollment.models import Enrollment, StatusPeriod
from handoff.enrollment.queries import status_facts_of
from handoff.enrollment.safety.facts import SafetyFact
from handoff.enrollment.safety.queries import safety_facts
from handoff.measures.queries.spans import Found, Span, active_periods
from handoff.referrals.queries.fact_rows import MOST_AT_ONCE


def active_without_new_charges(found: Found, span: Span) -> QuerySet[StatusPeriod]:
    """Add new charges of the periods and the participants they are about; returns the periods of all others."""
    first, last = span.periods[0].first, span.periods[-1].last
    found.new_charges += [each for each in new_charge_facts(span.program, last) if each.occurred_on >= first]
    new = NewCharge.objects.filter(
        program=span.program,
        occurred_on__gte=first,
        occurred_on__lte=last,
        person=OuterRef("enrollment__person"),
    )
    rows = active_periods(span)
    single = rows.filter(Exists(new))
    found.statuses += status_facts_of(single, span.bounds.zone)
    known = enrollments_of_people(span, {each.person for each in found.statuses})
    found.known += known
    found.behind += span.read({each.referral for each in known})
    return rows.filter(~Exists(new))


def enrollments_of(span: Span, whose: Q) -> list[EnrollmentFact]:
    """The enrollments of some participants, among those that are counted."""
    rows = Enrollment.objects.filter(
        whose, program=span.program, person__merged_into__isnull=True, enrolled_on__lte=span.read_on
    )
    if span.is_narrowed:
        rows = rows.filter(span.of_referrals("intake__referral__"))
    found = rows.values_list("person_id", "intake__referral_id", "enrolled_on")
    return [
        EnrollmentFact(person, referral, on, on) for person, referral, on in found.iterator(chunk_size=5000)
    ]


def enrollments_of_people(span: Span, people: Collection[int]) -> list[EnrollmentFact]:
    numbers, found = sorted(people), list[EnrollmentFact]()
    for start in range(0, len(numbers), MOST_AT_ONCE):
        found += enrollments_of(span, Q(person__in=numbers[start : start + MOST_AT_ONCE]))
    return found


def safety_of(span: Span) -> list[SafetyFact]:
    """Overdoses, reversals and deaths of participants who are counted, until today."""
    found = safety_facts(span.program, span.read_on)
    if not span.is_narrowed:
        return found
    people = {each.person for each in enrollments_of_people(span, {each.person for each in found})}
    return [each for each in found if each.person in people]


def add_referred(found: Found, span: Span) -> None:
    """Add the participants who were referred in the periods, with their referrals."""
    prefix = "intake__referral__"
    referred = span.of_referrals(prefix) & Q(**{f"{prefix}occurred_at__gte": span.bounds.begins})
    found.enrollments += enrollments_of(span, referred)
    found.behind += span.read({each.referral for each in found.enrollments})
