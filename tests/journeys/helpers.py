"""Acts and looks that the journeys share: sign in, read a page as axe does, and keep a picture of it."""

import os
import re
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client
from playwright.sync_api import ConsoleMessage, Page, Request, Response

from handoff.testing.sign_in import stamp_all

AXE = Path(__file__).resolve().parents[1] / "vendor" / "axe.min.js"
WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
HOST = "localhost"
"""The live server's, as pytest-django starts it."""
SMALLEST_TARGET = 44
"""Pixels: WCAG 2.2 AA asks 24; a thumb in a moving car asks more."""

CONTEXTS: dict[str, dict[str, Any]] = {
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "device_scale_factor": 2,
        "has_touch": True,
        "is_mobile": True,
    },
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    "nojs": {"viewport": {"width": 390, "height": 844}, "java_script_enabled": False},
}


class Clock:
    """Stands in for `django.utils.timezone` where a request's moment is frozen."""

    def at(self, moment: datetime, *, stay_signed_in: bool = True) -> None:
        """Set the clock; it goes on from there. Sessions come along, unless the test is about them."""
        self._moment, self._since = moment, time.monotonic()
        if stay_signed_in:
            stamp_all(moment)

    def later(self, *, stay_signed_in: bool = True, **by: float) -> None:
        """Move the clock on: `clock.later(days=15)`."""
        self.at(self.now() + timedelta(**by), stay_signed_in=stay_signed_in)

    def now(self) -> datetime:
        return self._moment + timedelta(seconds=time.monotonic() - self._since)


@dataclass
class Watch:
    """Everything that went wrong in one browser window behind the reader's back."""

    origin: str
    problems: list[str] = field(default_factory=list)

    def follow(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.problems.append(f"script error: {error}"))
        page.on("response", self._response)
        page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        loading = message.text.startswith("Failed to load resource")
        if message.type == "error" and not loading:
            self.problems.append(f"console: {message.text}")

    def _response(self, response: Response) -> None:
        page_itself = response.request.is_navigation_request()
        if response.status >= 500 or (response.status >= 400 and not page_itself):
            self.problems.append(f"{response.status} from {response.url}")

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        elsewhere = f"{address.scheme}://{address.netloc}" != self.origin
        if elsewhere and address.scheme in {"http", "https", "ws", "wss"}:
            self.problems.append(f"asked another host: {request.url}")


def sign_in(page: Page, user: Any) -> None:
    """Give the window the session of `user` without passing the sign-in page."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "domain": HOST, "path": "/", "httpOnly": True}]
    )


def assert_accessible(page: Page, *, without: str = "", axe: bool = True) -> None:
    """Fail on any WCAG 2.2 AA violation that axe finds, and on any target too small for a thumb."""
    violations = run_axe(page, without=without) if axe else []
    report = "\n".join(_describe(violation) for violation in violations)
    assert not violations, f"{len(violations)} accessibility violations on {page.url}\n{report}"
    small = small_targets(page)
    assert not small, f"targets under {SMALLEST_TARGET} px on {page.url}:\n" + "\n".join(small)


def keep_axe_ready(page: Page) -> None:
    """Give the window axe once for all its pages: to send it to each costs a fifth of what axe does there."""
    page.add_init_script(script=f"window.loadAxe = () => {{ {AXE.read_text(encoding='utf-8')} }};")


def run_axe(page: Page, *, without: str = "") -> list[dict[str, Any]]:
    """Return axe's violations; `without` is a selector to leave out."""
    has_axe, *sheets = page.evaluate(LOAD_AXE)
    if not has_axe:
        page.evaluate(AXE.read_text(encoding="utf-8"))
    scope = {"exclude": [without]} if without else {"include": ["html"]}
    options = {
        "runOnly": {"type": "tag", "values": WCAG_22_AA},
        "resultTypes": ["violations"],
        "preload": not SHEETS_READ.issuperset(sheets),
    }
    found = page.evaluate(
        "async ([scope, options]) => (await window.axe.run(scope, options)).violations", [scope, options]
    )
    SHEETS_READ.update(sheets)
    return list(found)


LOAD_AXE = """() => {
  if (!window.axe && window.loadAxe) window.loadAxe();
  const played = [...document.querySelectorAll('audio, video')].map(() => location.href);
  const sheets = [...document.styleSheets].map((sheet) => sheet.href || location.href);
  return [typeof window.axe === 'object', ...sheets, ...played];
}"""
"""Whether axe is there, and the page's style sheets, sounds and films."""
SHEETS_READ: set[str] = set()
"""The style sheets that axe has read in this run: its rule about them takes a third of its time."""


def _describe(violation: dict[str, Any]) -> str:
    places = "\n".join(f"    {node['target']}: {node['html'][:200]}" for node in violation["nodes"])
    return f"  {violation['id']} ({violation['impact']}): {violation['help']}\n{places}"


def small_targets(page: Page) -> list[str]:
    """Return the buttons, fields and stand-alone links that a thumb would miss."""
    found: list[str] = page.evaluate(SMALL_TARGETS, SMALLEST_TARGET)
    return found


SMALL_TARGETS = """
(least) => {
  const wanted = 'button, summary, select, textarea, input:not([type=hidden]), a.usa-button, nav a[href]';
  const shown = (element, box) =>
    box.width > 1 && box.height > 1 && box.right > 0 && element.checkVisibility({visibilityProperty: true});
  return [...document.querySelectorAll(wanted)].flatMap((element) => {
    const label = /^(radio|checkbox)$/.test(element.type) ? element.labels[0] : null;
    const target = element.closest('.tile') || label || element;  // a tile's label covers all of it
    const box = target.getBoundingClientRect();
    const sentence = element.matches('nav a') && element.closest('p, .usa-breadcrumb');
    const unseen = element.closest('[aria-hidden=true]');
    if (sentence || unseen || !shown(target, box) || box.height >= least - 0.5) return [];
    return [`${Math.round(box.width)} x ${Math.round(box.height)}: ${target.outerHTML.slice(0, 160)}`];
  });
}
"""


def screens_of_thumb(page: Page) -> float:
    """Return how many screens-full the thumb passes from the top of this page to the end of what is on it."""
    height: float = page.evaluate(SCREENS)
    return height


SCREENS = """
() => {
  const parts = [...document.querySelectorAll('main > *, footer > *')];
  const ends = parts.map((each) => each.getBoundingClientRect().bottom);
  return (Math.max(0, ...ends) + window.scrollY) / window.innerHeight;
}
"""


def answer_to(page: Page, path: str) -> tuple[int, str]:
    """Return the status and body that this window's person gets for `path`, without leaving the page."""
    response = page.request.get(path, max_redirects=0)
    return response.status, response.text()


def assert_absent(page: Page, path: str, *, like: str) -> None:
    """Assert that `path` answers exactly as `like`, an address that never existed."""
    hidden, missing = answer_to(page, path), answer_to(page, like)
    assert hidden[0] == 404, f"{path} answered {hidden[0]}"
    assert hidden == missing, f"{path} can be told from {like}"


def keep_picture(page: Page, name: str) -> None:
    """Keep a full-page picture in the folder that HANDOFF_SCREENSHOTS names; without it do nothing."""
    folder = os.environ.get("HANDOFF_SCREENSHOTS", "")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(
            path=Path(folder) / f"{re.sub(r'[^a-z0-9-]+', '-', name.lower())}.png", full_page=True
        )


def text_of(page: Page) -> str:
    """Return what the page says, spaces evened out."""
    return " ".join(page.locator("body").inner_text().split())
