"""Who is refused when roles are removed and agreements signed, and with which sentence."""

from datetime import timedelta

import pytest

from handoff.access.actor import Actor
from handoff.access.roles import RoleName
from handoff.accounts import policies
from handoff.accounts.models import ConfidentialityAgreement, Membership, User
from handoff.core.refusals import Refused
from handoff.programs.models import Agency
from handoff.testing.programs import AT


def actor(role=RoleName.PROGRAM_MANAGER):
    return Actor(user_id=7, program_id=1, username="user", roles=frozenset({role}), agreement_signed=True)


@pytest.mark.parametrize(
    ("acting", "membership", "sentence"),
    [
        (actor(RoleName.OFFICER), {}, "Only a program manager or site administrator"),
        (actor(), {"program_id": 2}, "That role belongs to another program"),
        (actor(), {"user_id": 7}, "You can't remove your own role"),
        (actor(), {"ends_on": AT.date()}, "That role was already removed"),
    ],
)
def test_a_role_is_removed_once_by_another_manager_of_the_program(acting, membership, sentence):
    with pytest.raises(Refused, match=sentence):
        policies.check_can_end_membership(
            acting, Membership(**{"program_id": 1, "user_id": 8} | membership), AT.date()
        )


@pytest.mark.parametrize(
    ("agreement", "number", "name", "sentence"),
    [
        (None, None, "Ana Field", "There's no confidentiality agreement to sign yet"),
        (AT + timedelta(minutes=1), None, "Ana Field", "There's no confidentiality agreement to sign yet"),
        (AT, 1, "Ana Field", "A newer agreement was published"),
        (AT, 2, "Ana Meadow", "Type your name as it appears on your account: Ana Field"),
    ],
)
def test_an_agreement_is_signed_in_its_current_version_with_the_signers_own_name(
    agreement, number, name, sentence
):
    current = ConfidentialityAgreement(effective_at=agreement, number=2) if agreement else None
    with pytest.raises(Refused, match=sentence):
        policies.check_can_sign_agreement(current, User(full_name="Ana Field"), name, AT, number)


@pytest.mark.parametrize("role", [RoleName.OFFICER, RoleName.DISTRICT_ATTORNEY, RoleName.PEER_SUPPORT])
def test_a_role_at_a_partner_needs_the_partner(role):
    with pytest.raises(Refused, match="Choose the partner organization"):
        policies.check_agency_fits(role, None, 1)


def test_a_partner_of_another_program_fits_no_role():
    with pytest.raises(Refused, match="That partner belongs to another program"):
        policies.check_agency_fits(RoleName.OFFICER, Agency(program_id=2), 1)


def test_no_one_is_given_a_role_that_does_not_exist_or_one_of_their_own():
    with pytest.raises(Refused, match="That role doesn't exist"):
        policies.check_can_grant_role(actor(), User(pk=8), "sheriff", AT.date())
    with pytest.raises(Refused, match="You can't assign yourself a role"):
        policies.check_can_grant_role(actor(), User(pk=7), RoleName.OFFICER, AT.date())


def test_no_one_unlocks_their_own_account():
    with pytest.raises(Refused, match="You can't change your own account here"):
        policies.check_can_release_account(actor(), User(pk=7), AT)
