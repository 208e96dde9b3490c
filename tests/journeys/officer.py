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


def begin(hands: Hands, table: Table) -> None:
    """From home into a new referral."""
    hands.go(table.path(), "home")
    hands.tap(hands.page.locator("main a.usa-button").first)
    hands.see("new")
    hands.go_on("who")


def say_who(hands: Hands, story: Story) -> None:
    hands.type("first_name", story.first)
    hands.type("last_name", story.last)
    hands.date("date_of_birth", *story.born)
    hands.go_on("what")


def say_what(hands: Hands, pathway: str = "arrest_diversion") -> None:
    hands.tick("door", pathway)
    if pathway == "arrest_diversion":
        hands.tick("immunity", "none")
    hands.go_on()


def say_charges(hands: Hands, story: Story) -> None:
    hands.see("charges")
    hands.tick("offenses", story.offense)
    hands.type("incident_number", story.incident)
    hands.go_on()
    if not story.drug:
        return
    hands.see("details")
    drug = hands.page.locator(f'input[name="drug"][value="{story.drug}"]')
    if not drug.is_checked():
        hands.tick("drug", story.drug)
    more = hands.page.locator("[data-more]:visible")
    if story.grams == "1" and more.count():
        hands.tap(more.first)
    else:
        hands.type("quantity", story.grams)
    hands.go_on()


def say_facts(hands: Hands, story: Story) -> None:
    """Answer what the current criteria ask; not every charge needs every question."""
    hands.see("facts")
    for name, answer in (
        ("resident", story.resident),
        ("substance_use", "yes"),
        ("amenable", "yes"),
        ("exploits_minors", "no"),
        ("convictions", "none"),
        ("supervision", "none"),
        ("no_contact_order", "no"),
    ):
        if hands.page.locator(f'input[name="{name}"]').count():
            hands.tick(name, answer)
    hands.go_on("decide")


def offer(hands: Hands, answer: str = "yes") -> None:
    hands.tick("decision", "offer")
    hands.go_on("offer")
    hands.go_on("answer")
    hands.tick("answer", answer)
    hands.go_on()


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
    hands.tick("kind", "warm")
    hands.tick("reached", "yes")
    hands.go_on("sent")


def give_card(hands: Hands) -> None:
    hands.tick("kind", "card")
    hands.go_on("sent")


def to_screening(hands: Hands, table: Table, story: Story) -> None:
    """From home to the screening form, with a yes."""
    begin(hands, table)
    say_who(hands, story)
    say_what(hands)
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
