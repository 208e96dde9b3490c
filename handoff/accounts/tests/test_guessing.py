"""Guessing counts on the account, whatever the spelling, the box, the moment or the secret (finding-S9)."""

import threading

import pytest
from django.db import connection, connections
from django.test import Client, RequestFactory
from django.urls import reverse

from handoff.accounts.models import FailedTry
from handoff.accounts.queries import (
    find_user_by_username,
    hash_of_name,
    is_locked,
    sign_in_subject,
    site_actor,
)
from handoff.accounts.services.sign_ins import SignInResult, begin_try, check_own_password, check_password
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.audit.models import AuditEvent
from handoff.testing.programs import AT, PASSWORD, make_member, make_program, make_user
from handoff.testing.sign_in import give_app

WRONG = "wrong"


def guess(username, password=WRONG, address="10.0.0.1"):
    request = RequestFactory().post("/sign-in/")
    return check_password(request=request, username=username, password=password, address=address, at=AT)


@pytest.mark.django_db
def test_every_spelling_of_a_name_counts_on_the_account():
    """PostgreSQL finds `admin` for `adm\u0131n` too, whose casefold differs; full-width letters are the plain ones."""
    user = make_user(username="admin")
    spellings = ["admin", "ADMIN", " Admin ", "\uff41\uff44\uff4d\uff49\uff4e", "adm\u0131n"]
    found = [name for name in spellings if find_user_by_username(name) == user]
    assert found[:4] == spellings[:4]
    for name in (found * 2)[:5]:
        guess(name)
    assert is_locked("admin", AT) and all(is_locked(name, AT) for name in found)
    assert guess("\uff41dmin", PASSWORD).user is None


@pytest.mark.django_db
def test_an_account_named_in_full_width_letters_can_sign_in():
    user = make_user(username="\uff41dmin")
    assert guess("admin", PASSWORD).user == user and guess("\uff41dmin", PASSWORD).user == user


@pytest.mark.django_db
def test_a_lock_outlasts_a_change_of_the_secret(settings):
    make_user(username="admin")
    for _each in range(5):
        guess("admin")
    settings.SECRET_KEY = "another secret that is just as long as the one before it was"
    assert is_locked("admin", AT)
    assert sign_in_subject("admin") != hash_of_name("admin")


@pytest.mark.django_db
def test_a_lock_of_an_older_release_still_holds():
    make_user(username="admin")
    audit.record(
        actor=site_actor(None, ""), at=AT, action=AuditAction.SIGN_IN_LOCKED, subject=hash_of_name("admin")
    )
    assert is_locked("admin", AT)


@pytest.mark.django_db
def test_a_name_that_no_account_has_is_hashed():
    guess("my secret password typed in the wrong box")
    row = AuditEvent.objects.get(action="sign_in.failed")
    assert "secret" not in f"{row.subject}{row.details}" and len(row.subject) == 40


@pytest.mark.django_db
def test_the_box_for_the_current_password_is_limited_too():
    user, client = make_member(make_program(), "officer"), Client()
    give_app(user)
    client.force_login(user)
    new = {"new": "quiet morning river", "again": "quiet morning river"}
    for number in range(5):
        page = client.post(reverse("accounts:change_password"), {"old": f"guess {number}", **new})
        assert b"current password" in page.content
    client.post(reverse("accounts:change_password"), {"old": PASSWORD, **new})
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert AuditEvent.objects.filter(action="sign_in.locked").count() == 1


@pytest.mark.django_db
def test_a_right_password_leaves_no_try_behind():
    user = make_user(username="admin")
    assert guess("admin", PASSWORD).user == user
    assert check_own_password(user=user, password=PASSWORD, address="", at=AT).user == user
    assert not FailedTry.objects.exists()


@pytest.mark.django_db
def test_tries_that_are_still_being_compared_count_as_failed():
    make_user(username="admin")
    opened = [begin_try(username="admin", address=f"10.0.0.{number}", at=AT) for number in range(7)]
    assert [isinstance(each, SignInResult) for each in opened] == [False] * 5 + [True] * 2


@pytest.mark.django_db(transaction=True)
def test_twenty_guesses_at_once_are_no_more_than_five():
    user = make_user(username="admin")
    gate, compared = threading.Barrier(20), []

    def guess_once(number):
        gate.wait()
        try:
            attempt = begin_try(username="admin", address=f"10.0.0.{number}", at=AT)
            compared.append(not isinstance(attempt, SignInResult))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=guess_once, args=(number,)) for number in range(20)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert (len(compared), sum(compared)) == (20, 5), connection.vendor
    assert FailedTry.objects.filter(subject=str(user.public_id), is_open=True).count() == 5
