"""When intake deadlines pass, each officer gets one notice a day, which leads to what it is about (W10)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from handoff.accounts.models import User
from handoff.notifications.models import Notice
from handoff.referrals.jobs import queue_lapse_notices
from handoff.testing.enrollment import make_referral
from handoff.testing.programs import AT, make_agency, make_member, make_program

PAST = AT + timedelta(days=15)


@pytest.fixture
def program(db):
    return make_program()


def refer(program, agency, officer, number):
    for _each in range(number):
        make_referral(program, officer=officer, agency=agency)


def test_one_lapsed_referral_is_linked_and_several_lead_to_the_list(program):
    agency = make_agency(program)
    alone, busy = make_member(program, "officer", agency), make_member(program, "officer", agency)
    referral = make_referral(program, officer=alone, agency=agency)
    refer(program, agency, busy, 3)
    for _each in range(2):
        assert queue_lapse_notices(program=program, at=PAST) == 2
    paths = dict(Notice.objects.filter(kind="window_passed").values_list("recipient_user_id", "path"))
    assert Notice.objects.filter(kind="window_passed").count() == 2
    assert paths == {
        alone.pk: reverse("referrals:sent", args=[program.slug, referral.public_id]),
        busy.pk: reverse("referrals:own", args=[program.slug]),
    }


def test_an_officer_whose_account_is_closed_gets_none(program):
    agency = make_agency(program)
    officer = make_member(program, "officer", agency)
    refer(program, agency, officer, 1)
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert queue_lapse_notices(program=program, at=PAST) == 0
