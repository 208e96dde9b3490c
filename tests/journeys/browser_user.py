"""One user at a browser: what they tap, type and press, and a look at each page before they act on it."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.urls import resolve
from playwright.sync_api import Locator, Page, expect

from tests.journeys.helpers import assert_accessible, keep_picture, screens_of_thumb, text_of

SIGNATURE = ((0.1, 0.7), (0.25, 0.2), (0.4, 0.8), (0.6, 0.3), (0.85, 0.6))
"""Where the finger goes, in parts of the box."""
AXE_EVERY_TIME = "AXE_EVERY_TIME" in os.environ
"""Set by `make nightly`: axe reads every screen at every visit, and not once a run."""

READ_BY_AXE: set[tuple[Any, ...]] = set()
"""The screens that axe has read in this run."""

TYPED = 'input:not([type]), input[type="text"], input[type="tel"], input[type="number"], textarea'


@dataclass
class BrowserUser:
    """Taps and types like a person with a finger or a mouse.

    Counts the taps, what was typed, and how tall each page was. Going into a text box to type is no tap of its own.
    """

    page: Page
    who: str = ""
    axe: bool = True
    typed: list[str] = field(default_factory=list)
    taps: int = 0
    heights: dict[str, float] = field(default_factory=dict)
    place: str = ""

    def see(self, name: str, *, axe: bool = True) -> None:
        """Read the page as axe does, see that nothing hangs over the edge, and note how tall it is.

        axe itself reads a screen once a run, and not where `axe` is False; sizes are measured at every visit.
        """
        if self.axe:
            assert_accessible(self.page, axe=AXE_EVERY_TIME or (axe and self.is_new_to_axe(name)))
        wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{self.page.url} is {wide} px wider than the screen"
        self.place = name
        self.measure()
        keep_picture(self.page, f"{self.who}-{name}")

    def is_new_to_axe(self, name: str) -> bool:
        """Say whether this run has not shown axe this view in this state, at this size, in this language and theme."""
        view = resolve(urlsplit(self.page.url).path).view_name
        look = self.page.evaluate(
            "[innerWidth, document.documentElement.lang, document.documentElement.dataset.theme]"
        )
        screen = (view, name, *look)
        if screen in READ_BY_AXE:
            return False
        READ_BY_AXE.add(screen)
        return True

    def measure(self) -> None:
        """Note how tall the page is, again when leaving it: sections opened meanwhile count."""
        if self.place:
            self.heights[self.place] = max(self.heights.get(self.place, 0), screens_of_thumb(self.page))

    def go(self, path: str, name: str = "") -> None:
        """Open an address."""
        answer = self.page.goto(path)
        assert answer is not None and answer.status == 200, f"{path}: {answer and answer.status}"
        if name:
            self.see(name)

    def follow(self, words: str, name: str = "") -> None:
        """Tap the link with these words."""
        self.tap(self.page.get_by_role("link", name=words).first)
        if name:
            self.see(name)

    def press(self, words: str, name: str = "") -> None:
        """Tap the button with these words and wait for the next page."""
        self.tap(self.page.get_by_role("button", name=words, exact=True).first)
        if name:
            self.see(name)

    def go_on(self, name: str = "") -> None:
        """Press the page's one primary button, whatever it is called in whatever language."""
        self.measure()
        self.tap(
            self.page.locator("main form button.usa-button[type=submit]:not(.usa-button--outline)").first
        )
        if name:
            self.see(name)

    def tap(self, target: Locator) -> None:
        self.taps += 1
        target.click()
        self.page.wait_for_load_state()

    def open(self, words: str) -> None:
        """Open a fold if it stands closed."""
        fold = self.page.locator("details", has=self.page.locator("summary", has_text=words)).last
        if fold.get_attribute("open") is None:
            self.tap(fold.locator("summary").first)

    def tick(self, name: str, *values: str) -> None:
        """Tap tiles, or the one box of that name; where they lie folded away, open the fold first."""
        chosen = [f'[value="{value}"]' for value in values] or [""]
        for each in chosen:
            box = self.page.locator(f'input[name="{name}"]{each}')
            self.reveal(box)
            self.choose(box)

    def reveal(self, box: Locator) -> None:
        """Open the folds that an input lies in."""
        for fold in box.locator("xpath=ancestor::details[not(@open)]").all():
            self.tap(fold.locator("summary").first)

    def choose(self, box: Locator) -> None:
        if not box.is_checked():
            self.taps += 1
        box.check()

    def type(self, name: str, words: str) -> None:
        """Fill one field, and remember that something was typed."""
        box = self.page.locator(f'[name="{name}"]')
        self.reveal(box)
        self.typed.append(name)
        self.write(box, words)

    def write(self, box: Locator, words: str) -> None:
        box.fill(words)

    def date(self, name: str, year: int, month: int, day: int) -> None:
        """Fill the three parts of a date: typed once."""
        self.type(f"{name}_month", str(month))
        self.type(f"{name}_day", str(day))
        self.type(f"{name}_year", str(year))
        self.typed[-3:] = [name]

    def sign_name(self) -> None:
        """Draw a signature with the finger or the mouse: one touch."""
        self.taps += 1
        canvas = self.page.locator("canvas").first
        canvas.scroll_into_view_if_needed()
        box = canvas.bounding_box()
        assert box is not None
        points = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in SIGNATURE]
        self.page.mouse.move(*points[0])
        self.page.mouse.down()
        for x, y in points[1:]:
            self.page.mouse.move(x, y, steps=4)
        self.page.mouse.up()

    def reads(self, words: str) -> None:
        """The page says this."""
        expect(self.page.locator("body")).to_contain_text(words)

    def does_not_read(self, *words: str) -> None:
        """The page says nothing of this."""
        said = text_of(self.page)
        for each in words:
            assert each not in said, f"{self.page.url} says {each!r}"

    @property
    def screens(self) -> float:
        """How many screens-full of thumb all pages seen so far take together."""
        return sum(self.heights.values())


class Keyboard(BrowserUser):
    """Uses Tab, Space, Enter and the arrow keys, and nothing else."""

    def reach(self, target: Locator) -> None:
        """Press Tab until the target has the focus."""
        wanted = target.evaluate_handle("element => element")
        for _press in range(160):
            if self.page.evaluate("element => document.activeElement === element", wanted):
                return
            if self.page.evaluate(SAME_GROUP, wanted):
                self.page.keyboard.press("ArrowDown")
            else:
                self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not come to {target}")

    def tap(self, target: Locator) -> None:
        self.reach(target)
        if target.evaluate("target => target.matches('a[href], button[type=submit]')"):
            with self.page.expect_navigation():
                self.page.keyboard.press("Enter")
        else:
            self.page.keyboard.press("Enter")

    def choose(self, box: Locator) -> None:
        self.reach(box)
        if not box.is_checked():
            self.page.keyboard.press("Space")

    def write(self, box: Locator, words: str) -> None:
        self.reach(box)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)


SAME_GROUP = """
(wanted) => {
  const now = document.activeElement;
  return wanted.type === 'radio' && now.type === 'radio' && now.name === wanted.name;
}
"""

Open = Callable[..., Page]


def browse_as(
    open_window: Open, user: Any, kind: str = "desktop", *, axe: bool = True, **more: Any
) -> BrowserUser:
    """Give a person their own window. axe needs JavaScript."""
    page = open_window(kind, user=user, **more)
    return BrowserUser(page, who=f"{user.username}-{kind}", axe=axe and kind != "nojs")
