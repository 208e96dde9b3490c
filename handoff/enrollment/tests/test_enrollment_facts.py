"""What measures read of enrollments and charges, in local days (M3, M6)."""

from datetime import date, timedelta

import pytest

from handoff.charges.queries import CHARGE_COLUMNS, charge_facts
from handoff.enrollment.facts import StatusFact
from handoff.enrollment.models import StatusPeriod
from handoff.enrollment.queries import ENROLLMENT_COLUMNS, STATUS_COLUMNS, enrollment_facts, status_facts
from handoff.testing.enrollment import make_participant
from handoff.testing.programs import AT, make_program

pytestmark = pytest.mark.django_db
LATER = date(2027, 1, 1)


def test_a_participant_has_an_enrollment_and_a_charge_of_one_referral():
    enrollment = make_participant(make_program())
    program, referral = enrollment.program, enrollment.intake.referral
    (fact,) = enrollment_facts(program, LATER)
    assert (fact.person, fact.referral, fact.enrolled_on) == (
        enrollment.person_id,
        referral.pk,
        enrollment.enrolled_on,
    )
    charges = charge_facts(program, LATER)
    assert [(each.encounter, each.person) for each in charges] == [
        (referral.encounter_id, enrollment.person_id)
    ]
    assert enrollment_facts(program, AT.date() - timedelta(days=60)) == []
    assert charge_facts(program, AT.date() - timedelta(days=60)) == []
    assert CHARGE_COLUMNS["title"].section == ENROLLMENT_COLUMNS["enrolled_on"].section[:1] + "a"


def test_a_status_holds_at_the_end_of_its_days_and_not_on_the_day_it_ends():
    enrollment = make_participant(make_program())
    StatusPeriod.objects.filter(enrollment=enrollment).update(starts_at=AT, ends_at=AT + timedelta(days=5))
    (fact,) = status_facts(enrollment.program, LATER)
    first = fact.starts_on
    assert fact == StatusFact(enrollment.person_id, "active", "", first, first + timedelta(days=5))
    held = [fact.holds_at_end_of(first + timedelta(days=days)) for days in (-1, 0, 4, 5)]
    assert held == [False, True, True, False]
    assert status_facts(enrollment.program, first - timedelta(days=1)) == []
    assert STATUS_COLUMNS["status"].label_of("active") == "Active"
