"""The officer's way as an officer does it, step by step."""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image
from playwright.sync_api import expect

from tests.journeys.browser_user import BrowserUser
from tests.journeys.scenario import Table


@dataclass(frozen=True)
class Story:
    """Whom the officer met, and why."""

    first: str
    last: str
    born: tuple[int, int, int]
    offense: str = "possess-cocaine"
    drug: str = "cocaine"
    grams: str = "1"
    incident: str = "26-04411"
    phone: str = "910 555 0142"
    resident: str = "yes"
    wants: tuple[str, ...] = ("housing", "food")

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"


MARCUS = Story("Marcus", "Bellamy", (1974, 5, 9))


def begin(browser: BrowserUser, table: Table, pathway: str = "arrest_diversion") -> None:
    """From home into a new referral."""
    browser.go(table.path(), "home")
    browser.tap(browser.page.locator(f'main button[name="pathway"][value="{pathway}"]'))
    browser.see("who")


def say_who(browser: BrowserUser, story: Story) -> None:
    browser.type("first_name", story.first)
    browser.type("last_name", story.last)
    browser.date("date_of_birth", *story.born)
    browser.go_on()


def say_charges(browser: BrowserUser, story: Story, immunity: str = "none") -> None:
    """Say that no law protects the person, and choose the charge with its amount."""
    browser.see("charges")
    browser.tick("immunity", immunity)
    if immunity != "none":
        browser.go_on()
        return
    browser.tick("offenses", story.offense)
    browser.type("incident_number", story.incident)
    browser.go_on()
    if not story.drug:
        return
    browser.see("details")
    more = browser.page.locator("[data-more]:visible")
    if story.grams == "1" and more.count():
        browser.tap(more.first)
    else:
        browser.type(f"quantity_{story.offense}", story.grams)
    browser.go_on()


def say_facts(browser: BrowserUser, story: Story) -> None:
    """Answer what the current criteria ask; not every charge needs every question."""
    browser.see("facts")
    usual = story.resident == "yes"
    browser.tick("all_true", "yes" if usual else "no")
    answers = {"convictions": "none", "supervision": "none"}
    if not usual:
        answers |= {
            "resident": story.resident,
            "substance_use": "yes",
            "amenable": "yes",
            "exploits_minors": "no",
            "no_contact_order": "no",
        }
    for name, answer in answers.items():
        if browser.page.locator(f'input[name="{name}"]').count():
            browser.tick(name, answer)
    browser.go_on()


def offer(browser: BrowserUser, answer: str = "yes") -> None:
    """Read the script; the person's answer is a button."""
    browser.see("offer")
    browser.measure()
    browser.tap(browser.page.locator(f'main button[name="answer"][value="{answer}"]'))


def screen(browser: BrowserUser, story: Story) -> None:
    browser.see("screening")
    browser.type("phone", story.phone)
    browser.tick("safe_to_text")
    browser.tick("services_wanted", *story.wants)
    browser.go_on("roi")


def sign_roi(browser: BrowserUser, *agencies: str) -> None:
    """The person names agencies and signs with the finger."""
    for agency in agencies:
        box = browser.page.get_by_label(agency, exact=True)
        browser.choose(box)
    browser.tick("purposes", "intake_done")
    browser.sign_name()
    browser.go_on("handoff")


def leave_roi_to_staff(browser: BrowserUser) -> None:
    browser.tap(browser.page.locator('button[name="signs"][value="staff"]'))
    browser.see("handoff")


def send_photo_of_roi(browser: BrowserUser, *agencies: str) -> None:
    """The person names agencies and signs on paper; the officer takes a picture of it."""
    for agency in agencies:
        browser.choose(browser.page.get_by_label(agency, exact=True))
    browser.tick("purposes", "intake_done")
    scan = browser.page.locator('input[name="scan"]')
    browser.reveal(scan)
    scan.set_input_files({"name": "signed.jpg", "mimeType": "image/jpeg", "buffer": picture()})
    browser.go_on("handoff")


def call_peer_support(browser: BrowserUser) -> None:
    """Call the number of the peer support specialist on call, who answers."""
    shift = browser.page.locator('input[name="called"][value^="shift-"]').first
    browser.choose(shift)
    browser.tick("reached", "yes")
    browser.go_on("sent")


def give_card(browser: BrowserUser) -> None:
    browser.tick("called", "card")
    browser.go_on("sent")


def to_screening(browser: BrowserUser, table: Table, story: Story) -> None:
    """From home to the screening form, with a yes."""
    begin(browser, table)
    say_who(browser, story)
    say_charges(browser, story)
    say_facts(browser, story)
    offer(browser)


def whole_wizard(browser: BrowserUser, table: Table, story: Story, *agencies: str) -> None:
    """Accepted, ROI signed, peer support called."""
    to_screening(browser, table, story)
    screen(browser, story)
    sign_roi(browser, *agencies)
    call_peer_support(browser)


def sees_own(browser: BrowserUser, table: Table, sentence: str) -> None:
    """Under My referrals the officer reads this sentence."""
    browser.go(table.path("referrals/own/"), "own")
    expect(browser.page.locator("main")).to_contain_text(sentence)


def picture() -> bytes:
    """A photo, as a phone takes it."""
    kept = BytesIO()
    Image.new("RGB", (640, 480), "white").save(kept, "JPEG")
    return kept.getvalue()
