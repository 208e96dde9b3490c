"""What peer support and the case manager do through the pages."""

from datetime import datetime

from tests.journeys.browser_user import BrowserUser
from tests.journeys.scenario import ZONE, Table


def log_contact(browser: BrowserUser, table: Table, name: str, how: str, result: str, note: str = "") -> None:
    """From the outreach queue, in one tap on the person's card."""
    browser.go(table.path("outreach/"), "outreach")
    card = browser.page.locator("li.queue__card", has_text=name)
    browser.reveal(card.locator(f'button[value="{how}:{result}"]'))
    if note:
        browser.reveal(card.locator("textarea[name=note]"))
        card.locator("textarea[name=note]").fill(note)
    # The page asks first whether there is a network.
    with browser.page.expect_navigation():
        browser.tap(card.locator(f'button[value="{how}:{result}"]'))
    browser.see(f"logged-{how}-{result}")


def give_reason(browser: BrowserUser, reason: str = "meeting") -> None:
    """Enter the reason for opening a record without being on its team."""
    browser.reads("You're not on this person's team")
    browser.tick("reason", reason)
    browser.press("Open the record")


def add_note(browser: BrowserUser, note: str) -> None:
    """To the contact just logged."""
    browser.follow("Add a note", "note")
    browser.type("note", note)
    browser.press("Save")


def start_intake(browser: BrowserUser, table: Table, name: str) -> None:
    """From the list of those who wait for intake."""
    browser.go(table.path("intakes/"), "intakes")
    row = browser.page.locator("li.work__item", has_text=name)
    browser.tap(row.get_by_role("button", name="Start the intake"))
    browser.see("intake")


def go_on_with_intake(browser: BrowserUser, table: Table, name: str) -> None:
    browser.go(table.path("intakes/"), "intakes")
    row = browser.page.locator("li.work__item", has_text=name)
    browser.tap(row.get_by_role("link", name="Continue the intake"))
    browser.see("intake")


def book(browser: BrowserUser, at: datetime, place: str, transport: str) -> None:
    """When and where the intake is, and how the person gets there."""
    browser.follow("Schedule an appointment", "appointment")
    moment = at.astimezone(ZONE)
    browser.date("day", moment.year, moment.month, moment.day)
    browser.type("time", moment.strftime("%H:%M"))
    browser.type("place", place)
    browser.type("transport", transport)
    browser.press("Save", "intake-booked")
    browser.reads(place)


def answer_intake(browser: BrowserUser, worry: str) -> None:
    """Section by section: something about housing, what is known already is kept, the rest skipped."""
    browser.follow("Housing", "section-housing")
    browser.tick("living_situation", "116")
    browser.type("housing_worry", worry)
    browser.press("Save and continue", "section-next")
    skip = browser.page.get_by_role("button", name="Skip this section")
    while browser.page.get_by_role("button", name="Save and continue").count():
        browser.press("Skip this section" if skip.count() else "Save and continue")
    browser.see("intake-answered")


def complete_intake(browser: BrowserUser) -> None:
    browser.follow("Complete the intake", "intake-confirm")
    browser.press("Complete and enroll", "intake-complete")
    browser.reads("is now a participant")
