"""Two people are two: accounts that one manager made or reset, and roles that wait for another (finding-S2)."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from handoff.accounts import policies, queries, services
from handoff.accounts.definitions import SOLE_MANAGER_WAIT
from handoff.accounts.inputs import UserInput
from handoff.accounts.models import CredentialIssue, Invitation, Membership
from handoff.accounts.queries import two_people
from handoff.accounts.services import factors
from handoff.accounts.services.invitations import create_invitation
from handoff.audit.models import AuditEvent
from handoff.core.refusals import Refused
from handoff.notifications.models import Notice
from handoff.testing.programs import AT, actor_of, make_agency, make_member, make_program, make_user

pytestmark = pytest.mark.django_db
TODAY = AT.date()


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def manager(program):
    return actor_of(make_member(program, "program_manager"), program)


@pytest.fixture
def second(program):
    return actor_of(make_member(program, "site_administrator"), program)


def add_account(actor, program, name="casey", role="data_manager"):
    user_input = UserInput(username=name, full_name=f"{name} Rivers", email=f"{name}@example.org")
    agency = make_agency(program) if role in {"officer", "case_manager"} else None
    user, _is_new = services.add_member(
        actor=actor, program=program, user_input=user_input, agency=agency, role=role, on=TODAY, at=AT
    )
    return user, Membership.objects.get(user=user, role=role)


def confirm_role(actor, membership):
    return services.confirm_role(actor=actor, membership=membership, on=TODAY, at=AT)


def test_a_role_that_opens_people_waits_for_a_second_manager(program, manager, second):
    user, membership = add_account(manager, program)
    assert membership.waits_for_confirmation and queries.actor_for(user, program, AT) is None
    assert not queries.own_memberships(user, AT)
    with pytest.raises(Refused, match="Another manager must confirm"):
        confirm_role(manager, membership)
    confirm_role(second, membership)
    assert queries.actor_for(user, program, AT) is not None
    with pytest.raises(Refused, match="isn't waiting"):
        confirm_role(second, membership)
    row = AuditEvent.objects.get(action="role.confirmed")
    assert row.details == {"role": "data_manager", "granted_by": manager.user_id}


@pytest.mark.parametrize("role", ["officer", "evaluator"])
def test_a_role_that_opens_no_one_starts_at_once(program, manager, second, role):
    user, _membership = add_account(manager, program, role=role)
    assert queries.actor_for(user, program, AT) is not None


def test_a_manager_made_for_it_confirms_nothing(program, manager, second):
    """The second account, made by the same hand, is not a second manager."""
    puppet, membership = add_account(second, program, "puppet", "site_administrator")
    Membership.objects.filter(pk=membership.pk).update(needs_confirmation=False)
    _user, role = add_account(second, program, "newcomer")
    with pytest.raises(Refused, match="doesn't count as two people"):
        confirm_role(actor_of(puppet, program), role)
    confirm_role(manager, role)


def test_without_a_second_manager_a_role_waits_some_days(program, manager):
    user, membership = add_account(manager, program)
    assert not membership.needs_confirmation and membership.starts_on == TODAY + SOLE_MANAGER_WAIT
    assert queries.actor_for(user, program, AT) is None
    assert queries.actor_for(user, program, AT + SOLE_MANAGER_WAIT) is not None


def test_the_first_reader_of_a_new_program_starts_at_once(program, second):
    user, membership = add_account(second, program, "first", "program_manager")
    assert not membership.needs_confirmation and queries.actor_for(user, program, AT) is not None
    assert two_people.are_two_people(user.pk, second.user_id or 0)


def test_the_owner_and_the_other_managers_are_notified(program, manager, second):
    user, membership = add_account(manager, program)
    noticed = Notice.objects.filter(kind="role_granted", key__contains=str(membership.pk))
    assert set(noticed.values_list("recipient_user_id", flat=True)) == {user.pk, second.user_id}
    worker = make_member(program, "case_manager", last_seen_at=AT)
    factors.reset_factors(actor=manager, user=worker, on=TODAY, at=AT)
    create_invitation(actor=manager, user=worker, on=TODAY, at=AT + timedelta(minutes=1))
    resets = Notice.objects.filter(kind="account_reset").values_list("recipient_user_id", flat=True)
    assert Counter(resets) == {worker.pk: 2, second.user_id: 2}


RESETS = {
    "link": lambda actor, user: create_invitation(actor=actor, user=user, on=TODAY, at=AT),
    "factors": lambda actor, user: factors.reset_factors(actor=actor, user=user, on=TODAY, at=AT),
    "agency": lambda actor, user: services.link_agency_account(
        actor=actor, user=user, subject="sub-9", on=TODAY, at=AT
    ),
}


@pytest.mark.parametrize("what", RESETS)
def test_an_account_that_was_reset_is_no_second_person_until_another_manager_vouches(
    program, manager, second, what
):
    keeper = make_member(program, "data_manager")
    actor = actor_of(keeper, program)
    policies.check_is_second_person(actor, manager.user_id, "never")
    RESETS[what](manager, keeper)
    for one, first in ((actor, manager.user_id), (manager, keeper.pk)):
        with pytest.raises(Refused, match="doesn't count as two people"):
            policies.check_is_second_person(one, first, "never")
    with pytest.raises(Refused, match="Another manager must confirm"):
        services.vouch_for_account(actor=manager, user=keeper, at=AT)
    sign_in(keeper, AT)
    services.vouch_for_account(actor=second, user=keeper, at=AT)
    policies.check_is_second_person(actor, manager.user_id, "never")
    with pytest.raises(Refused, match="already confirmed"):
        services.vouch_for_account(actor=second, user=keeper, at=AT)
    assert AuditEvent.objects.get(action="account.vouched").details == {"issued_by": [manager.user_id]}


def test_two_accounts_of_one_hand_are_not_two_people(program, manager, second):
    one, other = add_account(manager, program, "one")[0], add_account(manager, program, "other")[0]
    assert not two_people.are_two_people(one.pk, other.pk)
    sign_in(one, AT)
    services.vouch_for_account(actor=second, user=one, at=AT)
    assert two_people.are_two_people(one.pk, other.pk)


@pytest.mark.parametrize("what", RESETS)
def test_no_one_vouches_before_the_owner_has_signed_in_since(program, manager, second, what):
    """The link is on its way, or still in a manager's hands: no one can have said that the account is theirs."""
    keeper = make_member(program, "data_manager")
    sign_in(keeper, AT - timedelta(hours=1))
    RESETS[what](manager, keeper)
    with pytest.raises(Refused, match="hasn't opened the link"):
        services.vouch_for_account(actor=second, user=keeper, at=AT)
    keeper.last_seen_at = AT
    keeper.save()
    if what == "link":
        # A sign-in by another way leaves the link open, for whoever holds it.
        with pytest.raises(Refused, match="hasn't opened the link"):
            services.vouch_for_account(actor=second, user=keeper, at=AT)
        sign_in(keeper, AT)
    services.vouch_for_account(actor=second, user=keeper, at=AT)
    assert not two_people.unvouched_issues(keeper).exists()


def test_a_confirmed_role_says_nothing_of_an_account_that_no_one_has_opened(program, manager, second):
    user, membership = add_account(manager, program)
    confirm_role(second, membership)
    assert two_people.unvouched_issues(user).exists()
    assert not two_people.are_two_people(user.pk, manager.user_id)
    later, role = add_account(manager, program, "later")
    sign_in(later, AT)
    confirm_role(second, role)
    assert two_people.are_two_people(later.pk, manager.user_id)


def sign_in(user, at):
    """Open the link, if one was sent, and sign in."""
    Invitation.objects.filter(user=user, used_at__isnull=True).update(used_at=at)
    user.refresh_from_db()
    user.last_seen_at = at
    user.save()


def test_no_one_is_their_own_second_person(program, manager):
    with pytest.raises(Refused, match="someone else"):
        policies.check_is_second_person(manager, manager.user_id, "someone else")
    policies.check_is_second_person(manager, None, "someone else")


def test_who_may_confirm_and_vouch(program, manager, second):
    user, membership = add_account(manager, program)
    officer = actor_of(make_member(program, "officer"), program)
    other = make_program()
    outsider = actor_of(make_member(other, "program_manager"), other)
    for actor, sentence in ((officer, "Only a program manager"), (outsider, "another program")):
        with pytest.raises(Refused, match=sentence):
            confirm_role(actor, membership)
    with pytest.raises(Refused, match="no role in this program"):
        services.vouch_for_account(actor=outsider, user=user, at=AT)
    with pytest.raises(Refused, match="your own account"):
        services.vouch_for_account(actor=second, user=second_user(second), at=AT)
    own = Membership.objects.create(
        user=second_user(second),
        program=program,
        role="data_manager",
        starts_on=TODAY,
        granted_by_id=manager.user_id,
        needs_confirmation=True,
    )
    with pytest.raises(Refused, match="your own account"):
        confirm_role(second, own)


def second_user(actor):
    return Membership.objects.filter(user_id=actor.user_id)[0].user


def test_the_database_refuses_a_role_and_an_account_confirmed_by_the_same_hand(program, manager, second):
    user, membership = add_account(manager, program)
    mine = {"confirmed_at": AT, "confirmed_by_id": manager.user_id}
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(pk=membership.pk).update(**mine)
    vouched = {"vouched_at": AT, "vouched_by_id": manager.user_id}
    with pytest.raises(IntegrityError), transaction.atomic():
        CredentialIssue.objects.filter(user=user).update(**vouched)


def test_a_role_is_confirmed_and_an_account_vouched_for_on_the_page(program, manager, second):
    user, membership = add_account(manager, program)
    clients = {}
    for actor in (manager, second):
        clients[actor] = Client()
        clients[actor].force_login(second_user(actor))
    here = reverse("accounts:member", args=[program.slug, user.public_id])
    assert "Waiting for a second manager" in clients[manager].get(here).content.decode()
    where = reverse("accounts:confirm_role", args=[program.slug, user.public_id, "data_manager"])
    clients[manager].post(where)
    membership.refresh_from_db()
    assert membership.confirmed_at is None
    clients[second].post(where)
    membership.refresh_from_db()
    assert membership.confirmed_by_id == second.user_id
    never = reverse("accounts:confirm_role", args=[program.slug, user.public_id, "officer"])
    assert clients[second].post(never).status_code == 404
    CredentialIssue.objects.update(vouched_at=None, vouched_by_id=None)
    assert "opened the link and signed in" in clients[second].get(here).content.decode()
    sign_in(user, AT)
    assert "Confirm this account" in clients[second].get(here).content.decode()
    clients[second].post(reverse("accounts:vouch", args=[program.slug, user.public_id]))
    assert not two_people.unvouched_issues(user).exists()


def test_an_account_of_the_operator_has_no_hand(program):
    user = make_user()
    assert not two_people.unvouched_issues(user).exists() and two_people.are_two_people(user.pk, user.pk + 1)
