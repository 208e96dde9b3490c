"""Who is asked, who is at the table, and the confidentiality agreement before anyone sits down (S1, C4)."""

from datetime import timedelta

import pytest

from handoff.core.refusals import Refused
from handoff.staffing.meetings import queries, services
from handoff.staffing.models import Presence
from handoff.testing.meetings import Table, make_meeting
from handoff.testing.programs import AT, make_member, make_person


@pytest.fixture
def table(db):
    return Table()


@pytest.fixture
def meeting(table):
    return make_meeting(table.program, *table.users.values())


def arrive(table, meeting, user, at=AT):
    return services.record_arrival(actor=table.actor(), meeting=meeting, user_id=user.pk, at=at)


def leave(table, meeting, user, at=AT):
    services.record_departure(actor=table.actor(), meeting=meeting, user_id=user.pk, at=at)


def test_people_arrive_leave_and_come_back_and_the_first_opens_the_meeting(table, meeting):
    officer = table.user("officer")
    assert arrive(table, meeting, officer) == arrive(table, meeting, officer)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.opened_at) == ("open", AT)
    for _twice in range(2):
        leave(table, meeting, officer, AT + timedelta(minutes=10))
    assert queries.present_ids(meeting) == set()
    arrive(table, meeting, officer, AT + timedelta(minutes=20))
    assert queries.present_ids(meeting) == {officer.pk}
    assert Presence.objects.count() == 2


def test_an_arrival_by_mistake_before_the_time_leaves_a_meeting_that_can_be_canceled(table):
    officer = table.user("officer")
    later = make_meeting(table.program, officer, starts_at=AT + timedelta(hours=2))
    arrive(table, later, officer)
    with pytest.raises(Refused, match="has started"):
        services.cancel_meeting(actor=table.actor(), meeting=later, at=AT)
    leave(table, later, officer)
    services.cancel_meeting(actor=table.actor(), meeting=later, at=AT)
    # One at which something was written, or whose time has come, has started.
    started = make_meeting(table.program, officer, starts_at=AT + timedelta(hours=3))
    for meeting, at in ((started, AT), (make_meeting(table.program, officer, starts_at=AT), AT)):
        arrive(table, meeting, officer, at)
        if meeting == started:
            meeting.discussions.create(person=make_person(table.program), saved_at=AT)
        leave(table, meeting, officer, at)
        meeting.refresh_from_db()
        assert meeting.state == "open"


def test_no_one_sits_down_before_they_signed_the_agreement(table, meeting):  # C4
    unsigned = make_member(table.program, "officer", signed=False)
    with pytest.raises(Refused, match="confidentiality agreement"):
        arrive(table, meeting, unsigned)
    assert not Presence.objects.exists()


def test_whoever_has_no_role_any_more_cannot_sit_down(table, meeting):
    officer = table.user("officer")
    officer.memberships.update(ends_on=AT.date())
    with pytest.raises(Refused, match="no longer has a role"):
        arrive(table, meeting, officer)


def test_attendance_starts_on_the_day_of_the_meeting(table):
    meeting = make_meeting(table.program, starts_at=AT + timedelta(days=1))
    with pytest.raises(Refused, match="from the day of the meeting"):
        arrive(table, meeting, table.user("officer"))


@pytest.mark.parametrize(
    ("state", "closed_at", "sentence"), [("closed", AT, "is closed"), ("canceled", None, "was canceled")]
)
def test_no_one_arrives_or_is_asked_after_the_end(table, state, closed_at, sentence):
    meeting = make_meeting(table.program, state=state, closed_at=closed_at)
    officer = table.user("officer")
    with pytest.raises(Refused, match=sentence):
        arrive(table, meeting, officer)
    with pytest.raises(Refused, match=sentence):
        leave(table, meeting, officer)
    with pytest.raises(Refused, match=sentence):
        services.choose_attendees(actor=table.actor(), meeting=meeting, user_ids=[officer.pk], at=AT)


def test_a_partner_finds_only_meetings_they_are_asked_to(table, meeting):
    officer = table.user("officer")
    found = queries.find_meeting(table.program, table.actor("officer"), meeting.public_id, leads=False)
    assert found == meeting
    others = [each.pk for each in table.users.values() if each != officer]
    services.choose_attendees(actor=table.actor(), meeting=meeting, user_ids=others, at=AT)
    assert queries.find_meeting(table.program, table.actor("officer"), meeting.public_id, leads=False) is None
    assert queries.find_meeting(table.program, table.actor("peer_support"), meeting.public_id, leads=False)


def test_a_date_on_a_holiday_is_no_partners_business_until_it_is_confirmed(table):
    officer = table.user("officer")
    meeting = make_meeting(table.program, officer, starts_at=AT + timedelta(days=9), state="proposed")
    asked = (table.program, table.actor("officer"), meeting.public_id)
    assert queries.find_meeting(*asked, leads=False) is None
    services.confirm_meeting(actor=table.actor(), meeting=meeting, at=AT)
    assert queries.find_meeting(*asked, leads=False) == meeting
