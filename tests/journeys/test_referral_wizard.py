"""The officer's way: how long it is for a thumb, and every way of walking it."""

import gzip
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.contrib.staticfiles import finders

from handoff.consent.models import Release
from handoff.referrals.models import Referral, ReferralDraft
from handoff.testing.programs import PASSWORD
from handoff.testing.sign_in import code_at, give_app
from tests.journeys import officer
from tests.journeys.browser_user import BrowserUser, Keyboard, browse_as
from tests.journeys.officer import MARCUS

pytestmark = pytest.mark.once

# The measured run and the one at night read every page as axe does; the other walks need not read them again.
MOST_SCREENS = 12
MOST_BYTES = 80_000
MOST_PAGES, MOST_TAPS, MOST_TYPED = 9, 24, 6
TYPED_FIELDS = {"first_name", "last_name", "date_of_birth", "incident_number", "phone"}
POLICE = "Juniper Police Department"


def test_an_arrest_diversion_takes_few_pages_taps_and_typed_fields(window, table, record_property, capsys):
    """Issue 10, part 4: with a signed release and a warm handoff, from home to the last page that is sent."""
    dana = browse_as(window, table.officer, "phone")
    officer.whole_wizard(dana, table, MARCUS, POLICE)
    assert Referral.objects.get().state == "handed_off"
    assert Release.objects.get().means == "drawn"
    assert set(dana.typed) == TYPED_FIELDS
    steps = {name: height for name, height in dana.heights.items() if name not in {"home", "sent"}}
    pages, screens = len(steps) + 1, sum(steps.values())
    record_property("screens_of_thumb", round(screens, 1))
    with capsys.disabled():
        print(f"\n{pages} pages, {dana.taps} taps, {len(TYPED_FIELDS)} typed fields;")
        print(f"screens of thumb: {screens:.1f} in {len(steps)} pages,", shown(steps))
    assert pages <= MOST_PAGES and dana.taps <= MOST_TAPS and len(TYPED_FIELDS) <= MOST_TYPED
    assert screens <= MOST_SCREENS, shown(steps)


@dataclass
class WeighingUser(BrowserUser):
    """Notes how many bytes each page takes from an empty cache: the page as sent, and all it loads compressed, as
    whitenoise serves it.
    """

    weights: dict[str, int] = field(default_factory=dict)

    def see(self, name: str, *, axe: bool = True) -> None:
        super().see(name, axe=axe)
        self.page.wait_for_load_state("networkidle")
        page, files = self.page.evaluate(
            """[performance.getEntriesByType('navigation')[0].encodedBodySize,
                performance.getEntriesByType('resource').map(each => each.name)]"""
        )
        self.weights[name] = page + sum(served_size(urlsplit(each).path) for each in files)


def repeat_referral(referral: Referral, times: int) -> None:
    """So many more referrals like this one, each with an encounter and its charge."""
    encounter = referral.encounter
    charge = encounter.set_aside_charges.get()
    for number in range(times):
        encounter.pk, encounter.public_id = None, uuid4()
        encounter.save(force_insert=True)
        charge.pk, charge.public_id, charge.encounter = None, uuid4(), encounter
        charge.save(force_insert=True)
        referral.pk, referral.public_id, referral.number = None, uuid4(), 100 + number
        referral.encounter, referral.key = encounter, uuid4().hex
        referral.save(force_insert=True)


def served_size(path: str) -> int:
    found = finders.find(path.removeprefix("/static/"))
    assert found, path
    content = Path(found).read_bytes()
    return len(content if path.endswith(".woff2") else gzip.compress(content))


def test_each_page_of_the_referral_wizard_weighs_at_most_80_kilobytes(window, table, capsys):
    """finding-A8: HTML, style sheets, scripts and fonts of every page, the start page and the last one as well.

    The list of an officer who has referred for years, and the lookup, too.
    """
    dana = WeighingUser(window("phone", user=table.officer), axe=False)
    officer.whole_wizard(dana, table, MARCUS, POLICE)
    repeat_referral(Referral.objects.get(), 40)
    dana.go(table.path("referrals/own/"), "own")
    dana.go(table.path("lookup/"), "lookup")
    with capsys.disabled():
        print("\nkB cold:", ", ".join(f"{name} {size / 1000:.0f}" for name, size in dana.weights.items()))
    assert len(dana.weights) >= MOST_PAGES
    assert max(dana.weights.values()) <= MOST_BYTES, dana.weights


def shown(steps: dict[str, float]) -> str:
    return ", ".join(f"{name} {height:.2f}" for name, height in steps.items())


def sign_in_by_hand(dana: BrowserUser, user, clock) -> None:
    """Through the sign-in page with password and code, as every user does."""
    dana.see("sign-in")
    dana.page.locator("input[name=username]").fill(user.username)
    dana.page.locator("input[name=password]").fill(PASSWORD)
    dana.page.get_by_role("button", name="I agree and sign in", exact=True).click()
    dana.see("second-factor")
    dana.page.locator("input[name=code]").fill(code_at(clock.now()))
    dana.press("Continue")


def test_a_draft_is_found_again_after_signing_out_and_in_another_browser(window, table, clock):
    give_app(table.officer)
    dana = browse_as(window, table.officer, "phone", axe=False)
    officer.begin(dana, table)
    officer.say_who(dana, MARCUS)
    dana.page.locator(".top__you summary").click()
    dana.press("Sign out", "signed-out")
    sign_in_by_hand(dana, table.officer, clock)
    dana.go(table.path(), "home-with-draft")
    dana.tap(dana.page.locator('main a[href*="/referrals/new/"]:not([href$="/new/"])'))
    assert dana.page.url.endswith("/charges/")
    dana.page.context.close()

    other = browse_as(window, table.officer, "desktop")
    other.go(table.path("referrals/new/"), "drafts")
    other.reads(MARCUS.name)
    other.follow("Continue")
    officer.say_charges(other, MARCUS)
    other.go(other.page.url.replace("/facts/", "/who/"))
    assert other.page.locator("[name=first_name]").input_value() == MARCUS.first
    assert ReferralDraft.objects.count() == 1


def test_no_one_else_finds_the_draft(window, table):
    dana = browse_as(window, table.officer, "phone", axe=False)
    officer.begin(dana, table)
    officer.say_who(dana, MARCUS)
    draft = ReferralDraft.objects.get()
    other = browse_as(window, table.other_officer, "phone")
    other.go(table.path("referrals/new/"))
    other.does_not_read(MARCUS.last)
    missing = other.page.request.get(table.path("referrals/new/0b9f4f2e-5a0f-4c6c-9d3e-2f6d1f7a8c11/who/"))
    answer = other.page.request.get(table.path(f"referrals/new/{draft.public_id}/who/"))
    assert (answer.status, answer.body()) == (404, missing.body())


def test_signed_out_in_the_middle_of_a_page_the_draft_is_there_after_signing_in(window, table, clock):
    give_app(table.officer)
    dana = browse_as(window, table.officer, "phone", axe=False)
    officer.begin(dana, table)
    officer.say_who(dana, MARCUS)
    dana.page.context.clear_cookies(name="sessionid")
    dana.tick("immunity", "none")
    dana.go_on()
    assert "sign-in" in dana.page.url
    sign_in_by_hand(dana, table.officer, clock)
    assert dana.page.url.endswith("/charges/")
    dana.go(dana.page.url.replace("/charges/", "/who/"))
    assert dana.page.locator("[name=last_name]").input_value() == MARCUS.last


def test_sent_twice_by_an_impatient_finger_or_a_second_tab_it_is_one_referral(window, table):
    dana = browse_as(window, table.officer, "phone", axe=False)
    officer.to_screening(dana, table, MARCUS)
    officer.screen(dana, MARCUS)
    officer.leave_roi_to_staff(dana)
    second = dana.page.context.new_page()
    second.goto(dana.page.url)
    dana.tick("called", "card")
    dana.page.locator("main form button.usa-button[type=submit]").first.dblclick()
    dana.page.wait_for_url("**/sent/")
    second.locator('input[name=called][value="card"]').check()
    second.locator("main form button.usa-button[type=submit]").first.click()
    second.wait_for_url("**/sent/")
    assert second.url == dana.page.url
    assert Referral.objects.count() == 1


def test_going_back_loses_nothing(window, table):
    dana = browse_as(window, table.officer, "phone", axe=False)
    officer.begin(dana, table)
    officer.say_who(dana, MARCUS)
    officer.say_charges(dana, MARCUS)
    for _page in ("details", "charges", "who"):
        dana.page.go_back()
    dana.page.reload()
    assert dana.page.locator("[name=first_name]").input_value() == MARCUS.first
    dana.go_on()
    assert dana.page.locator('input[name=immunity][value="none"]').is_checked()
    assert dana.page.locator("[name=incident_number]").input_value() == MARCUS.incident
    assert dana.page.locator(f'input[name=offenses][value="{MARCUS.offense}"]').is_checked()


def test_the_whole_wizard_without_javascript_with_a_photo_of_the_signed_paper(window, table):
    dana = browse_as(window, table.officer, "nojs")
    officer.to_screening(dana, table, MARCUS)
    officer.screen(dana, MARCUS)
    officer.send_photo_of_roi(dana, POLICE)
    officer.call_peer_support(dana)
    dana.reads("sent")
    assert Release.objects.get().scan is not None
    assert Referral.objects.get().state == "handed_off"


def test_the_whole_wizard_by_keyboard_alone(window, table):
    dana = Keyboard(window("desktop", user=table.officer), who="officer-keyboard", axe=False)
    officer.to_screening(dana, table, MARCUS)
    officer.screen(dana, MARCUS)
    officer.leave_roi_to_staff(dana)
    officer.give_card(dana)
    dana.reads("sent")
    assert Referral.objects.get().state == "handed_off"


def test_the_whole_wizard_in_spanish_at_night(window, table):
    table.officer.language, table.officer.theme = "es", "night"
    table.officer.save(update_fields=["language", "theme"])
    page = window("phone", user=table.officer, language="es")
    dana = BrowserUser(page, who="officer-night-es")
    page.context.add_cookies([{"name": "theme", "value": "night", "domain": "localhost", "path": "/"}])
    officer.whole_wizard(dana, table, MARCUS, POLICE)
    assert page.locator("html").get_attribute("lang") == "es"
    assert page.locator("html").get_attribute("data-theme") == "night"
    assert Referral.objects.get().state == "handed_off"
