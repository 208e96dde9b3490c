"""finding-W15: a list stands above the fold, its filters are one line or folded, and all begins at one left edge."""

import re
from datetime import timedelta

import pytest

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
