"""Roles and accounts: granted, ended, disabled; and users of other programs, who find nothing."""

import re
from datetime import date, timedelta
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse

from handoff.access.permissions import Permission
from handoff.access.roles import RoleName
from handoff.accounts import queries, services
from handoff.accounts.models import Membership, User
from handoff.accounts.presenters import PERMISSION_LABELS
from handoff.accounts.services.invitations import create_invitation
from handoff.audit.models import AuditEvent
from handoff.core.refusals import Refused
from handoff.programs.models import OnCallShift
from handoff.testing.programs import (
    AT,
    PASSWORD,
    actor_of,
    make_actor,
    make_agency,
    make_member,
    make_program,
    make_user,
)
from handoff.testing.sign_in import give_app

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
USER_INPUT = services.UserInput(username="casey", full_name="Casey Rivers", email="casey@example.org")


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def manager(program):
    return make_actor(program, "program_manager")


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def add_member(actor, program, user_input=USER_INPUT, role="officer"):
    agency = make_agency(program)
    return services.add_member(
        actor=actor, program=program, user_input=user_input, agency=agency, role=role, on=TODAY, at=AT
    )


def test_a_new_user_gets_an_account_a_role_and_no_password_that_anyone_knows(program, manager):
    user, is_new = add_member(manager, program)
    assert is_new and not user.has_usable_password() and user.must_change_password
    assert actor_of(user, program).roles == {RoleName.OFFICER}
    assert list(AuditEvent.objects.order_by("pk").values_list("action", flat=True)) == [
        "account.added",
        "role.granted",
    ]


def test_the_same_person_gets_a_role_in_another_program_and_keeps_the_password(program, manager):
    user, _password = add_member(manager, program)
    other = make_program()
    again, none = add_member(
        make_actor(other, "program_manager"), other, services.UserInput("CASEY", " casey rivers ")
    )
    assert (again, none) == (user, False) and User.objects.filter(username__iexact="casey").count() == 1


def test_a_user_name_belongs_to_one_person(program, manager):
    add_member(manager, program)
    with pytest.raises(Refused, match="user name is taken"):
        add_member(manager, program, services.UserInput("Casey", "Somebody Else"))


def test_roles_are_granted_by_others_once_and_for_a_partner(program, manager):
    user, _password = add_member(manager, program)
    me = User.objects.get(pk=manager.user_id)

    def grant(actor, whom, role, agency):
        services.grant_role(
            actor=actor, user=whom, program=program, agency=agency, role=role, on=TODAY, at=AT
        )

    elsewhere = make_agency(make_program())
    for actor, whom, role, agency, sentence in (
        (manager, me, "case_manager", None, "assign yourself a role"),
        (manager, user, "officer", make_agency(program), "already has that role"),
        (manager, user, "king", None, "That role doesn't exist"),
        (manager, user, "case_manager", None, "Choose the partner"),
        (manager, user, "case_manager", elsewhere, "another program"),
        (make_actor(program, "officer"), user, "evaluator", None, "Only a program manager"),
    ):
        with pytest.raises(Refused, match=sentence):
            grant(actor, whom, role, agency)
    grant(manager, user, "evaluator", None)
    assert actor_of(user, program).roles == {RoleName.OFFICER, RoleName.EVALUATOR}


def test_a_role_ends_at_once_and_by_another(program, manager):
    user, _password = add_member(manager, program)
    membership = Membership.objects.get(user=user)
    own = Membership.objects.get(user_id=manager.user_id)
    with pytest.raises(Refused, match="your own role"):
        services.end_membership(actor=manager, membership=own, on=TODAY, at=AT)
    other = make_actor(make_program(), "program_manager")
    with pytest.raises(Refused, match="another program"):
        services.end_membership(actor=other, membership=membership, on=TODAY, at=AT)
    services.end_membership(actor=manager, membership=membership, on=TODAY, at=AT)
    assert queries.actor_for(user, program, AT) is None
    with pytest.raises(Refused, match="already removed"):
        services.end_membership(actor=manager, membership=membership, on=TODAY, at=AT)


def test_a_switched_off_account_is_out_at_its_next_request(program, manager):
    user = make_member(program, "officer")
    client = client_of(user)
    where = reverse("accounts:roles", args=[program.slug])
    assert client.get(where).status_code == 200
    services.set_account_active(actor=manager, user=user, active=False, on=TODAY, at=AT)
    answer = client.get(where)
    assert answer.status_code == 302 and answer["Location"].startswith(reverse("accounts:sign_in"))
    assert not client.login(username=user.username, password=PASSWORD)
    services.set_account_active(actor=manager, user=user, active=True, on=TODAY, at=AT)
    assert client.login(username=user.username, password=PASSWORD)


def test_an_account_used_elsewhere_is_not_switched_off_from_here(program, manager):
    user = make_member(program, "officer")
    other = make_program()
    make_member(other, "officer", user=user)
    with pytest.raises(Refused, match="also used in another program"):
        services.set_account_active(actor=manager, user=user, active=False, on=TODAY, at=AT)
    make_member(other, "site_administrator", user=User.objects.get(pk=manager.user_id))
    services.set_account_active(actor=manager, user=user, active=False, on=TODAY, at=AT)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "refused"),
    [
        (date(2024, 1, 1), TODAY + timedelta(days=365), True),
        (date(2024, 1, 1), TODAY + timedelta(days=1), True),
        (TODAY + timedelta(days=1), None, True),
        (date(2024, 1, 1), TODAY, False),
    ],
    ids=["ends next year", "ends tomorrow", "starts tomorrow", "ended today"],
)
def test_an_account_is_taken_over_only_after_its_roles_elsewhere_have_ended(
    program, manager, starts_on, ends_on, refused
):
    user, other = make_member(program, "officer"), make_program()
    make_member(other, "officer", user=user)
    Membership.objects.filter(user=user, program=other).update(starts_on=starts_on, ends_on=ends_on)
    if refused:
        with pytest.raises(Refused, match="also used in another program"):
            create_invitation(actor=manager, user=user, on=TODAY, at=AT)
    else:
        assert create_invitation(actor=manager, user=user, on=TODAY, at=AT)


def test_accounts_are_changed_by_others_who_manage_them(program, manager):
    me, outsider = User.objects.get(pk=manager.user_id), make_user()
    officer = make_actor(program, "officer")
    for actor, user, sentence in (
        (manager, me, "your own account"),
        (manager, outsider, "no role in this program"),
        (officer, me, "Only a program manager"),
    ):
        with pytest.raises(Refused, match=sentence):
            create_invitation(actor=actor, user=user, on=TODAY, at=AT)
    user = make_member(program, "officer")
    with pytest.raises(Refused, match="No change needed"):
        services.set_account_active(actor=manager, user=user, active=True, on=TODAY, at=AT)


def test_a_new_link_ends_open_sessions_and_goes_to_the_owners_address_alone(
    program, mailoutbox
):  # finding-S2
    user = make_member(program, "officer", email="owner@example.org")
    client, manager = client_of(user), client_of(make_member(program, "program_manager"))
    where = reverse("accounts:invite", args=[program.slug, user.public_id])
    page = manager.post(where, follow=True).content.decode()
    assert client.get(reverse("accounts:settings")).status_code == 302
    assert [mail.to for mail in mailoutbox] == [["owner@example.org"]]
    link = re.search(r"/invitation/([\w-]+)/", mailoutbox[0].body)
    assert link and link[1] not in page and "owner@example.org" in page


def test_without_an_address_no_link_is_made(program, manager):  # finding-S2
    user = make_member(program, "officer", email="")
    with pytest.raises(Refused, match="no email address"):
        create_invitation(actor=manager, user=user, on=TODAY, at=AT)
    with pytest.raises(Refused, match="no email address"):
        add_member(manager, program, services.UserInput("newone", "New One"))
    assert not User.objects.filter(username="newone").exists()


def test_a_link_that_cannot_be_mailed_is_shown_to_no_one(program, monkeypatch):  # finding-S2
    user, manager = (
        make_member(program, "officer", email="o@example.org"),
        make_member(program, "program_manager"),
    )
    monkeypatch.setattr("handoff.accounts.services.invitations.send_invitation", lambda *_: False)
    where = reverse("accounts:invite", args=[program.slug, user.public_id])
    page = client_of(manager).post(where, follow=True).content.decode()
    assert "invitation/" not in page.replace('/invitation/"', "") and "send the email" in page


def test_without_a_mail_server_no_email_is_claimed(program, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    user, manager = (
        make_member(program, "officer", email="o@example.org"),
        make_member(program, "program_manager"),
    )
    where = reverse("accounts:invite", args=[program.slug, user.public_id])
    page = client_of(manager).post(where, follow=True).content.decode()
    assert "No mail server is set up" in page and "We emailed" not in page
    add = client_of(manager).get(reverse("accounts:add_member", args=[program.slug])).content.decode()
    assert "No mail server is set up" in add and "We email them" not in add


@pytest.mark.parametrize(
    "sent",
    [
        {"old": "wrong", "new": "quiet morning river", "again": "quiet morning river"},
        {"old": PASSWORD, "new": "short", "again": "short"},
        {"old": PASSWORD, "new": "quiet morning river", "again": "quiet morning rivers"},
        {"old": PASSWORD, "new": PASSWORD, "again": PASSWORD},
    ],
)
def test_a_password_is_not_changed_without_the_old_one_and_a_good_new_one(program, sent):
    user = make_member(program, "officer")
    page = client_of(user).post(reverse("accounts:change_password"), sent)
    user.refresh_from_db()
    assert b"usa-error-message" in page.content and user.check_password(PASSWORD)


def test_nothing_is_saved_when_the_audit_row_fails(program, manager):
    failing = patch("handoff.audit.services.append_to_chain", side_effect=RuntimeError)
    with failing, pytest.raises(RuntimeError):
        add_member(manager, program)
    assert not User.objects.filter(username="casey").exists()


def test_what_is_not_ones_own_program_answers_like_what_never_existed(program):
    client = client_of(make_member(make_program(), "program_manager"))
    missing = client.get("/p/no-such-program/accounts/").content
    for name in ("members", "roles", "sign_agreement", "on_call", "add_member"):
        answer = client.get(reverse(f"accounts:{name}", args=[program.slug]))
        assert (answer.status_code, answer.content) == (404, missing)
    random = client.get(f"/p/{program.slug}/never-was-there/")
    assert (random.status_code, random.content) == (404, missing)


def test_every_permission_has_a_label():
    assert set(PERMISSION_LABELS) == set(Permission)


def test_accounts_are_kept_on_their_pages(program, mailoutbox):
    user = make_member(program, "program_manager")
    client, agency = client_of(user), make_agency(program)
    sent = {"full_name": "Casey Rivers", "username": "casey", "language": "en", "role": "officer"}
    sent |= {"email": "casey@example.org"}
    where = reverse("accounts:add_member", args=[program.slug])
    assert b"Choose the partner" in client.post(where, sent).content
    client.post(where, {**sent, "agency": str(agency.public_id), "phone": "919 555 0142"})
    casey = User.objects.get(username="casey")
    assert casey.phone == "+19195550142" and mailoutbox[0].to == ["casey@example.org"]
    here = [program.slug, casey.public_id]
    assert b"Casey Rivers" in client.get(reverse("accounts:members", args=[program.slug])).content
    client.post(reverse("accounts:member", args=here), {"role": "evaluator"})
    client.post(reverse("accounts:end_role", args=[*here, "officer"]))
    assert set(queries.current_memberships(date.max).filter(user=casey).values_list("role", flat=True)) == {
        "evaluator"
    }
    client.post(reverse("accounts:switch_account", args=here), {"active": "no"})
    casey.refresh_from_db()
    assert (
        not casey.is_active
        and b"Turned off" in client.get(reverse("accounts:members", args=[program.slug])).content
    )


def test_the_roster_is_kept_on_its_page(program):
    client = client_of(make_member(program, "program_manager"))
    peer = make_member(program, "peer_support")
    where = reverse("accounts:on_call", args=[program.slug])
    sent = {"person": str(peer.public_id), "starts": "20:00", "ends": "06:00", "days": "3"}
    soon = date.today() + timedelta(days=2)
    sent |= {"day_month": str(soon.month), "day_day": str(soon.day), "day_year": str(soon.year)}
    assert b"This account has no phone number" in client.post(where, sent).content
    client.post(where, {**sent, "phone": "919 555 0142"})
    assert OnCallShift.objects.count() == 3
    client.post(
        reverse("accounts:remove_shift", args=[program.slug]), {"shift": OnCallShift.objects.all()[0].pk}
    )
    assert OnCallShift.objects.count() == 2


def test_settings_are_ones_own(program):
    user = make_member(program, "officer")
    client = client_of(user)
    where = reverse("accounts:settings")
    assert program.name.encode() in client.get(where).content
    answer = client.post(where, {"language": "es", "theme": "night"})
    user.refresh_from_db()
    assert (user.language, user.theme, answer.status_code) == ("es", "night", 302)


@pytest.mark.parametrize("name", ["change_password", "prove"])
def test_a_form_names_the_user_to_the_password_manager(name):
    user = make_user()
    give_app(user)
    page = client_of(user).get(reverse(f"accounts:{name}")).content.decode()
    [field] = re.findall(r'<input[^>]*name="username"[^>]*>', page)
    assert f'value="{user.username}"' in field and 'autocomplete="username"' in field and "hidden" in field
