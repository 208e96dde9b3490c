"""Roles begin and end at midnight in the program's own time zone, not at midnight UTC."""

from datetime import UTC, date, datetime

import pytest

from handoff.accounts.models import Membership
from handoff.accounts.queries import own_memberships, programs_with_role
from handoff.testing.programs import make_member, make_program

HALF_PAST_NINE_PM = datetime(2026, 3, 3, 2, 30, tzinfo=UTC)
"""March 2 in North Carolina, already March 3 in UTC."""

pytestmark = pytest.mark.django_db


def test_a_role_that_ends_tomorrow_is_held_in_the_evening():
    program = make_program()
    user = make_member(program, "case_manager")
    Membership.objects.filter(user=user).update(ends_on=date(2026, 3, 3))
    assert programs_with_role(user, HALF_PAST_NINE_PM) == [program]


def test_a_role_that_begins_tomorrow_is_not_held_in_the_evening():
    user = make_member(make_program(), "case_manager")
    Membership.objects.filter(user=user).update(starts_on=date(2026, 3, 3), ends_on=None)
    assert own_memberships(user, HALF_PAST_NINE_PM) == []
