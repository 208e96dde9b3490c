"""The agenda is pulled from records, in the order of its weights, in a fixed number of queries (S1, C-F08, C-F25)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handoff.casework.models import Need, NeedEvent
from handoff.casework.needs.services import withdraw_milestone
from handoff.charges.models import Disposition, NewCharge
from handoff.core.refusals import Refused
from handoff.enrollment.models import StatusPeriod
from handoff.staffing.agendas.definitions import DEFAULT_WEIGHTS, News
from handoff.staffing.agendas.queries import since_of
from handoff.staffing.meetings.services import record_arrival
from handoff.staffing.models import ChargeDecision, Meeting
from handoff.staffing.table import presenters, queries, services
from handoff.testing.casework import make_court_case, make_court_order, make_milestone, make_need
from handoff.testing.consent import make_release
from handoff.testing.enrollment import make_referral
from handoff.testing.meetings import Table, decide_action, make_meeting
from handoff.testing.programs import AT, make_person
from handoff.testing.staffing import enroll, make_new_charge

DAY = timedelta(days=1)


@pytest.fixture
def table(db):
    return Table()


def people(table, *names):
    found = [make_person(table.program, first_name=each, last_name=each) for each in names]
    for number, each in enumerate(found, start=1):
        enroll(each, number)
    return found


def news(meeting, at=AT):
    """The news of each person by first name, without that everyone here was enrolled a moment ago."""
    return {
        each.person.first_name: [line.news for line in each.lines if line.news != News.STATUS_CHANGED]
        for each in queries.build_agenda(meeting, at)
    }


def close(table, meeting, at):
    services.close_meeting(actor=table.actor(at=at), meeting=meeting, at=at)


def hold(table, at):
    meeting = make_meeting(table.program, table.user("case_manager"), at=at)
    record_arrival(actor=table.actor(at=at), meeting=meeting, user_id=table.user("case_manager").pk, at=at)
    return meeting


def test_no_charge_of_another_person_and_no_warrant_waits_on_an_agenda_for_ever(table):  # C-F28
    """A charge entered in error was someone else's; a warrant is cleared, not decided."""
    mistaken, warrant, waiting = people(table, "Mistaken", "Warrant", "Waiting")
    for each, fields in (
        (mistaken, {"entered_in_error_at": AT}),
        (warrant, {"how": "warrant", "recorded_at": AT - 90 * DAY}),
        (waiting, {"recorded_at": AT - 90 * DAY}),
    ):
        NewCharge.objects.filter(pk=make_new_charge(each).pk).update(**fields)
    assert news(make_meeting(table.program)) == {"Waiting": [News.NEW_CHARGE], "Mistaken": [], "Warrant": []}


def test_a_charge_that_was_continued_comes_back_until_it_is_decided_or_the_court_closed_it(
    table,
):  # handbook 5d
    for number, (name, outcomes, closed) in enumerate(
        (
            ("Continued", ["continue"], False),
            ("Dismissed", ["continue", "dismiss"], False),
            ("Closed", ["continue"], True),
        ),
        start=1,
    ):
        person = make_person(table.program, first_name=name, last_name=name)
        enroll(person, number)
        charge = make_new_charge(person)
        NewCharge.objects.filter(pk=charge.pk).update(recorded_at=AT - 90 * DAY)
        for days, outcome in enumerate(outcomes):
            ChargeDecision.objects.create(
                charge=charge, outcome=outcome, decided_at=AT - (80 - days) * DAY, decided_by_id=1
            )
        if closed:
            Disposition.objects.create(charge=charge, code="VD", disposed_on=AT.date(), recorded_at=AT)
    found = news(make_meeting(table.program))
    assert found == {"Continued": [News.NEW_CHARGE], "Dismissed": [], "Closed": []}


def test_what_is_recorded_before_a_meeting_is_closed_late_is_news_at_the_next(table):
    (person,) = people(table, "Pat")
    first = hold(table, AT)
    NewCharge.objects.filter(pk=make_new_charge(person).pk).update(how="warrant", recorded_at=AT + DAY)
    close(table, first, AT + 2 * DAY)
    second = make_meeting(table.program, starts_at=AT + 14 * DAY)
    assert News.NEW_CHARGE in news(second, AT + 14 * DAY)["Pat"]


def test_the_weightiest_news_comes_first_and_people_without_news_last(table):
    _quiet, need, charged = people(table, "Quiet", "Need", "Charged")
    worker = table.actor("case_manager")
    make_need(need, worker, kind="housing")
    make_milestone(need, worker)
    make_new_charge(charged)
    make_release(charged, days=20, actor=worker)
    due = make_referral(table.program, person=make_person(table.program, first_name="Due", last_name="Due"))
    due.intake_due_on = AT.date() + 3 * DAY
    due.state = "accepted"
    due.save()
    meeting = make_meeting(table.program)
    assert list(news(meeting).items()) == [
        ("Charged", [News.NEW_CHARGE, News.ROI_ENDING]),
        ("Due", [News.INTAKE_DUE]),
        ("Need", [News.UNMET_NEED, News.MILESTONE]),
        ("Quiet", []),
    ]
    weights = {**DEFAULT_WEIGHTS, News.UNMET_NEED: 40}
    services.set_weights(actor=table.actor(), program=table.program, weights=weights, at=AT)
    assert next(iter(news(meeting))) == "Need"
    for wrong in ({}, {**DEFAULT_WEIGHTS, News.MILESTONE: 51}):
        with pytest.raises(Refused, match="number from 0"):
            services.set_weights(actor=table.actor(), program=table.program, weights=wrong, at=AT)


def test_a_need_is_open_by_what_last_happened_with_it(table):
    met, again = people(table, "Met", "Again")
    for person, happened in ((met, ("met",)), (again, ("met", "opened_again"))):
        need = make_need(person, table.actor("case_manager"), kind="housing")
        for number, what in enumerate(happened):
            NeedEvent.objects.create(
                need=need, what=what, occurred_on=AT.date(), recorded_at=AT + number * DAY
            )
    found = news(make_meeting(table.program))
    assert (News.UNMET_NEED in found["Met"], News.UNMET_NEED in found["Again"]) == (False, True)


def test_news_counts_from_the_last_meeting_that_was_held(table):  # C-F25
    (person,) = people(table, "Pat")
    first = hold(table, AT)
    action = decide_action(table, first, person, due_on=AT.date() + 8 * DAY)
    assert news(first)["Pat"] == []
    close(table, first, AT + timedelta(hours=1))
    make_meeting(table.program, at=AT, starts_at=AT + 14 * DAY, state=Meeting.State.CANCELED)
    later = AT + 29 * DAY
    second = hold(table, later)
    assert since_of(second) == AT + timedelta(hours=1)
    lines = queries.build_agenda(second, later)[0].lines
    assert [each.record for each in lines if each.news == News.OPEN_ACTION] == [action]
    close(table, second, later)
    third = make_meeting(table.program, at=AT, starts_at=later + 14 * DAY)
    assert news(third, later)["Pat"].count(News.OPEN_ACTION) == 1
    services.end_action(actor=table.actor(), action=action, end="done", at=later)
    assert News.OPEN_ACTION not in news(third, later)["Pat"]


def test_an_action_whose_owner_left_comes_first(table):  # C-F25
    busy, person = people(table, "Busy", "Pat")
    make_new_charge(busy)
    meeting = hold(table, AT)
    decide_action(table, meeting, person, owner="peer_support")
    close(table, meeting, AT)
    table.user("peer_support").memberships.update(ends_on=AT.date())
    coming = make_meeting(table.program, starts_at=AT + 14 * DAY)
    assert next(iter(news(coming).items())) == ("Pat", [News.NO_OWNER])


def test_someone_who_died_is_left_out_and_an_inactive_one_is_not(table):  # C-F08
    for person, reason in zip(people(table, "Gone", "Moved"), ("deceased", "moved"), strict=True):
        make_need(person, table.actor("case_manager"))
        period = StatusPeriod.objects.get(enrollment__person=person)
        period.status, period.reason = "inactive", reason
        period.save()
    found = news(make_meeting(table.program, starts_at=AT + DAY))
    assert list(found) == ["Moved"]


def test_lost_contact_ended_releases_and_new_status_are_news(table):
    _silent, over = people(table, "Silent", "Over")
    make_release(over, days=1, actor=table.actor("case_manager"))
    later = AT + 20 * DAY
    found = news(make_meeting(table.program, at=AT, starts_at=later), later)
    assert News.OUT_OF_TOUCH in found["Silent"]
    assert News.ROI_ENDING in found["Over"]
    new = queries.build_agenda(make_meeting(table.program, starts_at=AT + DAY), AT)
    assert all(News.STATUS_CHANGED in {line.news for line in each.lines} for each in new)


def test_an_intake_that_is_not_due_soon_or_has_no_deadline_is_no_news(table):
    for days in (None, 20):
        referral = make_referral(table.program, person=make_person(table.program))
        referral.intake_due_on = None if days is None else AT.date() + days * DAY
        referral.state = "accepted"
        referral.save()
    assert news(make_meeting(table.program)) == {}


def test_a_need_that_was_met_is_no_news(table):
    (person,) = people(table, "Pat")
    make_need(person, table.actor("case_manager"))
    Need.objects.get().events.create(what="met", occurred_on=AT.date(), recorded_at=AT)
    assert news(make_meeting(table.program))["Pat"] == []


def test_forty_people_take_no_more_queries_than_two(table):
    meeting = make_meeting(table.program)

    def fill(first, last):
        for number in range(first, last):
            person = make_person(table.program)
            enroll(person, number)
            make_need(person, table.actor("case_manager"))
            make_new_charge(person)

    def count():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            entries = queries.build_agenda(meeting, AT)
            queries.left_out(meeting, entries, AT)
        return len(captured)

    fill(1, 3)
    two = count()
    fill(3, 41)
    assert count() == two


def test_court_dates_are_on_the_agenda_and_warrants_stay_with_the_care_team(table):  # J4
    """A partner sees a court date under a release that covers charges, and never a warrant or a stay-away order."""
    (person,) = people(table, "Rowan")
    worker = table.actor("case_manager")
    make_court_case(person, worker)
    make_court_case(person, worker, number="2")
    make_court_case(person, worker, number="3", on=AT.date() + 15 * DAY)
    make_court_order(person, actor=worker)
    make_court_order(person, "stay_away", worker, ends_on=AT.date() + 15 * DAY)
    meeting = make_meeting(table.program)
    assert news(meeting) == {"Rowan": [News.COURT_DATE, News.COURT_ORDER]}
    (entry,) = queries.build_agenda(meeting, AT)
    words = presenters.Words(table.program, AT, {})
    assert [words.line(each) for each in entry.lines[:2]] == [
        "Court date: Wed, Mar 4, 2026, 9:00 AM · District Court, room 001A · 2 cases",
        "Warrant or stay-away order: Warrant · Since Mon, Mar 2, 2026",
    ]
    for kinds, seen in (({"participation"}, []), ({"participation", "charges"}, [News.COURT_DATE])):
        (shown,) = queries.as_seen([entry], {person.pk: frozenset(kinds)})
        assert [each.news for each in shown.lines] == seen


def test_what_was_over_before_the_last_meeting_is_no_news(table):
    """A charge that was decided, a release that ended long ago, a milestone that was entered by mistake."""
    decided, ended, mistaken = people(table, "Decided", "Ended", "Mistaken")
    worker = table.actor("case_manager")
    charge = make_new_charge(decided)
    NewCharge.objects.filter(pk=charge.pk).update(recorded_at=AT - 90 * DAY)
    ChargeDecision.objects.create(charge=charge, outcome="dismiss", decided_at=AT - 80 * DAY, decided_by_id=1)
    make_release(ended, days=1, at=AT - 60 * DAY, actor=table.actor("case_manager", AT - 60 * DAY))
    withdraw_milestone(actor=worker, milestone=make_milestone(mistaken, worker), at=AT)
    assert news(make_meeting(table.program)) == {"Decided": [], "Ended": [], "Mistaken": []}


def test_a_kind_of_news_counts_once_whatever_number_of_lines_it_has(table):
    one, two = people(table, "One", "Two")
    for person, needs in ((one, 1), (two, 2)):
        for kind in ("housing", "food")[:needs]:
            make_need(person, table.actor("case_manager"), kind=kind)
    weights = {
        each.person.first_name: each.weight for each in queries.build_agenda(make_meeting(table.program), AT)
    }
    assert weights["One"] == weights["Two"]
