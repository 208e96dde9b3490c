"""The county in its full size: two years, three hundred referrals, a hundred and sixty people enrolled."""

from collections import Counter
from datetime import timedelta

import pytest

from handoff.audit.queries import verify_chain
from handoff.consent.queries import expiring_releases, roi_state
from handoff.demo.builder import build_county
from handoff.demo.tests.conftest import TODAY
from handoff.enrollment.models import Enrollment, StatusPeriod
from handoff.enrollment.queries import roster
from handoff.notifications.models import Notice
from handoff.participants.models import Person
from handoff.referrals.models import Referral
from handoff.staffing.models import ChargeDecision

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.nightly]


def test_the_whole_county_has_what_a_program_of_two_years_has():
    alder = build_county(seed=1, today=TODAY)[0]
    program, ends = alder.program, alder.days.ends
    referrals = Referral.objects.filter(program=program)
    assert 290 <= referrals.count() <= 330
    pathways = Counter(referrals.values_list("pathway", flat=True))
    assert pathways["arrest_diversion"] < referrals.count() / 2
    assert (ends - referrals.earliest("submitted_at").submitted_at).days > 640
    assert 150 <= Enrollment.objects.filter(program=program).count() <= 190
    statuses = Counter(roster(program).values_list("status", flat=True))
    assert statuses["active"] > 90
    assert statuses["inactive"] > 30
    periods = StatusPeriod.objects.filter(enrollment__program=program)
    assert set(StatusPeriod.InactiveReason.values) <= set(periods.values_list("reason", flat=True))
    assert periods.filter(status="inactive", ends_at__isnull=False).count() >= 5
    for days in (30, 60, 90):
        assert (
            expiring_releases(program, ends, days=days)
            .filter(ends_at__gt=ends + timedelta(days=days - 30))
            .exists()
        )
    states = {roi_state(each.person_id, ends).kind for each in roster(program)}
    assert states == {"none", "live", "expiring", "expired", "revoked"}
    people = Person.objects.filter(program=program)
    assert 0.12 < people.filter(language="es").count() / people.count() < 0.26
    outcomes = ChargeDecision.objects.filter(charge__program=program).values_list("outcome", flat=True)
    assert set(outcomes) == {"dismiss", "continue", "pursue"}
    assert verify_chain(program.pk).broken_at is None
    assert not Notice.objects.filter(sent_at=None).exists()
