"""Passkeys: made, used to sign in, and refused where they don't ask for a fingerprint, face or PIN."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from handoff.accounts.definitions import Factor
from handoff.accounts.services import factors
from handoff.accounts.services.sign_ins import check_own_password
from handoff.audit.models import AuditEvent
from handoff.testing.passkeys import Passkey
from handoff.testing.programs import AT, PASSWORD, make_member, make_program, make_user
from handoff.testing.sign_in import code_at, give_app

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

ADD, ALONE = "/settings/passkey/", "/sign-in/passkey/"


def browser(user=None):
    client = Client(SERVER_NAME="localhost", secure=True)
    if user is not None:
        client.force_login(user)
    return client


def add(client, passkey, name="Phone"):
    """Open the page and send the device's answer to its challenge."""
    options = client.get(ADD).context["passkey"]["publicKey"]
    return client.post(ADD, {"name": name, "credential": json.dumps(passkey.register(options))})


def sign_in(client, passkey):
    options = client.get(ALONE).json()["publicKey"]
    return client.post(ALONE, {"credential": json.dumps(passkey.sign_in(options)), "next": "/settings/"})


def test_a_passkey_alone_signs_in_and_says_when_it_was_last_used(clock):
    user, passkey = give_app(make_user()), Passkey()
    assert add(browser(user), passkey).status_code == 302
    row = AuditEvent.objects.get(action="factor.added")
    assert row.subject == str(user.public_id) and row.details == {"factor": "webauthn"}
    client = browser()
    assert sign_in(client, passkey)["Location"] == "/settings/"
    assert client.get("/settings/").status_code == 200
    assert AuditEvent.objects.get(action="sign_in.done").details == {"factor": "webauthn"}
    stored = user.authenticator_set.get(type=Factor.PASSKEY)
    assert stored.last_used_at == AT and stored.wrap().name == "Phone"


def test_another_device_and_a_used_answer_sign_no_one_in():
    user, passkey, other = give_app(make_user()), Passkey(), Passkey()
    add(browser(user), passkey)
    other.user_handle, other.credential_id = passkey.user_handle, passkey.credential_id
    client = browser()
    assert sign_in(client, other)["Location"].startswith(reverse("accounts:sign_in"))
    options = client.get(ALONE).json()["publicKey"]
    answer = {"credential": json.dumps(passkey.sign_in(options))}
    client.get(ALONE)
    assert client.post(ALONE, answer)["Location"] == reverse("accounts:sign_in")
    assert client.get("/settings/").status_code == 302
    assert AuditEvent.objects.filter(action="sign_in.factor_failed").count() == 2


def test_a_passkey_that_checks_no_finger_face_or_pin_is_neither_stored_nor_accepted():
    user, passkey = give_app(make_user()), Passkey(verified=False)
    page = add(browser(user), passkey)
    assert b"We couldn&#x27;t create the passkey" in page.content
    assert not user.authenticator_set.filter(type=Factor.PASSKEY).exists()
    passkey.verified = True
    add(browser(user), passkey)
    passkey.verified = False
    assert sign_in(browser(), passkey)["Location"].startswith(reverse("accounts:sign_in"))


def test_an_account_keeps_no_more_passkeys_than_it_may(monkeypatch):
    monkeypatch.setattr(factors, "MAX_PASSKEYS", 1)
    user = give_app(make_user())
    client = browser(user)
    assert add(client, Passkey()).status_code == 302
    assert b"already has 10 passkeys. Remove one first" in add(client, Passkey()).content
    assert user.authenticator_set.filter(type=Factor.PASSKEY).count() == 1


def test_an_administrator_who_has_a_passkey_is_asked_for_it_after_the_code(settings):
    settings.ADMINISTRATORS_NEED_PASSKEY = True
    user, passkey = give_app(make_member(make_program(), "site_administrator")), Passkey()
    add(browser(user), passkey)
    client, step = browser(), reverse("accounts:second_factor")
    client.post(reverse("accounts:sign_in"), {"username": user.username, "password": PASSWORD})
    client.post(step, {"code": code_at(AT)})
    assert client.get("/settings/")["Location"].startswith(step)
    options = client.get(step).context["passkey"]["publicKey"]
    sent = {"credential": json.dumps(passkey.sign_in(options)), "next": "/settings/"}
    assert client.post(step, sent)["Location"] == "/settings/"
    assert client.get("/settings/").status_code == 200


def test_a_locked_account_is_not_opened_by_its_passkey():
    user, passkey = give_app(make_user()), Passkey()
    add(browser(user), passkey)
    for _each in range(5):
        check_own_password(user=user, password="wrong", address="", at=AT)
    client = browser()
    sign_in(client, passkey)
    assert client.get("/settings/").status_code == 302
    assert not Authenticator.objects.filter(user=user, last_used_at=AT).exists()
