"""The dates of a rhythm, one event a date, and who leads and comes (S1, C-F19)."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from handoff.casework.models import HandoverPlan
from handoff.core.refusals import Refused
from handoff.programs.models import Closure
from handoff.staffing.meetings import jobs, policies, queries, services
from handoff.staffing.meetings.rules import LAST, Rhythm, dates_of
from handoff.staffing.models import FacilitatorDuty, Meeting
from handoff.testing.meetings import (
    Table,
    make_meeting,
    make_meeting_input,
    make_series,
    make_series_input,
)
from handoff.testing.programs import AT, make_actor, make_member, make_person, make_program

NOVEMBER = datetime(2026, 11, 9, 15, tzinfo=UTC)


@pytest.fixture
def table(db):
    return Table()


def days(program, **wanted):
    found = Meeting.objects.filter(program=program, **wanted)
    return [each.starts_at.date() for each in found]


def test_dates_are_the_second_and_fourth_thursday_and_never_the_fifth():
    rhythm = Rhythm(3, weeks=(2, 4))
    found = list(dates_of(rhythm, date(2026, 11, 12), date(2027, 1, 31)))
    assert [(each.month, each.day) for each in found] == [
        (11, 12),
        (11, 26),
        (12, 10),
        (12, 24),
        (1, 14),
        (1, 28),
    ]


def test_every_two_weeks_counts_from_the_first_date_and_the_last_week_is_the_last():
    two = list(dates_of(Rhythm(3, every_weeks=2), date(2026, 11, 10), date(2026, 12, 20)))
    assert two == [date(2026, 11, 12), date(2026, 11, 26), date(2026, 12, 10)]
    last = list(dates_of(Rhythm(4, weeks=(LAST,)), date(2026, 11, 1), date(2027, 1, 31)))
    assert last == [date(2026, 11, 27), date(2026, 12, 25), date(2027, 1, 29)]


def test_thanksgiving_is_proposed_and_moving_one_date_touches_no_other(table):  # C-F19
    make_series(table, at=NOVEMBER, starts_on=date(2026, 11, 9))
    program = table.program
    # The state's offices are closed on December 24 too.
    assert days(program, state="proposed") == [date(2026, 11, 26), date(2026, 12, 24)]
    assert days(program, state="planned")[:3] == [date(2026, 11, 12), date(2026, 12, 10), date(2027, 1, 14)]
    before = {each.pk: each.calendar_id for each in Meeting.objects.all()}
    moved = Meeting.objects.get(slot_on=date(2026, 12, 24))
    services.change_meeting(
        actor=table.actor(at=NOVEMBER),
        meeting=moved,
        meeting_input=make_meeting_input(date(2026, 12, 17)),
        at=NOVEMBER,
    )
    assert days(program, sequence=1) == [date(2026, 12, 17)]
    assert {each.pk: each.calendar_id for each in Meeting.objects.all()} == before
    jobs.plan_coming_meetings(program=program, at=NOVEMBER)
    assert Meeting.objects.count() == len(before)


def test_a_day_off_of_the_program_is_proposed_too_and_can_be_confirmed(table):
    Closure.objects.create(program=table.program, day=date(2026, 3, 12), name="Retreat")
    make_series(table)
    meeting = Meeting.objects.get(state="proposed")
    for _twice in range(2):
        services.confirm_meeting(actor=table.actor(), meeting=meeting, at=AT)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.sequence) == ("planned", 0)


def test_a_new_rhythm_keeps_the_dates_it_shares_and_cancels_the_others(table):
    make_series(table)
    kept = Meeting.objects.get(slot_on=date(2026, 3, 12))
    make_series(table, weeks=(2,), starts_at=time(11))
    kept.refresh_from_db()
    assert (kept.state, kept.sequence, kept.starts_at.hour) == ("planned", 1, 15)
    assert Meeting.objects.get(slot_on=date(2026, 3, 26)).state == "canceled"
    make_series(table, weeks=(2,), starts_at=time(11))
    kept.refresh_from_db()
    assert kept.sequence == 1
    assert Meeting.objects.filter(starts_at=kept.starts_at).count() == 1


def test_a_rhythm_from_a_later_day_leaves_the_meetings_before_it(table):
    make_series(table)
    make_series(table, weekday=1, starts_on=date(2026, 4, 1))
    assert days(table.program, state="planned")[:3] == [
        date(2026, 3, 12),
        date(2026, 3, 26),
        date(2026, 4, 14),
    ]
    # What is left of the first rhythm gives way to the third too.
    canceled = make_series(table, weekday=1)
    assert days(table.program, state="planned")[:2] == [date(2026, 3, 10), date(2026, 3, 24)]
    assert canceled == 2


def test_a_date_that_was_moved_by_hand_stays_where_it_was_moved_to(table):
    make_series(table)
    meeting = Meeting.objects.get(slot_on=date(2026, 3, 12))
    moved = make_meeting_input(date(2026, 3, 11), starts_at=time(15))
    services.change_meeting(actor=table.actor(), meeting=meeting, meeting_input=moved, at=AT)
    assert make_series(table, place="Library") == 0
    meeting.refresh_from_db()
    assert (meeting.starts_at.date(), meeting.place) == (date(2026, 3, 11), "Library")


def test_a_rhythm_plans_no_second_meeting_at_the_time_of_one_added_by_hand(table):
    services.add_meeting(
        actor=table.actor(),
        program=table.program,
        meeting_input=make_meeting_input(date(2026, 3, 12)),
        at=AT,
    )
    make_series(table)
    assert days(table.program).count(date(2026, 3, 12)) == 1


def test_saving_every_two_weeks_again_in_the_week_between_keeps_the_dates(table):
    make_series(table, rhythm="two_weeks", weekday=0, weeks=(), starts_at=time(9))
    series = queries.open_series(table.program)
    assert queries.next_slot(None, AT.date()) == AT.date()
    between = AT.date() + timedelta(days=9)
    assert queries.next_slot(series, between) == AT.date() + timedelta(days=14)


def test_dates_are_planned_ahead_by_themselves_and_not_without_a_rhythm(table):
    assert jobs.plan_coming_meetings(program=table.program, at=AT) == 0
    make_series(table, starts_at=time(9))
    later = AT + timedelta(days=60)
    assert jobs.plan_coming_meetings(program=table.program, at=later) > 0
    assert jobs.plan_coming_meetings(program=table.program, at=later) == 0


def test_a_date_of_today_that_has_passed_is_not_planned(table):
    make_series(table, rhythm="weekly", weekday=0, weeks=(), starts_at=time(9))
    assert days(table.program)[0] == AT.date() + timedelta(days=7)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"rhythm": "yearly"}, "how often"),
        ({"weekday": 7}, "how often"),
        ({"weeks": ()}, "weeks of the month"),
        ({"starts_on": date(2026, 3, 1)}, "in the past"),
        ({"minutes": 5}, "lasts from"),
        ({"attendees": []}, "Choose who comes"),
        ({"attendees": [0]}, "no longer has a role"),
        ({"place": "At Ana Núñez's"}, "can't be in an invitation"),
        ({"place": "NUNEZ, ANA: kitchen"}, "can't be in an invitation"),
    ],
)
def test_a_rhythm_that_cannot_be_is_refused_with_a_sentence(table, fields, sentence):  # C-F21
    make_person(table.program, first_name="Ana", last_name="Núñez")
    with pytest.raises(Refused, match=sentence):
        make_series(table, **fields)
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"on": date(2026, 3, 1)}, "planned in the past"),
        ({"on": AT.date(), "starts_at": time(9)}, "has passed"),
        ({"place": "  "}, "where you meet"),
        ({"note": "We talk about Ana Lopez"}, "can't be in an invitation"),
    ],
)
def test_a_meeting_that_cannot_be_is_refused_with_a_sentence(table, fields, sentence):
    make_person(table.program, first_name="Ana", last_name="Lopez", preferred_name="Nita")
    meeting_input = make_meeting_input(**fields)
    with pytest.raises(Refused, match=sentence):
        services.add_meeting(actor=table.actor(), program=table.program, meeting_input=meeting_input, at=AT)


def test_a_canceled_meeting_planned_again_is_another_event(table):  # C-F17
    make_series(table)
    first = Meeting.objects.earliest("starts_at")
    for _twice in range(2):
        services.cancel_meeting(actor=table.actor(), meeting=first, at=AT)
    with pytest.raises(Refused, match="was canceled"):
        services.confirm_meeting(actor=table.actor(), meeting=first, at=AT)
    again = make_meeting_input(first.slot_on, place=first.place)
    second = services.add_meeting(actor=table.actor(), program=table.program, meeting_input=again, at=AT)
    assert second.calendar_id != first.calendar_id
    assert queries.asked_ids(second) == queries.asked_ids(first)
    with pytest.raises(Refused, match="at that time already"):
        services.add_meeting(actor=table.actor(), program=table.program, meeting_input=again, at=AT)


def test_a_meeting_without_a_rhythm_asks_no_one_by_itself(table):
    meeting = services.add_meeting(
        actor=table.actor(), program=table.program, meeting_input=make_meeting_input(), at=AT
    )
    assert queries.asked_ids(meeting) == set()


def test_a_meeting_that_started_keeps_its_date(table):
    meeting = make_meeting(table.program, table.user("officer"))
    services.record_arrival(actor=table.actor(), meeting=meeting, user_id=table.user("officer").pk, at=AT)
    with pytest.raises(Refused, match="has started"):
        services.cancel_meeting(actor=table.actor(), meeting=meeting, at=AT)


def test_saving_without_a_change_changes_nothing(table):
    meeting = make_meeting(table.program, starts_at=AT + timedelta(days=1))
    same = make_meeting_input(
        date(2026, 3, 3), starts_at=time(10), minutes=90, place="Courthouse annex", note=""
    )
    after = services.change_meeting(actor=table.actor(), meeting=meeting, meeting_input=same, at=AT)
    assert after.changed_at == meeting.changed_at


def test_the_program_manager_leads_until_someone_is_chosen_and_is_covered_on_leave(table):
    program, worker = table.program, table.user("case_manager")
    assert queries.facilitator_ids(program, AT) == {table.user("program_manager").pk}
    assert not policies.may_lead(table.actor("case_manager"), program, AT)
    for _twice in range(2):
        services.choose_facilitator(actor=table.actor(), program=program, user_id=worker.pk, at=AT)
    assert FacilitatorDuty.objects.count() == 1
    assert queries.facilitator_ids(program, AT) == {worker.pk}
    assert policies.may_lead(table.actor("case_manager"), program, AT)
    HandoverPlan.objects.create(
        program=program,
        user_id=worker.pk,
        kind="leave",
        starts_on=AT.date(),
        ends_on=AT.date() + timedelta(days=3),
        stand_in_id=table.user("peer_support").pk,
        made_at=AT,
    )
    assert queries.facilitator_ids(program, AT) == {table.user("peer_support").pk}
    assert queries.facilitator_ids(program, AT + timedelta(days=3)) == {table.user("peer_support").pk}
    assert queries.facilitator_ids(program, AT + timedelta(days=4)) == {worker.pk}
    services.choose_facilitator(actor=table.actor(), program=program, user_id=None, at=AT + timedelta(days=5))
    assert queries.facilitator_ids(program, AT + timedelta(days=5)) == {table.user("program_manager").pk}


def test_a_facilitator_who_left_is_followed_by_the_program_manager(table):
    worker = table.user("case_manager")
    services.choose_facilitator(actor=table.actor(), program=table.program, user_id=worker.pk, at=AT)
    worker.is_active = False
    worker.save()
    assert queries.facilitator_ids(table.program, AT) == {table.user("program_manager").pk}


def test_only_the_manager_chooses_and_only_from_the_care_team(table):
    officer = table.user("officer").pk
    keeper = make_member(table.program, "data_manager").pk
    for user_id in (officer, keeper):
        with pytest.raises(Refused, match="Choose someone on the care team"):
            services.choose_facilitator(actor=table.actor(), program=table.program, user_id=user_id, at=AT)
    with pytest.raises(Refused, match="Only the program manager"):
        services.choose_facilitator(
            actor=table.actor("case_manager"), program=table.program, user_id=None, at=AT
        )


@pytest.mark.parametrize("role", ["officer", "case_manager"])
def test_no_one_else_plans_meetings(table, role):
    with pytest.raises(Refused, match="Only the facilitator"):
        services.save_series(
            actor=table.actor(role), program=table.program, series_input=make_series_input(table), at=AT
        )


def test_a_manager_of_another_program_leads_nothing_here(table):
    other = make_actor(make_program(), "program_manager")
    assert not policies.may_lead(other, table.program, AT)
    with pytest.raises(Refused, match="Only the program manager"):
        services.choose_facilitator(actor=other, program=table.program, user_id=None, at=AT)
