"""What an actor may do follows from their roles, the signed agreement, and the partner that each role is held for."""

import pytest

from handoff.access.actor import Actor
from handoff.access.decorators import AccessRule
from handoff.access.permissions import Permission
from handoff.access.roles import PARTICIPANT_DATA, ROLES, RoleName

HERE, THERE = 1, 2
"""Two partner organizations."""


def actor(*held, agreement_signed=True):
    return Actor(
        user_id=1,
        program_id=1,
        username="u",
        roles=frozenset(role for role, _agency in held),
        agency_ids=frozenset(agency for _role, agency in held),
        held_for=frozenset(held),
        agreement_signed=agreement_signed,
    )


@pytest.mark.parametrize("role", list(RoleName))
def test_without_the_signed_agreement_no_role_opens_participant_data(role):
    """C4: nor does a list of partners that the permission is held for."""
    unsigned = actor((role, HERE), agreement_signed=False)
    rule = AccessRule(permissions=PARTICIPANT_DATA)
    assert not unsigned.on_care_side and not rule.allows(unsigned)
    assert not [each for each in PARTICIPANT_DATA if unsigned.can(each) or unsigned.agencies_with(each)]
    assert rule.allows(actor((role, HERE))) is bool(ROLES[role].permissions & PARTICIPANT_DATA)


def test_a_permission_counts_only_at_the_partner_its_role_is_held_for():
    both = actor((RoleName.LAW_LEADER, HERE), (RoleName.EVALUATOR, THERE))
    assert both.agency_ids == {HERE, THERE}
    assert both.agencies_with(Permission.SHARED_READ) == {HERE}


def test_only_who_may_read_participants_is_on_the_care_side():
    on_it = {role for role in RoleName if actor((role, HERE)).on_care_side}
    assert on_it == {
        RoleName.PEER_SUPPORT,
        RoleName.CASE_MANAGER,
        RoleName.PROGRAM_MANAGER,
        RoleName.DATA_MANAGER,
    }
