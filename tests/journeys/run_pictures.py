"""Take the pictures of the README: `make pictures`. Not part of the suite; every person in them is invented."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from handoff.participants.models import Person
from handoff.testing.casework import make_contact_point
from handoff.testing.enrollment import make_intake, make_referral
from handoff.testing.programs import AT, make_person
from tests.conftest import ROOT
from tests.journeys import officer
from tests.journeys.browser_user import BrowserUser
from tests.journeys.officer import MARCUS
from tests.journeys.scenario import Table

PICTURES = ROOT / "docs" / "images"
WAITING = (
    ("Nina", "Braswell", 50),
    ("Tyrone", "Graddy", 26),
    ("Esperanza", "Barrientos", 19),
    ("Cal", "Loftin", 3),
)
IN_INTAKE = (("Ruth", "Marlow", 9), ("Sandra", "Godfrey", 6), ("Amos", "Tilley", 4))
NO_ADDRESS = replace(MARCUS, resident="unknown")


def add_person(table: Table, first: str, last: str) -> Person:
    person = make_person(table.program, first_name=first, last_name=last)
    make_contact_point(person)
    return person


def refer(table: Table, first: str, last: str, **ago: int) -> Any:
    at = AT - timedelta(**ago)
    return make_referral(
        table.program, add_person(table, first, last), at=at, agency=table.police, officer=table.officer
    )


def test_picture_of_the_case_managers_home(window, table):
    for first, last, hours in WAITING:
        refer(table, first, last, hours=hours)
    for first, last, days in IN_INTAKE:
        make_intake(refer(table, first, last, days=days), table.actor("case_manager"), ready=False)
    page = window("desktop", user=table.case_manager)
    page.goto(table.path())
    page.screenshot(path=PICTURES / "case-manager-desk.png")


def test_picture_of_the_officers_phone(window, table):
    table.officer.theme = "night"
    table.officer.save(update_fields=["theme"])
    page = window("phone", user=table.officer, device_scale_factor=1)
    page.context.add_cookies([{"name": "theme", "value": "night", "domain": "localhost", "path": "/"}])
    browser = BrowserUser(page, axe=False)
    officer.begin(browser, table)
    officer.say_who(browser, NO_ADDRESS)
    officer.say_charges(browser, NO_ADDRESS)
    officer.say_facts(browser, NO_ADDRESS)
    page.screenshot(path=PICTURES / "officer-phone.png")
