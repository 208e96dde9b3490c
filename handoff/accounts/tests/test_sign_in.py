"""Signing in, waiting after wrong passwords, and leaving nothing behind."""

from datetime import timedelta

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from handoff.accounts.models import User
from handoff.accounts.queries import must_wait
from handoff.accounts.sign_ins import sign_in
from handoff.audit.models import AuditEvent
from handoff.audit.queries import verify_chain
from handoff.testing.worlds import AT, PASSWORD, make_member, make_program, make_user

pytestmark = pytest.mark.django_db


def attempt(user, password, at=AT):
    request = RequestFactory().post("/sign-in/")
    return sign_in(request=request, username=user.username, password=password, address="10.0.0.1", at=at)


def test_a_right_password_is_let_in_and_written_down():
    user = make_user()
    assert attempt(user, PASSWORD).user == user
    row = AuditEvent.objects.get(program_id=0)
    assert (row.action, row.user_id, row.address, row.outcome) == (
        "sign_in.done",
        user.pk,
        "10.0.0.1",
        "done",
    )
    user.refresh_from_db()
    assert user.last_seen_at == AT


def test_a_wrong_password_is_written_down_without_what_was_typed():
    user = make_user(username="casey")
    tried = attempt(user, "wrong")
    assert tried.user is None and "do not fit" in tried.sentence
    row = AuditEvent.objects.get(program_id=0)
    assert (row.action, row.outcome) == ("sign_in.failed", "refused")
    assert "casey" not in f"{row.subject}{row.username}{row.details}"


def test_after_five_wrong_passwords_even_the_right_one_waits():
    user = make_user()
    for minute in range(5):
        attempt(user, "wrong", AT + timedelta(minutes=minute))
    tried = attempt(user, PASSWORD, AT + timedelta(minutes=5))
    assert tried.user is None and "Wait 15 minutes" in tried.sentence
    assert AuditEvent.objects.filter(action="sign_in.waiting").count() == 1
    assert attempt(user, PASSWORD, AT + timedelta(minutes=15, seconds=1)).user == user
    assert verify_chain(0).broken_at is None


def test_a_sign_in_forgets_the_wrong_passwords_before_it():
    user = make_user()
    for second in range(4):
        attempt(user, "wrong", AT + timedelta(seconds=second))
    attempt(user, PASSWORD, AT + timedelta(seconds=5))
    attempt(user, "wrong", AT + timedelta(seconds=6))
    assert not must_wait(user.username, AT + timedelta(seconds=7))


def test_the_user_name_is_found_in_any_case():
    user = make_user(username="Casey.R")
    user.username = "casey.r"
    assert attempt(user, PASSWORD).user == user


def test_an_unknown_name_waits_and_answers_like_a_known_one():
    stranger = User(username="nobody.here")
    known = make_user()
    first = {attempt(stranger, "wrong").sentence, attempt(known, "wrong").sentence}
    assert len(first) == 1
    for _each in range(4):
        attempt(stranger, "wrong")
    assert must_wait("NOBODY.here ", AT)


def test_signing_in_goes_where_one_was_going_in_ones_own_language(client: Client):
    user = make_user(language="es", theme="night")
    where = reverse("accounts:settings")
    answer = client.post(
        reverse("accounts:sign_in"), {"username": user.username, "password": PASSWORD, "next": where}
    )
    assert answer.status_code == 302 and answer["Location"] == where
    assert answer.cookies["django_language"].value == "es" and answer.cookies["theme"].value == "night"


@pytest.mark.parametrize(
    "trap", ["https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)"]
)
def test_nobody_is_sent_elsewhere(client: Client, trap):
    user = make_user()
    sent = {"username": user.username, "password": PASSWORD, "next": trap}
    assert client.post(reverse("accounts:sign_in"), sent)["Location"] == "/"
    assert client.post(reverse("accounts:set_theme"), {"theme": "night", "next": trap})["Location"] == "/"


def test_a_wrong_password_shows_the_form_again_with_the_name(client: Client):
    answer = client.post(reverse("accounts:sign_in"), {"username": "casey", "password": "wrong"})
    assert b'value="casey"' in answer.content and b"do not fit together" in answer.content


def test_signing_out_leaves_nothing_in_the_browser(client: Client):
    user = make_member(make_program(), "officer")
    client.force_login(user)
    assert client.get(reverse("accounts:sign_out")).status_code == 405
    answer = client.post(reverse("accounts:sign_out"))
    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert client.get(reverse("accounts:settings")).status_code == 302
    assert AuditEvent.objects.filter(action="sign_out.done", user_id=user.pk).exists()


def test_training_logins_are_shown_only_in_the_training_county(client: Client, settings):
    program = make_program(is_demo=True)
    officer = make_member(program, "officer")
    page = reverse("accounts:sign_in")
    assert officer.username.encode() not in client.get(page).content
    settings.DEMO = True
    assert officer.username.encode() in client.get(page).content


def test_language_is_chosen_signed_out_and_kept_signed_in(client: Client):
    answer = client.post(reverse("set_language"), {"language": "es", "next": "/sign-in/"})
    assert answer["Location"] == "/sign-in/" and answer.cookies["django_language"].value == "es"
    user = make_user()
    client.force_login(user)
    client.post(reverse("set_language"), {"language": "es", "next": "/settings/"})
    client.post(reverse("accounts:set_theme"), {"theme": "night", "next": "/settings/"})
    user.refresh_from_db()
    assert (user.language, user.theme) == ("es", "night")


def test_a_theme_that_does_not_exist_is_day(client: Client):
    client.cookies["theme"] = '"><script>'
    assert b'data-theme="day"' in client.get(reverse("accounts:sign_in")).content
