"""J4: court dates and orders on the worker's home page, calendar and feed."""

from datetime import date, time, timedelta

import pytest
from icalendar import Calendar

from handoff.desk.calendar.queries import Kind, entries_between
from handoff.desk.home.presenters import court
from handoff.desk.home.presenters.day import Day
from handoff.desk.tests.test_keep_a_calendar import Desk
from handoff.testing.casework import make_court_case, make_court_order
from handoff.testing.programs import AT

pytestmark = pytest.mark.django_db

TODAY = AT.date()


@pytest.fixture
def desk(client, clock):
    return Desk(client)


def tasks(desk, at=AT):
    return [
        (each.text, each.due, each.since)
        for each in court.court_dates(Day(desk.actor, desk.program, at)).tasks
    ]


def test_a_court_date_comes_a_week_before_and_is_asked_about_after(desk):
    case = make_court_case(desk.person, desk.actor, on=TODAY + timedelta(days=7))
    make_court_case(desk.person, desk.actor, number="2", on=TODAY + timedelta(days=8))
    listed = tasks(desk)
    assert len(listed) == 1 and "9:00 AM" in listed[0][0] and "Remind them" in listed[0][0]
    assert listed[0][1].hour == 9
    after = AT + timedelta(days=8)
    (text, due, since), coming = tasks(desk, after)
    assert (text, due, since) == ("What happened at court?", None, case.on) and "9:00" in coming[0]


def test_once_its_hour_has_come_a_court_date_is_nothing_to_remind_of(desk):
    make_court_case(desk.person, desk.actor, on=TODAY, starts=time(9))
    (text, due, _since), *others = tasks(desk)
    assert text.endswith("Ask what happened") and due is None and not others


def test_a_week_of_the_court_has_no_day_that_is_due(desk):
    make_court_case(desk.person, desk.actor, court="superior", when="week", on=date(2026, 3, 2))
    friday = AT + timedelta(days=4)
    for at in (AT, friday):
        assert [each[1:] for each in tasks(desk, at)] == [(None, None)]
    assert tasks(desk, AT + timedelta(days=5))[0][0] == "What happened at court?"


def test_a_warrant_and_an_order_that_ends_soon_are_tasks(desk):
    make_court_order(desk.person, actor=desk.actor)
    make_court_order(desk.person, "stay_away", desk.actor, ends_on=TODAY + timedelta(days=3))
    texts = [each.text for each in court.court_orders(Day(desk.actor, desk.program, AT)).tasks]
    assert "ask how it can be cleared" in texts[0] and "ends soon" in texts[1]


def test_three_cases_are_one_entry_of_the_calendar_and_the_feed_says_only_appointment(desk):
    """C-F40; the feed of decision 55 doesn't even say that it's court."""
    for number in "123":
        make_court_case(desk.person, desk.actor, number=number, starts=time(9))
    entries = entries_between(desk.program, desk.user.pk, TODAY, TODAY + timedelta(days=6), AT)
    assert [each.kind for each in entries] == [Kind.COURT]
    assert entries[0].words == "District Court, room 001A · 3 cases"
    text = desk.read(desk.make_feed()).content
    assert [str(each["SUMMARY"]) for each in Calendar.from_ical(text).walk("VEVENT")] == [
        "Handoff: Appointment"
    ]
    assert b"ourt" not in text and b"26CR" not in text
