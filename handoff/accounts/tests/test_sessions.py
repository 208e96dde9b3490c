"""A session ends when nothing is done, after twelve hours, when it is revoked, and when the account is switched off."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from handoff.accounts import services
from handoff.accounts.definitions import Factor
from handoff.accounts.middleware.session_store import SessionStore
from handoff.accounts.queries import site_actor
from handoff.accounts.services import disable_unused_accounts, factors
from handoff.accounts.services.sessions import device_description, load_session, store_assurance
from handoff.accounts.services.sign_ins import check_own_password
from handoff.audit.journal import services as journal
from handoff.audit.models import AuditEvent
from handoff.config.scheduled_jobs import run_scheduled_jobs
from handoff.core.refusals import Refused
from handoff.testing.programs import AT, PASSWORD, actor_of, make_member, make_program, make_user
from handoff.testing.sign_in import code_at, fully_signed_in, give_app

pytestmark = pytest.mark.django_db

PHONE = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"


@pytest.fixture
def program():
    return make_program(slug="here")


def client_of(user, **more):
    client = Client(**more)
    client.force_login(user)
    return client


def sign_in_by_pages(user, at, *, agent="", mobile=False):
    """Sign in by the pages, as a browser of that name."""
    client = Client(HTTP_USER_AGENT=agent)
    sent = {"username": user.username, "password": PASSWORD, **({"mobile": "on"} if mobile else {})}
    client.post(reverse("accounts:sign_in"), sent)
    client.post(reverse("accounts:second_factor"), {"code": code_at(at)})
    return client


def is_signed_in(client):
    return client.get(reverse("accounts:settings")).status_code == 200


@pytest.mark.parametrize(
    ("agent", "mobile", "minutes"),
    [("", False, 30), (PHONE, False, 15), ("Mozilla/5.0 (X11; Linux)", True, 15)],
)
def test_a_session_ends_when_nothing_is_done(clock, agent, mobile, minutes):
    client = sign_in_by_pages(give_app(make_user()), AT, agent=agent, mobile=mobile)
    clock.at += timedelta(minutes=minutes, seconds=-1)
    assert is_signed_in(client)
    clock.at += timedelta(minutes=minutes)
    answer = client.get(reverse("accounts:settings"))
    assert answer.status_code == 302 and "ended=idle" in answer["Location"]
    assert b"You were signed out for inactivity" in client.get(answer["Location"]).content
    assert AuditEvent.objects.filter(action="session.ended", reason="idle").count() == 1
    assert not UserSession.objects.exists()


def test_two_requests_that_find_one_session_too_old_write_one_row(clock, rf):
    user = give_app(make_user())
    client = sign_in_by_pages(user, AT)
    late = AT + timedelta(minutes=30)
    requests = [rf.get("/"), rf.get("/")]
    for request in requests:
        request.session = SessionStore(client.session.session_key)
        request.user, request.at = user, late
        assert request.session.get("_auth_user_id")
    for request in requests:
        load_session(request)
        assert request.ended == "idle" and request.user.is_anonymous
    assert AuditEvent.objects.filter(action="session.ended", reason="idle").count() == 1


def test_a_busy_session_ends_after_twelve_hours(clock):
    client = sign_in_by_pages(give_app(make_user()), AT)
    for _each in range(12 * 4 - 1):
        clock.at += timedelta(minutes=15)
        assert is_signed_in(client)
    clock.at += timedelta(minutes=15)
    answer = client.get(reverse("accounts:settings"))
    assert "ended=long" in answer["Location"]


def test_a_clock_set_back_ends_the_sessions_opened_under_the_wrong_one(clock):
    client = sign_in_by_pages(give_app(make_user()), AT)
    clock.at -= timedelta(minutes=2)
    assert not is_signed_in(client)


def test_a_session_without_a_sign_in_is_anonymous(clock):
    client = client_of(make_user())
    session = client.session
    del session["sign_in"]
    session.save()
    assert not is_signed_in(client)


def test_a_setting_can_shorten_idle_time_but_never_stretch_it(settings, clock):
    settings.IDLE_MINUTES = 10
    client = sign_in_by_pages(give_app(make_user()), AT)
    clock.at += timedelta(minutes=10)
    assert not is_signed_in(client)


def test_signed_out_over_a_form_one_returns_to_the_page_it_stood_on(clock, program):
    client = client_of(make_member(program, "program_manager"))
    clock.at += timedelta(minutes=31)
    came_from = "http://testserver/p/here/accounts/new/"
    answer = client.post("/p/here/accounts/new/", {}, HTTP_REFERER=came_from)
    assert "next=%2Fp%2Fhere%2Faccounts%2Fnew%2F" in answer["Location"]
    client = client_of(make_member(program, "program_manager"))
    clock.at += timedelta(minutes=31)
    answer = client.post("/p/here/accounts/new/", {}, HTTP_REFERER="https://example.org/trap")
    assert "next=%2F&" in answer["Location"]


def test_ones_own_sessions_are_listed_with_device_and_this_one_marked(clock):
    user = give_app(make_user())
    sign_in_by_pages(user, AT, agent=PHONE)
    clock.at += timedelta(minutes=1)
    client = sign_in_by_pages(user, clock.at)
    page = client.get(reverse("accounts:settings")).content.decode()
    assert (
        "Android · Chrome" in page
        and page.count("This device") == 1
        and page.count("Sign out that device") == 1
    )


def test_one_session_or_all_others_are_ended(clock):
    user = give_app(make_user())
    clients = []
    for _each in range(4):
        clients.append(sign_in_by_pages(user, clock.at))
        clock.at += timedelta(minutes=1)
    mine, first, *_others = reversed(clients)
    row = UserSession.objects.get(session_key=first.session.session_key)
    mine.post(reverse("accounts:end_session"), {"session": row.pk})
    assert [is_signed_in(each) for each in clients] == [True, True, False, True]
    mine.post(reverse("accounts:end_session"))
    assert [is_signed_in(each) for each in clients] == [False, False, False, True]
    assert AuditEvent.objects.filter(action="session.revoked").count() == 2


def test_a_user_cannot_end_another_users_session(clock):
    victim, client = client_of(make_user()), client_of(make_user())
    row = UserSession.objects.get(session_key=victim.session.session_key)
    client.post(reverse("accounts:end_session"), {"session": row.pk})
    assert is_signed_in(victim)


def test_signing_out_takes_the_session_off_the_list(clock):
    client = client_of(make_user())
    client.post(reverse("accounts:sign_out"))
    assert not UserSession.objects.exists() and not Session.objects.exists()


def test_a_manager_ends_all_sessions_and_takes_lost_factors_away(clock, program):
    user = give_app(make_member(program, "officer"))
    first, second = client_of(user), client_of(user)
    manager = client_of(make_member(program, "program_manager"))
    manager.post(reverse("accounts:end_sessions", args=["here", user.public_id]))
    assert not is_signed_in(first) and not is_signed_in(second)
    third = client_of(user)
    manager.post(reverse("accounts:reset_factors", args=["here", user.public_id]))
    assert not is_signed_in(third) and not factors.queries.factor_kinds(user)
    assert AuditEvent.objects.filter(action="factor.reset", subject=str(user.public_id)).exists()


def test_switched_off_means_out_on_the_next_request_and_stays_out(clock, program, settings, tmp_path):
    settings.JOURNAL_FILE = str(tmp_path / "journal.jsonl")
    user, manager = make_member(program, "officer"), make_member(program, "program_manager")
    client, actor = client_of(user), actor_of(manager, program)
    here = {"actor": actor, "user": user, "on": AT.date(), "at": AT}
    services.set_account_active(active=False, **here)
    assert client.get("/p/here/").status_code == 302
    services.set_account_active(active=True, **here)
    assert client.get("/p/here/").status_code == 302
    services.end_membership(actor=actor, membership=user.memberships.get(), on=AT.date(), at=AT)
    lines = list(journal.read_events(tmp_path / "journal.jsonl"))
    assert [line.event for line in lines] == ["account.disabled", "account.enabled", "role.ended"]
    assert lines[0].subject == str(user.public_id)
    assert lines[2].subject == f"{user.public_id} officer"


def test_nothing_is_switched_off_when_the_journal_cannot_be_written(clock, program, monkeypatch):
    user, manager = make_member(program, "officer"), make_member(program, "program_manager")
    monkeypatch.setattr(journal.os, "fsync", lambda handle: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        services.set_account_active(
            actor=actor_of(manager, program), user=user, active=False, on=AT.date(), at=AT
        )
    user.refresh_from_db()
    assert user.is_active and not AuditEvent.objects.filter(action="account.disabled").exists()


def test_ninety_days_without_a_sign_in_switch_an_account_off(program):
    used = make_member(program, "officer", last_seen_at=AT)
    invited = make_member(program, "officer", active_since=AT)
    learner = make_member(make_program(is_demo=True), "officer", last_seen_at=AT)
    assert disable_unused_accounts(at=AT + timedelta(days=89)) == 0
    run_scheduled_jobs(at=AT + timedelta(days=91))
    for user, active in ((used, False), (invited, False), (learner, True)):
        user.refresh_from_db()
        assert user.is_active is active
    assert AuditEvent.objects.filter(action="account.disabled", reason="unused for 90 days").count() == 2


def test_an_account_switched_on_again_has_its_ninety_days(program):
    user = make_member(program, "officer", last_seen_at=AT)
    later = AT + timedelta(days=91)
    disable_unused_accounts(at=later)
    user.refresh_from_db()
    manager = actor_of(make_member(program, "program_manager"), program)
    services.set_account_active(actor=manager, user=user, active=True, on=later.date(), at=later)
    assert disable_unused_accounts(at=later + timedelta(days=1)) == 0


def test_a_page_marked_fresh_asks_again_after_five_minutes_and_returns(clock, program):
    user = give_app(make_member(program, "program_manager"))
    client = client_of(user)
    assert client.get("/p/here/accounts/new/").status_code == 200
    clock.at += timedelta(minutes=5, seconds=1)
    answer = client.get("/p/here/accounts/new/")
    assert answer["Location"] == "/sign-in/again/?next=%2Fp%2Fhere%2Faccounts%2Fnew%2F"
    sent = {"password": PASSWORD, "code": code_at(clock.at), "next": "/p/here/accounts/new/"}
    for wrong in ({"password": "wrong"}, {"code": "000000"}):
        assert client.post("/sign-in/again/", {**sent, **wrong}).status_code == 200
        assert client.get("/p/here/accounts/new/").status_code == 302
    assert client.post("/sign-in/again/", sent)["Location"] == "/p/here/accounts/new/"
    assert client.get("/p/here/accounts/new/").status_code == 200
    assert AuditEvent.objects.filter(action="sign_in.proved").count() == 1


def test_a_locked_account_is_not_confirmed_again_by_the_right_password_and_code(clock, program):
    user = give_app(make_member(program, "program_manager"))
    client = client_of(user)
    clock.at += timedelta(minutes=6)
    for _each in range(5):
        check_own_password(user=user, password="wrong", address="", at=clock.at)
    sent = {"password": PASSWORD, "code": code_at(clock.at), "next": "/p/here/accounts/new/"}
    answer = client.post("/sign-in/again/", sent)
    assert b"This account is locked after five failed attempts" in answer.content
    assert client.get("/p/here/accounts/new/").status_code == 302


def test_a_form_on_a_fresh_page_may_be_filled_in_for_half_an_hour(clock, program):
    client = client_of(make_member(program, "program_manager"))
    clock.at += timedelta(minutes=20)
    client.get("/p/here/")
    clock.at += timedelta(minutes=9)
    assert client.post("/p/here/accounts/new/", {}).status_code == 200
    clock.at += timedelta(minutes=2)
    answer = client.post("/p/here/accounts/new/", {}, HTTP_REFERER="http://testserver/p/here/accounts/new/")
    assert answer["Location"] == "/sign-in/again/?next=%2Fp%2Fhere%2Faccounts%2Fnew%2F"


def test_a_fresh_page_that_is_not_yours_is_as_absent_as_ever(clock, program):
    client = client_of(make_member(program, "officer"))
    clock.at += timedelta(minutes=10)
    hidden, missing = client.get("/p/here/accounts/new/"), client.get("/p/here/never/")
    assert (hidden.status_code, hidden.content) == (404, missing.content)


def test_the_last_factor_stays_and_others_can_be_removed():
    user = give_app(make_user())
    actor = site_actor(user, "")
    row = user.authenticator_set.get(type="totp")
    with pytest.raises(Refused, match="only two-step verification method"):
        factors.remove_factor(actor=actor, user=user, number=row.pk, at=AT)
    with pytest.raises(Refused, match="already removed"):
        factors.remove_factor(actor=actor, user=make_user(), number=row.pk, at=AT)
    user.authenticator_set.create(type=Factor.PASSKEY.value, data={"name": "phone"})
    factors.remove_factor(actor=actor, user=user, number=row.pk, at=AT)
    assert AuditEvent.objects.get(action="factor.removed").details == {"factor": "totp"}


def test_new_recovery_codes_make_the_old_ones_void(clock):
    user = give_app(make_user())
    client = client_of(user)
    assert client.get(reverse("accounts:recovery_codes"))["Location"] == reverse("accounts:settings")
    old = [str(each) for each in user.authenticator_set.get(type="recovery_codes").wrap().generate_codes()]
    assert not any(
        code in client.get(reverse("accounts:recovery_codes") + "?again").content.decode() for code in old
    )
    client.post(reverse("accounts:recovery_codes"))
    page = client.get(reverse("accounts:recovery_codes"))
    assert len(set(page.context["codes"]) - set(old)) == 10
    assert factors.verify_code(user=user, code=old[0], at=AT) == ""


def test_a_passkey_that_answers_nonsense_is_refused_and_counted(clock):
    client = Client()
    options = client.get(reverse("accounts:passkey_sign_in")).json()["publicKey"]
    assert options["userVerification"] == "required" and not options.get("allowCredentials")
    for nonsense in ("", "{}", "[]", '{"response": {"userHandle": "MQ"}}', '{"response": 5}'):
        answer = client.post(reverse("accounts:passkey_sign_in"), {"credential": nonsense})
        assert answer["Location"] == reverse("accounts:sign_in")
    assert AuditEvent.objects.filter(action="sign_in.factor_failed").count() == 5
    signed = client_of(give_app(make_user()))
    answer = signed.post(reverse("accounts:add_passkey"), {"name": "x", "credential": '{"id": "x"}'})
    assert b"couldn&#x27;t create the passkey" in answer.content


@pytest.mark.parametrize(
    ("agent", "words"),
    [(PHONE, ("Android", "Chrome")), ("Mozilla/5.0 (iPhone) Safari", ("iPhone", "Safari")), ("", ("", ""))],
)
def test_a_device_is_named_in_words(agent, words):
    assert device_description(agent) == words


def test_the_test_helper_writes_what_the_pages_write(clock):
    """What `force_login` writes in the tests is what a sign-in by the pages writes."""
    user = give_app(make_user())
    by_pages, by_helper = sign_in_by_pages(user, AT), client_of(user)
    assert by_pages.session["sign_in"] == by_helper.session["sign_in"]
    session = by_helper.session
    store_assurance(session, fully_signed_in(AT, Factor.NONE))
    session.save()
    assert not is_signed_in(by_helper)
