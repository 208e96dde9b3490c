"""The pages of court dates and orders on a participant's record (J4)."""

import pytest

from handoff.casework.models import CourtCase, CourtOrder, Courtroom
from handoff.casework.tests.test_need_pages import NO_ONE, Page
from handoff.charges.models import NewCharge
from handoff.participants.models import ContactPoint
from handoff.testing.casework import make_contact_point, make_court_case
from handoff.testing.programs import make_member
from handoff.testing.staffing import make_new_charge

pytestmark = pytest.mark.django_db
DAY = {"day_month": 3, "day_day": 4, "day_year": 2026}


@pytest.fixture
def page(client, clock):
    return Page(client)


def listed(page):
    return page.client.get(page.path("court:list", page.person.public_id)).content.decode()


def test_a_court_date_is_added_reminded_of_and_continued(page):
    make_contact_point(page.person)
    assert "No upcoming court dates" in listed(page)
    when = {"court": "district", "when": "time", "time": "9:00 AM", "room": "001A", **DAY}
    html = page.send("court:add", page.person.public_id, number="26CR451208", **when)
    assert "Court date added" in html and "9:00 AM" in html and "Send this text" in html
    case = CourtCase.objects.get()
    assert "Reminded" in page.send("court:reminded", case.public_id)
    assert (
        "Choose what happened"
        not in page.client.get(page.path("court:change", case.public_id)).content.decode()
    )
    sent = {"what": "moved", "cases": case.public_id, **when, "day_day": 30}
    html = page.send("court:change", case.public_id, **sent)
    assert "The earlier date stays" in html and "Mar 30" in html and "New court date" in html
    record = page.client.get(page.path("people:person", page.person.public_id)).content.decode()
    assert "Mon, Mar 30, 2026, 9:00 AM · District Court, room 001A" in record
    html = page.send("court:change", case.public_id, what="no_date", cases=case.public_id)
    assert "Ask the defender or the clerk" in html
    html = page.send("court:change", case.public_id, what="closed", cases=case.public_id)
    assert "Cases that are over" in html


def test_a_mistake_keeps_what_was_typed(page):
    html = page.send("court:add", page.person.public_id, court="district", when="time", room="001A", **DAY)
    assert "Enter the time." in html and "001A" in html and not CourtCase.objects.exists()
    html = page.send("court:record_order", page.person.public_id, kind="stay_away")
    assert (not CourtOrder.objects.exists() and "There is a problem" in html) or "error" in html


def test_what_is_refused_about_a_court_date_or_an_order_stands_at_its_field(page):
    when = {"court": "district", "when": "time", "time": "9:00 AM", **DAY, "number": "26CR451208"}
    add = page.path("court:add", page.person.public_id)
    assert list(page.client.post(add, when | {"day_year": 2025}).context["form"].errors) == ["day"]
    page.client.post(add, when)
    assert list(page.client.post(add, when).context["form"].errors) == ["number"]
    since = {"starts_on_month": 3, "starts_on_day": 1, "starts_on_year": 2027}
    order = page.client.post(
        page.path("court:record_order", page.person.public_id), since | {"kind": "warrant"}
    )
    assert list(order.context["form"].errors) == ["starts_on"]


def test_warrants_and_orders_are_recorded_and_end(page):
    warrant = make_new_charge(page.person)
    NewCharge.objects.update(how="warrant")
    assert "A records system lists this warrant" in listed(page) and str(warrant.public_id) in listed(page)
    since = {"starts_on_month": 3, "starts_on_day": 1, "starts_on_year": 2026}
    html = page.send("court:record_order", page.person.public_id, kind="stay_away", words="A shop", **since)
    assert "What to do next is shown with it" in html and "A shop" in html
    order = CourtOrder.objects.get()
    ended = {"ended_on_month": 3, "ended_on_day": 2, "ended_on_year": 2026, "how": "Lifted by the judge"}
    assert "Lifted by the judge" in page.send("court:end_order", order.public_id, **ended)


def test_what_they_wish_and_stop_are_one_tap_each(page):
    make_contact_point(page.person)
    make_court_case(page.person, page.worker)
    html = page.send("court:list", page.person.public_id, says="court")
    assert "The texts on this page say no more than that" in html and "District Court, room 001A: Wed" in html
    html = page.send("court:stop_texts", page.person.public_id)
    assert "Ask for another way" in html and "No number is OK to text" in html
    assert not ContactPoint.objects.get().safe_to_text


def test_only_a_manager_changes_the_courtrooms(page):
    room = {"court": "district", "room": "ADMN", "opens": "8:00 AM", "closes": "4:00 PM", "drop_in": "on"}
    url = page.path("court:rooms")
    assert page.client.post(url, room).status_code == 404
    page.client.force_login(make_member(page.program, "program_manager"))
    assert "No courtrooms yet" in page.client.get(url).content.decode()
    assert "District Court, ADMN" in page.client.post(url, room, follow=True).content.decode()
    assert Courtroom.objects.count() == 1


@pytest.mark.parametrize("name", ["change", "reminded", "end_order"])
def test_a_case_or_order_of_no_one_is_not_found(page, name):
    client = page.client
    answer = client.post if name == "reminded" else client.get
    assert answer(page.path(f"court:{name}", NO_ONE)).status_code == 404
