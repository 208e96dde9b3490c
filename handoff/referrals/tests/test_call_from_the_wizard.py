"""The last step of the referral wizard: who is called, who answered, and which 24-hour partner learns of it (H5)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from handoff.programs.models import OnCallShift
from handoff.referrals.models import Referral
from handoff.testing.programs import PASSWORD, make_agency, make_member
from handoff.testing.referrals import make_ready_program
from handoff.testing.wizard import SCREENING, STAFF_SIGN, TO_OFFER, YES, Walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return make_ready_program()


@pytest.fixture
def officer(program, client):
    make_member(program, "peer_support")
    user = make_member(program, "officer")
    client.login(username=user.username, password=PASSWORD)
    return user


def make_shift(program) -> OnCallShift:
    """Someone on call now."""
    now = timezone.now()
    return OnCallShift.objects.create(
        program=program,
        user_id=1,
        name="Alex Stone",
        phone="910-555-0177",
        starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(hours=1),
    )


@pytest.mark.parametrize(
    ("answers", "shared"),
    [
        ({"called": "partner", "reached": "yes", "partner_agrees": "on", "scene": "Library"}, True),
        ({"called": "partner", "reached": "no", "partner_agrees": "on"}, True),
        ({"called": "partner", "reached": "yes"}, False),
        ({"called": "shift", "reached": "yes", "partner_agrees": "on"}, False),
        ({"called": "card", "partner_agrees": "on"}, False),
    ],
)
def test_a_partner_sees_the_referral_only_if_it_was_called_and_the_person_agrees(
    client, program, officer, answers, shared
):
    """H5: the person's OK is for the 24-hour partner that was called, not for whoever else was."""
    shift = make_shift(program)
    crisis = make_agency(
        program, "treatment", "Night desk", phone="910-555-0116", takes_handoffs_all_hours=True
    )
    walk = Walk(client, program)
    walk.through({**TO_OFFER, "offer": YES, "screening": SCREENING, "roi": STAFF_SIGN})
    assert "partner sees their name" in client.get(walk.url("handoff")).content.decode()
    keys = {"partner": f"partner-{crisis.pk}", "shift": f"shift-{shift.pk}", "card": "card"}
    walk.through({"handoff": {**answers, "called": keys[answers["called"]]}})
    record = Referral.objects.get().handoffs.get()
    assert record.partner == (crisis if shared else None)


def test_no_one_is_asked_about_a_partner_where_none_takes_handoffs_at_night(client, program, officer):
    walk = Walk(client, program)
    walk.through({**TO_OFFER, "offer": YES, "screening": SCREENING, "roi": STAFF_SIGN})
    assert "partner_agrees" not in client.get(walk.url("handoff")).content.decode()


def test_the_officer_is_offered_who_is_on_call(client, program, officer):
    shift = make_shift(program)
    walk = Walk(client, program)
    walk.through({**TO_OFFER, "offer": YES, "screening": SCREENING, "roi": STAFF_SIGN})
    page = client.get(walk.url("handoff")).content.decode()
    assert "tel:+19105550177" in page
    unanswered = client.post(walk.url("handoff"), {"called": f"shift-{shift.pk}"})
    assert "Choose whether someone answered" in unanswered.content.decode()
    walk.through({"handoff": {"called": f"shift-{shift.pk}", "reached": "yes", "minutes": "9"}})
    record = Referral.objects.get().handoffs.get()
    assert (record.called_name, record.reached) == ("Alex Stone", True)
    assert Referral.objects.get().officer_seconds_corrected == 540
