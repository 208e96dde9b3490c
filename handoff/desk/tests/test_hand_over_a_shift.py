"""K5: what happened since the last shift, as far as the reader may know it, and a line for the next."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handoff.audit.models import AuditEvent
from handoff.casework.models import ContactAttempt, ShiftLine, ShiftReading
from handoff.casework.services import undo_contact
from handoff.core.refusals import Refused
from handoff.desk.shift import services
from handoff.desk.shift.definitions import FURTHEST
from handoff.desk.shift.queries import Kind, happenings, lines_since, since_when
from handoff.participants.models import TeamMember
from handoff.participants.services import write_approach_note
from handoff.referrals.models import HandoffRecord
from handoff.testing.casework import (
    make_appointment,
    make_contact,
    make_note,
    make_waiting_person,
    record_outcome,
)
from handoff.testing.enrollment import make_participant
from handoff.testing.programs import (
    AT,
    PASSWORD,
    actor_of,
    make_actor,
    make_agency,
    make_member,
    make_person,
    make_program,
)

pytestmark = pytest.mark.django_db

BEFORE, NOW = AT - timedelta(hours=1), AT + timedelta(hours=8)


class Desk:
    """Two workers of a program, and the browser of the second."""

    def __init__(self, client):
        self.client, self.program = client, make_program()
        self.agency = make_agency(self.program, "case_management")
        self.leaving = make_member(self.program, "peer_support", self.agency, full_name="Ana Bell")
        self.coming = make_member(self.program, "case_manager", self.agency, full_name="Ben Cole")
        self.ana, self.ben = (actor_of(each, self.program) for each in (self.leaving, self.coming))

    def path(self, name="show"):
        return reverse(f"shift:{name}", args=[self.program.slug])

    def get(self, user, query=""):
        self.client.login(username=user.username, password=PASSWORD)
        return self.client.get(self.path() + query).content.decode()

    def post(self, user, name="show", **sent):
        self.client.login(username=user.username, password=PASSWORD)
        return self.client.post(self.path(name), sent, follow=True).content.decode()

    def found(self, actor, since=BEFORE):
        return happenings(actor, self.program, since, NOW)


@pytest.fixture
def desk(client, clock):
    clock.at = NOW
    return Desk(client)


def test_each_kind_of_thing_that_happened_is_listed_newest_first(desk):
    waiting = make_waiting_person(desk.program)
    HandoffRecord.objects.create(
        referral=waiting, kind="warm", occurred_at=AT + timedelta(minutes=1), recorded_at=NOW
    )
    person = waiting.person
    make_contact(person, waiting, desk.ana, AT + timedelta(minutes=2), note="Call after 5")
    missed = make_appointment(person, desk.ana, starts_at=AT)
    record_outcome(missed, "missed", desk.ana, AT + timedelta(minutes=3))
    make_note(person, desk.ana, AT + timedelta(minutes=4), label="part2")
    write_approach_note(actor=desk.ana, person=person, text="Not after dark", at=AT + timedelta(minutes=5))
    found = desk.found(desk.ben)
    assert [each.kind for each in found if each.words != "Come after ten, never with a uniform."] == [
        Kind.SAFETY,
        Kind.NOTE,
        Kind.MISSED,
        Kind.CONTACT,
        Kind.HANDOFF,
        Kind.REFERRAL,
    ]
    page = desk.get(desk.coming, "?hours=24")
    assert person.full_name in page and "Call after 5" in page and "Ana Bell" in page
    assert "Talked on the porch" not in page
    event = AuditEvent.objects.get(action="shift.listed")
    assert event.details["people"] == [str(person.public_id)]


def test_a_note_that_the_reader_may_not_read_is_not_there(desk):
    """ADR 0046: that there was a counseling session is for its author and the supervisor."""
    person = make_waiting_person(desk.program).person
    make_note(person, desk.ana, label="counseling")
    for actor, sees in (
        (desk.ana, True),
        (desk.ben, False),
        (make_actor(desk.program, "program_manager"), True),
    ):
        assert (Kind.NOTE in {each.kind for each in desk.found(actor)}) is sees


def test_of_someone_with_a_team_a_colleague_learns_only_what_is_on_the_outreach_list(desk):
    """C8: a record that needs a reason isn't opened by the back of a list."""
    enrollment = make_participant(desk.program, make_person(desk.program), desk.ana)
    make_contact(enrollment.person, None, desk.ana, result="reached", note="Moved in with her aunt")
    assert TeamMember.objects.filter(person=enrollment.person, user_id=desk.leaving.pk).exists()
    assert {each.kind for each in desk.found(desk.ana)} >= {Kind.CONTACT, Kind.REFERRAL}
    assert desk.found(desk.ben) == []
    assert "Moved in" not in desk.get(desk.coming, "?hours=24")


def test_of_someone_waiting_who_has_a_team_already_only_the_referral_is_shown(desk):
    """C8: being on the outreach list opens no contact and no safety note to the rest."""
    person = make_waiting_person(desk.program).person
    make_contact(person, None, desk.ana, note="Sleeps at the mill")
    TeamMember.objects.create(person=person, user_id=desk.leaving.pk, why="added", starts_at=AT)
    assert {each.kind for each in desk.found(desk.ben)} == {Kind.REFERRAL}
    assert {each.kind for each in desk.found(desk.ana)} >= {Kind.CONTACT, Kind.SAFETY}


def test_nothing_of_another_program_happened_here(desk):
    """Ben works in a neighboring program too, where no one has a team yet."""
    elsewhere = make_program()
    actor = actor_of(make_member(elsewhere, "case_manager", user=desk.coming), elsewhere)
    waiting = make_waiting_person(elsewhere)
    make_contact(waiting.person, waiting, actor)
    record_outcome(make_appointment(waiting.person, actor, starts_at=AT), "missed", actor)
    services.leave_line(actor=actor, program=elsewhere, words="Van", key=str(uuid.uuid4()), at=AT)
    assert len(happenings(actor, elsewhere, BEFORE, NOW)) >= 4
    assert desk.found(desk.ben) == [] and lines_since(desk.program, BEFORE) == []


def test_a_handoff_that_was_recorded_late_is_news_when_it_was_recorded(desk):
    """An officer records it hours later; whoever had read the page by then never saw it."""
    waiting = make_waiting_person(desk.program)
    HandoffRecord.objects.create(referral=waiting, kind="warm", occurred_at=AT, recorded_at=NOW)
    assert {each.kind for each in desk.found(desk.ben, AT + timedelta(hours=4))} == {Kind.HANDOFF}


def test_what_happened_with_others_hides_nothing_of_ones_own(desk):
    """The newest of a kind were read before those of others were left out."""
    person = make_participant(desk.program, make_person(desk.program), desk.ben).person
    make_contact(person, None, desk.ben)
    theirs = make_participant(desk.program, make_person(desk.program), desk.ana).person
    values = {"program": desk.program, "person": theirs, "how": "phone", "result": "not_reached"}
    later = AT + timedelta(hours=1)
    ContactAttempt.objects.bulk_create(
        ContactAttempt(**values, occurred_at=later, recorded_at=later, key=f"k{number}")
        for number in range(400)
    )
    assert Kind.CONTACT in {each.kind for each in desk.found(desk.ben)}


def test_an_undone_contact_did_not_happen(desk):
    waiting = make_waiting_person(desk.program)
    contact = make_contact(waiting.person, waiting, desk.ana)
    undo_contact(actor=desk.ana, contact=contact, at=AT)
    assert Kind.CONTACT not in {each.kind for each in desk.found(desk.ben)}


def test_the_page_starts_where_the_reader_stopped(desk):
    user = desk.coming.pk
    assert since_when(desk.program, user, None, NOW) == NOW - timedelta(hours=12)
    services.mark_read(actor=desk.ben, program=desk.program, until=AT, at=AT)
    services.mark_read(actor=desk.ana, program=desk.program, until=NOW, at=NOW)
    assert since_when(desk.program, user, None, NOW) == AT
    assert since_when(desk.program, user, 24, NOW) == NOW - timedelta(hours=24)
    assert since_when(desk.program, user, None, AT + timedelta(days=30)) == AT + timedelta(days=23)


def test_the_leaving_shift_leaves_a_line_and_sees_who_read_it(desk):
    assert "Enter a line" in desk.post(desk.leaving, words=" ")
    page = desk.post(desk.leaving, words="Van is at the shop", submission_key=str(uuid.uuid4()))
    assert "Van is at the shop" in page and "Read by" not in page
    assert "starts from here" in desk.post(desk.leaving, "mark_read")
    assert "Van is at the shop" in desk.get(desk.coming)
    desk.post(desk.coming, "mark_read")
    page = desk.get(desk.leaving)
    assert "Read by Ben Cole" in page and "Read by Ana" not in page
    assert ShiftReading.objects.count() == 2
    assert "Nothing happened that you can see" in page


@pytest.mark.parametrize(
    ("sent", "read_at"),
    [
        (AT.isoformat(), AT),
        ("soon", NOW),
        ("2999-01-01T00:00:00+00:00", NOW),
        ("0001-01-01T00:00:00+14:00", NOW - FURTHEST),
    ],
)
def test_what_came_after_the_page_was_shown_is_not_read(desk, sent, read_at):
    """A safety note written while the page stood open is on it the next time."""
    desk.post(desk.leaving, "mark_read", shown_at=sent)
    assert ShiftReading.objects.get().read_at == read_at
    assert f'value="{NOW.isoformat()}"' in desk.get(desk.leaving)


def test_a_line_is_left_once_and_goes_after_a_month(desk):
    key = str(uuid.uuid4())

    def leave(at, key):
        return services.leave_line(actor=desk.ana, program=desk.program, words=" Van ", key=key, at=at)

    assert leave(AT, key) == leave(AT, key) and ShiftLine.objects.get().words == "Van"
    with pytest.raises(Refused, match="already saved this form with other answers"):
        services.leave_line(actor=desk.ana, program=desk.program, words="Bus", key=key, at=AT)
    later = leave(AT + timedelta(days=31), str(uuid.uuid4()))
    assert ShiftLine.objects.get() == later
    with pytest.raises(Refused, match="Enter a line"):
        services.leave_line(actor=desk.ana, program=desk.program, words=" ", key=key, at=AT)
    with pytest.raises(Refused, match="care team"):
        services.mark_read(
            actor=make_actor(desk.program, "data_manager"), program=desk.program, until=AT, at=AT
        )


def test_a_busy_shift_takes_no_more_queries_and_has_pages(desk):
    def act():
        waiting = make_waiting_person(desk.program)
        make_contact(waiting.person, waiting, desk.ana)
        make_note(waiting.person, desk.ana)

    def queries():
        with CaptureQueriesContext(connection) as counted:
            page = desk.get(desk.coming, "?hours=24")
        return len(counted), page

    act()
    desk.get(desk.coming)
    few, page = queries()
    for _each in range(14):
        act()
    many, page = queries()
    assert many == few and "Next page" in page


def test_law_enforcement_and_data_managers_have_no_such_page(desk):
    for role, kind in (("officer", "law_enforcement"), ("data_manager", "case_management")):
        agency = desk.agency if kind == "case_management" else make_agency(desk.program, kind)
        desk.client.login(username=make_member(desk.program, role, agency).username, password=PASSWORD)
        assert desk.client.get(desk.path()).status_code == 404
