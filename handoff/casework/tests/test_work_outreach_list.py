"""Who is on the outreach list, and which participants have not been heard from."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from handoff.accounts.models import User
from handoff.casework.presenters import contact_options, due_status
from handoff.casework.queries import (
    OutreachFilter,
    Urgency,
    count_outreach,
    filter_outreach,
    out_of_touch_participants,
    outreach_list,
)
from handoff.enrollment import services as enrollment
from handoff.participants.models import TeamMember
from handoff.referrals.models import HandoffRecord, Pathway, Referral
from handoff.testing.casework import make_contact, make_contact_point, make_help, make_waiting_person
from handoff.testing.enrollment import make_intake, make_participant
from handoff.testing.programs import AT, make_actor, make_person, make_program

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def worker(program):
    return make_actor(program, "peer_support")


def test_the_longest_wait_comes_first(program):
    newer = make_waiting_person(program)
    older = make_waiting_person(program, at=AT - timedelta(hours=5))
    social = make_waiting_person(
        program, pathway=Pathway.COMMUNITY, at=AT - timedelta(hours=1), state="submitted"
    )
    assert list(outreach_list(program)) == [older, social, newer]


@pytest.mark.parametrize("state", ["declined", "withdrawn", "ineligible", "exception_requested"])
def test_only_open_referrals_are_on_the_list(program, state):
    make_waiting_person(program, state=state)
    assert not outreach_list(program).exists()


def test_a_failed_attempt_counts_and_keeps_the_person_on_the_list(program, worker):
    referral = make_waiting_person(program)
    make_contact(referral.person, referral, worker, AT + timedelta(hours=1))
    make_contact(referral.person, referral, worker, AT + timedelta(hours=2), how="visit", result="left_word")
    found: Any = outreach_list(program).get()
    assert (found.attempts, found.last_how, found.last_result) == (2, "visit", "left_word")
    assert found.last_tried_at == AT + timedelta(hours=2)


def test_a_person_reached_by_anyone_leaves_the_list(program, worker):
    referral = make_waiting_person(program)
    make_contact(referral.person, None, worker, AT + timedelta(hours=1), result="reached")
    assert not outreach_list(program).exists()


def test_reached_before_the_encounter_does_not_count(program, worker):
    person = make_person(program)
    make_contact(person, None, worker, AT - timedelta(days=3), result="reached")
    referral = make_waiting_person(program)
    Referral.objects.filter(pk=referral.pk).update(person=person)
    found: Any = outreach_list(program).get()
    assert found.attempts == 0 and found.last_result is None


def test_a_started_intake_counts_as_contact(program):
    make_intake(make_waiting_person(program), ready=False)
    assert not outreach_list(program).exists()


def test_programs_do_not_see_each_others_queues(program):
    make_waiting_person(program)
    assert not outreach_list(make_program()).exists()


@pytest.mark.parametrize(
    ("ahead", "words", "kind"),
    [
        (timedelta(hours=47, minutes=59), "due in 47 hours", "info"),
        (timedelta(hours=12), "due in 12 hours", "info"),
        (timedelta(hours=5, minutes=20), "due in 5 hours", "soon"),
        (timedelta(hours=1), "due in 1 hour", "soon"),
        (timedelta(minutes=40), "due within the hour", "soon"),
        (timedelta(0), "overdue", "overdue"),
        (timedelta(minutes=-20), "overdue", "overdue"),
        (timedelta(hours=-3), "overdue by 3 hours", "overdue"),
        (timedelta(hours=-50), "overdue by 2 days", "overdue"),
        (timedelta(days=3), "due in 3 days", "info"),
    ],
)
def test_the_due_text_uses_hours_then_days(program, ahead, words, kind):
    clock = due_status(AT + ahead, AT, program)
    assert (clock.text, clock.kind) == (words, kind)


def test_a_number_that_does_not_work_is_shown_without_a_call_link(program):
    person = make_person(program)
    make_contact_point(person, value="+19105550101", works="no")
    make_contact_point(person, value="+19105550102", works="yes", safe_to_text=False)
    make_contact_point(person, kind="place", value="The library", works="unknown", safe_to_leave_word=True)
    make_contact_point(person, value="+19105550103", ended_at=AT)
    works, place, broken = contact_options(person)
    assert (works.number, works.may_text, works.safety) == (
        "+19105550102",
        False,
        "Don't text. Don't leave a message.",
    )
    assert (place.text, place.number, place.safety) == ("The library", "", "OK to leave a message.")
    assert (broken.number, broken.status) == ("", "Doesn't work")


def wanted_of(program, worker, at, show="all", **more):
    return list(filter_outreach(program, worker, at, OutreachFilter(show=show, **more)))


def test_the_scene_comes_first_then_new_then_overdue_then_the_rest(program, worker):  # W1
    """At the scene now, new, overdue (longest first), then those tried and not yet due."""
    now = AT + timedelta(days=10)
    overdue = make_waiting_person(program, at=now - timedelta(days=6))
    longest = make_waiting_person(program, at=now - timedelta(days=9))
    tried = make_waiting_person(program, at=now - timedelta(hours=5))
    make_contact(tried.person, tried, worker, now - timedelta(hours=1))
    new = make_waiting_person(program, at=now - timedelta(hours=4))
    scene = make_waiting_person(program, at=now - timedelta(minutes=20))
    call = {"referral": scene, "kind": "warm", "recorded_at": now}
    HandoffRecord.objects.create(occurred_at=now - timedelta(minutes=10), **call)
    assert wanted_of(program, worker, now) == [scene, new, longest, overdue, tried]
    assert wanted_of(program, worker, now, "new") == [scene, new]
    assert wanted_of(program, worker, now, "overdue") == [longest, overdue]
    counts = count_outreach(program, worker, now)
    assert counts == {"all": 5, "new": 2, "mine": 1, "overdue": 2}


def test_the_card_says_when_help_arrived(client, program, worker):  # R10
    now = timezone.now()
    referral = make_waiting_person(program, at=now - timedelta(minutes=40))
    call = now - timedelta(minutes=30)
    HandoffRecord.objects.create(
        referral=referral, kind="warm", occurred_at=call, called_at=call, recorded_at=now
    )
    client.force_login(User.objects.get(pk=worker.user_id))
    home = reverse("home:home", args=[program.slug])
    outreach = reverse("casework:outreach", args=[program.slug])
    assert "At the scene now" in client.get(outreach).content.decode()
    assert "At the scene now" in client.get(home).content.decode()
    HandoffRecord.objects.update(arrived_at=now - timedelta(minutes=10))
    card = client.get(outreach).content.decode()
    assert "Log the contact below, so that no one calls again." in card and "At the scene now" not in card
    assert "Help arrived. Log the contact." in client.get(home).content.decode()


def test_a_call_three_hours_ago_is_no_longer_at_the_scene(program, worker):  # W1
    referral = make_waiting_person(program)
    HandoffRecord.objects.create(referral=referral, kind="warm", occurred_at=AT, recorded_at=AT)
    found = filter_outreach(program, worker, AT + timedelta(hours=3), OutreachFilter())
    assert [each.urgency for each in found] == [Urgency.NEW]


def test_mine_are_those_i_tried_and_those_on_whose_team_i_am(program, worker):  # W1
    now = AT + timedelta(hours=2)
    tried, on_team, other = (make_waiting_person(program) for _number in range(3))
    make_contact(tried.person, tried, worker, AT + timedelta(hours=1))
    make_contact(other.person, other, make_actor(program, "peer_support"), AT + timedelta(hours=1))
    TeamMember.objects.create(person=on_team.person, user_id=worker.user_id, why="added", starts_at=AT)
    assert set(wanted_of(program, worker, now, "mine")) == {tried, on_team}


def test_the_opened_referral_stays_on_its_part_of_the_list(program, worker):  # W1
    referral = make_waiting_person(program)
    assert wanted_of(program, worker, AT, "overdue") == []
    assert wanted_of(program, worker, AT, "overdue", opened=referral.public_id) == [referral]


def test_days_overdue_are_counted_as_on_every_other_page(program):  # W5
    """29 calendar days, though fewer than 29 times 24 hours have passed."""
    due_at = AT.replace(hour=23)
    now = due_at + timedelta(days=28, hours=14)
    assert due_status(due_at, now, program).text == "overdue by 29 days"


def out_of_touch_names(program, days=30, at=AT + timedelta(days=60)):
    return [each.person for each in out_of_touch_participants(program, at, days)]


def test_participants_out_of_touch_are_listed_longest_silence_first(program, worker):
    newer = make_participant(program, at=AT + timedelta(days=20)).person
    older = make_participant(program).person
    assert out_of_touch_names(program) == [older, newer]


def test_a_participant_is_listed_after_exactly_30_days(program):
    person = make_participant(program).person
    assert out_of_touch_names(program, at=AT + timedelta(days=30)) == [person]
    assert out_of_touch_names(program, at=AT + timedelta(days=30, seconds=-1)) == []


@pytest.mark.parametrize("touch", ["reached", "help"])
def test_being_reached_or_helped_counts_as_contact(program, worker, touch):
    person = make_participant(program).person
    when = AT + timedelta(days=45)
    if touch == "reached":
        make_contact(person, None, worker, when, result="reached")
    else:
        make_help(person, worker, when)
    assert out_of_touch_names(program) == []


def test_a_failed_attempt_does_not_count_as_contact(program, worker):
    person = make_participant(program).person
    make_contact(person, None, worker, AT + timedelta(days=59), result="left_word")
    assert out_of_touch_names(program) == [person]


def test_inactive_participants_are_not_listed_and_becoming_active_counts_as_contact(program, worker):
    participant = make_participant(program)
    when = AT + timedelta(days=40)
    enrollment.make_inactive(actor=worker, enrollment=participant, reason="stable", note="", at=when)
    assert out_of_touch_names(program) == []
    enrollment.make_active(actor=worker, enrollment=participant, at=when + timedelta(days=10))
    assert out_of_touch_names(program) == []
    assert out_of_touch_names(program, at=AT + timedelta(days=80)) == [participant.person]


def test_a_suggestion_changes_no_ones_status(program):
    participant = make_participant(program)
    out_of_touch_names(program)
    assert participant.status_periods.get().status == "active"
