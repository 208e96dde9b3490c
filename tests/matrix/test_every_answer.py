"""What every answer carries, whatever the page, and what the server settings hold."""

import json
import os
import shutil
import subprocess
import sys

import pytest
from django.conf import settings as used
from django.test import Client
from django.urls import reverse

from handoff.audit.models import AuditEvent
from handoff.referrals.models import CommunityMessage
from handoff.testing.programs import PASSWORD, make_member, make_person, make_program
from tests.architecture.addresses import addresses
from tests.matrix.turns import takes_turn
from tests.template_database import sqlite_template

pytestmark = pytest.mark.once

WORDS = {"for_whom": "self", "person_name": "Sam", "how_to_reach": "910 555 0199"}


@pytest.fixture
def program(db):
    return make_program(slug="here")


@pytest.fixture
def signed_in(program):
    client = Client()
    client.force_login(make_member(program, "program_manager"))
    return client


def test_every_page_carries_the_strict_headers(program, signed_in):
    """On a commit one of four pages of the program: the leak table reads the headers of all of them, for every role."""
    paths = [
        "/",
        "/sign-in/",
        "/never/",
        "/p/never/",
        "/p/here/never/",
        "/p/here/refer/",
        "/p/here/card/",
        "/healthz",
    ]
    paths += [
        "/" + each.route.replace("<slug:program>", "here")
        for number, each in enumerate(addresses())
        if set(each.converters) == {"program"} and takes_turn(number, 4)
    ]
    for client in (Client(), signed_in):
        for path in paths:
            response = client.get(path)
            policy = response["Content-Security-Policy"]
            assert "default-src 'none'" in policy and "unsafe" not in policy, path
            assert "frame-ancestors 'none'" in policy, path
            assert response["X-Content-Type-Options"] == "nosniff", path
            assert response["X-Frame-Options"] == "DENY", path
            assert response["Cache-Control"] == "no-store", path
            assert response["Referrer-Policy"] == "same-origin", path
            assert response["Cross-Origin-Opener-Policy"] == "same-origin", path
            assert "geolocation=()" in response["Permissions-Policy"], path
            kind = response["Content-Type"]
            assert not kind.startswith("text/") or kind.endswith("; charset=utf-8"), path


def test_a_page_that_broke_carries_them_too_and_tells_nothing(program, monkeypatch):
    def breaks(*args, **kwargs):
        raise RuntimeError("Jordan Rivers")

    monkeypatch.setattr("handoff.referrals.views.public.render", breaks)
    response = Client(raise_request_exception=False).get("/p/here/refer/")
    assert response.status_code == 500
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "Rivers" not in response.content.decode()
    assert response["Cache-Control"] == "no-store"


def test_signing_in_makes_a_new_session_and_signing_out_empties_the_browser(program):
    user, client = make_member(program, "case_manager"), Client()
    client.session.save()
    before = client.session.session_key
    sent = {"username": user.username, "password": PASSWORD}
    client.post("/sign-in/", sent)
    after = client.session.session_key
    assert after != before
    response = client.post("/sign-out/")
    assert response["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    client.cookies[used.SESSION_COOKIE_NAME] = after
    assert client.get("/p/here/people/").status_code == 302


@pytest.mark.parametrize(
    "wanted", ["https://example.com/", "//example.com", "/\\example.com", "javascript:alert(1)"]
)
def test_no_one_is_redirected_to_another_site(program, wanted):
    user = make_member(program, "case_manager")
    client = Client()
    sent = {"username": user.username, "password": PASSWORD, "next": wanted}
    assert client.post("/sign-in/", sent)["Location"] == "/sign-in/set-up/?next=%2F"
    client.force_login(user)
    assert client.get("/sign-in/", {"next": wanted})["Location"] == "/"
    for path in ("/settings/colors/", "/language/"):
        where = client.post(path, {"next": wanted, "theme": "night", "language": "es"})["Location"]
        assert where.startswith("/") and not where.startswith(("//", "/\\")), path


def test_a_first_password_is_changed_before_anything_is_opened(program):
    user = make_member(program, "case_manager", must_change_password=True)
    client = Client()
    client.force_login(user)
    assert client.get("/p/here/people/")["Location"] == reverse("accounts:change_password")
    assert client.post("/p/here/lookup/")["Location"] == reverse("accounts:change_password")


def test_behind_a_proxy_each_visitor_is_counted_by_the_address_the_proxy_saw(program, settings):
    settings.BEHIND_PROXY, settings.PUBLIC_FORM_PER_HOUR = True, 1
    invented = "203.0.113.9, "
    answers = [
        Client(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=f"{invented}192.0.2.{each}").post(
            "/p/here/refer/", WORDS
        )
        for each in (1, 2, 2)
    ]
    assert [each.status_code for each in answers] == [302, 302, 429]
    assert CommunityMessage.objects.count() == 2


def test_without_a_proxy_no_one_chooses_their_own_address(program, settings):
    settings.PUBLIC_FORM_PER_HOUR = 1
    for each in (1, 2):
        response = Client(REMOTE_ADDR="192.0.2.7", HTTP_X_FORWARDED_FOR=f"192.0.2.{each}").post(
            "/p/here/refer/", WORDS
        )
    assert response.status_code == 429


def test_the_public_answer_is_the_same_for_a_machine_for_a_known_name_and_for_an_unknown_one(program):
    answers = set()
    for each, words in enumerate(({}, {"website": "x"}, {"person_name": "Nobody Known"})):
        response = Client(REMOTE_ADDR=f"192.0.2.{each}").post("/p/here/refer/", {**WORDS, **words})
        answers.add((response.status_code, response["Location"], response.content))
    assert len(answers) == 1


def test_of_a_hundred_public_messages_five_are_stored_in_an_hour_for_each_program_and_address(program):
    make_program(slug="there")
    client = Client(REMOTE_ADDR="192.0.2.9")
    statuses = [client.post("/p/here/refer/", WORDS).status_code for _ in range(100)]
    assert (statuses[:5], set(statuses[5:])) == ([302] * 5, {429})
    assert CommunityMessage.objects.count() == 5
    assert client.post("/p/there/refer/", WORDS).status_code == 302
    assert Client(REMOTE_ADDR="192.0.2.10").post("/p/here/refer/", WORDS).status_code == 302
    known = make_person(program)
    refused = {
        client.post("/p/here/refer/", {**WORDS, "person_name": name}).status_code
        for name in (known.full_name, "X")
    }
    assert refused == {429}


def test_what_stands_in_the_address_or_twice_in_a_form_takes_the_place_of_nothing(program):
    there = make_program(slug="there")
    in_the_address = Client().post("/p/here/refer/?for_whom=self&person_name=Sam&how_to_reach=910", {})
    assert in_the_address.status_code == 200 and not CommunityMessage.objects.exists()
    twice = {
        **WORDS,
        "person_name": ["Sam", "Alex"],
        "program": ["there", str(there.pk)],
        "program_id": there.pk,
    }
    assert Client().post("/p/here/refer/?program=there", twice).status_code == 302
    message = CommunityMessage.objects.get()
    assert (message.program, message.person_name) == (program, "Alex")


def test_an_anonymous_visitor_sends_nothing_large(program, settings):
    sent = {**WORDS, "help_wanted": "x" * (settings.MAX_ANONYMOUS_BYTES + 1)}
    assert Client().post("/p/here/refer/", sent).status_code == 413
    assert Client().post("/sign-in/", sent).status_code == 413
    assert not CommunityMessage.objects.exists() and not AuditEvent.objects.exists()


def test_the_server_settings_pass_djangos_own_review(tmp_path):
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("HANDOFF_", "DJANGO_"))},
        "DJANGO_SETTINGS_MODULE": "handoff.config.settings.production",
        "HANDOFF_SECRET_KEY": "".join(chr(33 + each % 90) for each in range(80)),
        "HANDOFF_DATA_FOLDER": str(tmp_path),
    }
    command = [sys.executable, "-m", "django", "check", "--tag", "security", "--fail-level", "INFO"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    code = (
        "from django.conf import settings as s;"
        "assert s.SESSION_COOKIE_SECURE and s.CSRF_COOKIE_SECURE and s.SESSION_COOKIE_HTTPONLY;"
        "assert s.SESSION_COOKIE_NAME.startswith('__Host-') and s.CSRF_COOKIE_NAME.startswith('__Host-');"
        "assert not s.DEBUG and s.SECURE_HSTS_SECONDS >= 31536000 and s.SECURE_SSL_REDIRECT;"
        "assert s.SESSION_COOKIE_SAMESITE == 'Lax' and s.SECURE_PROXY_SSL_HEADER is None"
    )
    read = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert read.returncode == 0, read.stderr


def test_under_the_server_settings_a_page_carries_hsts_and_its_cookies_are_tied_to_the_host(db, tmp_path):
    shutil.copyfile(sqlite_template(), tmp_path / "handoff.sqlite3")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("HANDOFF_", "DJANGO_"))},
        "DJANGO_SETTINGS_MODULE": "handoff.config.settings.production",
        "HANDOFF_SECRET_KEY": "".join(chr(33 + each % 90) for each in range(80)),
        "HANDOFF_DATA_FOLDER": str(tmp_path),
        "HANDOFF_ALLOWED_HOSTS": "testserver",
    }
    plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    code = f"""
import json, django
django.setup()
from django.conf import settings
from django.test import Client, override_settings
with override_settings(STORAGES={{**settings.STORAGES, **{plain!r}}}):
    page = Client().get("/sign-in/", secure=True)
    http = Client().get("/sign-in/")
    theme = Client().post("/settings/colors/", {{"theme": "night"}}, secure=True)
    language = Client().post("/language/", {{"language": "es"}}, secure=True)
set_by = [each.cookies for each in (page, theme, language)]
cookies = {{name: each.OutputString() for answer in set_by for name, each in answer.items()}}
print(json.dumps([page.status_code, dict(page.headers), cookies, http.status_code, http.headers["Location"]]))
"""
    read = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert read.returncode == 0, read.stderr[-2000:]
    status, headers, cookies, plain_status, where = json.loads(read.stdout.splitlines()[-1])
    assert status == 200
    assert "max-age=31536000" in headers["Strict-Transport-Security"]
    assert "includeSubDomains" in headers["Strict-Transport-Security"]
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    for name, cookie in cookies.items():
        assert (
            name.startswith("__Host-") and "Secure" in cookie and "HttpOnly" in cookie and "Path=/" in cookie
        )
        assert "Domain" not in cookie
    assert {"__Host-csrf", "__Host-theme", "__Host-language"} <= set(cookies)
    assert plain_status == 301 and where.startswith("https://")
