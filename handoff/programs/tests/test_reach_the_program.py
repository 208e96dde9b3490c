"""When a program can be reached: hours, holidays, on-call across midnight and across the changes of the clock (H1)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils.translation import override

from handoff.audit.models import AuditEvent
from handoff.core.refusals import Refused
from handoff.programs import presenters, queries, services
from handoff.programs.models import Agency, OnCallShift
from handoff.programs.rules.shifts import NonexistentTime, shift_instants, to_instant
from handoff.testing.programs import AT, make_actor, make_agency, make_member, make_program

NEW_YORK = ZoneInfo("America/New_York")


def test_a_night_shift_reaches_past_midnight():
    begins, ends = shift_instants(date(2026, 3, 2), time(20), time(6), NEW_YORK)
    assert (begins, ends) == (datetime(2026, 3, 3, 1, tzinfo=UTC), datetime(2026, 3, 3, 11, tzinfo=UTC))


def test_a_shift_over_the_lost_hour_is_an_hour_shorter():
    begins, ends = shift_instants(date(2026, 3, 7), time(20), time(8), NEW_YORK)
    assert ends - begins == timedelta(hours=11)


def test_a_shift_over_the_hour_that_comes_twice_is_an_hour_longer():
    begins, ends = shift_instants(date(2026, 10, 31), time(20), time(8), NEW_YORK)
    assert ends - begins == timedelta(hours=13)


def test_a_time_that_the_clocks_skip_does_not_exist():
    with pytest.raises(NonexistentTime):
        to_instant(date(2026, 3, 8), time(2, 30), NEW_YORK)
    assert to_instant(date(2026, 3, 8), time(3), NEW_YORK) == datetime(2026, 3, 8, 7, tzinfo=UTC)


def test_shifts_that_meet_in_the_doubled_hour_overlap_and_leave_no_gap():
    _begins, first_ends = shift_instants(date(2026, 10, 31), time(20), time(1, 30), NEW_YORK)
    second_begins, _ends = shift_instants(date(2026, 11, 1), time(1, 30), time(8), NEW_YORK)
    assert first_ends - second_begins == timedelta(hours=1)


def test_a_whole_day_is_a_shift():
    begins, ends = shift_instants(date(2026, 3, 2), time(8), time(8), NEW_YORK)
    assert ends - begins == timedelta(days=1)


@pytest.fixture
def program(db):
    return make_program()


@pytest.fixture
def manager(program):
    return make_actor(program, "program_manager")


def put_on_call(manager, program, **changes):
    user = make_member(program, "peer_support")
    values = {"day": date(2026, 3, 2), "starts": time(20), "ends": time(6), "days": 1, **changes}
    shifts = services.add_shift(
        actor=manager,
        program=program,
        user_id=user.pk,
        at=AT,
        **{"name": user.full_name, "phone": "+19195550142"} | values,
    )
    return user, shifts


def test_on_call_holds_from_its_first_instant_to_before_its_last(program, manager):
    _user, (shift,) = put_on_call(manager, program)
    moment = timedelta(microseconds=1)
    assert queries.on_call_shifts(program, shift.starts_at) == [shift]
    assert queries.on_call_shifts(program, shift.ends_at - moment) == [shift]
    assert not queries.on_call_shifts(program, shift.starts_at - moment) and not queries.on_call_shifts(
        program, shift.ends_at
    )
    assert queries.handoff_options(program, shift.starts_at).kind == "warm"
    assert queries.handoff_options(program, shift.ends_at).kind == "card"


def test_a_week_of_nights_is_planned_at_once_and_only_once(program, manager):
    _user, shifts = put_on_call(manager, program, days=7)
    assert [shift.starts_at.astimezone(NEW_YORK).time() for shift in shifts] == [time(20)] * 7
    again = services.add_shift(
        actor=manager,
        program=program,
        user_id=shifts[0].user_id,
        name="Again",
        phone="+19195550142",
        day=date(2026, 3, 2),
        starts=time(20),
        ends=time(6),
        days=7,
        at=AT,
    )
    assert again == shifts and OnCallShift.objects.count() == 7


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"day": date(2026, 2, 27)}, "already over"),
        ({"day": date(2027, 6, 1)}, "a year ahead"),
        ({"days": 32}, "1 to 31 days"),
        ({"name": " "}, "Enter a name and phone number"),
        ({"phone": ""}, "Enter a name and phone number"),
        ({"day": date(2026, 3, 8), "starts": time(2, 30), "ends": time(10)}, "clocks go forward"),
    ],
)
def test_a_shift_that_cannot_be_is_refused(program, manager, changes, sentence):
    with pytest.raises(Refused, match=sentence):
        put_on_call(manager, program, **changes)
    assert not OnCallShift.objects.exists()


def test_no_one_else_changes_the_roster(program):
    for actor in (make_actor(program, "peer_support"), make_actor(make_program(), "program_manager")):
        with pytest.raises(Refused, match="Only the program manager"):
            put_on_call(actor, program)


def test_a_shift_comes_off_the_roster_until_it_is_over(program, manager):
    _user, (shift,) = put_on_call(manager, program)
    with pytest.raises(Refused, match="is over"):
        services.remove_shift(actor=manager, shift=shift, at=shift.ends_at)
    services.remove_shift(actor=manager, shift=shift, at=AT)
    assert not OnCallShift.objects.exists()
    actions = list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["on_call.added", "on_call.removed"]


def test_the_next_opening_skips_a_holiday_weekend(program):
    # Friday, May 22, 2026, after hours; Monday the 25th is Memorial Day.
    friday_evening = datetime(2026, 5, 22, 22, 0, tzinfo=UTC)
    assert queries.next_opening(program, friday_evening) == datetime(2026, 5, 26, 8, tzinfo=NEW_YORK)


def test_a_holiday_can_be_worked_and_a_weekday_taken_off(program, manager):
    friday_evening = datetime(2026, 5, 22, 22, 0, tzinfo=UTC)
    memorial_day = date(2026, 5, 25)
    services.set_day(
        actor=manager, program=program, day=memorial_day, name="Memorial Day", is_open=True, at=AT
    )
    assert queries.next_opening(program, friday_evening) == datetime(2026, 5, 25, 8, tzinfo=NEW_YORK)
    services.set_day(actor=manager, program=program, day=memorial_day, name="Training", is_open=False, at=AT)
    assert queries.next_opening(program, friday_evening) == datetime(2026, 5, 26, 8, tzinfo=NEW_YORK)
    services.clear_day(actor=manager, program=program, day=memorial_day, at=AT)
    with pytest.raises(Refused, match="Nothing is set"):
        services.clear_day(actor=manager, program=program, day=memorial_day, at=AT)


def test_a_special_day_has_a_name(program, manager):
    with pytest.raises(Refused, match="Enter a name for this day"):
        services.set_day(
            actor=manager, program=program, day=date(2026, 5, 26), name=" ", is_open=False, at=AT
        )
    assert queries.is_open(program, datetime(2026, 5, 26, 15, tzinfo=UTC))


def test_opening_and_closing_time_are_the_first_and_not_the_last_instant(program):
    opens, closes = datetime(2026, 3, 2, 13, tzinfo=UTC), datetime(2026, 3, 2, 22, tzinfo=UTC)
    assert queries.is_open(program, opens) and not queries.is_open(program, opens - timedelta(seconds=1))
    assert queries.is_open(program, closes - timedelta(seconds=1)) and not queries.is_open(program, closes)


def test_opening_time_is_local_on_both_sides_of_the_clock_change(program):
    assert queries.next_opening(program, datetime(2026, 3, 7, 12, tzinfo=UTC)) == datetime(
        2026, 3, 9, 12, tzinfo=UTC
    )
    assert queries.next_opening(program, datetime(2026, 3, 4, 3, tzinfo=UTC)) == datetime(
        2026, 3, 4, 13, tzinfo=UTC
    )


def test_hours_are_replaced_as_a_whole(program, manager):
    services.set_open_hours(actor=manager, program=program, hours={2: (time(9), time(12))}, at=AT)
    assert queries.weekly_hours(program) == {2: (time(9), time(12))}
    for hours in ({}, {0: (time(9), time(9))}, {0: (time(17), time(9))}):
        with pytest.raises(Refused):
            services.set_open_hours(actor=manager, program=program, hours=hours, at=AT)
    assert queries.weekly_hours(program) == {2: (time(9), time(12))}


def test_a_partner_open_day_and_night_takes_over_when_no_one_is_on_call(program):
    make_agency(
        program, Agency.Kind.TREATMENT, "Crisis center", phone="910-555-0188", takes_handoffs_all_hours=True
    )
    at_night = AT + timedelta(hours=12)
    options = queries.handoff_options(program, at_night)
    assert (options.kind, [each.name for each in options.numbers]) == ("all_hours_partner", ["Crisis center"])
    assert options.opens_at == datetime(2026, 3, 3, 8, tzinfo=NEW_YORK)


def test_in_open_hours_the_programs_own_number_comes_first(program, manager):
    """finding-N10: with an empty roster as well, and nothing claims to open this very minute."""
    assert [each.phone for each in queries.handoff_options(program, AT).numbers] == [program.phone]
    put_on_call(manager, program, starts=time(8), ends=time(17))
    options = queries.handoff_options(program, AT)
    assert [each.key.split("-")[0] for each in options.numbers] == ["program", "shift"]
    assert (options.kind, options.opens_at) == ("warm", None)


@pytest.mark.parametrize(
    ("referred", "due"),
    [
        # finding-N10: a Monday night's 48 hours end at night, so the deadline is the closing before it.
        (datetime(2026, 3, 3, 2, 7), datetime(2026, 3, 4, 17)),
        (datetime(2026, 3, 2, 10), datetime(2026, 3, 4, 10)),
        # Friday noon: five open hours are left before the weekend.
        (datetime(2026, 3, 6, 12), datetime(2026, 3, 6, 17)),
        # Friday at 4:30 PM and Saturday: the first two open hours are on Monday.
        (datetime(2026, 3, 6, 16, 30), datetime(2026, 3, 9, 9, 30)),
        (datetime(2026, 3, 7, 23), datetime(2026, 3, 9, 17)),
    ],
)
def test_a_contact_deadline_falls_within_business_hours(program, referred, due):
    found = queries.contact_due_at(program, referred.replace(tzinfo=NEW_YORK))
    assert found == due.replace(tzinfo=NEW_YORK)


def test_a_program_without_hours_keeps_the_policys_deadline(program):
    program.open_hours.all().delete()
    assert queries.contact_due_at(program, AT) == AT + timedelta(hours=48)


def test_open_hours_without_anyone_on_call_are_gaps(program, manager):
    """finding-N10: the manager is warned of them two weeks ahead."""
    put_on_call(manager, program, starts=time(10), ends=time(12))
    put_on_call(manager, program, starts=time(11), ends=time(13))
    today = [each for each in queries.roster_gaps(program, AT) if each.ends_at < AT + timedelta(hours=12)]
    local = [
        (each.starts_at.astimezone(NEW_YORK).hour, each.ends_at.astimezone(NEW_YORK).hour) for each in today
    ]
    assert local == [(13, 17)]
    assert len(queries.roster_gaps(program, AT)) == 11


def test_special_days_list_the_states_holidays(program):
    days = {each.day: each for each in queries.special_days(program, AT)}
    assert days[date(2026, 12, 25)].name == "Christmas Day" and not days[date(2026, 12, 25)].is_open
    assert date(2026, 4, 3) in days, "Good Friday is a state holiday in North Carolina"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Thanksgiving Day", "Día de Acción de Gracias"),
        ("Veterans Day (observed)", "Día de los Veteranos (día de descanso)"),
        ("Christmas Day (observed); Christmas Eve", "Navidad (día de descanso); Nochebuena"),
        ("Staff retreat", "Staff retreat"),
    ],
)
def test_holidays_are_named_in_spanish(name, words):
    with override("es"):
        assert presenters.holiday_words(name) == words


def test_each_holiday_of_north_carolina_has_words():
    """One that the library names anew would stay in English."""
    named = {name for year in range(2024, 2035) for name in queries.state_holidays("NC", year).values()}
    parts = {part.removesuffix(" (observed)") for name in named for part in name.split("; ")}
    assert parts <= set(presenters.HOLIDAYS)


NC_2026 = "1-1 1-19 4-3 5-25 7-3 9-7 11-11 11-26 11-27 12-24 12-25 12-28"
"""OSHR's holiday schedule of 2026: the twelve paid days that G.S. 126-4(5) allows."""


def test_north_carolinas_holidays_are_the_states_own():
    """finding-I9: state offices are open on Washington's Birthday and on Juneteenth."""
    days = [day for day in queries.state_holidays("NC", 2026) if day.weekday() < 5]
    assert " ".join(f"{day.month}-{day.day}" for day in sorted(days)) == NC_2026


def test_another_states_holidays_stay_as_they_are():
    assert date(2026, 6, 19) in queries.state_holidays("VA", 2026)


def test_a_program_without_hours_names_no_opening(program):
    """finding-I9: "opens Sun 6:51 AM" was the time of asking, a day later."""
    program.open_hours.all().delete()
    assert queries.next_opening(program, AT) is None
    assert queries.handoff_options(program, AT).opens_at is None


@pytest.mark.parametrize("page", ["hours", "setup"])
def test_the_pages_say_that_no_hours_are_set(client, program, manager, page):
    """finding-I9"""
    program.open_hours.all().delete()
    client.force_login(make_member(program, "program_manager", username="manager-of-hours"))
    content = client.get(reverse(f"programs:{page}", args=[program.slug])).content.decode()
    assert "No business hours are set" in content and "It opens" not in content
