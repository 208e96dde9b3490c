"""The officer's way as an officer does it, step by step."""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image
from playwright.sync_api import expect

from tests.journeys.hands import Hands
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


def begin(hands: Hands, table: Table, pathway: str = "arrest_diversion") -> None:
    """From home into a new referral."""
    hands.go(table.path(), "home")
    hands.tap(hands.page.locator(f'main button[name="pathway"][value="{pathway}"]'))
    hands.see("who")


def say_who(hands: Hands, story: Story) -> None:
    hands.type("first_name", story.first)
    hands.type("last_name", story.last)
    hands.date("date_of_birth", *story.born)
    hands.go_on()


def say_charges(hands: Hands, story: Story, immunity: str = "none") -> None:
    """Say that no law protects the person, and choose the charge with its amount."""
    hands.see("charges")
    hands.tick("immunity", immunity)
    if immunity != "none":
        hands.go_on()
        return
    hands.tick("offenses", story.offense)
    hands.type("incident_number", story.incident)
    hands.go_on()
    if not story.drug:
        return
    hands.see("details")
    more = hands.page.locator("[data-more]:visible")
    if story.grams == "1" and more.count():
        hands.tap(more.first)
    else:
        hands.type(f"quantity_{story.offense}", story.grams)
    hands.go_on()


def say_facts(hands: Hands, story: Story) -> None:
    """Answer what the current criteria ask; not every charge needs every question."""
    hands.see("facts")
    usual = story.resident == "yes"
    hands.tick("all_true", "yes" if usual else "no")
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
        if hands.page.locator(f'input[name="{name}"]').count():
            hands.tick(name, answer)
    hands.go_on()


def offer(hands: Hands, answer: str = "yes") -> None:
    """Read the script; the person's answer is a button."""
    hands.see("offer")
    hands.measure()
    hands.tap(hands.page.locator(f'main button[name="answer"][value="{answer}"]'))


def screen(hands: Hands, story: Story) -> None:
    hands.see("screening")
    hands.type("phone", story.phone)
    hands.tick("safe_to_text")
    hands.tick("services_wanted", *story.wants)
    hands.go_on("roi")


def sign_roi(hands: Hands, *agencies: str) -> None:
    """The person names agencies and signs with the finger."""
    for agency in agencies:
        box = hands.page.get_by_label(agency, exact=True)
        hands.choose(box)
    hands.sign_name()
    hands.go_on("handoff")


def leave_roi_to_staff(hands: Hands) -> None:
    hands.tap(hands.page.locator('button[name="signs"][value="staff"]'))
    hands.see("handoff")


def send_photo_of_roi(hands: Hands, *agencies: str) -> None:
    """The person names agencies and signs on paper; the officer takes a picture of it."""
    for agency in agencies:
        hands.choose(hands.page.get_by_label(agency, exact=True))
    scan = hands.page.locator('input[name="scan"]')
    hands.reveal(scan)
    scan.set_input_files({"name": "signed.jpg", "mimeType": "image/jpeg", "buffer": picture()})
    hands.go_on("handoff")


def call_peer_support(hands: Hands) -> None:
    """Call the number of the peer support specialist on call, who answers."""
    shift = hands.page.locator('input[name="called"][value^="shift-"]').first
    hands.choose(shift)
    hands.tick("reached", "yes")
    hands.go_on("sent")


def give_card(hands: Hands) -> None:
    hands.tick("called", "card")
    hands.go_on("sent")


def to_screening(hands: Hands, table: Table, story: Story) -> None:
    """From home to the screening form, with a yes."""
    begin(hands, table)
    say_who(hands, story)
    say_charges(hands, story)
    say_facts(hands, story)
    offer(hands)


def whole_wizard(hands: Hands, table: Table, story: Story, *agencies: str) -> None:
    """Accepted, ROI signed, peer support called."""
    to_screening(hands, table, story)
    screen(hands, story)
    sign_roi(hands, *agencies)
    call_peer_support(hands)


def sees_own(hands: Hands, table: Table, sentence: str) -> None:
    """Under My referrals the officer reads this sentence."""
    hands.go(table.path("referrals/own/"), "own")
    expect(hands.page.locator("main")).to_contain_text(sentence)


def picture() -> bytes:
    """A photo, as a phone takes it."""
    kept = BytesIO()
    Image.new("RGB", (640, 480), "white").save(kept, "JPEG")
    return kept.getvalue()
