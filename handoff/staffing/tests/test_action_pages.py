"""Actions of a meeting on pages: done by whoever took them on, and named at closing when that person left (S2)."""

import pytest
from django.urls import reverse

from handoff.staffing.models import Meeting
from handoff.testing.meetings import MeetingRoom, decide_action
from handoff.testing.programs import AT


@pytest.fixture
def room(client, db, clock):
    return MeetingRoom(client)


def test_an_action_for_someone_who_left_is_named_where_the_meeting_is_closed(room):
    room.enter()
    meeting = room.meeting.public_id
    decide_action(room, room.meeting, room.bob, owner="peer_support")
    assert "Remove it and add it" not in room.get("agenda", meeting)
    room.user("peer_support").memberships.update(ends_on=AT.date())
    page = room.post("close", meeting)
    assert "no longer has a role" in page and "Bob Birchall: Ask about the room" in page
    assert room.path("discuss", meeting, room.bob.public_id) in page
    assert Meeting.objects.get().closed_at is None


def test_a_worker_reads_the_agenda_and_does_their_actions(room):
    action = decide_action(room, room.meeting, room.bob, owner="peer_support")
    room.enter()
    room.post("close", room.meeting.public_id)
    room.enter("peer_support")
    assert "Bob Birchall" in room.get("agenda", room.meeting.public_id)
    assert room.client.get(room.path("packet", room.meeting.public_id)).status_code == 404
    home = room.client.get(reverse("home:home", args=[room.program.slug])).content.decode()
    assert "Actions from the meeting" in home and "Ask about the room" in home
    assert "Bob Birchall" in room.get("actions")
    assert "No open actions" in room.post("end_action", action.public_id, end="done")


def test_a_partner_ends_their_own_action_and_finds_no_one_elses(room):
    mine = decide_action(room, room.meeting, room.ann, owner="officer", about="participation")
    other = decide_action(room, room.meeting, room.ann)
    room.enter()
    room.post("close", room.meeting.public_id)
    room.enter("officer")
    home = room.client.get(reverse("home:home", args=[room.program.slug])).content.decode()
    assert "1 action to do" in home and "Ashford" not in home
    page = room.get("actions")
    assert "Ann Ashford" in page and "42 CFR part 2" in page
    assert room.client.post(room.path("end_action", other.public_id), {"end": "done"}).status_code == 404
    unknown = other.public_id.__class__(int=1)
    assert room.client.post(room.path("end_action", unknown), {"end": "done"}).status_code == 404
    room.post("end_action", mine.public_id, end="done")
    mine.refresh_from_db()
    assert mine.end == "done"
