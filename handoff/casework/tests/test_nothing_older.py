"""Ways around break-glass: a vain call, a new referral of someone with a worker, lists without names (finding-S7)."""

from datetime import timedelta

import pytest
from django.test import Client

from handoff.access.roles import RoleName
from handoff.audit.models import AuditEvent
from handoff.casework import presenters, queries
from handoff.casework.services import record_contact
from handoff.desk.trail.queries.rows import rows_about
from handoff.participants.models import TeamMember
from handoff.participants.queries import can_open_record, is_on_team, openable_people
from handoff.participants.team.services import open_with_reason
from handoff.testing.casework import make_approach_note, make_contact_point
from handoff.testing.enrollment import make_referral
from handoff.testing.programs import AT, actor_of, make_member, make_person, make_program

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=40)


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def worker(program):
    return actor_of(make_member(program, RoleName.CASE_MANAGER), program)


@pytest.fixture
def colleague(program):
    return actor_of(make_member(program, RoleName.PEER_SUPPORT), program)


@pytest.fixture
def participant(program, worker):
    """Someone with a worker, an older number and an older note, not enrolled, referred again by a colleague."""
    person = make_person(program, last_name="Zqlast")
    TeamMember.objects.create(
        person=person, user_id=worker.user_id, why="added", starts_at=AT, added_by_id=worker.user_id
    )
    make_contact_point(person, kind="place", value="zqolder")
    make_approach_note(person, "zqoldernote")
    make_referral(program, person, pathway="community", state="accepted", decision=None, at=LATER)
    make_contact_point(person, kind="place", value="zqnewer", added_at=LATER)
    return person


@pytest.mark.parametrize(
    ("result", "joins"), [("reached", True), ("not_reached", False), ("left_word", False)]
)
def test_only_a_person_who_was_reached_is_the_callers_for_a_month(program, colleague, worker, result, joins):
    person = make_person(program)
    TeamMember.objects.create(
        person=person, user_id=worker.user_id, why="added", starts_at=AT, added_by_id=worker.user_id
    )
    open_with_reason(actor=colleague, person=person, reason="covering", at=AT)
    record_contact(
        actor=colleague,
        person=person,
        referral=None,
        how="phone",
        result=result,
        occurred_at=AT,
        key="k",
        at=AT,
    )
    assert is_on_team(colleague, person, AT + timedelta(days=2)) == joins
    assert can_open_record(colleague, person, AT + timedelta(days=2)) == joins


def outreach_words(program, actor):
    cards = presenters.outreach_cards(list(queries.outreach_list(program)), actor, LATER)
    return [(card.closed, card.approach, [each.text for each in card.contact_options]) for card in cards]


def test_a_new_referral_opens_nothing_older_to_a_colleague(program, participant, worker, colleague):
    assert outreach_words(program, colleague) == [(True, "", ["zqnewer"])]
    [(closed, approach, ways)] = outreach_words(program, worker)
    assert (closed, approach, sorted(ways)) == (False, "zqoldernote", ["zqnewer", "zqolder"])


def test_the_page_of_a_colleague_shows_nothing_older_and_names_whom_it_showed(
    program, participant, colleague
):
    client = Client()
    client.force_login(TeamMember._meta.apps.get_model("accounts", "User").objects.get(pk=colleague.user_id))
    page = client.get(f"/p/{program.slug}/outreach/").content.decode()
    assert "zqolder" not in page and "zqoldernote" not in page
    row = AuditEvent.objects.get(action="outreach.opened")
    assert row.details["people"] == [str(participant.public_id)]
    assert row in rows_about(participant)
    assert row not in rows_about(make_person(program))


def test_a_whole_list_is_opened_as_each_record_is(program, participant, worker, colleague):
    free, opened = make_person(program), make_person(program)
    TeamMember.objects.create(
        person=opened, user_id=worker.user_id, why="added", starts_at=AT, added_by_id=worker.user_id
    )
    open_with_reason(actor=colleague, person=opened, reason="covering", at=LATER)
    left = make_person(program)
    TeamMember.objects.create(
        person=left, user_id=colleague.user_id, why="added", starts_at=AT, ends_at=AT + timedelta(minutes=1)
    )
    everyone = [participant, free, opened, left]
    analyst = actor_of(make_member(program, RoleName.DATA_MANAGER), program)
    for actor in (worker, colleague, analyst):
        for at in (AT, LATER, LATER + timedelta(hours=12)):
            one_by_one = {each.pk for each in everyone if can_open_record(actor, each, at)}
            assert openable_people(actor, [each.pk for each in everyone], at) == one_by_one
