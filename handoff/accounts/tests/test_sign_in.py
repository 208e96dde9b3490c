"""Signing in with two factors, locks after wrong tries, and leaving nothing behind."""

import base64
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from cryptography.exceptions import InvalidTag
from django.test import Client, RequestFactory
from django.urls import reverse

from handoff.accounts.adapters import FactorAdapter
from handoff.accounts.models import User
from handoff.accounts.queries import is_locked
from handoff.accounts.rules.one_time_codes import new_secret
from handoff.accounts.services import unlock_account
from handoff.accounts.services.allauth_internals import create_recovery_codes
from handoff.accounts.services.sign_ins import check_code, check_password
from handoff.audit.models import AuditEvent
from handoff.audit.queries import verify_chain
from handoff.core.refusals import Refused
from handoff.notifications.models import Notice
from handoff.notifications.services import build_message
from handoff.testing.programs import AT, PASSWORD, actor_of, make_member, make_program, make_user
from handoff.testing.sign_in import SECRET, code_at, give_app
from tests.architecture.addresses import addresses

pytestmark = pytest.mark.django_db


def attempt(user, password, at=AT, address="10.0.0.1"):
    request = RequestFactory().post("/sign-in/")
    return check_password(request=request, username=user.username, password=password, address=address, at=at)


def sign_in_page(client, user, **more):
    return client.post(reverse("accounts:sign_in"), {"username": user.username, "password": PASSWORD, **more})


def enter_code(client, at, **more):
    return client.post(reverse("accounts:second_factor"), {"code": code_at(at), **more})


def actions(user=None):
    rows = AuditEvent.objects.filter(program_id=0).order_by("number")
    return [row.action for row in (rows.filter(user_id=user.pk) if user else rows)]


def test_a_right_password_is_written_down_and_opens_nothing_yet(client: Client, clock):
    program = make_program()
    user = give_app(make_member(program, "officer"))
    answer = sign_in_page(client, user, next=f"/p/{program.slug}/")
    assert answer["Location"].startswith(reverse("accounts:second_factor"))
    assert actions(user) == ["sign_in.password"]
    page = client.get(f"/p/{program.slug}/")
    assert page.status_code == 302 and page["Location"].startswith(reverse("accounts:second_factor"))
    assert client.get(reverse("accounts:settings")).status_code == 302


def test_password_and_code_let_in_and_are_written_down(client: Client, clock):
    user = give_app(make_member(make_program(), "officer"))
    sign_in_page(client, user)
    answer = enter_code(client, AT, next=reverse("accounts:settings"))
    assert answer["Location"] == reverse("accounts:settings")
    assert client.get(reverse("accounts:settings")).status_code == 200
    assert actions(user) == ["sign_in.password", "sign_in.done"]
    row = AuditEvent.objects.get(action="sign_in.done")
    assert row.details == {"factor": "totp"} and row.address == "127.0.0.1"
    user.refresh_from_db()
    assert user.last_seen_at == AT


def test_the_session_gets_a_new_key_at_each_step(client: Client, clock):
    user = give_app(make_user())
    client.get(reverse("accounts:passkey_sign_in"))
    keys = [client.session.session_key]
    sign_in_page(client, user)
    keys.append(client.session.session_key)
    enter_code(client, AT)
    keys.append(client.session.session_key)
    assert len(set(keys)) == 3


def test_a_code_is_accepted_once(client: Client, clock):
    user = give_app(make_user())
    assert check_code(user=user, code=code_at(AT), address="", at=AT).user == user
    again = check_code(user=user, code=code_at(AT), address="", at=AT)
    assert again.user is None and "already used" in again.message
    late = AT + timedelta(seconds=90)
    assert check_code(user=user, code=code_at(AT), address="", at=late).user is None


def test_a_recovery_code_lets_in_once_and_is_written_down(clock):
    user = give_app(make_user())
    code = Authenticator.objects.get(user=user, type="recovery_codes").wrap().generate_codes()[3]
    assert check_code(user=user, code=code, address="", at=AT).factor == "recovery_codes"
    assert check_code(user=user, code=code, address="", at=AT).user is None
    assert AuditEvent.objects.filter(action="factor.recovery_used").count() == 1


def test_seeds_and_recovery_codes_are_drawn_anew_and_long_enough():
    seeds = {new_secret() for _each in range(40)}
    assert len(seeds) == 40 and {len(base64.b32decode(each)) for each in seeds} == {20}
    lists = {tuple(create_recovery_codes(make_user()).generate_codes()) for _each in range(20)}
    assert len(lists) == 20
    assert all(code.isdigit() and 10 ** len(code) > 2**20 for codes in lists for code in codes)


@pytest.mark.parametrize(("seconds", "fits"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_code_of_the_half_minute_before_or_after_fits_and_no_other(seconds, fits):
    user = give_app(make_user())
    shown = code_at(AT + timedelta(seconds=seconds))
    assert (check_code(user=user, code=shown, address="", at=AT).user == user) is fits


def test_the_secrets_lie_encrypted_in_the_database():
    user = give_app(make_user())
    stored = Authenticator.objects.get(user=user, type="totp").data["secret"]
    assert SECRET not in stored and FactorAdapter().decrypt(stored) == SECRET


def test_a_changed_key_still_reads_what_the_old_one_wrote(settings):
    stored = FactorAdapter().encrypt("secret")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert FactorAdapter().decrypt(stored) == "secret"
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(InvalidTag):
        FactorAdapter().decrypt(stored)


def test_a_wrong_password_is_written_down_without_what_was_typed():
    user = make_user(username="casey")
    tried = attempt(user, "wrong")
    assert tried.user is None and "don't match" in tried.message
    row = AuditEvent.objects.get(program_id=0)
    assert (row.action, row.outcome) == ("sign_in.failed", "refused")
    assert "casey" not in f"{row.subject}{row.username}{row.details}"


def test_the_fifth_wrong_password_locks_until_a_manager_releases():
    program = make_program()
    user, manager = make_member(program, "officer"), make_member(program, "program_manager")
    for minute in range(5):
        attempt(user, "wrong", AT + timedelta(minutes=minute))
    later = AT + timedelta(days=3)
    tried = attempt(user, PASSWORD, later)
    assert tried.user is None and "locked" in tried.message
    assert actions()[-2:] == ["sign_in.locked", "sign_in.refused"]
    unlock_account(actor=actor_of(manager, program), user=user, at=later)
    assert attempt(user, PASSWORD, later).user == user
    assert verify_chain(0).broken_at is None and verify_chain(program.pk).broken_at is None
    assert AuditEvent.objects.filter(program_id=program.pk, action="account.released").exists()


def test_managers_are_notified_of_a_lock_without_detail():
    program = make_program()
    user, manager = make_member(program, "officer"), make_member(program, "program_manager")
    for _each in range(5):
        attempt(user, "wrong")
    notice = Notice.objects.get(kind="account_locked")
    assert notice.recipient_user_id == manager.pk
    text = build_message(notice)
    assert user.full_name not in f"{text.subject}{text.body}" and user.username not in text.body


def test_a_manager_of_two_programs_hears_of_a_lock_in_both():
    programs = [make_program(), make_program()]
    user, manager = make_member(programs[0], "officer"), make_member(programs[0], "program_manager")
    make_member(programs[1], "officer", user=user)
    make_member(programs[1], "program_manager", user=manager)
    for _each in range(5):
        attempt(user, "wrong")
    paths = set(Notice.objects.filter(kind="account_locked").values_list("path", flat=True))
    assert paths == {reverse("accounts:members", args=[program.slug]) for program in programs}


def test_wrong_codes_and_passkeys_lock_too_whatever_the_password(client: Client, clock):
    user = give_app(make_user())
    for _each in range(3):
        sign_in_page(client, user)
        client.post(reverse("accounts:second_factor"), {"code": "000000"})
    client.post(reverse("accounts:second_factor"), {"credential": "{}"})
    attempt(user, "wrong")
    assert is_locked(user.username, AT)
    assert b"locked" in enter_code(client, AT).content
    assert client.get(reverse("accounts:settings")).status_code == 302


def test_a_county_may_choose_that_a_lock_opens_after_fifteen_minutes(settings):
    settings.SIGN_IN_LOCK = "wait"
    user = make_user()
    for _each in range(5):
        attempt(user, "wrong")
    assert "Wait 15 minutes" in attempt(user, PASSWORD, AT + timedelta(minutes=14)).message
    assert attempt(user, PASSWORD, AT + timedelta(minutes=15)).user == user


def test_four_wrong_ones_then_a_right_one_then_four_lock_nothing(client: Client, clock):
    user = give_app(make_user())
    for _round in range(2):
        for _each in range(4):
            attempt(user, "wrong")
        sign_in_page(client, user)
        enter_code(client, clock.at)
        client.logout()
        clock.at += timedelta(minutes=1)
    assert not is_locked(user.username, clock.at)


def test_a_manager_of_another_program_cannot_unlock():
    program, elsewhere = make_program(), make_program()
    user, officer = make_member(program, "officer"), make_member(program, "law_leader")
    manager, unknown = make_member(program, "program_manager"), make_member(elsewhere, "program_manager")
    with pytest.raises(Refused, match="isn't locked"):
        unlock_account(actor=actor_of(manager, program), user=user, at=AT)
    for _each in range(5):
        attempt(user, "wrong")
    for actor in (actor_of(officer, program), actor_of(unknown, elsewhere), actor_of(user, program)):
        with pytest.raises(Refused):
            unlock_account(actor=actor, user=user, at=AT)
    assert is_locked(user.username, AT)


def test_the_user_name_is_found_in_any_case():
    user = make_user(username="Casey.R")
    user.username = "casey.r"
    assert attempt(user, PASSWORD).user == user


def test_an_unknown_name_locks_and_answers_like_a_known_one():
    unknown = User(username="nobody.here")
    known = make_user()
    first = {attempt(unknown, "wrong").message, attempt(known, "wrong").message}
    assert len(first) == 1
    for _each in range(4):
        attempt(unknown, "wrong")
        attempt(known, "wrong")
    assert is_locked("NOBODY.here ", AT)
    assert attempt(unknown, "wrong") == attempt(known, PASSWORD)


def test_an_unknown_name_is_hashed_like_a_known_one(monkeypatch):
    hashed = []
    monkeypatch.setattr(User, "set_password", lambda self, raw: hashed.append(raw))
    attempt(User(username="nobody.here"), "wrong")
    assert hashed == ["wrong"]


def test_too_much_from_one_address_is_turned_away_before_anything_is_hashed(
    client: Client, clock, settings, monkeypatch
):
    settings.SIGN_IN_FAILURES_PER_ADDRESS = 3
    user = give_app(make_user())
    for name in ("a", "b", "c"):
        client.post(reverse("accounts:sign_in"), {"username": name, "password": "wrong"})
    monkeypatch.setattr(
        "handoff.accounts.services.sign_ins.authenticate", lambda *a, **k: pytest.fail("hashed")
    )
    answer = sign_in_page(client, user)
    assert answer.status_code == 429 and b"Wait 15 minutes and try again" in answer.content
    assert client.post(reverse("accounts:passkey_sign_in"), {"credential": "{}"}).status_code == 302
    monkeypatch.undo()
    assert attempt(user, PASSWORD, address="10.0.0.2").user == user


def test_a_first_sign_in_changes_the_password_sets_a_factor_up_and_shows_codes_once(
    client: Client, monkeypatch, clock
):
    program = make_program()
    user = make_member(program, "program_manager", must_change_password=True)
    where = f"/p/{program.slug}/"
    answer = sign_in_page(client, user, next=where)
    assert answer["Location"].startswith(reverse("accounts:change_password"))
    for name in ("set_up", "add_code", "second_factor"):
        assert client.get(reverse(f"accounts:{name}"))["Location"].startswith(
            reverse("accounts:change_password")
        )
    new = "quite another password"
    sent = {"old": PASSWORD, "new": new, "again": new, "next": where}
    answer = client.post(reverse("accounts:change_password"), sent)
    assert answer["Location"] == where
    assert client.get(where)["Location"].startswith(reverse("accounts:set_up"))
    assert b"passkey protects" in client.get(reverse("accounts:set_up")).content
    page = client.get(reverse("accounts:add_code"))
    secret = page.context["secret"].replace(" ", "")
    assert client.post(reverse("accounts:add_code"), {"code": "000000"}).status_code == 200
    answer = client.post(reverse("accounts:add_code"), {"code": code_at(AT, secret), "next": where})
    codes = client.get(answer["Location"])
    assert len(codes.context["codes"]) == 10 and codes.context["following"] == where
    assert client.get(answer["Location"])["Location"] == where
    assert client.get(where).status_code in {200, 302}
    assert {"factor.added", "sign_in.done", "account.password_changed"} <= set(actions(user))


def test_a_session_without_a_second_factor_is_anonymous(client: Client, clock):
    """What is in the database does not count: the factor must have been given in this very session."""
    program = make_program(slug="here")
    user = give_app(make_member(program, "program_manager"))
    sign_in_page(client, user)
    for address in addresses():
        path = "/" + address.route.replace("<slug:program>", "here")
        if "<" not in path and address.view.access_rule.signed_in:
            for method in (client.get, client.post):
                answer = method(path)
                assert answer.status_code == 302, address
                assert answer["Location"].startswith(reverse("accounts:second_factor")), address


def test_a_password_alone_waits_a_quarter_of_an_hour_at_most(client: Client, clock):
    user = give_app(make_user())
    sign_in_page(client, user)
    clock.at += timedelta(minutes=15)
    answer = enter_code(client, clock.at)
    assert answer["Location"].startswith(reverse("accounts:sign_in"))


def test_a_site_administrator_may_be_asked_for_a_passkey(client: Client, clock, settings):
    settings.ADMINISTRATORS_NEED_PASSKEY = True
    user = give_app(make_member(make_program(), "site_administrator"))
    sign_in_page(client, user)
    enter_code(client, AT)
    assert client.get(reverse("accounts:settings"))["Location"].startswith(reverse("accounts:add_passkey"))


def test_signing_in_goes_where_one_was_going_in_ones_own_language(client: Client, clock):
    user = give_app(make_user(language="es", theme="night"))
    where = reverse("accounts:settings")
    step = sign_in_page(client, user, next=where)["Location"]
    assert step.endswith("?next=%2Fsettings%2F")
    answer = enter_code(client, AT, next=where)
    assert answer.status_code == 302 and answer["Location"] == where
    assert answer.cookies["django_language"].value == "es" and answer.cookies["theme"].value == "night"


@pytest.mark.parametrize(
    "trap", ["https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)"]
)
def test_no_one_is_redirected_to_another_site(client: Client, trap, clock):
    sign_in_page(client, give_app(make_user()), next=trap)
    assert enter_code(client, AT, next=trap)["Location"] == "/"
    assert client.post(reverse("accounts:set_theme"), {"theme": "night", "next": trap})["Location"] == "/"


def test_a_wrong_password_shows_the_form_again_with_the_name(client: Client):
    answer = client.post(reverse("accounts:sign_in"), {"username": "casey", "password": "wrong"})
    assert b'value="casey"' in answer.content and b"don&#x27;t match" in answer.content


def test_signing_out_leaves_nothing_in_the_browser(client: Client):
    user = make_member(make_program(), "officer")
    client.force_login(user)
    assert client.get(reverse("accounts:sign_out")).status_code == 405
    answer = client.post(reverse("accounts:sign_out"))
    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert client.get(reverse("accounts:settings")).status_code == 302
    assert AuditEvent.objects.filter(action="sign_out.done", user_id=user.pk).exists()


def test_the_training_code_is_shown_in_the_training_county_and_nowhere_else(client: Client, clock, settings):
    learner = give_app(make_member(make_program(is_demo=True), "officer"))
    real = give_app(make_member(make_program(), "officer"))
    both = give_app(make_member(make_program(is_demo=True), "officer"))
    make_member(make_program(), "officer", user=both)
    for demo, user, shown in (
        (True, learner, True),
        (False, learner, False),
        (True, real, False),
        (True, both, False),
    ):
        settings.DEMO = demo
        sign_in_page(client, user)
        page = client.get(reverse("accounts:second_factor")).content
        assert (code_at(AT).encode() in page) == shown, (demo, user)
        assert (b"Training site: your code is" in page) == shown
        client.logout()


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
