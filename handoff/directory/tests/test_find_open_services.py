"""Whether a service is open at a moment: the same answer in the search as in words."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.directory.definitions import WEEKDAYS as DAYS
from handoff.directory.presenters.pages import hours_line, make_clock, state_words
from handoff.directory.queries import Search, search_services
from handoff.directory.rules.hours import Openness, Spell, hours_state, weeks_of_month
from handoff.testing.directory import EVERY_DAY, WEEKDAYS, make_hours, make_service
from handoff.testing.programs import make_program

ZONE = ZoneInfo("America/New_York")


def at(text: str) -> datetime:
    """A local time in North Carolina as an instant."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def spell(days: str, opens: str, closes: str, **fields) -> Spell:
    return Spell(frozenset(days.split(",")), time.fromisoformat(opens), time.fromisoformat(closes), **fields)


def no_holiday(day: date) -> bool:
    return False


SHELTER = (spell(EVERY_DAY, "18:00", "07:00"), spell("SA", "12:00", "14:00"))
COUNSELING = (spell(WEEKDAYS, "09:00", "12:00"), spell(WEEKDAYS, "13:00", "17:00"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "when", "words", "found"),
    [
        ("shelter", "2026-12-11 23:30", "Open until 7:00 AM", True),
        ("shelter", "2026-12-12 02:00", "Open until 7:00 AM", True),
        ("shelter", "2026-12-12 07:00", "Closed, opens 12:00 PM", False),
        ("shelter", "2026-12-12 12:30", "Open until 2:00 PM", True),
        ("counseling", "2026-12-11 12:30", "Closed, opens 1:00 PM", False),
        ("counseling", "2026-12-11 17:30", "Closed until Monday 9:00 AM", False),
        ("counseling", "2026-12-25 10:00", "Holiday: call first", True),
        ("unknown", "2026-12-11 12:30", "Hours not known", True),
    ],
)
def test_open_now_is_right_after_midnight_over_lunch_and_on_a_holiday(kind, when, words, found):
    # C-F12
    program = make_program()
    service = make_service(program, name=kind)
    if kind == "shelter":
        make_hours(service, EVERY_DAY, "18:00", "07:00")
        make_hours(service, "SA", "12:00", "14:00", description="Shower hour")
    elif kind == "counseling":
        make_hours(service, WEEKDAYS, "09:00", "12:00")
        make_hours(service, WEEKDAYS, "13:00", "17:00")
    instant = at(when)
    said = state_words(service, make_clock(program, instant)).text
    assert said == words
    assert (service in search_services(program, Search(open_now=True), instant)) is found
    assert service in search_services(program, Search(), instant)


@pytest.mark.django_db
def test_the_clock_is_the_programs_own():
    # C-F12
    program = make_program(time_zone="America/Los_Angeles")
    service = make_service(program)
    make_hours(service, EVERY_DAY, "09:00", "17:00")
    assert service in search_services(program, Search(open_now=True), at("2026-12-11 12:30"))
    assert service not in search_services(program, Search(open_now=True), at("2026-12-11 10:30"))


@pytest.mark.django_db
def test_open_services_come_before_those_whose_hours_are_not_known():
    program = make_program()
    unknown, open_one = make_service(program, name="A"), make_service(program, name="B")
    make_hours(open_one, EVERY_DAY, "09:00", "17:00")
    found = search_services(program, Search(open_now=True), at("2026-12-11 12:30"))
    assert list(found) == [open_one, unknown]


def test_a_24_hour_service_is_open_on_holidays_too():
    spells = [spell(EVERY_DAY, "00:00", "00:00")]
    assert hours_state(spells, datetime(2026, 12, 25, 3), lambda day: True).openness == Openness.ALWAYS_OPEN


def test_a_spell_that_started_before_the_holiday_runs_to_its_end():
    state = hours_state(SHELTER, datetime(2026, 12, 25, 3), lambda day: day == date(2026, 12, 25))
    assert state.until == datetime(2026, 12, 25, 7)


def test_adjoining_spells_are_one_opening():
    spells = [spell("MO", "09:00", "12:00"), spell("MO", "12:00", "17:00")]
    assert hours_state(spells, datetime(2026, 3, 2, 10), no_holiday).until == datetime(2026, 3, 2, 17)


def test_the_next_opening_is_no_holiday():
    monday = date(2026, 12, 14)
    state = hours_state(COUNSELING, datetime(2026, 12, 11, 18), lambda day: day == monday)
    assert state.until == datetime(2026, 12, 15, 9)


def test_a_season_that_is_over_has_no_next_opening():
    spells = [spell(EVERY_DAY, "09:00", "17:00", valid_to=date(2026, 3, 1))]
    assert hours_state(spells, datetime(2026, 3, 2, 10), no_holiday).until is None


@pytest.mark.parametrize(
    ("day", "weeks"),
    [
        (date(2026, 12, 10), {"2"}),
        (date(2026, 12, 31), {"5", "L"}),
        (date(2026, 2, 26), {"4", "L"}),
    ],
)
def test_a_weekday_is_counted_within_its_month(day, weeks):
    assert weeks_of_month(day) == weeks


def test_hours_of_a_second_thursday_open_on_no_other():
    spells = [spell("TH", "09:00", "11:00", weeks=frozenset("2"))]
    assert hours_state(spells, datetime(2026, 12, 10, 10), no_holiday).openness == Openness.OPEN
    assert hours_state(spells, datetime(2026, 12, 3, 10), no_holiday).openness == Openness.CLOSED


minutes = st.integers(0, 24 * 60 - 1).map(lambda each: time(each // 60, each % 60))


@given(
    days=st.sets(st.sampled_from(DAYS), min_size=1),
    opens=minutes,
    closes=minutes,
    now=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)),
)
def test_a_closing_time_is_after_now_and_then_it_is_closed(days, opens, closes, now):
    one = Spell(frozenset(days), opens, closes)
    state = hours_state([one], now, no_holiday)
    if state.openness == Openness.OPEN:
        assert state.until > now
        assert hours_state([one], state.until, no_holiday).openness == Openness.CLOSED
    if state.openness == Openness.CLOSED:
        assert state.until > now
        assert hours_state([one], state.until, no_holiday).openness != Openness.CLOSED


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("days", "opens", "closes", "fields", "words"),
    [
        (WEEKDAYS, "09:00", "17:00", {}, "Mon to Fri, 9:00 AM to 5:00 PM"),
        ("MO,WE", "09:00", "17:00", {}, "Mon, Wed, 9:00 AM to 5:00 PM"),
        (EVERY_DAY, "18:00", "07:00", {}, "Every day, 6:00 PM to 7:00 AM the next day"),
        (EVERY_DAY, "00:00", "00:00", {}, "Every day, 24 hours"),
        ("TH", "09:00", "11:00", {"weeks": "2"}, "Second Thu of the month, 9:00 AM to 11:00 AM"),
        (
            "MO",
            "09:00",
            "11:00",
            {"valid_from": date(2026, 12, 15), "valid_to": date(2027, 3, 15), "description": "Warming room"},
            "Mon, 9:00 AM to 11:00 AM, from Tue, Dec 15, 2026 through Mon, Mar 15, 2027, Warming room",
        ),
        ("MO", "09:00", "11:00", {"valid_from": date(2026, 12, 15)}, "from Tue, Dec 15, 2026 on"),
        ("MO", "09:00", "11:00", {"valid_to": date(2026, 12, 15)}, "through Tue, Dec 15, 2026"),
    ],
)
def test_hours_are_described_in_words(days, opens, closes, fields, words):
    said = hours_line(make_hours(make_service(make_program()), days, opens, closes, **fields))
    assert words in said
