"""A role can be held only for a partner of its kind, and no account is on both sides (N16, P8)."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from handoff.access.permissions import Permission
from handoff.access.roles import OUTSIDE, ROLES, RoleName, Side
from handoff.accounts import policies, services
from handoff.accounts.forms import RoleForm
from handoff.accounts.models import KINDS_OF_ROLE, Membership
from handoff.accounts.queries import actor_for, own_memberships, users_with_permission
from handoff.core.refusals import Refused
from handoff.programs.inputs import AgencyInput
from handoff.programs.models import Agency
from handoff.programs.services import change_agency
from handoff.testing.programs import (
    AT,
    actor_of,
    make_actor,
    make_agency,
    make_member,
    make_program,
    make_user,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
Kind = Agency.Kind


@pytest.fixture
def program():
    return make_program(slug="here")


def grant(program, role, agency, user=None):
    return services.grant_role(
        actor=make_actor(program, "program_manager"),
        user=user or make_user(),
        program=program,
        agency=agency,
        role=role,
        on=TODAY,
        at=AT,
    )


EVERY_PAIR = [(role, kind) for role in RoleName for kind in Kind]


@pytest.mark.parametrize(("role", "kind"), EVERY_PAIR)
def test_a_role_is_granted_only_for_a_partner_of_its_kind(program, role, kind):
    """N16: no case manager at a clinic, no DA at the police, no leader at probation."""
    agency = make_agency(program, kind)
    if kind in KINDS_OF_ROLE.get(role, set(Kind)):
        assert grant(program, role, agency).agency == agency
    else:
        with pytest.raises(Refused, match="can't have this role"):
            grant(program, role, agency)
        assert not Membership.objects.filter(role=role, agency=agency).exists()


def test_every_role_outside_program_staff_belongs_to_a_kind():
    assert {name for name, role in ROLES.items() if role.side != Side.PROGRAM} <= set(KINDS_OF_ROLE)


def test_a_role_that_may_be_held_anywhere_opens_no_one():
    """ADR 0027: evaluators, funders and site administrators may belong to any partner, since they see totals only."""
    anywhere = set(ROLES) - set(KINDS_OF_ROLE)
    assert anywhere == {RoleName.EVALUATOR, RoleName.FUNDER, RoleName.SITE_ADMINISTRATOR}
    assert set().union(*(ROLES[role].permissions for role in anywhere)) == {
        Permission.CRITERIA_READ,
        Permission.FIGURES_READ,
        Permission.OPPORTUNITY_RUN,
        Permission.ACCOUNTS_MANAGE,
        Permission.AUDIT_READ,
        Permission.PROGRAMS_ADD,
    }


def test_every_kind_of_partner_has_a_role():
    """P8: each partner at the table. Defenders and courts get papers, and no accounts (J5)."""
    assert set().union(*KINDS_OF_ROLE.values()) == set(Kind) - {Kind.DEFENDER, Kind.COURT}


def test_no_partner_opens_a_record_or_works_on_others_referrals():
    for role in ROLES.values():
        if role.side in OUTSIDE:
            assert not role.permissions & {
                Permission.PARTICIPANT_READ,
                Permission.REFERRAL_READ_ALL,
                Permission.OUTREACH_DO,
                Permission.INTAKE_DO,
            }, role.name


@pytest.mark.parametrize(
    ("held", "asked"),
    [
        ("officer", "case_manager"),
        ("case_manager", "officer"),
        ("probation_officer", "program_manager"),
        ("data_manager", "treatment_provider"),
    ],
)
def test_no_account_is_on_both_sides(program, held, asked):
    user = make_member(program, held)
    kinds = KINDS_OF_ROLE[RoleName(asked)]
    agency = None if ROLES[RoleName(asked)].side == Side.PROGRAM else make_agency(program, min(kinds))
    with pytest.raises(Refused, match="One account can't open people's records and also work"):
        grant(program, asked, agency, user)
    Membership.objects.filter(user=user).update(ends_on=TODAY)
    assert grant(program, asked, agency, user)


def test_an_account_may_hold_two_roles_of_one_side(program):
    user = make_member(program, "officer")
    assert grant(program, "law_leader", make_agency(program), user)


def test_a_row_that_does_not_fit_counts_for_nothing(program):
    """N16: rows from before the rule, or written into the database."""
    clinic = make_agency(program, Kind.TREATMENT)
    user = make_member(program, "case_manager", clinic)
    assert actor_for(user, program, AT) is None and own_memberships(user, AT) == []
    assert user not in users_with_permission(program, Permission.PARTICIPANT_READ, TODAY)
    client = Client()
    client.force_login(user)
    assert client.get("/p/here/people/").status_code == 404
    manager = Client()
    manager.force_login(make_member(program, "program_manager"))
    page = manager.get(reverse("accounts:members", args=["here"]))
    assert "the role has no effect" in page.content.decode()


def test_a_row_that_does_not_fit_adds_nothing_to_one_that_does(program):
    """N16: neither its role nor its partner."""
    police, clinic = make_agency(program), make_agency(program, Kind.TREATMENT)
    user = make_member(program, "officer", police)
    make_member(program, "case_manager", clinic, user=user)
    actor = actor_for(user, program, AT)
    assert (actor.roles, actor.agency_ids) == ({RoleName.OFFICER}, {police.pk})
    assert actor.held_for == {(RoleName.OFFICER, police.pk)}


def test_the_kind_of_a_partner_stays_while_someone_has_a_role_there(program):
    """N16: or a clinic would become a case management agency in two clicks."""
    clinic = make_agency(program, Kind.TREATMENT)
    user = make_member(program, "treatment_provider", clinic)
    manager = make_actor(program, "program_manager")
    changed = AgencyInput(kind=Kind.CASE_MANAGEMENT, name=clinic.name)
    with pytest.raises(Refused, match="can't change while someone has a role there"):
        change_agency(actor=manager, agency=clinic, agency_input=changed, at=AT)
    change_agency(
        actor=manager, agency=clinic, agency_input=AgencyInput(kind=Kind.TREATMENT, name="New"), at=AT
    )
    Membership.objects.filter(user=user).update(ends_on=TODAY)
    change_agency(actor=manager, agency=clinic, agency_input=changed, at=AT)
    clinic.refresh_from_db()
    assert clinic.kind == Kind.CASE_MANAGEMENT


def test_the_page_refuses_with_the_reason_and_keeps_what_was_typed(program):
    client = Client()
    client.force_login(make_member(program, "program_manager"))
    clinic = make_agency(program, Kind.TREATMENT, "Pinewell Clinic")
    form = {
        "full_name": "Casey Rivers", "username": "casey", "email": "casey@example.org", "language": "en",
        "role": "case_manager", "agency": str(clinic.public_id),
    }  # fmt: skip
    page = client.post(reverse("accounts:add_member", args=["here"]), form).content.decode()
    text = page.replace("&#x27;", "'").replace("&#39;", "'")
    assert "Pinewell Clinic can't have this role" in text and "Casey Rivers" in text, text


def test_program_staff_may_belong_to_no_partner(program):
    policies.check_agency_fits(RoleName.EVALUATOR, None, program.pk)
    assert actor_of(make_member(program, "evaluator"), program)


def test_roles_are_listed_by_the_type_of_partner_they_are_for(program):
    """Issue 10, walk: all roles and all partners stood in one long list each."""
    police, crisis = make_agency(program), make_agency(program, Kind.MOBILE_CRISIS)
    form = RoleForm(agencies=[crisis, police])
    assert list(form.fields) == ["agency", "role"]
    partners = dict(form.fields["agency"].choices[1:])
    assert list(partners) == ["Law enforcement agency", "Mobile crisis team"]
    groups = {
        str(title): {name for name, _label in roles} for title, roles in form.fields["role"].choices[1:]
    }
    assert {"officer", "law_leader"} <= groups["Law enforcement agency"]
    assert "program_manager" in groups["Program staff"]
    later = groups["No partner of their type yet: add it under Partners"]
    assert "district_attorney" in later and "mobile_crisis" not in later
    assert set().union(*groups.values()) == set(RoleName)


def test_the_roster_says_whose_role_still_waits(program):
    """Issue 10, walk: a new peer support specialist was missing from the list without a word."""
    manager = make_member(program, "program_manager")
    waiting, over = (make_member(program, "peer_support") for _number in range(2))
    Membership.objects.filter(user__in=[waiting, over]).update(needs_confirmation=True)
    Membership.objects.filter(user=over).update(confirmed_at=AT, confirmed_by_id=manager.pk)
    client = Client()
    client.force_login(manager)
    page = client.get(reverse("accounts:on_call", args=[program.slug])).content.decode()
    names = page.split("A second manager must confirm their role first:")[1].split("</ul>")[0]
    assert waiting.full_name in names and over.full_name not in names
