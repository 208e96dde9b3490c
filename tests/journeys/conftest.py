"""A browser for the journeys: one Chromium a worker, a fresh window a person, nothing wrong left unsaid."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.http import HttpRequest
from playwright.sync_api import Browser, Page, sync_playwright

from handoff.accounts.middleware import access as middleware
from tests.journeys.helpers import CONTEXTS, Clock, Watch, sign_in
from tests.journeys.scenario import MONDAY_MORNING, Table, lay_table

CHROMIUM = next(
    (each for each in ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium") if Path(each).exists()), ""
)
"""The one without a screen, if it is there: it paints the same pages for two thirds of the CPU time."""
QUIET_CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--force-color-profile=srgb",
    "--js-flags=--max-lazy --no-maglev --no-opt",
]
"""Scripts run once on a page, axe above all: to make them quicker costs more than it saves (41 CPU s, then 37)."""
PATIENCE = 10_000
"""Milliseconds until an expectation is given up: long, because two workers share two cores."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET_CHROMIUM)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def static_files_stay() -> Iterator[None]:
    """Let the browser keep style sheets, scripts and fonts, as it may where they have names of their own: from files
    that were just written it asks for each of them again after some seconds."""

    def serve_to_keep(self: StaticFilesHandler, request: HttpRequest) -> Any:
        response = serve(self, request)
        response["Cache-Control"] = "max-age=3600"
        return response

    serve = StaticFilesHandler.serve
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticFilesHandler, "serve", serve_to_keep)
        yield


@pytest.fixture
def window(browser: Browser, live_server: Any, static_files_stay: None) -> Iterator[Callable[..., Page]]:
    """Open a person's own window: `window("phone", user=officer, language="es")`.

    The journey fails when any window logs an error, breaks the Content-Security-Policy, gets a 5xx
    answer, misses a static file or asks another host.
    """
    watch, contexts = Watch(origin=live_server.url), []

    def open_window(kind: str = "desktop", *, user: Any = None, language: str = "en", **more: Any) -> Page:
        locale = {"en": "en-US", "es": "es-US"}[language]
        options = {**CONTEXTS[kind], "base_url": live_server.url, "locale": locale, **more}
        context = browser.new_context(**options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        context.on("page", watch.follow)
        watch.follow(page)
        if user is not None:
            sign_in(page, user)
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert not watch.problems, "\n".join(dict.fromkeys(watch.problems))


@pytest.fixture
def phone(window: Callable[..., Page]) -> Page:
    """A 390 x 844 touch screen, not signed in."""
    return window("phone")


@pytest.fixture
def desktop(window: Callable[..., Page]) -> Page:
    """A 1280 x 800 screen, not signed in."""
    return window("desktop")


@pytest.fixture
def nojs(window: Callable[..., Page]) -> Page:
    """A phone's screen with JavaScript off."""
    return window("nojs")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The time of day in the live server: `clock.at(TWO_IN_THE_NIGHT)`; it goes on from there.

    The middleware freezes `request.at` once a request, and everything below it receives that time. So the one place
    where the clock is read is the one place where the tests put their own; sessions keep the real clock.
    """
    clock = Clock()
    clock.at(MONDAY_MORNING, stay_signed_in=False)
    monkeypatch.setattr(middleware, "timezone", clock)
    return clock


@pytest.fixture
def table(live_server: Any, clock: Clock) -> Table:
    """The program of the journeys and everyone at its table, on a Monday at ten."""
    return lay_table()
