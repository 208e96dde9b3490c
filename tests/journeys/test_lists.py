"""finding-W15: a list stands above the fold, its filters are one line or folded, and all begins at one left edge."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from handoff.casework.models import ContactAttempt
from handoff.enrollment.models import Enrollment, StatusPeriod
from handoff.testing.enrollment import make_participant
from handoff.testing.programs import AT
from tests.journeys.browser_user import BrowserUser

FILTERED = ("referrals/", "outreach/quiet/", "disclosures/", "access/", "people/", "records/public/")
WITH_ROWS = ("referrals/", "outreach/quiet/", "access/", "people/")
EDGES = """() => [".top__program", ".nav__link", "h1", "main .fold > summary, main .filters", "main thead th"]
    .map((each) => document.querySelector(each)).filter(Boolean)
    .map((each) => each.getBoundingClientRect().left + parseFloat(getComputedStyle(each).paddingLeft))"""


@pytest.fixture
def manager(window, table):
    """The program manager at a desk, with participants out of touch for 45 days."""
    for _each in range(12):
        make_participant(table.program, actor=table.actor("case_manager"), agency=table.police)
    silent = AT - timedelta(days=45)
    StatusPeriod.objects.update(starts_at=silent)
    Enrollment.objects.update(enrolled_at=silent)
    return window("desktop", user=table.program_manager)


@pytest.mark.once
def test_lists_stand_above_the_fold_as_tables_under_one_heading(manager, table):
    for path in FILTERED:
        manager.goto(table.path(path))
        heading = manager.locator("h1").inner_text()
        content = manager.locator("main :is(.table-scroll, .empty)").first
        assert content.bounding_box()["y"] < 480, path
        captions = manager.locator("main .table__caption, main .empty__title").all_inner_texts()
        assert heading not in captions, path
        assert len({round(each) for each in manager.evaluate(EDGES)}) == 1, path
    for path in WITH_ROWS:
        manager.goto(table.path(path))
        assert manager.locator("main tbody tr").nth(4).bounding_box()["y"] < 800, path


@pytest.mark.once
def test_a_field_contact_takes_at_most_four_taps_on_a_phone(window, table):
    """K3: from the home page, for one of the worker's own participants."""
    person = make_participant(table.program, actor=table.actor("case_manager"), agency=table.police).person
    worker = BrowserUser(window("phone", user=table.case_manager), axe=False)
    worker.go(table.path())
    own = worker.page.locator("section", has=worker.page.get_by_role("heading", name="Your participants ("))
    worker.tap(own.get_by_role("link", name=person.full_name))
    worker.follow("Log a contact")
    worker.press("Reached")
    expect(worker.page.get_by_text("Contact logged.")).to_be_visible()
    assert worker.taps <= 4 and ContactAttempt.objects.get(person=person).result == "reached"


@pytest.mark.once
def test_a_filter_in_use_stays_open_and_a_link_says_who_it_is_about(manager, table):
    for path, opened in (
        ("access/?outcome=seen", True),
        ("access/?page=2", False),
        ("disclosures/?page=2", False),
    ):
        manager.goto(table.path(path))
        assert (manager.locator("main .fold").first.get_attribute("open") is not None) is opened, path
    manager.goto(table.path("outreach/quiet/"))
    name = manager.locator("main tbody th").first.inner_text()
    assert manager.get_by_role("link", name=re.compile(f"Log a contact.*{name}")).first.is_visible()


KEPT = """async () => {
    if (!(await indexedDB.databases()).length) return "";
    const database = await new Promise((done) => {
        const opening = indexedDB.open("handoff-kept");
        opening.onsuccess = () => done(opening.result);
    });
    const all = await new Promise((done) => {
        const asked = database.transaction("boxes").objectStore("boxes").getAll();
        asked.onsuccess = () => done(asked.result);
    });
    database.close();
    return all.map((each) => each.path + new TextDecoder("latin1").decode(each.box)).join();
}"""


@pytest.mark.once
def test_a_contact_without_a_network_is_kept_closed_and_saved_when_there_is_one(window, table):
    """K3: two entries from one open list, sign-out held back, a phone that can't read what it keeps."""
    person = make_participant(table.program, actor=table.actor("case_manager"), agency=table.police).person
    worker = BrowserUser(window("phone", user=table.case_manager))
    page, browser = worker.page, worker.page.context
    page.goto(table.path(f"outreach/people/{person.public_id}/contact/"))
    worker.type("note", "By the fountain, wants a bed")
    browser.set_offline(True)
    worker.press("Reached")
    expect(page.get_by_text("No network: this is kept on this phone")).to_be_visible()
    worker.see("kept-on-the-phone")
    kept = page.evaluate(KEPT)
    assert str(person.public_id) in kept and "fountain" not in kept and person.first_name not in kept
    page.locator("summary.top__summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("alertdialog")).to_contain_text("isn't saved yet")
    page.get_by_role("button", name="Stay signed in").click()
    assert not ContactAttempt.objects.exists()
    browser.set_offline(False)
    expect(page.get_by_text("Saved: 1 entry that this phone kept.")).to_be_visible()
    expect(page.get_by_text("No network: this is kept on this phone")).to_have_count(0)
    contact = ContactAttempt.objects.get(person=person)
    assert (contact.result, contact.note) == ("reached", "By the fountain, wants a bed")
    assert not page.evaluate(KEPT)
    page.goto(table.path(f"outreach/people/{person.public_id}/contact/"))
    worker.type("note", "Only a note")
    browser.set_offline(True)
    worker.press("Save")
    expect(page.get_by_text("No network: this is kept on this phone")).to_be_visible()
    browser.set_offline(False)
    expect(page.get_by_text("Handoff needs something from you")).to_be_visible()
    assert not page.evaluate(KEPT)
    page.locator("summary.top__summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/sign-in/"))
