"""axe on every address there is, as a user who may open it: a new page without a sample here fails."""

import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from handoff.access.roles import ROLES, RoleName
from handoff.testing.programs import make_member
from tests.architecture.addresses import addresses
from tests.journeys.browser_user import AXE_EVERY_TIME, BrowserUser
from tests.journeys.helpers import keep_axe_ready
from tests.journeys.rich import Rich, live
from tests.journeys.samples import SAMPLES
from tests.journeys.samples.types import Samples
from tests.matrix.test_roles_by_address import path_of

pytestmark = pytest.mark.once
DESK, PHONE = (1280, 800), (390, 844)
REASONS = {
    "access:file": "a table for a spreadsheet",
    "accounts:agency_start": "leads to the agency's own provider, if there is one",
    "accounts:passkey_sign_in": "what a browser asks before it uses a passkey",
    "accounts:second_factor": "opens between two steps of signing in: axe reads it in test_sign_in.py",
    "accounts:set_theme": "changes the colors and goes back",
    "consent:accounting_paper": "a PDF",
    "openid_connect_callback": "where the agency's own provider sends the user back to",
    "accounts:first_run": "a 404 once anyone has an account: axe needs an empty installation",
    "readyz": "two words for a proxy, no page",
    "set_language": "changes the language and goes back",
    "healthz": "two words for a proxy, no page",
    "database:download": "a table for a spreadsheet",
    "directory:download": "a table for a spreadsheet",
    "measures:download": "a table or a PDF",
    "collection:download": "a PDF",
    "launch:download": "a PDF",
    "editions:download": "a table or a PDF",
    "people:download": "a table for a spreadsheet",
    "documents:show": "a stored file",
    "programs:agreement_paper": "a stored file",
    "plans:pdf": "a paper as a file",
    "summaries:pdf": "a paper as a file",
    "table:packet": "a PDF",
    "records:public_records_csv": "a table for a spreadsheet",
    "referrals:resume": "leads to the page where the draft stopped",
    "referrals:sent": "seen at the end of every way",
    "shared:paper": "a PDF",
    "shared:workbook": "a workbook",
    "calendar:read_feed": "a calendar for a phone",
    "supplies:download": "a table for a spreadsheet",
    "look_back_files:refused": "a table for a spreadsheet",
    "workbooks:held": "a table for a spreadsheet",
}
"""Addresses that answer a GET and yet show no page of ours."""

KEPT_BY_THE_BROWSER = """async () => localStorage.length + sessionStorage.length
    + (await indexedDB.databases()).length + (await caches.keys()).length"""


@pytest.fixture
def rich(table) -> Rich:
    rich = live(table)
    table.users["two_programs"] = make_member(table.program, RoleName.CASE_MANAGER, full_name="Two Programs")
    make_member(
        table.neighbor.memberships.get().program, RoleName.CASE_MANAGER, user=table.users["two_programs"]
    )
    for role in set(RoleName) - set(table.users):
        table.users[role] = make_member(table.program, role, full_name=f"Only {role}")
    table.users["unsigned"] = make_member(
        table.program, RoleName.OFFICER, signed=False, full_name="New Officer"
    )
    return rich


def address_of(rich: Rich, name: str, values: dict[str, Any]) -> str:
    in_program = {each.name for each in addresses() if each.in_program}
    more = {"program": rich.table.slug} if name in in_program else {}
    return reverse(name, kwargs={**values, **more})


def test_every_address_has_a_sample_or_a_reason(rich):
    sampled = {name for side in SAMPLES.values() for _who, name, _values in side(rich)}
    everything = make_member(rich.table.program, RoleName.OFFICER)
    for role in set(ROLES) - {RoleName.OFFICER}:
        make_member(rich.table.program, role, user=everything)
    client = Client()
    client.force_login(everything)
    missing = {}
    for address in addresses():
        if address.name in sampled or address.name in REASONS:
            continue
        values = dict.fromkeys(address.converters, "never-was")
        path = (
            path_of(address, rich.table.slug) if address.in_program else reverse(address.name, kwargs=values)
        )
        status = client.get(path).status_code
        if status != 405:
            missing[str(address)] = status
    assert not missing, (
        f"give each of these a sample in tests/journeys/samples/, by what it answers: {missing}"
    )


SIDES = os.environ.get("PAGES_OF", " ".join(SAMPLES)).split()
"""PAGES_OF="care law" reads only theirs."""
NARROW = {"width": 320, "height": 640}
"""A desk of 1280 px at 400 % zoom (WCAG 1.4.10)."""


def walk(window, rich: Rich, opened: Samples, *sizes: tuple[int, int]) -> None:
    """Open every page at each size, and let axe read it at one of them in turn; all problems are reported at once.

    On a commit the first size is used for every fourth page only: what is too wide or too small there is so on a phone.
    """
    problems, people = [], {}
    for number, (person, name, values) in enumerate(opened):
        if person not in people:
            user = rich.table.users.get(person)
            page = window("desktop", user=user)
            keep_axe_ready(page)
            people[person] = BrowserUser(page, who=person)
        browser = people[person]
        address = address_of(rich, name, values)
        browser.go(address)
        assert urlsplit(browser.page.url).path == address, (
            f"{person} was led from {name} to {browser.page.url}"
        )
        sizes_now = sizes if AXE_EVERY_TIME or number % 4 == 0 else sizes[-1:]
        problems += [f"{person} at {name}{problem}" for problem in problems_of(browser, name, sizes_now)]
    for person, browser in people.items():
        if kept := browser.page.evaluate(KEPT_BY_THE_BROWSER):
            problems.append(f"the browser of {person} keeps {kept} things beside cookies")
    assert not problems, "\n".join(problems)


def problems_of(browser: BrowserUser, name: str, sizes: tuple[tuple[int, int], ...]) -> Iterator[str]:
    """Say what is wrong with an open page; it comes in the size that the page before was left at, so each is changed
    once a page."""
    came_narrow = browser.page.viewport_size == NARROW
    if came_narrow and not reflows(browser):
        yield ": doesn't reflow at 400% zoom"
    for width, height in sizes:
        resize(browser, {"width": width, "height": height})
        try:
            browser.see(f"{name.replace(':', '-')}-{width}", axe=(width, height) == sizes[0])
        except AssertionError as problem:
            yield f", {width} wide: {problem}"
    if not came_narrow:
        resize(browser, NARROW)
        if not reflows(browser):
            yield ": doesn't reflow at 400% zoom"


def resize(browser: BrowserUser, size: Any) -> None:
    if browser.page.viewport_size != size:
        browser.page.set_viewport_size(size)


def reflows(browser: BrowserUser) -> bool:
    return bool(browser.page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_every_page_is_accessible(window, rich):
    """In one county and one window a person: to make these anew for each side cost as much as half of the pages."""
    assert SIDES and set(SIDES) <= set(SAMPLES), f"PAGES_OF names sides of {sorted(SAMPLES)}"
    pages = [sample for side, samples in SAMPLES.items() if side in SIDES for sample in samples(rich)]
    walk(window, rich, iter(sorted(pages, key=lambda sample: sample[0])), DESK, PHONE)


def test_every_page_of_the_officer_is_accessible_at_night(window, rich):
    officer = rich.table.users["officer"]
    officer.theme = "night"
    officer.save(update_fields=["theme"])
    pages = [sample for side in SAMPLES.values() for sample in side(rich) if sample[0] == "officer"]
    walk(window, rich, iter(pages), PHONE)
