"""Signing in as people do it: on a phone, with a passkey, without JavaScript; and being signed out again."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from handoff.accounts.queries import is_locked
from handoff.testing.programs import PASSWORD, make_person, put_on_every_team
from handoff.testing.sign_in import code_at, give_app
from tests.journeys.helpers import Clock, answer_to, assert_accessible, keep_picture
from tests.journeys.scenario import Table

pytestmark = pytest.mark.django_db(transaction=True)

Window = Callable[..., Page]


def give_password(page: Page, user: Any, password: str = PASSWORD, start: str = "/sign-in/") -> None:
    page.goto(start)
    page.locator("input[name=username]").fill(user.username)
    page.locator("input[name=password]").fill(password)
    page.get_by_role("button", name="I agree and sign in", exact=True).click()


def give_code(page: Page, clock: Clock) -> None:
    page.locator("input[name=code]").fill(code_at(clock.now()))
    page.get_by_role("button", name="Continue").click()


def with_passkeys(page: Page) -> None:
    """Give the window a device that makes and uses passkeys, and asks for a finger."""
    tool = page.context.new_cdp_session(page)
    tool.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    tool.send("WebAuthn.addVirtualAuthenticator", {"options": options})


@pytest.mark.parametrize("kind", ["phone", "nojs"])
def test_password_and_code_on_a_phone_lead_to_the_page_asked_for(
    window: Window, table: Table, clock: Clock, kind: str
) -> None:
    officer = give_app(table.officer)
    page = window(kind)
    give_password(page, officer, start=f"/p/{table.program.slug}/")
    expect(page.get_by_role("heading", name="Two-step verification")).to_be_visible()
    if kind == "phone":
        assert_accessible(page)
        keep_picture(page, "second-factor-phone")
    give_code(page, clock)
    expect(page).to_have_url(re.compile(rf"/p/{table.program.slug}/$"))


@pytest.mark.once
def test_a_first_sign_in_sets_an_app_up_without_javascript(
    window: Window, table: Table, clock: Clock
) -> None:
    page = window("nojs")
    give_password(page, table.officer)
    expect(page.get_by_role("heading", name="Set up two-step verification")).to_be_visible()
    page.get_by_role("link", name="Set up an app").click()
    secret = page.locator("code").inner_text().replace(" ", "")
    page.locator("input[name=code]").fill(code_at(clock.now(), secret))
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("main li code")).to_have_count(10)
    page.get_by_role("link", name="I've saved these codes").click()
    expect(page).not_to_have_url(re.compile("sign-in"))


@pytest.mark.once
def test_a_passkey_is_made_and_then_signs_in_by_itself(window: Window, table: Table, clock: Clock) -> None:
    page = window("desktop")
    with_passkeys(page)
    give_password(page, table.program_manager)
    page.get_by_role("link", name="Create a passkey").click()
    assert_accessible(page)
    keep_picture(page, "make-a-passkey")
    page.get_by_label("Name of this passkey").fill("Desk")
    page.get_by_role("button", name="Create a passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.get_by_role("link", name="I've saved these codes").click()
    page.request.post("/sign-out/", headers=csrf(page))
    page.context.clear_cookies()
    page.goto("/sign-in/?next=/settings/")
    page.get_by_role("button", name="I agree and sign in with a passkey").click()
    expect(page.get_by_text("Passkey: Desk")).to_be_visible()
    assert_accessible(page)
    keep_picture(page, "own-settings")
    clock.later(minutes=6, stay_signed_in=False)
    page.goto(f"/p/{table.program.slug}/accounts/new/")
    expect(page.get_by_role("heading", name="Confirm it's you")).to_be_visible()
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_role("heading", name="Add user")).to_be_visible()


def csrf(page: Page) -> dict[str, str]:
    token = page.locator("input[name=csrfmiddlewaretoken]").first.get_attribute("value") or ""
    return {"X-CSRFToken": token, "Referer": page.url}


@pytest.mark.once
def test_a_fresh_proof_is_asked_for_and_leads_back(window: Window, table: Table, clock: Clock) -> None:
    manager = give_app(table.program_manager)
    page = window("phone", user=manager)
    clock.later(minutes=6, stay_signed_in=False)
    page.goto(f"/p/{table.program.slug}/accounts/new/")
    expect(page.get_by_role("heading", name="Confirm it's you")).to_be_visible()
    assert_accessible(page)
    keep_picture(page, "prove-again-phone")
    page.locator("input[name=password]").fill(PASSWORD)
    give_code(page, clock)
    expect(page.get_by_role("heading", name="Add user")).to_be_visible()


@pytest.mark.once
def test_a_locked_account_is_released_by_the_manager(window: Window, table: Table, clock: Clock) -> None:
    officer, page = give_app(table.officer), window("phone")
    for _each in range(5):
        give_password(page, officer, "wrong")
    give_password(page, officer)
    expect(page.get_by_text("This account is locked")).to_be_visible()
    assert_accessible(page)
    desk = window("desktop", user=table.program_manager)
    desk.goto(f"/p/{table.program.slug}/accounts/{officer.public_id}/")
    expect(desk.get_by_text("Locked after failed attempts")).to_be_visible()
    assert_accessible(desk)
    keep_picture(desk, "locked-account")
    desk.get_by_role("button", name="Unlock the account").click()
    expect(desk.get_by_text("Account unlocked.")).to_be_visible()
    assert not is_locked(officer.username, clock.now())
    give_password(page, officer)
    give_code(page, clock)
    expect(page).not_to_have_url(re.compile("sign-in"))


@pytest.mark.once
def test_a_phone_left_lying_is_signed_out_and_comes_back_to_its_page(
    window: Window, table: Table, clock: Clock
) -> None:
    officer, page = give_app(table.officer), window("phone")
    give_password(page, officer)
    page.wait_for_url(re.compile("second"))
    give_code(page, clock)
    page.wait_for_url(re.compile("/p/|/$"))
    clock.later(minutes=31, stay_signed_in=False)
    page.goto("/settings/")
    expect(page.get_by_text("You were signed out for inactivity")).to_be_visible()
    give_password(page, officer, start=page.url)
    give_code(page, clock)
    expect(page.get_by_role("heading", name="Your settings")).to_be_visible()


def test_a_session_ended_elsewhere_is_over_at_the_next_click(
    window: Window, table: Table, clock: Clock
) -> None:
    lost, desk = window("phone", user=table.case_manager), window("desktop", user=table.case_manager)
    people = f"/p/{table.program.slug}/people/"
    assert answer_to(lost, people)[0] == 200
    desk.goto("/settings/")
    desk.get_by_role("button", name="Sign out that device").click()
    expect(desk.get_by_text("That device was signed out.")).to_be_visible()
    assert answer_to(lost, people)[0] == 302
    assert answer_to(desk, people)[0] == 200


@pytest.mark.once
def test_after_signing_out_back_shows_nothing(window: Window, table: Table) -> None:
    page = window("phone", user=table.case_manager)
    page.goto(f"/p/{table.program.slug}/people/")
    page.goto("/settings/")
    page.locator(".top__summary").click()
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_text("You're signed out")).to_be_visible()
    for _each in range(2):
        page.go_back()
        expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    kept = page.evaluate("[localStorage.length, sessionStorage.length]")
    assert kept == [0, 0]


@pytest.mark.once
def test_a_warning_comes_before_the_session_ends_and_what_was_typed_comes_back(
    window: Window, table: Table, clock: Clock
) -> None:
    """N8, finding-A1, finding-F12: one press answers the warning; a form sent too late is back after signing in."""
    person = make_person(table.program)
    put_on_every_team(table.case_manager, table.program)
    page = window("phone", user=give_app(table.case_manager))
    page.clock.install(time=clock.now())
    page.goto(table.path(f"people/{person.public_id}/approach/"))
    box = page.get_by_role("textbox")
    box.fill("Knock twice, the dog is friendly")
    page.clock.run_for(2000)
    expect(page.get_by_role("status").filter(has_text="Draft saved")).to_be_visible()
    clock.later(minutes=28, seconds=10, stay_signed_in=False)
    page.clock.fast_forward("28:10")
    page.clock.run_for(16_000)
    warning = page.get_by_role("alertdialog")
    expect(warning.get_by_role("heading", name="You'll be signed out in 2 minutes")).to_be_visible()
    assert_accessible(page)
    keep_picture(page, "session-ends-phone")
    expect(warning.get_by_role("button", name="Stay signed in")).to_be_focused()
    page.keyboard.press("Enter")
    expect(warning).to_be_hidden()
    box.fill("Knock twice, the dog is friendly and old")
    clock.later(minutes=31, stay_signed_in=False)
    page.clock.fast_forward("31:00")
    page.clock.run_for(16_000)
    expect(page.get_by_role("heading", name="You're signed out")).to_be_visible()
    page.get_by_role("button", name="Close this message").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("We kept what you typed for 24 hours.")).to_be_visible()
    page.locator("input[name=username]").fill(table.case_manager.username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="I agree and sign in", exact=True).click()
    give_code(page, clock)
    expect(page.get_by_role("heading", name="What you typed is back")).to_be_visible()
    expect(page.get_by_role("textbox")).to_have_value("Knock twice, the dog is friendly and old")
    assert_accessible(page)
    keep_picture(page, "what-you-typed-is-back-phone")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("the dog is friendly and old")).to_be_visible()
