"""What peer support and the case manager do through the pages."""

from datetime import datetime

from tests.journeys.hands import Hands
from tests.journeys.scenario import ZONE, Table


def log_contact(hands: Hands, table: Table, name: str, how: str, result: str, note: str = "") -> None:
    """From the outreach queue, in one tap on the person's card."""
    hands.go(table.path("outreach/"), "outreach")
    card = hands.page.locator("li.queue__card", has_text=name)
    if note:
        hands.reveal(card.locator("textarea[name=note]"))
        card.locator("textarea[name=note]").fill(note)
    hands.tap(card.locator(f'button[value="{how}:{result}"]'))
    hands.see(f"logged-{how}-{result}")


def give_reason(hands: Hands, reason: str = "meeting") -> None:
    """Enter the reason for opening a record without being on its team."""
    hands.reads("You're not on this person's team")
    hands.tick("reason", reason)
    hands.press("Open the record")


def add_note(hands: Hands, note: str) -> None:
    """To the contact just logged."""
    hands.follow("Add a note", "note")
    hands.type("note", note)
    hands.press("Save")


def start_intake(hands: Hands, table: Table, name: str) -> None:
    """From the list of those who wait for intake."""
    hands.go(table.path("intakes/"), "intakes")
    row = hands.page.locator("li.work__item", has_text=name)
    hands.tap(row.get_by_role("button", name="Start the intake"))
    hands.see("intake")


def go_on_with_intake(hands: Hands, table: Table, name: str) -> None:
    hands.go(table.path("intakes/"), "intakes")
    row = hands.page.locator("li.work__item", has_text=name)
    hands.tap(row.get_by_role("link", name="Continue the intake"))
    hands.see("intake")


def book(hands: Hands, at: datetime, place: str, transport: str) -> None:
    """When and where the intake is, and how the person gets there."""
    hands.follow("Schedule an appointment", "appointment")
    moment = at.astimezone(ZONE)
    hands.date("day", moment.year, moment.month, moment.day)
    hands.type("time", moment.strftime("%H:%M"))
    hands.type("place", place)
    hands.type("transport", transport)
    hands.press("Save", "intake-booked")
    hands.reads(place)


def answer_intake(hands: Hands, worry: str) -> None:
    """Section by section: something about housing, what is known already is kept, the rest skipped."""
    hands.follow("Housing", "section-housing")
    hands.tick("living_situation", "116")
    hands.type("housing_worry", worry)
    hands.press("Save and continue", "section-next")
    skip = hands.page.get_by_role("button", name="Skip this section")
    while hands.page.get_by_role("button", name="Save and continue").count():
        hands.press("Skip this section" if skip.count() else "Save and continue")
    hands.see("intake-answered")


def complete_intake(hands: Hands) -> None:
    hands.press("Complete the intake", "intake-complete")
    hands.reads("is now a participant")
